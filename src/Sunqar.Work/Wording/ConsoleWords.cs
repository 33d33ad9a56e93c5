using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Sunqar.Core.Times;

namespace Sunqar.Work.Wording;

/// <summary>
/// The words of the console's pages in one language: <c>rulebooks/words</c>, a file a room, embedded. The program runs without the system's
/// cultures (the same on every machine), so words, forms of numbers, dates and groups of digits are told here.
/// </summary>
public sealed partial class ConsoleWords
{
    /// <summary>Those that there are, by their codes (ISO 639-1), with their own names.</summary>
    public static IReadOnlyList<(string Code, string Name)> Languages { get; } = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")];

    private static readonly IReadOnlyDictionary<string, ConsoleWords> All = Parse(Files());

    private readonly IReadOnlyDictionary<string, string> _said;

    private ConsoleWords(string language, IReadOnlyDictionary<string, string> said) => (Language, _said) = (language, said);

    public static ConsoleWords English => All["en"];

    public string Language { get; }

    public IEnumerable<string> Keys => _said.Keys;

    /// <summary>Null where there is no such language.</summary>
    public static ConsoleWords? Find(string? language) => language is null ? null : All.GetValueOrDefault(language);

    /// <summary>By what a browser accepts (RFC 9110, 12.5.4), the most wanted first; English where it wants none of them.</summary>
    public static ConsoleWords Accepted(string header)
    {
        if (header.Length > 200)
            return English;
        var wanted =
            from range in header.Split(',', StringSplitOptions.TrimEntries)
            let parts = range.Split(';', StringSplitOptions.TrimEntries)
            let weight = parts.Length < 2 || !parts[1].StartsWith("q=", StringComparison.Ordinal) ? 1
            : decimal.TryParse(parts[1].AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q
            : 0
            where weight > 0
            orderby weight descending
            select Find(parts[0].Split('-')[0].ToLowerInvariant());
        return wanted.FirstOrDefault(one => one is not null) ?? English;
    }

    /// <exception cref="KeyNotFoundException">No such key: a bug, which a test finds.</exception>
    public string this[string key] => _said[key];

    /// <summary>Null where the house has no word for it.</summary>
    public string? Word(string key) => _said.GetValueOrDefault(key);

    /// <summary>A sentence filled in.</summary>
    public string Of(string key, params ReadOnlySpan<object?> with) => string.Format(CultureInfo.InvariantCulture, _said[key], with);

    /// <summary>A sentence about a number, in the number's form.</summary>
    public string Plural(string key, long count)
    {
        var forms = _said[key].Split('|');
        return string.Format(CultureInfo.InvariantCulture, forms[Math.Min(Form(count), forms.Length - 1)], Count(count));
    }

    /// <summary>Digits in groups, as the language has them.</summary>
    public string Count(long number)
    {
        var text = number.ToString("N0", CultureInfo.InvariantCulture);
        return IsEnglish ? text : text.Replace(',', Gap);
    }

    /// <summary>A local day: "15 Jan 2026", "15.01.2026".</summary>
    public string Day(long timeUs) =>
        Language == "en" ? When.Day(timeUs) : LocalTime.Kazakhstan.Clock(timeUs).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>Which form of a noun goes with a number (CLDR): English one and other, Russian one, few and many, Kazakh the same for
    /// all.</summary>
    private int Form(long count) =>
        Language switch
        {
            "ru" => (count % 10, count % 100) switch
            {
                (1, not 11) => 0,
                (2 or 3 or 4, not (12 or 13 or 14)) => 1,
                _ => 2,
            },
            "kk" => 0,
            _ => count == 1 ? 0 : 1,
        };

    private static Dictionary<string, ConsoleWords> Parse(IEnumerable<(string File, string Text)> files)
    {
        var said = Languages.ToDictionary(one => one.Code, _ => new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var (file, text) in files)
        {
            var number = 0;
            foreach (var line in text.Split('\n'))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
                    continue;
                var match = Line().Match(line.TrimEnd('\r'));
                if (!match.Success)
                    throw new FormatException($"{file}, line {number}: expected say KEY en \"...\" kk \"...\" ru \"...\"");
                foreach (var (code, of) in said)
                {
                    if (!of.TryAdd(match.Groups["key"].Value, match.Groups[code].Value))
                        throw new FormatException($"{file}, line {number}: {match.Groups["key"].Value} stands twice");
                }
            }
        }
        return said.ToDictionary(pair => pair.Key, pair => new ConsoleWords(pair.Key, pair.Value));
    }

    private static IEnumerable<(string File, string Text)> Files()
    {
        var house = Assembly.GetExecutingAssembly();
        foreach (var name in house.GetManifestResourceNames().Where(name => name.StartsWith("words/", StringComparison.Ordinal)).Order())
        {
            using var stream = house.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            yield return (name, reader.ReadToEnd());
        }
    }

    [GeneratedRegex("""^say +(?<key>[a-z_]+\.[a-z0-9_]+) +en "(?<en>[^"]+)" kk "(?<kk>[^"]+)" ru "(?<ru>[^"]+)"$""")]
    private static partial Regex Line();
}
