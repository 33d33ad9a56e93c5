using System.Globalization;
using System.Reflection;

namespace Sunqar.Core.Flags;

/// <summary>What came of reading a register of flags.</summary>
public abstract record FlagReading
{
    private FlagReading() { }

    /// <summary>Every line fits.</summary>
    public sealed record Read(FlagRegister Register) : FlagReading;

    /// <param name="Line">From 1; 0 where something is missing from the whole.</param>
    public sealed record Refused(int Line, string Reason) : FlagReading;
}

/// <summary>
/// The red flags that rules and typologies are held to: <c>rulebooks/red.flags</c>, embedded so that program and list cannot part.
/// </summary>
public sealed class FlagRegister
{
    private static readonly Lazy<FlagRegister> Loaded = new(() =>
        Parse(ShippedText) switch
        {
            FlagReading.Read read => read.Register,
            FlagReading.Refused refused => throw new InvalidOperationException($"red.flags, line {refused.Line}: {refused.Reason}."),
            _ => throw new InvalidOperationException("An outcome that is not known."),
        }
    );

    private readonly Dictionary<string, RedFlag> _byId;

    private FlagRegister(DateOnly version, IReadOnlyList<RedFlag> all) =>
        (Version, All, _byId) = (version, all, all.ToDictionary(flag => flag.Id, StringComparer.Ordinal));

    /// <summary>The register of this build. Loaded once; the tests check it, so a fault in it is a bug.</summary>
    public static FlagRegister Shipped => Loaded.Value;

    /// <summary>The day of the last change.</summary>
    public DateOnly Version { get; }

    /// <summary>Every flag, in the order of the file.</summary>
    public IReadOnlyList<RedFlag> All { get; }

    public static string ShippedText
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("red.flags")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Null where no flag has this id.</summary>
    public RedFlag? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads the file as its head describes it: sources stand before their categories, categories before their flags, and flags
    /// are numbered from 1 without a gap.</summary>
    public static FlagReading Parse(string text)
    {
        DateOnly? version = null;
        var sources = new Dictionary<string, FlagSource>(StringComparer.Ordinal);
        var categories = new List<FlagCategory>();
        var all = new List<RedFlag>();
        foreach (var (number, whole) in text.Split('\n').Index())
        {
            var line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (Split(line) is not { } words)
                return new FlagReading.Refused(number + 1, "a text in quotes does not end");
            string? fault;
            switch (words)
            {
                case ["version", var day]:
                    fault = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                        ? version is null
                            ? null
                            : "the version stands twice"
                        : $"'{day}' is no day, such as 2026-11-30";
                    version = at;
                    break;
                case ["source", var key, { Length: > 0 } title, { Length: > 0 } reading]:
                    fault =
                        !key.All(char.IsAsciiLetterLower) ? $"'{key}' is no key; expected lower-case letters"
                        : sources.TryAdd(key, new FlagSource(key, title, reading)) ? null
                        : $"the source {key} stands twice";
                    break;
                case ["category", var prefix, { Length: > 0 } title]:
                    fault = Category(sources, categories, prefix, title);
                    break;
                case ["flag", var id, { Length: > 0 } flag]:
                    fault = Flag(categories, all, id, flag, null);
                    break;
                case ["flag", var id, { Length: > 0 } flag, "beyond", { Length: > 0 } beyond]:
                    fault = Flag(categories, all, id, flag, beyond);
                    break;
                default:
                    fault = "expected version, source, category or flag with what belongs to it";
                    break;
            }
            if (fault is not null)
                return new FlagReading.Refused(number + 1, fault);
        }
        return version is { } last
            ? new FlagReading.Read(new FlagRegister(last, all))
            : new FlagReading.Refused(0, "expected a line with the version");
    }

    private static string? Category(Dictionary<string, FlagSource> sources, List<FlagCategory> categories, string prefix, string title)
    {
        if (prefix.Split('.') is not [var key, { Length: > 0 } letters] || !letters.All(char.IsAsciiLetterLower))
            return $"'{prefix}' is no category; expected a source, a point and lower-case letters";
        if (!sources.TryGetValue(key, out var source))
            return $"no source {key} stands before";
        if (categories.Exists(one => one.Prefix == prefix))
            return $"the category {prefix} stands twice";
        categories.Add(new FlagCategory(prefix, source, title));
        return null;
    }

    private static string? Flag(List<FlagCategory> categories, List<RedFlag> all, string id, string words, string? beyond)
    {
        if (categories.Find(one => one.Prefix == id.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')) is not { } category)
            return $"no category of {id} stands before";
        var expected = string.Create(CultureInfo.InvariantCulture, $"{category.Prefix}{all.Count(flag => flag.Category == category) + 1}");
        if (id != expected)
            return $"'{id}' is out of turn; expected {expected}";
        all.Add(new RedFlag(id, category, words, beyond));
        return null;
    }

    /// <summary>Words, and texts in quotes as one word each; null where a quote is not closed.</summary>
    private static string[]? Split(string line)
    {
        var parts = line.Split('"');
        return parts.Length % 2 == 0
            ? null
            : [.. parts.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
