using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Mining;

/// <summary>What a run of mining gave: the transfers, what was sighted in them, and what was looked up on the way.</summary>
internal sealed record Mined(
    Typologies Typologies,
    TransferGraph Graph,
    JournalTransfers Fold,
    Lookups Lookups,
    ServiceLabels Services,
    IReadOnlyList<Sighting> Sightings
)
{
    public TransferTable Table => Graph.Table;

    /// <summary>The sightings with their names: ids that name nobody, or what <see cref="AccountTable.ShowAs"/> put in their
    /// place.</summary>
    public IReadOnlyList<Finding> Findings() => [.. Sightings.Select(sighting => sighting.Name(Table))];

    /// <summary>The sightings joined into networks, named likewise.</summary>
    public IReadOnlyList<Network> Networks() => new NetworkForming(Typologies, Graph, Services, Lookups.ValueMicro).Form(Sightings);
}
