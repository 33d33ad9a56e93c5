using System.Globalization;
using System.Text;
using AnyAscii;

namespace Sunqar.Core.Screening;

/// <summary>A word as it stands in a name.</summary>
/// <param name="Plain">In lower-case Latin letters and digits, without marks and apostrophes: what <see cref="NameWords"/> knows.</param>
/// <param name="IsSyllable">A Chinese character or a Korean syllable: names of these scripts have no blanks, so each is a word.</param>
/// <param name="OpensPart">The first word, or the first behind a comma.</param>
internal readonly record struct TextWord(string Text, string Plain, bool IsSyllable, bool OpensPart);

/// <summary>
/// Names cut into words. Compatibility letters (full-width and half-width forms, ligatures, Arabic presentation forms, mathematical
/// alphabets) and letters of other scripts are brought to Latin ones by the AnyAscii package: the runtime has no tables of Unicode here.
/// </summary>
internal static class NameText
{
    /// <summary>The Arabic article, which is written with its word.</summary>
    private const string Article = "ال";

    private static readonly char[] Alifs = ['ا', 'أ', 'إ', 'ٱ', 'ﺃ', 'ﺄ', 'ﺇ', 'ﺈ'];

    public static List<TextWord> Words(string name)
    {
        var words = new List<TextWord>();
        var (from, opens) = (-1, true);
        void End(int at)
        {
            if (from >= 0)
                Add(words, name[from..at], isSyllable: false, ref opens);
            from = -1;
        }
        for (var at = 0; at < name.Length; )
        {
            var length =
                Rune.DecodeFromUtf16(name.AsSpan(at), out var rune, out var taken) == System.Buffers.OperationStatus.Done ? taken : 1;
            if (IsSyllable(rune))
            {
                End(at);
                Add(words, name.Substring(at, length), isSyllable: true, ref opens);
            }
            else if (IsOfWord(rune))
            {
                from = from < 0 ? at : from;
            }
            else
            {
                End(at);
                opens |= rune.Value is ',' or ';' or '،' or '，' or '、';
                if (rune.Value is '&' or '＆')
                    Add(words, "&", isSyllable: false, ref opens);
            }
            at += length;
        }
        End(name.Length);
        return words;
    }

    /// <summary>Latin letters, digits and nothing else, in lower case.</summary>
    public static string Plain(string word)
    {
        if (word == "&")
            return "and";
        var isPlain = true;
        foreach (var c in word)
            isPlain &= c is >= 'a' and <= 'z' or >= '0' and <= '9';
        if (isPlain)
            return word;
        var plain = new StringBuilder(word.Length + 4);
        foreach (var c in LongA(word).Transliterate())
        {
            if (char.IsAsciiLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
        }
        return plain.ToString();
    }

    /// <summary>The Arabic alif, which the package passes over.</summary>
    private static string LongA(string word) =>
        word.AsSpan().ContainsAnyInRange('\u0600', '\uffff') && word.IndexOfAny(Alifs) >= 0
            ? string.Concat(word.Select(c => Alifs.Contains(c) ? 'a' : c))
            : word;

    private static void Add(List<TextWord> words, string word, bool isSyllable, ref bool opens)
    {
        if (word.Length >= 5 && word.StartsWith(Article, StringComparison.Ordinal))
        {
            Add(words, Article, isSyllable, ref opens);
            word = word[Article.Length..];
        }
        if (Plain(word) is not { Length: > 0 } plain)
            return;
        words.Add(new(word, plain, isSyllable, opens));
        opens = false;
    }

    /// <summary>CJK ideographs, their compatibility forms and extensions; Hangul syllables.</summary>
    private static bool IsSyllable(Rune rune) =>
        rune.Value
            is >= 0x3400
                and <= 0x4DBF
                or >= 0x4E00
                and <= 0x9FFF
                or >= 0xF900
                and <= 0xFAFF
                or >= 0xAC00
                and <= 0xD7A3
                or >= 0x20000
                and <= 0x3FFFF;

    private static bool IsOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || rune.Value is '\'' or '’' or 'ʼ' or '`' or '‘' or 'ー'
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber
                or UnicodeCategory.Format;
}
