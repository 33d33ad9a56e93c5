using System.Globalization;

namespace Sunqar.Core.Patterns;

/// <summary>One thing that a typology observes: its name for machines and its words for people.</summary>
/// <param name="Name">As findings carry it, in snake_case. One ending in <c>_min</c> or <c>_max</c> is the threshold of the key before
/// it.</param>
/// <param name="Title">What a page calls it.</param>
/// <param name="Meaning">Why it counts, one sentence; null where the title says it all.</param>
public sealed record EvidenceKey(string Name, string Title, string? Meaning = null)
{
    public Observed Is(string value) => new(this, value);

    /// <summary>The number with at most two decimals.</summary>
    public Observed Is(double value) => new(this, Sightings.Text(value));

    /// <summary>What a finding observed under it; words that say so where it observed nothing.</summary>
    public string In(IReadOnlyDictionary<string, string> evidence) => evidence.GetValueOrDefault(Name, "not observed");

    /// <summary>A share (0..1) that a finding observed, in whole percent; what stands there where it is none.</summary>
    public string ShareIn(IReadOnlyDictionary<string, string> evidence) =>
        double.TryParse(In(evidence), NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %")
            : In(evidence);

    /// <summary>A share (0..1) in whole percent, as a sentence tells it; a question mark where nothing was observed.</summary>
    public string Percent(Sighting of) =>
        double.TryParse(of.Says(this), NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100)} %")
            : "?";
}

/// <param name="Cause">The cause that the observation tells; none where it tells something else.</param>
public readonly record struct Observed(EvidenceKey Key, string Value, Cause Cause = Cause.None);

/// <summary>What sightings of several typologies observe.</summary>
public static class EvidenceKeys
{
    public static readonly EvidenceKey Transfers = new("transfers", "Transfers", "Those that make the pattern; listed below.");
    public static readonly EvidenceKey Accounts = new("accounts", "Accounts", "Members and, where they are named, those who pay them.");
    public static readonly EvidenceKey SpanHours = new("span_hours", "Hours from first to last");
    public static readonly EvidenceKey WindowHours = new("window_hours", "Hours it may last", "The window that was searched.");

    public static readonly EvidenceKey BecauseOf = new(
        "because_of",
        "Found because of",
        "What tells it from ordinary traffic: value that moves once between two and never back, a chain, a relay, or a break with habit."
    );

    public static readonly EvidenceKey Order = new("order", "Order in time", "Whether each leg followed the one before.");

    public static readonly EvidenceKey Surprise = new(
        "surprise",
        "Surprise",
        "How far beyond chance the shape is; each step of one makes chance less likely by a factor of 2.7."
    );

    public static readonly EvidenceKey Conserved = new(
        "conserved",
        "Handed on",
        "The smaller over the larger of what came in and what went on; 1: all of it."
    );

    public static readonly EvidenceKey SecludedAccounts = new(
        "accounts_without_other_life",
        "Accounts without other life",
        "They do nothing else in these transfers."
    );

    public static readonly EvidenceKey Counterparties = new("counterparties", "Counterparties");

    public static readonly EvidenceKey UsualInFiveDays = new(
        "usual_in_five_days",
        "Usual in five days",
        "How many the account has in five days at other times."
    );

    public static readonly EvidenceKey Payers = new("payers", "Payers", "Bystanders: counted, not listed.");
    public static readonly EvidenceKey Receivers = new("receivers", "Receivers");
    public static readonly EvidenceKey Middles = new("middles", "Accounts in the middle");
    public static readonly EvidenceKey Length = new("length", "Steps");

    public static readonly EvidenceKey OddsByShape = new(
        "odds_by_shape",
        "Odds by the shape alone",
        "Right to wrong, before it is weighed how such findings turned out elsewhere."
    );

    public static readonly EvidenceKey AlikePer100K = new(
        "alike_per_100k",
        "Shapes alike",
        "In 100,000 transfers: where one group does so, others do."
    );

    public static readonly EvidenceKey LargeTransfers = new(
        "large_transfers",
        "Sum in large transfers",
        "One transfer in twenty of all is as large."
    );

    public static readonly EvidenceKey Pieces = new("pieces", "Taken in", "Other shapes of the same accounts, told as this one.");

    /// <summary>What any sighting of any typology may carry, beside the keys that the typology declares.</summary>
    public static IReadOnlyList<EvidenceKey> OfAll { get; } =
    [Transfers, Accounts, SpanHours, WindowHours, OddsByShape, AlikePer100K, LargeTransfers, Pieces];

    /// <summary>Evidence as findings carry it, in the order given.</summary>
    public static Dictionary<string, string> Evidence(params ReadOnlySpan<Observed> observed)
    {
        var evidence = new Dictionary<string, string>(observed.Length);
        foreach (var (key, value, _) in observed)
        {
            evidence[key.Name] = value;
        }
        return evidence;
    }

    /// <summary>How long a sighting took, as a sentence says it.</summary>
    public static string Span(Sighting sighting)
    {
        if (!int.TryParse(sighting.Says(SpanHours), NumberStyles.None, CultureInfo.InvariantCulture, out var hours))
            return "its time";
        return hours switch
        {
            0 => "an hour",
            < 48 => $"{hours + 1} hours",
            _ => $"{(hours / 24) + 1} days",
        };
    }
}
