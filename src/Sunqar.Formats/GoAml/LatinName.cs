using System.Text;

namespace Sunqar.Formats.GoAml;

/// <summary>A name as goAML's pattern takes it: <c>[a-zA-Z0-9 .'-]</c>. Kazakh and Russian letters are written in Latin (the letters of the
/// passport, ICAO 9303 where it has them); anything else becomes a hyphen.</summary>
internal static class LatinName
{
    private static readonly Dictionary<char, string> Letters = new()
    {
        ['а'] = "a",
        ['ә'] = "a",
        ['б'] = "b",
        ['в'] = "v",
        ['г'] = "g",
        ['ғ'] = "g",
        ['д'] = "d",
        ['е'] = "e",
        ['ё'] = "e",
        ['ж'] = "zh",
        ['з'] = "z",
        ['и'] = "i",
        ['й'] = "i",
        ['к'] = "k",
        ['қ'] = "k",
        ['л'] = "l",
        ['м'] = "m",
        ['н'] = "n",
        ['ң'] = "n",
        ['о'] = "o",
        ['ө'] = "o",
        ['п'] = "p",
        ['р'] = "r",
        ['с'] = "s",
        ['т'] = "t",
        ['у'] = "u",
        ['ұ'] = "u",
        ['ү'] = "u",
        ['ф'] = "f",
        ['х'] = "kh",
        ['һ'] = "h",
        ['ц'] = "ts",
        ['ч'] = "ch",
        ['ш'] = "sh",
        ['щ'] = "shch",
        ['ъ'] = "",
        ['ы'] = "y",
        ['і'] = "i",
        ['ь'] = "",
        ['э'] = "e",
        ['ю'] = "yu",
        ['я'] = "ya",
    };

    /// <returns>At least one character.</returns>
    public static string Of(string name, int max)
    {
        var latin = new StringBuilder();
        foreach (var letter in name.Trim())
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '.' or '\'' or '-')
            {
                latin.Append(letter);
            }
            else if (Letters.TryGetValue(char.ToLowerInvariant(letter), out var written))
            {
                latin.Append(char.IsUpper(letter) && written.Length > 0 ? char.ToUpperInvariant(written[0]) + written[1..] : written);
            }
            else
            {
                latin.Append('-');
            }
        }
        return latin.Length == 0 ? "-" : latin.ToString(0, Math.Min(latin.Length, max));
    }
}
