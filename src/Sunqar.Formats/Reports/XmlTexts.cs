using System.Xml;

namespace Sunqar.Formats.Reports;

/// <summary>Texts on their way into XML that others read.</summary>
internal static class XmlTexts
{
    /// <summary>Characters that XML 1.0 cannot hold, and line breaks, become blanks; what is too long ends in an ellipsis. Never
    /// empty.</summary>
    public static string Fit(string text, int max)
    {
        var clean = string.Create(
                text.Length,
                text,
                static (into, from) =>
                {
                    for (var i = 0; i < from.Length; i++)
                    {
                        var pair = char.IsHighSurrogate(from[i]) && i + 1 < from.Length && char.IsLowSurrogate(from[i + 1]);
                        if (pair)
                        {
                            into[i] = from[i];
                            into[i + 1] = from[++i];
                            continue;
                        }
                        into[i] = XmlConvert.IsXmlChar(from[i]) && !char.IsControl(from[i]) ? from[i] : ' ';
                    }
                }
            )
            .Trim();
        if (clean.Length == 0)
            return "-";
        if (clean.Length <= max)
            return clean;
        var end = max - 1;
        return clean[..(char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end)] + "…";
    }
}
