using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Objections;

/// <summary>What came of reading the words.</summary>
public abstract record WordsReading
{
    private WordsReading() { }

    /// <summary>Every line fits.</summary>
    public sealed record Read(ExplanationWords Words) : WordsReading;

    /// <param name="Line">From 1.</param>
    public sealed record Refused(int Line, string Reason) : WordsReading;
}

/// <summary>
/// The sentences and words by which decisions are explained, in each language: <c>rulebooks/explanations.words</c>, embedded so that
/// program and words cannot part.
/// </summary>
public sealed partial class ExplanationWords
{
    private static readonly Lazy<ExplanationWords> Loaded = new(() =>
        Parse(ShippedText()) switch
        {
            WordsReading.Read read => read.Words,
            WordsReading.Refused refused => throw new InvalidOperationException(
                $"explanations.words, line {refused.Line}: {refused.Reason}."
            ),
            _ => throw new InvalidOperationException("An outcome that is not known."),
        }
    );

    private readonly Dictionary<(string Name, string Language), string> _sentences = [];
    private readonly Dictionary<(string Value, string Language), string> _words = [];

    private ExplanationWords() { }

    /// <summary>The languages of an explanation, the state's own first.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. RuleWords.Languages, RuleWords.English];

    /// <summary>The words of this build. Loaded once; the tests check them, so a fault in them is a bug.</summary>
    public static ExplanationWords Shipped => Loaded.Value;

    /// <summary>A sentence with its values put in.</summary>
    /// <exception cref="KeyNotFoundException">There is no such sentence: a bug.</exception>
    public string Say(string name, string language, params (string Name, string Value)[] values) =>
        values.Aggregate(
            _sentences[(name, language)],
            (text, value) => text.Replace("{" + value.Name + "}", value.Value, StringComparison.Ordinal)
        );

    /// <summary>Whether there is such a sentence.</summary>
    public bool Says(string name) => _sentences.ContainsKey((name, RuleWords.English));

    /// <summary>
    /// A value of a decision as people of a language write it: amounts, counts, shares, lengths of time and the words of the table. Null
    /// for anything else.
    /// </summary>
    public string? Value(string text, string language)
    {
        if (_words.TryGetValue((text, language), out var word))
            return word;
        if (Plain().IsMatch(text))
            return Number(text, language);
        if (text.EndsWith('%') && Plain().IsMatch(text[..^1]))
            return Number(text[..^1], language) + (language == RuleWords.English ? "%" : "\u00a0%");
        if (
            DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && language != RuleWords.English
        )
        {
            return time.ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);
        }
        var parts = text.Split(' ');
        if (parts.Length % 2 != 0)
            return null;
        var shown = new List<string>();
        for (var i = 0; i < parts.Length; i += 2)
        {
            if (!Plain().IsMatch(parts[i]) || !_words.TryGetValue((parts[i + 1], language), out var unit))
                return null;
            shown.Add($"{Number(parts[i], language)} {unit}");
        }
        return string.Join(' ', shown);
    }

    /// <summary>Groups of digits with a space that does not break, and a comma before the fraction, as Kazakh and Russian write
    /// them.</summary>
    private static string Number(string text, string language) =>
        language == RuleWords.English ? text : text.Replace(',', '\u00a0').Replace('.', ',');

    /// <summary>Reads the file as its head describes it: every line in every language.</summary>
    public static WordsReading Parse(string text)
    {
        var words = new ExplanationWords();
        foreach (var (number, whole) in text.Split('\n').Index())
        {
            var line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (Line().Match(line) is not { Success: true } match)
                return new WordsReading.Refused(number + 1, "expected say or word, a name, and a text in quotes for each language");
            var table = match.Groups["kind"].Value == "say" ? words._sentences : words._words;
            var said = match.Groups["language"].Captures.Select(capture => capture.Value).ToList();
            if (!said.Order(StringComparer.Ordinal).SequenceEqual(Languages.Order(StringComparer.Ordinal)))
                return new WordsReading.Refused(number + 1, $"expected each of {string.Join(", ", Languages)} once");
            for (var i = 0; i < said.Count; i++)
            {
                if (!table.TryAdd((match.Groups["name"].Value, said[i]), match.Groups["text"].Captures[i].Value))
                    return new WordsReading.Refused(number + 1, $"{match.Groups["name"].Value} stands twice");
            }
        }
        return new WordsReading.Read(words);
    }

    private static string ShippedText()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("explanations.words")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^-?\d[\d,]*(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(
        """^(?<kind>say|word)\s+(?<name>[A-Za-z_]+)(\s+(?<language>[a-z]{2})\s+"(?<text>[^"]+)")+$""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Line();
}
