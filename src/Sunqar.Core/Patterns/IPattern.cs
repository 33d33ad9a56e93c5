namespace Sunqar.Core.Patterns;

/// <summary>A typology: one file beside this one, one line in <see cref="PatternTable"/>, one page in docs/patterns.</summary>
public interface IPattern
{
    /// <summary>The kind that findings carry, one of <see cref="PatternKinds"/>.</summary>
    string Kind { get; }

    /// <summary>What is looked for, in one sentence.</summary>
    string Definition { get; }

    /// <summary>
    /// Every sighting whose transfers lie within the ground's window, in an order that depends on the table alone.
    /// </summary>
    IReadOnlyList<Sighting> Mine(MiningGround ground);
}

/// <summary>An account and the role it plays in a sighting.</summary>
public readonly record struct Member(int Account, string Role);

/// <summary>
/// A finding before it gets ids and texts: rows of a table and numbers of accounts. Patterns make many, most fall to duplicates and low
/// scores, so names are written only for what stays.
/// </summary>
/// <param name="Rows">Rows of the table, ascending, each once.</param>
/// <param name="Members">Whoever plays a role, each account once; bystanders are not listed.</param>
/// <param name="Score">The claimed probability, 0..1.</param>
/// <param name="Evidence">Named observations a person can read.</param>
public sealed record Sighting(
    string Kind,
    int[] Rows,
    IReadOnlyList<Member> Members,
    double Score,
    IReadOnlyDictionary<string, string> Evidence
)
{
    /// <summary>What the scheme turned over, where that is not the plain sum of its transfers; null for the sum.</summary>
    public TurnedOver? Turnover { get; init; }
}

/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
public sealed record TurnedOver(Int128 AmountMicro, Payments.Currency Currency);
