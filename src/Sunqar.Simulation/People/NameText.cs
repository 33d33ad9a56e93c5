using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.People;

/// <summary>Made-up names in the country's styles: surname and given name, mostly Cyrillic, sometimes Latin as bank systems print
/// them.</summary>
internal static class NameText
{
    private static readonly (string Latin, string Cyrillic)[] Surnames =
    [
        ("Akhmetov", "Ахметов"),
        ("Bekov", "Беков"),
        ("Zhumabaev", "Жұмабаев"),
        ("Ospanov", "Оспанов"),
        ("Nurlanov", "Нұрланов"),
        ("Sadykov", "Садықов"),
        ("Kenzhebaev", "Кенжебаев"),
        ("Tulegenov", "Төлегенов"),
        ("Abishev", "Әбішев"),
        ("Iskakov", "Ысқақов"),
        ("Suleimenov", "Сүлейменов"),
        ("Baimukhanov", "Баймұханов"),
        ("Dzhaksybekov", "Жақсыбеков"),
        ("Kaliev", "Қалиев"),
        ("Mukanov", "Мұқанов"),
        ("Ivanov", "Иванов"),
        ("Kuznetsov", "Кузнецов"),
        ("Popov", "Попов"),
        ("Sokolov", "Соколов"),
        ("Morozov", "Морозов"),
        ("Kim", "Ким"),
        ("Li", "Ли"),
        ("Schmidt", "Шмидт"),
        ("Yusupov", "Юсупов"),
        ("Rakhimov", "Рахимов"),
    ];

    private static readonly (string Latin, string Cyrillic)[] Men =
    [
        ("Nurlan", "Нұрлан"),
        ("Yerlan", "Ерлан"),
        ("Daniyar", "Данияр"),
        ("Arman", "Арман"),
        ("Askar", "Асқар"),
        ("Timur", "Тимур"),
        ("Sanzhar", "Санжар"),
        ("Alikhan", "Әлихан"),
        ("Bolat", "Болат"),
        ("Maksat", "Мақсат"),
        ("Sergey", "Сергей"),
        ("Aleksandr", "Александр"),
        ("Dmitriy", "Дмитрий"),
        ("Viktor", "Виктор"),
        ("Rustam", "Рустам"),
    ];

    private static readonly (string Latin, string Cyrillic)[] Women =
    [
        ("Aigul", "Айгүл"),
        ("Dinara", "Динара"),
        ("Saltanat", "Салтанат"),
        ("Madina", "Мадина"),
        ("Zhanar", "Жанар"),
        ("Asel", "Әсел"),
        ("Kamila", "Камила"),
        ("Gulnara", "Гүлнара"),
        ("Botagoz", "Ботагөз"),
        ("Aliya", "Әлия"),
        ("Yelena", "Елена"),
        ("Olga", "Ольга"),
        ("Natalya", "Наталья"),
        ("Svetlana", "Светлана"),
        ("Irina", "Ирина"),
    ];

    public static bool IsMale(ulong seed, int person) => (Dice.Key(seed, Luck.Traits, person) & 1) == 0;

    public static string Of(ulong seed, int person)
    {
        var male = IsMale(seed, person);
        var dice = new Dice(seed, Luck.Name, person);
        var surname = dice.Pick(Surnames);
        var given = dice.Pick(male ? Men : Women);
        var latin = dice.Chance(200);
        var (family, first) = latin ? (surname.Latin, given.Latin) : (surname.Cyrillic, given.Cyrillic);
        var declines = family.EndsWith(latin ? "v" : "в", StringComparison.Ordinal);
        return !male && declines ? $"{family}{(latin ? "a" : "а")} {first}" : $"{family} {first}";
    }
}
