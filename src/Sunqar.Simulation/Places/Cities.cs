namespace Sunqar.Simulation.Places;

/// <summary>A city; the coordinates are its centre in millionths of a degree, people in thousands (2024, rounded).</summary>
internal sealed record City(string Name, int LatitudeMicro, int LongitudeMicro, int Thousands);

/// <summary>Kazakhstan's larger cities with their true places.</summary>
internal static class Cities
{
    public static readonly IReadOnlyList<City> All =
    [
        new("Almaty", 43_238_949, 76_889_709, 2_290),
        new("Astana", 51_169_392, 71_449_074, 1_610),
        new("Shymkent", 42_341_700, 69_590_100, 1_270),
        new("Aktobe", 50_283_900, 57_167_000, 600),
        new("Karaganda", 49_804_700, 73_109_400, 525),
        new("Taraz", 42_900_000, 71_366_700, 430),
        new("Atyrau", 47_094_500, 51_923_800, 415),
        new("Oskemen", 49_948_300, 82_627_900, 380),
        new("Pavlodar", 52_287_300, 76_967_400, 365),
        new("Kyzylorda", 44_848_800, 65_482_300, 355),
        new("Oral", 51_233_300, 51_366_700, 335),
        new("Semey", 50_411_100, 80_227_500, 330),
        new("Aktau", 43_653_200, 51_197_500, 275),
        new("Kostanay", 53_214_400, 63_624_600, 270),
        new("Turkistan", 43_297_300, 68_251_800, 230),
        new("Petropavl", 54_875_300, 69_162_000, 220),
        new("Taldykorgan", 45_015_600, 78_373_900, 210),
        new("Kokshetau", 53_283_300, 69_383_300, 195),
        new("Temirtau", 50_054_900, 72_964_600, 180),
        new("Ekibastuz", 51_723_700, 75_322_900, 145),
        new("Rudny", 52_972_900, 63_116_800, 130),
        new("Zhezkazgan", 47_783_300, 67_766_700, 90),
        new("Balkhash", 46_848_100, 74_995_000, 80),
        new("Konaev", 43_860_600, 77_063_100, 60),
    ];
}
