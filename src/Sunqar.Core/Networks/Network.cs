using Sunqar.Core.Facts;
using Sunqar.Core.Patterns;

namespace Sunqar.Core.Networks;

/// <summary>
/// Findings that share members, as one thing that an officer can act on. Its id is derived from its transfers, so forming it again adds
/// nothing.
/// </summary>
/// <param name="Kind">The pattern of the finding that leads it.</param>
/// <param name="Score">Of the finding that leads it.</param>
/// <param name="Findings">Ids, the leading one first.</param>
/// <param name="Roles">Member → role. Customers and victims are bystanders and never listed.</param>
/// <param name="TurnoverKztMicro">What passed between members and people outside, or left as cash where that is more; millionths of a
/// tenge.</param>
/// <param name="Transfers">Movements, each counted once where two sources tell it.</param>
/// <param name="Platforms">Platforms and labelled services that members dealt with.</param>
/// <param name="Story">Plain sentences, in order.</param>
public sealed record Network(
    string Id,
    string Kind,
    double Score,
    IReadOnlyList<string> Findings,
    IReadOnlyDictionary<string, string> Roles,
    Int128 TurnoverKztMicro,
    Int128 TurnoverUsdMicro,
    long FirstUs,
    long LastUs,
    int Transfers,
    IReadOnlyList<FlowPart> Flow,
    IReadOnlyList<string> Platforms,
    IReadOnlyList<string> Story
);

/// <summary>A network was formed of findings.</summary>
public sealed record NetworkFormed(Network Network) : Fact;
