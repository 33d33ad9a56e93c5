namespace Sunqar.Formats.Lists;

/// <summary>Words that mix Latin with Cyrillic letters: no language writes so, imitators of names do (Unicode TR39, single-script
/// words).</summary>
internal static class MixedScripts
{
    public static bool IsIn(string text)
    {
        var (latin, cyrillic) = (false, false);
        foreach (var c in text)
        {
            if (!char.IsLetter(c))
            {
                (latin, cyrillic) = (false, false);
                continue;
            }
            latin |= char.IsAsciiLetter(c) || c is >= '\u00C0' and <= '\u024F';
            cyrillic |= c is >= '\u0400' and <= '\u052F';
            if (latin && cyrillic)
            {
                return true;
            }
        }
        return false;
    }
}
