namespace Sunqar.Core.Screening;

/// <summary>
/// Arabic names of two words that are written apart or together, with or without an article: Abd al-Rahman, Abdul Rahman, Abdurrahman,
/// Әбдірахман; Nur ad-Din, Nuruddin, Noureddine; Saad Allah, Sadullah. Each becomes one word of one sound.
/// </summary>
internal static class ArabicNames
{
    private const string Servant = "abd",
        Faith = "udin",
        God = "ula";

    private static readonly char[] Vowels = ['a', 'e', 'i', 'o', 'u'];

    public static void Compose(List<NameToken> tokens)
    {
        // A list puts the surname first: "Haq, Abdul" is Abdul Haq.
        if (tokens.Count > 1 && IsServant(tokens[^1]))
        {
            tokens.Insert(0, tokens[^1]);
            tokens.RemoveAt(tokens.Count - 1);
            tokens[1] = tokens[1] with { OpensPart = false };
        }
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != NameTokenKind.Plain || tokens[i].IsSyllable)
                continue;
            Compose(tokens, i);
            if (Standard(tokens[i]) is { } standard)
                tokens[i] = tokens[i] with { Sound = standard, Whole = standard, Others = null };
        }
    }

    /// <summary>Makes one word of this and the next, with an article between them or none.</summary>
    private static void Compose(List<NameToken> tokens, int at)
    {
        var hasArticle = at + 1 < tokens.Count && IsArticle(tokens[at + 1], tokens, at + 2);
        var next = at + (hasArticle ? 2 : 1);
        if (next >= tokens.Count || tokens[next] is not { Kind: NameTokenKind.Plain, OpensPart: false, IsSyllable: false })
            return;
        if (IsServant(tokens[at]))
            Merge(tokens, at, next, Servant + Bare(tokens[next].Sound));
        else if (IsFaith(tokens[next].Sound, hasArticle))
            Merge(tokens, at, next, tokens[at].Sound.TrimEnd(Vowels) + Faith);
        else if (!hasArticle && tokens[next].Sound is "ala" or "ula" or "ola" && tokens[at].Sound.Length >= 3)
            Merge(tokens, at, next, tokens[at].Sound.TrimEnd(Vowels) + God);
    }

    /// <summary>Al, el, ul; before a sun letter ar-Rahman, ad-Din, as-Salam.</summary>
    private static bool IsArticle(NameToken token, List<NameToken> tokens, int next) =>
        !token.OpensPart
        && (
            token is { Kind: NameTokenKind.Particle, Sound: "al" }
            || (
                next < tokens.Count
                && token.Sound.Length == 2
                && NameSound.IsVowel(token.Sound[0])
                && token.Sound[1] == tokens[next].Sound[0]
                && !NameSound.IsVowel(token.Sound[1])
            )
        );

    /// <summary>Abd, abdul, abdel, abdur: a consonant behind the vowel, or abd alone; Abdi and Abdu are names.</summary>
    private static bool IsServant(NameToken token) =>
        token is { Kind: NameTokenKind.Plain, Sound: var sound }
        && (
            sound == Servant
            || (
                sound.Length == 5
                && sound.StartsWith(Servant, StringComparison.Ordinal)
                && NameSound.IsVowel(sound[3])
                && sound[4] is 'l' or 'r' or 's' or 'n' or 'd' or 't' or 'z' or 'S'
            )
        );

    private static bool IsFaith(string sound, bool hasArticle) =>
        sound is "udin" or "edin" or "eldin" or "aldin" or "uldin" or "adin" or "edine" or "eldine" or "uden"
        || (hasArticle && sound is "din" or "dine" or "den");

    private static void Merge(List<NameToken> tokens, int first, int last, string sound)
    {
        tokens[first] = tokens[first] with
        {
            Text = string.Join(' ', tokens.Skip(first).Take(last - first + 1).Select(token => token.Text)),
            Sound = sound,
            Whole = sound,
            Others = null,
        };
        tokens.RemoveRange(first + 1, last - first);
    }

    /// <summary>One sound for what is written in one word; null where the word is none of these.</summary>
    private static string? Standard(NameToken token)
    {
        var sound = token.Sound;
        if (sound.Length >= 6 && sound.StartsWith(Servant, StringComparison.Ordinal) && BareJoined(sound[3..]) is { } whose)
            return Servant + whose;
        foreach (var ending in (ReadOnlySpan<string>)["din", "dine", "den"])
        {
            // Saif ul-Din, Saifuddin, Seifeldin: the article is part of the joint, and a vowel tells that there is a joint.
            if (
                sound.EndsWith(ending, StringComparison.Ordinal)
                && sound[..^ending.Length].TrimEnd('l') is { Length: >= 3 } joint
                && NameSound.IsVowel(joint[^1])
            )
            {
                return joint.TrimEnd(Vowels) is { Length: >= 2 } bare ? bare + Faith : null;
            }
        }
        return
            sound.Length >= 5
            && sound[^3..] is "ala" or "ula" or "ola"
            && NameText.Plain(token.Text) is { } plain
            && (plain.EndsWith("llah", StringComparison.Ordinal) || plain.EndsWith("ulla", StringComparison.Ordinal))
            ? sound[..^3] + God
            : null;
    }

    /// <summary>Whose servant, of a word of its own: Aziz, Rahman, Latif. The first vowel may be the article's, and an l too.</summary>
    private static string Bare(string whose)
    {
        var bare = whose.Length >= 4 && whose[0] == 'l' ? WithoutVowel(whose[1..]) : WithoutVowel(whose);
        return bare.Length >= 2 ? bare : "la";
    }

    /// <summary>Whose servant, of what stands behind abd in one word: ulaziz, irahman, urahman; null where nobody is named.</summary>
    private static string? BareJoined(string rest)
    {
        var bare = WithoutVowel(rest);
        bare = bare.StartsWith('l') ? WithoutVowel(bare[1..]) : bare;
        return bare.Length >= 2 ? bare
            : rest.EndsWith("la", StringComparison.Ordinal) ? "la"
            : null;
    }

    private static string WithoutVowel(string sound) => sound.Length > 0 && NameSound.IsVowel(sound[0]) ? sound[1..] : sound;
}
