using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Sunqar.Core.Tuning;

/// <summary>Names the part of <c>rulebooks/mining.limits</c> whose lines fill this record: the limits of one miner.</summary>
/// <param name="section">The word before the point: <c>deposit</c> in <c>deposit.receivers_max</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LimitsAttribute(string section) : Attribute
{
    public string Section { get; } = section;
}

/// <summary>One line of the file.</summary>
/// <param name="Name">Section and name, <c>deposit.receivers_max</c>.</param>
/// <param name="Value">In its unit.</param>
/// <param name="Unit">One of <see cref="MiningTuning.Units"/>.</param>
/// <param name="Meaning">What it decides, for people.</param>
/// <param name="Source">A law, a paper, a measurement and on what, or "chosen" and why.</param>
public sealed record MiningLimit(string Name, double Value, string Unit, string Meaning, string Source);

/// <summary>What came of reading the file.</summary>
public abstract record TuningReading
{
    private TuningReading() { }

    /// <summary>Every line, once.</summary>
    public sealed record Read(MiningTuning Tuning) : TuningReading;

    /// <param name="Line">From 1; 0 where something is missing from the whole.</param>
    public sealed record Refused(int Line, string Reason) : TuningReading;
}

/// <summary>
/// The thresholds of mining: <c>rulebooks/mining.limits</c>, embedded so that program and figures cannot part. A miner declares the record
/// of its limits (<see cref="LimitsAttribute"/>); the names of the record's parameters are the names of the lines.
/// </summary>
public sealed class MiningTuning
{
    private static readonly Lazy<MiningTuning> Loaded = new(() =>
        Parse(ShippedText) switch
        {
            TuningReading.Read read => read.Tuning,
            TuningReading.Refused refused => throw new InvalidOperationException($"mining.limits, line {refused.Line}: {refused.Reason}."),
            _ => throw new InvalidOperationException("An outcome that is not known."),
        }
    );

    private readonly Dictionary<string, MiningLimit> _limits;
    private readonly ConcurrentDictionary<Type, object> _records = [];

    private MiningTuning(string version, Dictionary<string, MiningLimit> limits) => (Version, _limits) = (version, limits);

    /// <summary>Units, with what a number of them is in the program's own: times are microseconds there.</summary>
    public static IReadOnlyDictionary<string, long> Units { get; } =
        new Dictionary<string, long>
        {
            ["minutes"] = 60_000_000,
            ["hours"] = 3_600_000_000,
            ["days"] = 86_400_000_000,
            // How many: transfers, accounts, cards, occasions, rounds, steps.
            ["count"] = 1,
            // A part of a whole, 0 to 1.
            ["share"] = 1,
            // One number over another, of any size.
            ["ratio"] = 1,
            ["percent"] = 1,
            // Base 10, of the odds that chance did it.
            ["log10_odds"] = 1,
            // Natural, of the odds that a finding is right.
            ["log_odds"] = 1,
            // A surprise: natural logarithm of how improbable a count is.
            ["nats"] = 1,
            ["probability"] = 1,
            ["satoshi"] = 1,
            ["millionths"] = 1,
        };

    /// <summary>The day of the last review, ISO 8601.</summary>
    public string Version { get; }

    /// <summary>Every line, by name.</summary>
    public IReadOnlyCollection<MiningLimit> Limits => _limits.Values;

    /// <summary>Loaded once; the tests check it, so a fault in it is a bug.</summary>
    public static MiningTuning Shipped => Loaded.Value;

    public static string ShippedText
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("mining.limits")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The limits of one miner, made once.</summary>
    /// <exception cref="InvalidOperationException">The file lacks a line of the record, or states it in a unit that does not
    /// fit.</exception>
    public T Of<T>()
        where T : class => (T)_records.GetOrAdd(typeof(T), Bind);

    /// <summary>The names of the lines that fill a record.</summary>
    public static IEnumerable<string> NamesOf(Type limits) => Parameters(limits).Select(parameter => NameOf(limits, parameter));

    /// <summary>
    /// Reads the file: <c>version DATE</c>, then a line for each limit of name, value, unit, and two texts in quotes: what it means, and
    /// where it comes from. A hash begins a comment.
    /// </summary>
    public static TuningReading Parse(string text)
    {
        string? version = null;
        var limits = new Dictionary<string, MiningLimit>(StringComparer.Ordinal);
        foreach (var (number, whole) in text.Split('\n').Index())
        {
            var line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words[0] == "version")
            {
                if (version is not null || words.Length != 2 || !IsDay(words[1]))
                    return new TuningReading.Refused(number + 1, "expected one version, a day such as 2026-11-30");
                version = words[1];
                continue;
            }
            if (words.Length < 4 || words[0].Split('.') is not [{ Length: > 0 }, { Length: > 0 }])
                return new TuningReading.Refused(number + 1, "expected section.name, value, unit, and two texts in quotes");
            if (!double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                return new TuningReading.Refused(number + 1, $"'{words[1]}' is no number");
            if (!Units.ContainsKey(words[2]))
                return new TuningReading.Refused(number + 1, $"'{words[2]}' is no unit; expected {string.Join(", ", Units.Keys)}");
            if (words[3].Split('"') is not ["", { Length: > 2 } meaning, var between, { Length: > 2 } source, ""] || between.Trim() != "")
                return new TuningReading.Refused(number + 1, "expected the meaning and the source, each in quotes");
            if (!limits.TryAdd(words[0], new MiningLimit(words[0], value, words[2], meaning, source)))
                return new TuningReading.Refused(number + 1, $"{words[0]} stands twice");
        }
        return version is null
            ? new TuningReading.Refused(0, "expected a line with the version")
            : new TuningReading.Read(new MiningTuning(version, limits));
    }

    private object Bind(Type type) =>
        type.GetConstructors()
            .Single()
            .Invoke([.. Parameters(type).Select(parameter => Value(NameOf(type, parameter), parameter.ParameterType))]);

    private object Value(string name, Type type)
    {
        var limit = _limits.GetValueOrDefault(name) ?? throw new InvalidOperationException($"mining.limits has no line {name}.");
        var value = limit.Value * Units[limit.Unit];
        if (type == typeof(double))
            return value;
        if (value != Math.Truncate(value))
            throw new InvalidOperationException($"mining.limits: {name} is no whole number.");
        return type == typeof(long) ? (long)value : (object)(int)value;
    }

    private static ParameterInfo[] Parameters(Type limits) => limits.GetConstructors().Single().GetParameters();

    /// <summary><c>WindowUs</c> of the section <c>hop</c> is <c>hop.window</c>, <c>DepositsMin</c> is <c>hop.deposits_min</c>.</summary>
    private static string NameOf(Type limits, ParameterInfo parameter)
    {
        var name = new StringBuilder(limits.GetCustomAttribute<LimitsAttribute>()!.Section).Append('.');
        var word = parameter.Name!.EndsWith("Us", StringComparison.Ordinal) ? parameter.Name[..^2] : parameter.Name;
        foreach (var (place, letter) in word.Index())
        {
            name.Append(place > 0 && char.IsUpper(letter) ? "_" : "").Append(char.ToLowerInvariant(letter));
        }
        return name.ToString();
    }

    private static bool IsDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
