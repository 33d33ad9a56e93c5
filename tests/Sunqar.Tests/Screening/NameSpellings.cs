using System.Text;

namespace Sunqar.Tests.Screening;

/// <summary>
/// Writes a listed name as clerks, banks and cheats write it, and makes innocent names: the labelled set that screening is measured on. It
/// knows nothing of how screening folds names: its tables go the other way, from Latin letters to Cyrillic and from Cyrillic to several
/// romanisations.
/// </summary>
internal sealed class NameSpellings(int seed)
{
    private static readonly (string Latin, string Cyrillic)[] ToCyrillic =
    [
        ("shch", "щ"),
        ("sch", "ш"),
        ("sh", "ш"),
        ("ch", "ч"),
        ("zh", "ж"),
        ("kh", "х"),
        ("gh", "г"),
        ("ts", "ц"),
        ("ph", "ф"),
        ("th", "т"),
        ("ya", "я"),
        ("yu", "ю"),
        ("yo", "ё"),
        ("ye", "е"),
        ("oo", "у"),
        ("ou", "у"),
        ("ee", "и"),
        ("dj", "дж"),
        ("ck", "к"),
        ("a", "а"),
        ("b", "б"),
        ("c", "к"),
        ("d", "д"),
        ("e", "е"),
        ("f", "ф"),
        ("g", "г"),
        ("h", "х"),
        ("i", "и"),
        ("j", "дж"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("q", "к"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("u", "у"),
        ("v", "в"),
        ("w", "в"),
        ("x", "кс"),
        ("y", "й"),
        ("z", "з"),
    ];

    private static readonly (char Russian, string Kazakh)[] ToKazakh =
    [
        ('а', "ә"),
        ('к', "қ"),
        ('г', "ғ"),
        ('н', "ң"),
        ('о', "ө"),
        ('у', "ұү"),
        ('и', "іы"),
        ('х', "һ"),
    ];

    /// <summary>Each letter's ways: ICAO 9303, GOST of 1979, old Soviet passports (French), Kazakh Latin.</summary>
    private static readonly (char Cyrillic, string[] Latin)[] ToLatin =
    [
        ('щ', ["shch", "sch"]),
        ('ш', ["sh", "ş", "š"]),
        ('ч', ["ch", "tch", "č"]),
        ('ж', ["zh", "j", "ž"]),
        ('х', ["kh", "h"]),
        ('ц', ["ts", "tz"]),
        ('я', ["ya", "ia"]),
        ('ю', ["yu", "iu"]),
        ('ё', ["e", "yo"]),
        ('й', ["y", "i", "j"]),
        ('к', ["k", "q"]),
        ('в', ["v", "w"]),
        ('у', ["u", "ou"]),
        ('г', ["g", "gh"]),
        ('э', ["e"]),
        ('ы', ["y", "i"]),
        ('ь', ["", "'"]),
        ('ъ', [""]),
        ('е', ["e", "ye"]),
        ('а', ["a"]),
        ('б', ["b"]),
        ('д', ["d"]),
        ('з', ["z"]),
        ('и', ["i"]),
        ('л', ["l"]),
        ('м', ["m"]),
        ('н', ["n"]),
        ('о', ["o"]),
        ('п', ["p"]),
        ('р', ["r"]),
        ('с', ["s"]),
        ('т', ["t"]),
        ('ф', ["f"]),
    ];

    private static readonly string[] Surnames =
    [
        "Ахметов",
        "Жұмабаев",
        "Оспанов",
        "Нұрланов",
        "Садықов",
        "Кенжебаев",
        "Төлегенов",
        "Әбішев",
        "Ысқақов",
        "Сүлейменов",
        "Баймұханов",
        "Жақсыбеков",
        "Қалиев",
        "Мұқанов",
        "Бекмұратов",
        "Серікбаев",
        "Алдабергенов",
        "Құсайынов",
        "Есенов",
        "Тұрсынбеков",
        "Қасымов",
        "Смағұлов",
        "Мырзахметов",
        "Байжанов",
        "Досжанов",
        "Ермеков",
        "Омаров",
        "Исабаев",
        "Рахимбеков",
        "Шаймерденов",
        "Иванов",
        "Кузнецов",
        "Попов",
        "Соколов",
        "Морозов",
        "Лебедев",
        "Козлов",
        "Новиков",
        "Павлов",
        "Семёнов",
        "Голубев",
        "Виноградов",
        "Богданов",
        "Воробьёв",
        "Фёдоров",
        "Беляев",
        "Тарасов",
        "Комаров",
        "Орлов",
        "Макаров",
        "Ким",
        "Ли",
        "Цой",
        "Пак",
        "Шмидт",
        "Вебер",
        "Юсупов",
        "Рахимов",
        "Каримов",
        "Исмаилов",
    ];

    private static readonly string[] Men =
    [
        "Нұрлан",
        "Ерлан",
        "Данияр",
        "Арман",
        "Асқар",
        "Тимур",
        "Санжар",
        "Әлихан",
        "Болат",
        "Мақсат",
        "Бауыржан",
        "Дәурен",
        "Қайрат",
        "Серік",
        "Ғалым",
        "Жандос",
        "Ержан",
        "Әділ",
        "Олжас",
        "Рүстем",
        "Сергей",
        "Александр",
        "Дмитрий",
        "Виктор",
        "Андрей",
        "Михаил",
        "Алексей",
        "Владимир",
        "Николай",
        "Юрий",
        "Павел",
        "Игорь",
        "Олег",
        "Константин",
        "Рустам",
        "Руслан",
        "Марат",
        "Артём",
        "Максим",
        "Денис",
    ];

    private static readonly string[] Patronymics =
    [
        "Нұрланұлы",
        "Серікұлы",
        "Болатұлы",
        "Қайратұлы",
        "Маратович",
        "Сергеевич",
        "Александрович",
        "Викторович",
        "Иванович",
        "Михайлович",
        "Ерланович",
        "Асқарұлы",
        "Владимирович",
        "Николаевич",
        "Алексеевич",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Each way of writing it, by the way's name. Only names of two words and more are written in other ways.</summary>
    public IEnumerable<(string Way, string Text)> OfPerson(string listed)
    {
        var words = listed.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        yield return ("same", listed);
        if (words.Length < 2 || !words.All(w => w.All(c => char.IsAsciiLetter(c) || c is '-' or '\'')))
        {
            yield break;
        }
        string[] turned = [.. words.Skip(1), words[0]];
        yield return ("order", string.Join(' ', turned));
        var cyrillic = string.Join(' ', turned.Select(Cyrillic));
        yield return ("cyrillic", cyrillic);
        yield return ("kazakh letters", Kazakh(cyrillic));
        yield return ("another romanisation", Latin(cyrillic));
        yield return ("typing error", Typo(turned));
        if (listed.Split(',') is [var surname, var given] && given.Trim().Split(' ') is [var first, _, ..])
        {
            yield return ("further names left out", $"{first} {surname}");
        }
        if (listed.Contains('-', StringComparison.Ordinal))
        {
            yield return ("hyphens closed up", string.Join(' ', turned).Replace("-", "", StringComparison.Ordinal));
        }
    }

    /// <summary>A name of the country's kind, in Kazakh or Russian spelling; with a father's name or without.</summary>
    public string Innocent(bool withPatronymic)
    {
        var name = $"{Pick(Surnames)} {Pick(Men)}";
        return withPatronymic ? $"{name} {Pick(Patronymics)}" : name;
    }

    public string InnocentBirth() => $"{_random.Next(1955, 2006)}-{_random.Next(1, 13):D2}-{_random.Next(1, 29):D2}";

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private static string Cyrillic(string word)
    {
        var text = new StringBuilder();
        for (var at = 0; at < word.Length; )
        {
            var (latin, cyrillic) = ToCyrillic.FirstOrDefault(p =>
                string.Compare(word, at, p.Latin, 0, p.Latin.Length, StringComparison.OrdinalIgnoreCase) == 0
            );
            text.Append(latin is null ? word[at].ToString() : cyrillic);
            at += latin?.Length ?? 1;
        }
        return text.ToString();
    }

    private string Kazakh(string cyrillic) =>
        string.Concat(
            cyrillic.Select(c =>
                ToKazakh.FirstOrDefault(p => p.Russian == c) is { Kazakh: { } ways } && _random.Next(2) == 0
                    ? ways[_random.Next(ways.Length)]
                    : c
            )
        );

    private string Latin(string cyrillic) =>
        string.Concat(cyrillic.Select(c => ToLatin.FirstOrDefault(p => p.Cyrillic == c).Latin is { } ways ? Pick(ways) : c.ToString()));

    private string Typo(string[] words)
    {
        var copy = (string[])words.Clone();
        var longest = Enumerable.Range(0, copy.Length).MaxBy(i => copy[i].Length);
        var word = copy[longest];
        if (word.Length >= 5)
        {
            var at = _random.Next(1, word.Length - 1);
            copy[longest] = _random.Next(4) switch
            {
                0 => word.Remove(at, 1),
                1 => word.Insert(at, word[at].ToString()),
                2 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
                _ => $"{word[..at]}{(char)('a' + _random.Next(26))}{word[(at + 1)..]}",
            };
        }
        return string.Join(' ', copy);
    }
}
