using System.Globalization;
using Sunqar.Core.Cases;
using Sunqar.Core.Law;
using Sunqar.Core.Times;

namespace Sunqar.Core.Retention;

/// <summary>What touches a subject, and holds its key for a time.</summary>
public enum Touch : byte
{
    /// <summary>A payment decided by the house.</summary>
    Payment = 0,

    /// <summary>A payment that a platform of the AIFC sent or stands in.</summary>
    PaymentAifc = 1,

    /// <summary>A transfer of an imported file.</summary>
    ImportedTransfer = 2,

    /// <summary>Membership in a finding or network.</summary>
    Finding = 3,

    /// <summary>A case that ended without grounds.</summary>
    CaseNoGrounds = 4,

    /// <summary>A case that was joined to another.</summary>
    CaseJoined = 5,

    /// <summary>A case that ended by exemption.</summary>
    CaseExempted = 6,

    /// <summary>A case that another authority has.</summary>
    CaseHandedOver = 7,

    /// <summary>A case that ended with measures, of a crime of medium gravity.</summary>
    CaseMedium = 8,

    /// <summary>A case that ended with measures, of a grave crime.</summary>
    CaseGrave = 9,

    /// <summary>A case that ended with measures, of an especially grave crime, or of one whose gravity nobody recorded.</summary>
    CaseEspeciallyGrave = 10,

    /// <summary>A look, a request to look, a try, or an objection.</summary>
    Look = 11,

    /// <summary>A backup of the key store, which holds everybody who was in it.</summary>
    KeyBackup = 12,

    /// <summary>A case that is open, or a measure that is in force: no limit.</summary>
    Open = 13,
}

/// <summary>What came of reading the limits.</summary>
public abstract record LimitsReading
{
    private LimitsReading() { }

    /// <summary>Every limit, once.</summary>
    public sealed record Read(RetentionLimits Limits) : LimitsReading;

    /// <param name="Line">From 1; 0 where something is missing from the whole.</param>
    public sealed record Refused(int Line, string Reason) : LimitsReading;
}

/// <summary>How long the house keeps the way from a subject's facts to the person: rulebooks/retention.limits, by kind of data and outcome
/// of case.</summary>
public sealed class RetentionLimits
{
    private const int LengthMax = 1000;

    private readonly Limit[] _lengths;

    private RetentionLimits(string version, Limit[] lengths) => (Version, _lengths) = (version, lengths);

    /// <param name="LawKey">Whose length of the day is added; null where no law gives one.</param>
    private readonly record struct Limit(int Years, int Months, int Days, string? LawKey);

    /// <summary>The day of the last review, ISO 8601.</summary>
    public string Version { get; }

    /// <summary>The kinds that have a limit, by the words of the file.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "payment",
        "payment-aifc",
        "imported-transfer",
        "finding",
        "case-no-grounds",
        "case-joined",
        "case-exempted",
        "case-handed-over",
        "case-medium",
        "case-grave",
        "case-especially-grave",
        "look",
        "key-backup",
    ];

    public static string Name(Touch touch) => touch == Touch.Open ? "open" : Kinds[(int)touch];

    /// <summary>The moment from which on a touch still holds, microseconds since 1970-01-01T00:00:00Z. A year is a year of the
    /// calendar.</summary>
    public long HeldSinceUs(Touch touch, long nowUs)
    {
        if (touch == Touch.Open)
            return long.MinValue;
        var (years, months, days, key) = _lengths[(int)touch];
        var now = DateTimeOffset.UnixEpoch.AddMicroseconds(nowUs);
        if (key is not null)
        {
            var law = Length(LawRegister.Shipped.Of(key, LocalTime.Kazakhstan.Day(nowUs)))!.Value;
            (years, months, days) = (years + law.Years, months + law.Months, days + law.Days);
        }
        return (now.AddYears(-years).AddMonths(-months).AddDays(-days) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>How a closed case holds its members; open where it is not closed, or closed in a way that has no limit.</summary>
    public static Touch Of(Case one) =>
        one.IsOpen
            ? Touch.Open
            : one.Result switch
            {
                CaseResult.NoGrounds => Touch.CaseNoGrounds,
                CaseResult.Joined => Touch.CaseJoined,
                CaseResult.Exempted => Touch.CaseExempted,
                CaseResult.HandedOver => Touch.CaseHandedOver,
                CaseResult.MeasuresTaken => one.Gravity switch
                {
                    CrimeGravity.Medium => Touch.CaseMedium,
                    CrimeGravity.Grave => Touch.CaseGrave,
                    // What nobody recorded loosens nothing.
                    _ => Touch.CaseEspeciallyGrave,
                },
                _ => Touch.Open,
            };

    /// <summary>Reads the file: <c>version DATE</c>, and for each kind a line of kind, length and the reason in quotes. A length is a
    /// number and a unit (days, months, years), or <c>law KEY</c>, a term of the register of law, and what the house adds to it. A hash
    /// begins a comment.</summary>
    public static LimitsReading Parse(string text)
    {
        string? version = null;
        var lengths = new Limit?[Kinds.Count];
        var number = 0;
        foreach (var whole in text.Split('\n'))
        {
            number++;
            var line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "version")
            {
                if (
                    version is not null
                    || words.Length != 2
                    || !DateOnly.TryParseExact(words[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                )
                {
                    return new LimitsReading.Refused(number, "expected one version, a day such as 2026-11-21");
                }
                version = words[1];
                continue;
            }
            var kind = Kinds.Index().Where(pair => pair.Item == words[0]).Select(pair => pair.Index).DefaultIfEmpty(-1).First();
            if (kind < 0)
                return new LimitsReading.Refused(number, $"'{words[0]}' is no kind of data; expected version, {string.Join(", ", Kinds)}");
            if (lengths[kind] is not null)
                return new LimitsReading.Refused(number, $"{words[0]} has two limits");
            var quote = line.IndexOf('"', StringComparison.Ordinal);
            var stated = (quote < 0 ? line : line[..quote]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (LengthOf(stated[1..]) is not { } length)
            {
                return new LimitsReading.Refused(
                    number,
                    $"expected 1 to {LengthMax} days, months or years, or law and a term of the register, and the reason in quotes"
                );
            }
            if (quote < 0 || line.Length - quote < 3 || line[^1] != '"')
                return new LimitsReading.Refused(number, "expected the law or reason in quotes");
            lengths[kind] = length;
        }
        if (version is null)
            return new LimitsReading.Refused(0, "expected a line with the version");
        var missing = Kinds.Where((_, kind) => lengths[kind] is null).ToList();
        return missing.Count > 0
            ? new LimitsReading.Refused(
                0,
                $"no limit for {string.Join(", ", missing)}: what has none would be kept for ever, or not at all"
            )
            : new LimitsReading.Read(new RetentionLimits(version, [.. lengths.Select(length => length!.Value)]));
    }

    private static Limit? LengthOf(string[] words) =>
        words switch
        {
            [var number, var unit] when number != "law" => Length(number, unit),
            ["law", var key] when IsTerm(key) => new Limit(0, 0, 0, key),
            ["law", var key, "+", var number, var unit] when IsTerm(key) && Length(number, unit) is { } more => more with { LawKey = key },
            _ => null,
        };

    /// <summary>Whether every line of a key is a length of days, months or years.</summary>
    private static bool IsTerm(string key) =>
        LawRegister.Shipped.All.Where(line => line.Key == key).ToList() is { Count: > 0 } lines
        && lines.TrueForAll(line => Length(line) is not null);

    private static Limit? Length(Provision line) =>
        line.Value is { } value ? Length(value.ToString(CultureInfo.InvariantCulture), line.Unit) : null;

    private static Limit? Length(string number, string unit) =>
        !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is 0 or > LengthMax
            ? null
            : unit switch
            {
                "day" or "days" => new Limit(0, 0, count, null),
                "month" or "months" => new Limit(0, count, 0, null),
                "year" or "years" => new Limit(count, 0, 0, null),
                _ => null,
            };
}
