namespace Sunqar.Core.Patterns;

/// <summary>An account and the role it plays in a sighting.</summary>
public readonly record struct Member(int Account, string Role);

/// <summary>
/// A finding before it gets ids and texts: rows of a table and numbers of accounts. Typologies make many, most fall to duplicates and low
/// scores, so names are written only for what stays.
/// </summary>
/// <param name="Kind">The typology's, as <see cref="Typology.Kind"/> has it.</param>
/// <param name="Rows">Rows of the table, ascending, each once.</param>
/// <param name="Members">Whoever plays a role, each account once; bystanders are not listed.</param>
/// <param name="Score">The claimed probability, 0..1.</param>
/// <param name="Evidence">Named observations a person can read, by <see cref="EvidenceKey.Name"/>.</param>
public sealed record Sighting(
    string Kind,
    int[] Rows,
    IReadOnlyList<Member> Members,
    double Score,
    IReadOnlyDictionary<string, string> Evidence
)
{
    /// <summary>What gave it away, where the typology tells several causes apart.</summary>
    public Cause Cause { get; init; }

    /// <summary>What the scheme turned over, where that is not the plain sum of its transfers; null for the sum.</summary>
    public TurnedOver? Turnover { get; init; }

    /// <summary>What was observed under a key; a question mark where nothing was.</summary>
    public string Says(EvidenceKey key) => Evidence.GetValueOrDefault(key.Name, "?");
}

/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
public sealed record TurnedOver(Int128 AmountMicro, Payments.Currency Currency);
