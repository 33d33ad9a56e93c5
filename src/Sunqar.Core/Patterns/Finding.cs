using Sunqar.Core.Facts;

namespace Sunqar.Core.Patterns;

/// <summary>The kinds of finding, by the names that findings files carry.</summary>
public static class PatternKinds
{
    public const string FanIn = "fan_in";
    public const string FanOut = "fan_out";
    public const string Cycle = "cycle";
    public const string ScatterGather = "scatter_gather";
    public const string GatherScatter = "gather_scatter";
    public const string Bipartite = "bipartite";
    public const string Stack = "stack";
    public const string Structuring = "structuring";
    public const string PassThrough = "pass_through";
    public const string CashOutRing = "cash_out_ring";
    public const string Exchanger = "exchanger";
    public const string CashOutNetwork = "cash_out_network";
    public const string Pyramid = "pyramid";
    public const string Mining = "mining";
    public const string FakeIdentity = "fake_identity";
}

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
