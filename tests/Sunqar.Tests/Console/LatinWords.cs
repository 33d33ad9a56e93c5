using System.Net;
using System.Text.RegularExpressions;

namespace Sunqar.Tests.ConsolePages;

/// <summary>
/// Words of a page that are in Latin letters though the reader's language is written in Cyrillic ones. Not counted: what stands in
/// <c>code</c>, <c>kbd</c> and <c>bdi</c> (ids, keys, names), under <c>lang="en"</c> (what is said to be English), what holds a digit, a
/// dot, a slash or a capital beyond its first letter (ids, sites, codes), and the terms of <see cref="Terms"/>.
/// </summary>
internal static partial class LatinWords
{
    /// <summary>Names and terms that are written so in every language.</summary>
    private static readonly HashSet<string> Terms = new(StringComparer.OrdinalIgnoreCase)
    {
        "Sunqar",
        "English",
        "Ctrl",
        "Enter",
        "Tron",
        "Tether",
        "Ethereum",
        "Bitcoin",
        "Escape",
        "https",
        "bank-caspkzka",
        // Of publications' and measures' names, which rules cite so in every language.
        "Security",
    };

    /// <summary>In the order of the page, each once.</summary>
    /// <param name="names">Names of people, places and platforms, which stay as they are written.</param>
    public static IReadOnlyList<string> In(string html, IReadOnlySet<string> names)
    {
        var text = Kept().Replace(Told().Replace(html, " "), " ").Replace("travel rule", " ", StringComparison.Ordinal);
        var shown = Shown().Matches(text).Select(match => match.Groups["text"].Value);
        return
        [
            .. shown
                .Append(Tags().Replace(text, " "))
                .SelectMany(one => Words().Matches(WebUtility.HtmlDecode(one)).Select(match => match.Value.Trim('.', '-', ',', ':')))
                .Where(word => Latin().IsMatch(word) && !IsId(word) && !Terms.Contains(word) && !names.Contains(word))
                .Distinct(),
        ];
    }

    private static bool IsId(string word) =>
        word.Any(letter => char.IsAsciiDigit(letter) || letter is '.' or '/' or '_' or '@' or '…')
        || word.Skip(1).Any(char.IsAsciiLetterUpper);

    [GeneratedRegex("<!--.*?-->|<(?<tag>script|style|code|kbd|bdi)\\b[^>]*>.*?</\\k<tag>>", RegexOptions.Singleline)]
    private static partial Regex Told();

    [GeneratedRegex("<(?<tag>\\w+)[^>]* lang=\"en\"[^>]*>.*?</\\k<tag>>", RegexOptions.Singleline)]
    private static partial Regex Kept();

    [GeneratedRegex("(?:aria-label|placeholder|title|alt)=\"(?<text>[^\"]*)\"")]
    private static partial Regex Shown();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("[^\\s,;:()«»“”\"'’·|=?!→←–—%&<>\\[\\]]+")]
    private static partial Regex Words();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Latin();
}
