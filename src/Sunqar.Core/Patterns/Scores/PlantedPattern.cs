using Sunqar.Core.Payments;

namespace Sunqar.Core.Patterns.Scores;

/// <summary>A scheme that a simulator planted, as its truth file tells it. It exists for measuring only and is no part of what is
/// mined.</summary>
/// <param name="Kind">A typology's kind, or one that nobody looks for yet.</param>
/// <param name="Accounts">Members (whoever plays a role), each once.</param>
/// <param name="Transfers">Ids of its transfers, each once.</param>
/// <param name="AmountMicro">Value moved by <paramref name="Transfers"/>, millionths of one unit of <paramref name="Currency"/>.</param>
public sealed record PlantedPattern(
    string Kind,
    string Id,
    IReadOnlyCollection<string> Accounts,
    IReadOnlyCollection<string> Transfers,
    Int128 AmountMicro,
    Currency Currency
);
