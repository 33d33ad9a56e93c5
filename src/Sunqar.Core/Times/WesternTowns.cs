using System.Collections.Frozen;

namespace Sunqar.Core.Times;

/// <summary>
/// Towns of the five western regions of Kazakhstan, with the zone of their region (IANA time zone database, file asia): until 2024-03-01
/// the country had two times, and theirs was an hour behind. Spelt as banks write them: Kazakh, Russian, and both Latin ways.
/// </summary>
internal static class WesternTowns
{
    private static readonly (string Zone, string[] Towns)[] Regions =
    [
        (
            "Asia/Aqtobe",
            [
                "Aktobe",
                "Aqtobe",
                "Aktyubinsk",
                "Актобе",
                "Ақтөбе",
                "Актюбинск",
                "Khromtau",
                "Хромтау",
                "Kandyagash",
                "Кандыагаш",
                "Қандыағаш",
            ]
        ),
        ("Asia/Atyrau", ["Atyrau", "Атырау", "Kulsary", "Qulsary", "Кульсары", "Құлсары"]),
        ("Asia/Oral", ["Oral", "Uralsk", "Орал", "Уральск", "Aksai", "Aksay", "Aqsai", "Аксай", "Ақсай"]),
        (
            "Asia/Qyzylorda",
            ["Kyzylorda", "Qyzylorda", "Кызылорда", "Қызылорда", "Baikonur", "Baikonyr", "Байконур", "Байконыр", "Байқоңыр", "Aral", "Арал"]
        ),
        ("Asia/Aqtau", ["Aktau", "Aqtau", "Актау", "Ақтау", "Zhanaozen", "Janaozen", "Жанаозен", "Жаңаөзен"]),
    ];

    private static readonly FrozenDictionary<string, LocalTime> Zones = (
        from region in Regions
        let zone = LocalTime.Find(region.Zone)!
        from town in region.Towns
        select KeyValuePair.Create(town, zone)
    ).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static LocalTime? ZoneOf(string? town) => town is null ? null : Zones.GetValueOrDefault(town.Trim());
}
