using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using AnyAscii;

namespace Sunqar.Core.Blocking;

/// <summary>
/// Brings what looks the same to the same letters (the idea of Unicode TR39's skeleton, for the letters that occur in domain names):
/// accents go, Cyrillic and Greek letters become the Latin ones they look like, digits the letters they stand for, <c>rn</c> becomes
/// <c>m</c>.
/// </summary>
public static class Confusables
{
    private static readonly FrozenDictionary<char, char> Letters = Table();

    private static readonly (string From, string To)[] Pairs = [("rn", "m"), ("vv", "w"), ("cl", "d")];

    /// <summary>The letters that a label looks like; lower case, ASCII as far as it goes.</summary>
    public static string Skeleton(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (var c in label)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            var low = char.ToLowerInvariant(c);
            text.Append(Letters.TryGetValue(low, out var like) ? like : LatinOf(low));
        }
        return text.ToString();
    }

    /// <summary>Of a Latin letter with marks that the table does not name (phonetic, Vietnamese, medieval), the letter without
    /// them.</summary>
    private static char LatinOf(char letter) =>
        letter
            is (> '\u007f' and < '\u0300')
                or (>= '\u1d00' and < '\u1f00')
                or (>= '\ua720' and < '\ua800')
                or (>= '\uff00' and < '\uff60')
        && letter.ToString().Transliterate() is [var plain]
        && char.IsAsciiLetterOrDigit(plain)
            ? char.ToLowerInvariant(plain)
            : letter;

    /// <summary>The skeleton with pairs of letters taken for the one they look like, and <c>i</c> for <c>l</c>: a 1 may stand for
    /// either.</summary>
    public static string Squeezed(string skeleton) =>
        Pairs.Aggregate(skeleton, (text, pair) => text.Replace(pair.From, pair.To, StringComparison.Ordinal)).Replace('i', 'l');

    private static FrozenDictionary<char, char> Table()
    {
        var table = new Dictionary<char, char>();
        // Latin letters with accents are written out: the runtime's own decomposition needs tables of the system that a server may lack.
        foreach (
            var (looks, like) in (ReadOnlySpan<(string, char)>)
                [
                    ("àáâãäåāăąǎạảấầẩẫậắằẳẵặ", 'a'),
                    ("çćĉċčḉ", 'c'),
                    ("ďđḍ", 'd'),
                    ("èéêëēĕėęěẹẻẽếềểễệ", 'e'),
                    ("ĝğġģǧ", 'g'),
                    ("ĥħḥ", 'h'),
                    ("ìíîïĩīĭįǐịỉ", 'i'),
                    ("ĵ", 'j'),
                    ("ķǩḳ", 'k'),
                    ("ĺļľḷ", 'l'),
                    ("ñńņňṇ", 'n'),
                    ("òóôõöōŏőǒọỏốồổỗộơớờởỡợ", 'o'),
                    ("ŕŗřṛ", 'r'),
                    ("śŝşšșṣ", 's'),
                    ("ţťțṭ", 't'),
                    ("ùúûüũūŭůűųǔụủưứừửữự", 'u'),
                    ("ŵẁẃẅ", 'w'),
                    ("ýÿŷỳỵỷỹ", 'y'),
                    ("źżžẓ", 'z'),
                ]
        )
        {
            foreach (var c in looks)
                table[c] = like;
        }
        // Cyrillic and Kazakh, Greek, Latin letters with a stroke or without a dot; then digits.
        foreach (
            var (looks, like) in (ReadOnlySpan<(string, char)>)
                [
                    ("аӑӓ", 'a'),
                    ("вьƀɓ", 'b'),
                    ("сϲƈ", 'c'),
                    ("ԁđɗ", 'd'),
                    ("еєҽёə", 'e'),
                    ("ƒ", 'f'),
                    ("ԍɡǥ", 'g'),
                    ("һħнң", 'h'),
                    ("іıɩιї", 'i'),
                    ("јʝ", 'j'),
                    ("кκқĸ", 'k'),
                    ("ӏłɭ", 'l'),
                    ("мṃ", 'm'),
                    ("пηɲո", 'n'),
                    ("оοөøօ", 'o'),
                    ("рρ", 'p'),
                    ("ԛ", 'q'),
                    ("гґɾ", 'r'),
                    ("ѕʂ", 's'),
                    ("тτŧ", 't'),
                    ("υսцұ", 'u'),
                    ("ѵν", 'v'),
                    ("шщωԝ", 'w'),
                    ("хχҳ", 'x'),
                    ("уүγ", 'y'),
                    ("ʐƶ", 'z'),
                    ("0", 'o'),
                    ("1", 'l'),
                    ("3", 'e'),
                    ("4", 'a'),
                    ("5", 's'),
                    ("6", 'b'),
                    ("7", 't'),
                    ("8", 'b'),
                    ("9", 'g'),
                ]
        )
        {
            foreach (var c in looks)
                table[c] = like;
        }
        return table.ToFrozenDictionary();
    }
}
