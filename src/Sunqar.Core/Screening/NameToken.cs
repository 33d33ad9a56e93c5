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

    /// <summary>bin, al, van der: says little about who is meant.</summary>
    Particle = 3,

    /// <summary>Mr, Sheikh, мырза: no part of the name.</summary>
    Title = 4,

    /// <summary>LLC, ТОО, GmbH: a company's form.</summary>
    Form = 5,

    /// <summary>Group, International: a word that thousands of companies have.</summary>
    Common = 6,
}

/// <summary>A word of a name.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Sound">As <see cref="NameSound"/> folds it; of a patronymic the stem, of a known word its standard.</param>
/// <param name="Whole">The sound with a patronymic's ending; of a known word its own sound.</param>
/// <param name="Others">Further sounds that the letters may stand for: ş is sh to who knows, s to who has no such key. Mostly null.</param>
/// <param name="IsSyllable">As <see cref="TextWord.IsSyllable"/>.</param>
/// <param name="OpensPart">As <see cref="TextWord.OpensPart"/>.</param>
internal readonly record struct NameToken(
    string Text,
    string Sound,
    string Whole,
    NameTokenKind Kind,
    string[]? Others = null,
    bool IsSyllable = false,
    bool OpensPart = false
)
{
    /// <summary>One letter, or a few that no word can be made of.</summary>
    public bool IsInitials =>
        Kind == NameTokenKind.Plain && !IsSyllable && Sound.Length <= 3 && (Sound.Length == 1 || Sound.AsSpan().IndexOfAny("aeiou") < 0);

    /// <summary>It says whom, not what kind of word stands beside who.</summary>
    public bool IsName => Kind is NameTokenKind.Plain or NameTokenKind.Patronymic or NameTokenKind.Number;
}

/// <summary>Names cut into words.</summary>
internal static class NameTokens
{
    /// <summary>Longer names than the longest of OFAC's (29 words) are cut for matching.</summary>
    public const int Max = 32;

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

    /// <summary>The name read as a person's and as a company's; one and the same list where that makes no difference.</summary>
    public static (List<NameToken> Person, List<NameToken> Company) Readings(string name)
    {
        var words = NameText.Words(name);
        var (person, company) = (Of(words, NameReading.Person), Of(words, NameReading.Company));
        var isOne = person.Count == company.Count;
        for (var i = 0; isOne && i < person.Count; i++)
            isOne = person[i].Kind == company[i].Kind && person[i].Sound == company[i].Sound;
        return isOne ? (person, person) : (person, company);
    }

    private static List<NameToken> Of(List<TextWord> words, NameReading reading)
    {
        var tokens = new List<NameToken>(words.Count);
        for (var at = 0; at < words.Count; )
        {
            if (Known(words, at, reading, tokens, out var taken) is { } known)
            {
                tokens.Add(known);
                at += taken;
            }
            else
            {
                var initials = reading == NameReading.Company ? Initials(words, at) : 1;
                Add(tokens, initials > 1 ? Joined(words, at, initials) : words[at]);
                at += initials;
            }
        }
        ArabicNames.Compose(tokens);
        if (tokens.Count > Max)
            tokens.RemoveRange(Max, tokens.Count - Max);
        return tokens;
    }

    /// <summary>The longest run of words from here that is a known one.</summary>
    private static NameToken? Known(List<TextWord> words, int at, NameReading reading, List<NameToken> before, out int taken)
    {
        Span<char> run = stackalloc char[64];
        NameToken? best = null;
        taken = 0;
        for (int i = at, length = 0; i < words.Count && i < at + NameWords.RunMax; i++)
        {
            if (length + words[i].Plain.Length > run.Length || (i > at && words[i].OpensPart && reading == NameReading.Person))
                break;
            words[i].Plain.CopyTo(run[length..]);
            length += words[i].Plain.Length;
            if (NameWords.TryFind(run[..length], reading, out var known) && Stands(known, words, at, i, before))
            {
                var text = i == at ? words[at].Text : string.Join(' ', words.Skip(at).Take(i - at + 1).Select(w => w.Text));
                best = new(text, known.Standard, NameSound.Of(run[..length]), known.Kind, null, false, words[at].OpensPart);
                taken = i - at + 1;
            }
        }
        return best;
    }

    /// <summary>A title stands before a name or behind it; a word in the midst of one is a name: Hajji, but Ali Hajji Ali.</summary>
    private static bool Stands(KnownWord known, List<TextWord> words, int first, int last, List<NameToken> before)
    {
        // A. B. C. Company: initials are whole or none.
        if ((IsInitial(words, last) && IsInitial(words, last + 1)) || (IsInitial(words, first) && IsInitial(words, first - 1)))
            return false;
        if (known.Kind != NameTokenKind.Title)
            return true;
        if (words.Count - (last - first + 1) < known.NamesLeft)
            return false;
        var isBefore = (words[first].OpensPart || (before.Count > 0 && before[^1].Kind == NameTokenKind.Title)) && last < words.Count - 1;
        var isBehind = before.Count > 0 && (last == words.Count - 1 || words[last + 1].OpensPart || last == words.Count - 2);
        return (known.IsBefore && isBefore) || (known.IsBehind && isBehind);
    }

    /// <summary>A. B. C. Company is ABC Company, and not C. B. A. Company; a person's initials may come in any order.</summary>
    private static int Initials(List<TextWord> words, int at)
    {
        var count = 1;
        while (IsInitial(words, at) && IsInitial(words, at + count))
            count++;
        return count;
    }

    private static TextWord Joined(List<TextWord> words, int at, int count) =>
        words[at] with
        {
            Text = string.Concat(words.Skip(at).Take(count).Select(word => word.Text)),
            Plain = string.Concat(words.Skip(at).Take(count).Select(word => word.Plain)),
        };

    private static bool IsInitial(List<TextWord> words, int at) => at >= 0 && at < words.Count && words[at].Plain.Length == 1;

    private static void Add(List<NameToken> tokens, TextWord word)
    {
        var sound = NameSound.Of(word.Text);
        if (sound.Length == 0)
        {
            return;
        }
        if (sound.AsSpan().ContainsAnyInRange('0', '9'))
        {
            tokens.Add(new(word.Text, sound, sound, NameTokenKind.Number));
        }
        else if (Sons.Contains(sound) && tokens.Count > 0 && tokens[^1].Kind == NameTokenKind.Plain)
        {
            // "Нұрлан ұлы", written apart.
            tokens[^1] = tokens[^1] with
            {
                Text = $"{tokens[^1].Text} {word.Text}",
                Whole = tokens[^1].Sound + sound,
                Kind = NameTokenKind.Patronymic,
            };
        }
        else if (!word.IsSyllable && !IsBehindArticle(tokens) && Stem(sound) is { } stem)
        {
            string[]? stems = NameSound.Others(word.Text) is { } others ? [.. others.Select(other => Stem(other) ?? other)] : null;
            tokens.Add(new(word.Text, stem, sound, NameTokenKind.Patronymic, stems, OpensPart: word.OpensPart));
        }
        else
        {
            tokens.Add(new(word.Text, sound, sound, NameTokenKind.Plain, NameSound.Others(word.Text), word.IsSyllable, word.OpensPart));
        }
    }

    /// <summary>al-Mosuli comes from Mosul, he is not Mos's son.</summary>
    private static bool IsBehindArticle(List<NameToken> tokens) =>
        tokens.Count > 0 && tokens[^1] is { Kind: NameTokenKind.Particle, Sound: "al" };

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
