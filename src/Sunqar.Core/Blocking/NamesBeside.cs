using System.Globalization;

namespace Sunqar.Core.Blocking;

/// <summary>A place of two names that stand one below the other.</summary>
/// <param name="One">The letter of the first; empty where it has none there.</param>
/// <param name="Other">The letter of the second.</param>
public readonly record struct LetterPair(string One, string Other)
{
    public bool IsSame => One == Other;
}

/// <summary>Two names letter by letter, so that an eye sees at once where they differ.</summary>
public static class NamesBeside
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>The names as a browser's bar may show them, in their own scripts, laid so that as few letters as possible differ.</summary>
    public static IReadOnlyList<LetterPair> Of(string one, string other)
    {
        var (a, b) = (Letters(one), Letters(other));
        var cost = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count; i >= 0; i--)
        {
            for (var j = b.Count; j >= 0; j--)
            {
                cost[i, j] =
                    i == a.Count ? b.Count - j
                    : j == b.Count ? a.Count - i
                    : Math.Min(cost[i + 1, j + 1] + (a[i] == b[j] ? 0 : 1), 1 + Math.Min(cost[i + 1, j], cost[i, j + 1]));
            }
        }
        var pairs = new List<LetterPair>();
        for (int i = 0, j = 0; i < a.Count || j < b.Count; )
        {
            var isBoth = i < a.Count && j < b.Count && cost[i, j] == cost[i + 1, j + 1] + (a[i] == b[j] ? 0 : 1);
            var isFirst = !isBoth && i < a.Count && (j == b.Count || cost[i, j] == 1 + cost[i + 1, j]);
            pairs.Add(new LetterPair(isBoth || isFirst ? a[i] : "", isBoth || !isFirst ? b[j] : ""));
            i += isBoth || isFirst ? 1 : 0;
            j += isBoth || !isFirst ? 1 : 0;
        }
        return pairs;
    }

    /// <summary>A name in its own script; as it is where that is none.</summary>
    public static string Shown(string ascii)
    {
        try
        {
            return Idn.GetUnicode(ascii);
        }
        catch (ArgumentException)
        {
            return ascii;
        }
    }

    private static List<string> Letters(string name) => [.. Shown(name).EnumerateRunes().Select(rune => rune.ToString())];
}
