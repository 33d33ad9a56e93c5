using Sunqar.Core.Facts;

namespace Sunqar.Core.Patterns;

/// <summary>
/// Transfers that together have the shape of a typology. Its id is derived from its content (pattern and transfers), so finding it
/// again adds nothing.
/// </summary>
/// <param name="Score">The claimed probability, 0..1, that the finding is what it says.</param>
/// <param name="Transfers">Exact ids, ordered by time.</param>
/// <param name="Accounts">Members: whoever plays a role in the scheme. Customers and other bystanders are counted in evidence, never
/// listed.</param>
/// <param name="Roles">Account → role (organiser, collector, dropper, desk, ...).</param>
/// <param name="AmountMicro">Value moved, millionths of one unit of <paramref name="Currency"/>.</param>
/// <param name="Evidence">Named observations a person can read: numbers and texts.</param>
public sealed record Finding(
    string Id,
    string Pattern,
    double Score,
    IReadOnlyList<string> Transfers,
    IReadOnlyList<string> Accounts,
    IReadOnlyDictionary<string, string> Roles,
    long FirstUs,
    long LastUs,
    Int128 AmountMicro,
    Payments.Currency Currency,
    IReadOnlyDictionary<string, string> Evidence
);

/// <summary>A finding was made.</summary>
public sealed record FindingMade(Finding Finding) : Fact;
