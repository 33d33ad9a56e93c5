namespace Sunqar.Core.Screening;

/// <summary>
/// Whether a word in Cyrillic is how people write a Latin brand by ear: "Байбит" is Bybit, "Уайтбит" WhiteBIT, "Бинанс" Binance. A letter
/// or two of one stand for a few of the other (English spelling as Russian and Kazakh ears take it), and the whole of both has to be used
/// up: nearly is not enough, since an imitation is nearly alike.
/// </summary>
internal static class SpokenName
{
    /// <summary>Characters of a word that is tried; work grows with their product.</summary>
    private const int LengthMax = 40;

    private const int SoundMax = 3;

    /// <summary>What a Cyrillic sound may be in a brand's spelling.</summary>
    private static readonly Dictionary<string, string[]> Sounds = new(StringComparer.Ordinal)
    {
        ["а"] = ["a", "u", "o"],
        ["ай"] = ["y", "i", "ai", "igh", "ie", "ay", "uy", "ey"],
        ["ау"] = ["ow", "ou", "au", "ao"],
        ["б"] = ["b", "bb"],
        ["в"] = ["v", "w", "wh"],
        ["г"] = ["g", "gg", "h"],
        ["ғ"] = ["g", "gh"],
        ["д"] = ["d", "dd", "de"],
        ["дж"] = ["j", "g", "dg", "dge", "ge"],
        ["е"] = ["e", "a", "ae", "ye"],
        ["ей"] = ["a", "ay", "ai", "ey", "ei"],
        ["екс"] = ["x", "ex"],
        ["ё"] = ["yo", "io"],
        ["ж"] = ["j", "g", "zh", "s"],
        ["з"] = ["z", "s", "zz", "se"],
        ["и"] = ["i", "y", "ee", "ea", "e", "ie"],
        ["икс"] = ["x", "ix", "ics", "ix"],
        ["і"] = ["i", "y"],
        ["й"] = ["i", "y", "j"],
        ["к"] = ["k", "c", "ck", "q", "cc", "ch", "ke"],
        ["қ"] = ["k", "q", "c"],
        ["кс"] = ["x", "cs", "ks", "cks", "xc"],
        ["кью"] = ["q", "cu"],
        ["л"] = ["l", "ll", "le"],
        ["м"] = ["m", "mm", "me"],
        ["н"] = ["n", "nn", "ne"],
        ["ң"] = ["ng"],
        ["о"] = ["o", "a", "aw", "au"],
        ["ө"] = ["o"],
        ["ой"] = ["oi", "oy"],
        ["оу"] = ["o", "ow", "oa"],
        ["п"] = ["p", "pp", "pe"],
        ["р"] = ["r", "rr", "re"],
        ["с"] = ["s", "c", "ss", "ce", "se", "sc"],
        ["т"] = ["t", "tt", "th", "te"],
        ["у"] = ["u", "oo", "w", "ou", "wh"],
        ["ұ"] = ["u"],
        ["ү"] = ["u"],
        ["уа"] = ["wa", "wha", "ua"],
        ["ф"] = ["f", "ph", "ff"],
        ["х"] = ["h", "kh", "ch", "j"],
        ["һ"] = ["h"],
        ["ц"] = ["c", "ts", "tz", "z", "ce"],
        ["ч"] = ["ch", "tch"],
        ["ш"] = ["sh", "s", "ch"],
        ["щ"] = ["sch", "sh"],
        ["ъ"] = [""],
        ["ы"] = ["i", "y"],
        ["ь"] = [""],
        ["э"] = ["e", "a", "ae"],
        ["эй"] = ["a", "ay", "ai", "ey", "ei"],
        ["экс"] = ["x", "ex"],
        ["ә"] = ["a", "ae"],
        ["ю"] = ["u", "yu", "ew", "eu"],
        ["я"] = ["ya", "ia"],
    };

    /// <summary>The letters of a text in small letters, if they are all Cyrillic; null otherwise.</summary>
    public static string? Cyrillic(string text)
    {
        var letters = Letters(text);
        return letters.Length is > 1 and <= LengthMax && letters.All(c => c is >= '\u0400' and <= '\u04FF') ? letters : null;
    }

    /// <summary>The letters and digits of a brand in small letters, if its letters are all Latin; null otherwise.</summary>
    public static string? Latin(string text)
    {
        var letters = Letters(text);
        return letters.Length is > 1 and <= LengthMax && letters.All(char.IsAsciiLetter) ? letters : null;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetter)).ToLowerInvariant();

    /// <summary>Whether the one is how the other is written by ear. Both as the functions above give them.</summary>
    public static bool Is(string cyrillic, string latin)
    {
        // reached[j]: the letters so far can stand for the first j of the brand.
        var reached = new bool[cyrillic.Length + 1, latin.Length + 1];
        reached[0, 0] = true;
        for (var at = 0; at < cyrillic.Length; at++)
        {
            for (var length = 1; length <= SoundMax && at + length <= cyrillic.Length; length++)
            {
                if (!Sounds.TryGetValue(cyrillic.Substring(at, length), out var spellings))
                    continue;
                for (var j = 0; j <= latin.Length; j++)
                {
                    if (!reached[at, j])
                        continue;
                    foreach (var spelling in spellings)
                    {
                        if (string.CompareOrdinal(latin, j, spelling, 0, spelling.Length) == 0)
                            reached[at + length, j + spelling.Length] = true;
                    }
                }
            }
        }
        return reached[cyrillic.Length, latin.Length];
    }
}
