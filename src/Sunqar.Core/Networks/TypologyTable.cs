using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;

namespace Sunqar.Core.Networks;

/// <summary>The typologies that ship, one line each. Whoever mines or tells is handed the list; nothing else reads it.</summary>
public static class TypologyTable
{
    public static Typologies Shipped { get; } =
        new([
            // Networks: the first that a network has names it.
            new Exchanger(),
            new CashOutNetwork(),
            new Pyramid(),
            new MiningFarm(),
            new CashOutRing(),
            new FakeIdentity(),
            new EnergyPayer(),
            // Shapes, from the most particular to the plainest.
            new Cycle(),
            new Bipartite(),
            new ScatterGather(),
            new GatherScatter(),
            new Stack(),
            new FanIn(),
            new FanOut(),
            new Structuring(),
            new PassThrough(),
        ]);
}
