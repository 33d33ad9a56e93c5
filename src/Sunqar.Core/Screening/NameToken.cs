namespace Sunqar.Core.Screening;

/// <summary>What part a word plays in a name.</summary>
internal enum NameTokenKind : byte
{
    Plain = 0,

    /// <summary>Иванович, Ивановна, Нұрланұлы, Нұрланқызы: the father's name without its ending is compared, so Nurlanovich and Nurlanuly
    /// agree.</summary>
    Patronymic = 1,

    /// <summary>Holds a digit: only the same digits match.</summary>
    Number = 2,

    /// <summary>LLC, ТОО, bin, al: says little about who is meant.</summary>
    Particle = 3,
}

/// <summary>A word of a name.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Sound">As <see cref="NameSound"/> folds it; of a patronymic the stem.</param>
/// <param name="Whole">The sound with a patronymic's ending.</param>
internal readonly record struct NameToken(string Text, string Sound, string Whole, NameTokenKind Kind);

/// <summary>Names cut into words.</summary>
internal static class NameTokens
{
    /// <summary>Longer names than the longest of OFAC's (29 words) are cut for matching.</summary>
    public const int Max = 32;

    private static readonly HashSet<string> Particles =
    [
        // Legal forms, as they sound: LLC, Ltd, Inc, Co, Corp, JSC, PJSC, GmbH, SA, AG, OOO, ZAO, OAO, PAO, AO, TOO, ТОО, ЖШС, АҚ, ИП.
        "lk",
        "ltd",
        "ink",
        "ko",
        "korp",
        "jsk",
        "pjsk",
        "gmb",
        "gmbh",
        "sa",
        "ag",
        "u",
        "zao",
        "oao",
        "pao",
        "ao",
        "tu",
        "to",
        "JSs",
        "ak",
        "ip",
        "limited",
        "kompani",
        "korporation",
        "trading",
        "grup",
        "general",
        "international",
        "kompaniia",
        "obSestvo",
        "fze",
        "srl",
        "spa",
        "bv",
        "plk",
        "pte",
        "jS",
        "Js",
        "llk",
        "llp",
        "kampani",
        // Particles of names.
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "abu",
        "um",
        "de",
        "la",
        "der",
        "van",
        "von",
        "ul",
        "and",
        "of",
        "the",
        "i",
        "s",
        "in",
        "for",
        "dla",
    ];

    private static readonly string[] Patronymics =
    [
        "oviC",
        "eviC",
        "ovna",
        "evna",
        "inishna",
        "iniCna",
        "iCna",
        "iniC",
        "uli",
        "kizi",
        "ogli",
        "oglu",
        "uglu",
    ];

    private static readonly HashSet<string> Sons = ["uli", "kizi", "ogli", "oglu", "uglu"];

    public static List<NameToken> Of(string name)
    {
        var tokens = new List<NameToken>();
        for (var at = 0; at < name.Length && tokens.Count < Max; )
        {
            if (!IsOfWord(name[at]))
            {
                at++;
                continue;
            }
            var from = at;
            while (at < name.Length && IsOfWord(name[at]))
            {
                at++;
            }
            Add(tokens, name[from..at]);
        }
        return tokens;
    }

    private static bool IsOfWord(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || c is '\'' or '’' or 'ʼ' or '`' or '‘'
        || char.GetUnicodeCategory(c)
            is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static void Add(List<NameToken> tokens, string word)
    {
        var sound = NameSound.Of(word);
        if (sound.Length == 0)
        {
            return;
        }
        if (sound.AsSpan().ContainsAnyInRange('0', '9') || word.Any(char.IsDigit))
        {
            tokens.Add(new(word, sound, sound, NameTokenKind.Number));
        }
        else if (Sons.Contains(sound) && tokens.Count > 0 && tokens[^1].Kind == NameTokenKind.Plain)
        {
            // "Нұрлан ұлы", written apart.
            tokens[^1] = new($"{tokens[^1].Text} {word}", tokens[^1].Sound, tokens[^1].Sound + sound, NameTokenKind.Patronymic);
        }
        else if (Stem(sound) is { } stem)
        {
            tokens.Add(new(word, stem, sound, NameTokenKind.Patronymic));
        }
        else
        {
            tokens.Add(new(word, sound, sound, Particles.Contains(sound) ? NameTokenKind.Particle : NameTokenKind.Plain));
        }
    }

    private static string? Stem(string sound)
    {
        foreach (var ending in Patronymics)
        {
            if (sound.Length >= ending.Length + 2 && sound.EndsWith(ending, StringComparison.Ordinal))
            {
                return sound[..^ending.Length];
            }
        }
        return null;
    }
}
