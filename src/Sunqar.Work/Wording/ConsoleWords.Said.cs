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

    private static readonly string[] Days = ["d MMM yyyy", "yyyy-MM-dd"];
    private static readonly string[] Clocks = ["yyyy-MM-dd HH:mm:ss"];

    private static readonly Lazy<Sayings> Sentences = new(() => Sayings.Of(Lines("said.")));

    /// <summary>Templates of so few words that people's own texts would hold them are looked for in a network's story alone.</summary>
    private static readonly Lazy<Sayings> Stories = new(() => Sayings.Of(Lines("said.").Concat(Lines("story."))));

    /// <summary>A text of the house in the reader's language.</summary>
    public string Said(string english) => In(Sentences.Value, english);

    /// <summary>A sentence of a network's story, which people do not write.</summary>
    public string Told(string english) => In(Stories.Value, english);

    /// <summary>What so many of a kind are called, without their number: "droppers".</summary>
    public string Noun(string english, long count)
    {
        if (IsEnglish || Sentences.Value.Find(english) is not { Holes.Count: 0 } match)
            return count == 1 ? english : Words.Plural(count, english).Split(' ', 2)[1];
        return Form(match.In(Language), count);
    }

    /// <summary>A value as decisions hold it: an amount, a time, a word for what is known of somebody.</summary>
    public string Value(string english) =>
        IsEnglish ? english
        : ExplanationWords.Shipped.Value(english, Language) is { } value ? value
        : In(Sentences.Value, english) is var said && said != english ? said
        : Moment(english);

    internal string Known(Sayings known, string english) => Said(known, english, 0) ?? english;

    private string In(Sayings known, string english) =>
        IsEnglish || english.Length > SaidMax ? english : Said(known, english, 0) ?? Reason(english) ?? english;

    private string? Said(Sayings known, string english, int depth)
    {
        if (depth == DepthMax || english.Length == 0)
            return null;
        if (Found(known, english, depth) is { } whole)
            return whole;
        // At the head of a sentence or of a cell a word has a capital letter that the template lacks, or lacks one that it has.
        return Found(known, Turned(english), depth) is { } turned ? Turned(turned, like: english) : null;
    }

    private string? Found(Sayings known, string english, int depth)
    {
        if (known.Find(english) is not { } match)
            return Counted(known, english);
        var holes = match.Holes.Select(hole => (object)Filled(known, hole, depth + 1)).ToArray();
        var count = match.Holes.Select(Number).FirstOrDefault(number => number is not null) ?? (match.IsPlural ? ManyOf : 1);
        return string.Format(CultureInfo.InvariantCulture, Form(match.In(Language), count), holes);
    }

    /// <summary>"12 droppers": a number and what is counted.</summary>
    private string? Counted(Sayings known, string english)
    {
        var blank = english.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && Number(english[..blank]) is { } count && known.Find(english[(blank + 1)..]) is { Holes.Count: 0 } match
            ? Count(count) + " " + Form(match.In(Language), count)
            : null;
    }

    /// <summary>A number that takes the form of many in every language.</summary>
    private const long ManyOf = 5;

    private string Form(string said, long count)
    {
        var forms = said.Split('|');
        return forms[Math.Min(Form(count), forms.Length - 1)];
    }

    /// <summary>What stood in a hole: a sentence of the house, a list of such, a number, a day, or a name that stays as it is.</summary>
    private string Filled(Sayings known, string hole, int depth) =>
        Said(known, hole, depth)
        ?? Listed(known, hole, ", ", ", ", depth)
        ?? Listed(known, hole, " and ", this["word.and"], depth)
        ?? Moment(hole);

    /// <summary>Null where it is no list.</summary>
    private string? Listed(Sayings known, string text, string by, string with, int depth) =>
        text.Contains(by, StringComparison.Ordinal) && depth < DepthMax
            ? string.Join(with, text.Split(by).Select(part => Filled(known, part, depth + 1)))
            : null;

    /// <summary>A decision's reason by the words of the rule that gave it; null where no rule that ships says so.</summary>
    private string? Reason(string english) =>
        ShippedRulebook
            .Instance.Rules.Select(rule => rule.Words.Reason(Language, english, (_, value) => Value(value)))
            .FirstOrDefault(text => text is not null);

    private string Moment(string text) =>
        DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)
        : DateTime.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.ToString("dd.MM.yyyy HH:mm:ss", CultureInfo.InvariantCulture)
        : Written(text);

    private static long? Number(string hole) =>
        long.TryParse(hole.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string Turned(string text) =>
        (char.IsUpper(text[0]) ? char.ToLowerInvariant(text[0]) : char.ToUpperInvariant(text[0])) + text[1..];

    private static string Turned(string text, string like) =>
        text.Length == 0 ? text : (char.IsUpper(like[0]) ? char.ToUpperInvariant(text[0]) : char.ToLowerInvariant(text[0])) + text[1..];

    /// <summary>The lines of one kind; what rules that ship say of themselves, the title under the rule's name too; and the citations of
    /// the register of law.</summary>
    private static IEnumerable<Saying> Lines(string kind)
    {
        var lines = English.Keys.Where(key => key.StartsWith(kind, StringComparison.Ordinal));
        var said = lines.Select(key => new Saying(English[key], All["kk"][key], All["ru"][key])).ToList();
        var titled = said.ToLookup(one => one.English, StringComparer.Ordinal);
        foreach (var (name, words) in ShippedRulebook.Instance.Rules.Select(rule => (rule.Name, rule.Words)))
        {
            var (title, source) = (words.Title("en")!, words.Source("en")!);
            if (Of(title, words.Title) is { } own)
            {
                said.Add(own);
                said.Add(own with { English = name.Replace('_', ' ') });
            }
            if (Of(source, words.Source) is { } cited)
                said.Add(cited);
        }
        return said.Concat(LawSayings.Of(Sayings.Of(said)));

        Saying? Of(string english, Func<string, string?> told) =>
            told("kk") is { } kk && told("ru") is { } ru ? new(english, kk, ru) : titled[english].FirstOrDefault();
    }
}
