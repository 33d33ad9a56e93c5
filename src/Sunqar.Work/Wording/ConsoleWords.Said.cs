using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Objections;

namespace Sunqar.Work.Wording;

/// <summary>
/// What the house says in English below the pages (the name of a pattern, the text of an alert, why a command was refused), in the
/// reader's language. Such a sentence is one of a known set of templates, the lines <c>said.*</c> of the words and the sentences of the
/// shipped rules: it is recognised, and said again with what stood in its holes. What is not known stays as it was said.
/// </summary>
public sealed partial class ConsoleWords
{
    /// <summary>Longer texts are people's own, and stay as they were written.</summary>
    private const int SaidMax = 4_000;

    /// <summary>Sentences stand in sentences: a count in a list in a story.</summary>
    private const int DepthMax = 4;

    private static readonly Sayings Known = Sayings.Of(Lines());

    /// <summary>A text of the house in the reader's language.</summary>
    public string Said(string english) => IsEnglish || english.Length > SaidMax ? english : Said(english, 0) ?? english;

    private string? Said(string english, int depth)
    {
        if (depth == DepthMax || english.Length == 0)
            return null;
        if ((Found(english, depth) ?? (depth == 0 ? Reason(english) : null)) is { } whole)
            return whole;
        // At the head of a sentence or of a cell a word has a capital letter that the template lacks, or lacks one that it has.
        return Found(Turned(english), depth) is { } turned ? Turned(turned, like: english) : null;
    }

    private string? Found(string english, int depth)
    {
        if (Known.Find(english) is not { } match)
            return null;
        var forms = match.In(Language).Split('|');
        var holes = match.Holes.Select(hole => (object)Filled(hole, depth + 1)).ToArray();
        var form =
            forms.Length > 1 && match.Holes.Select(Number).FirstOrDefault(number => number is not null) is { } count ? Form(count) : 0;
        return string.Format(CultureInfo.InvariantCulture, forms[Math.Min(form, forms.Length - 1)], holes);
    }

    /// <summary>A decision's reason by the words of the rule that gave it; null where no rule that ships says so.</summary>
    private string? Reason(string english) =>
        ShippedRulebook
            .Instance.Rules.Select(rule => rule.Words.Reason(Language, english, (_, value) => Value(value)))
            .FirstOrDefault(text => text is not null);

    /// <summary>A value as decisions hold it: an amount, a time, a word for what is known of somebody.</summary>
    public string Value(string english) =>
        IsEnglish ? english : ExplanationWords.Shipped.Value(english, Language) ?? Known.Find(english)?.In(Language) ?? Moment(english);

    /// <summary>What stood in a hole: a sentence of the house, a list of such, a number, a day, or a name that stays as it is.</summary>
    private string Filled(string hole, int depth) =>
        Said(hole, depth)
        ?? (
            hole.Contains(", ", StringComparison.Ordinal)
                ? string.Join(", ", hole.Split(", ").Select(part => Said(part, depth) ?? Moment(part)))
                : Moment(hole)
        );

    private string Moment(string text) =>
        DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)
        : DateTime.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.ToString("dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture)
        : Written(text);

    private static readonly string[] Days = ["d MMM yyyy", "yyyy-MM-dd"];
    private static readonly string[] Clocks = ["yyyy-MM-dd HH:mm:ss"];

    private static long? Number(string hole) =>
        long.TryParse(hole.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string Turned(string text) =>
        (char.IsUpper(text[0]) ? char.ToLowerInvariant(text[0]) : char.ToUpperInvariant(text[0])) + text[1..];

    private static string Turned(string text, string like) =>
        text.Length == 0 ? text : (char.IsUpper(like[0]) ? char.ToUpperInvariant(text[0]) : char.ToLowerInvariant(text[0])) + text[1..];

    /// <summary>The lines <c>said.*</c>, and the titles, sources and reasons of the rules that ship, which are in all languages.</summary>
    private static IEnumerable<Saying> Lines()
    {
        foreach (var key in English.Keys.Where(key => key.StartsWith("said.", StringComparison.Ordinal)))
            yield return new Saying(English[key], All["kk"][key], All["ru"][key]);
        foreach (var rule in ShippedRulebook.Instance.Rules)
        {
            if (rule.Words.Title("kk") is { } kk && rule.Words.Title("ru") is { } ru)
                yield return new Saying(rule.Title, kk, ru);
            if (rule.Words.Source("kk") is { } ofKk && rule.Words.Source("ru") is { } ofRu)
                yield return new Saying(rule.Source, ofKk, ofRu);
        }
    }
}
