using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="SavingsCircle"/>, section <c>savings</c> of rulebooks/mining.limits.</summary>
[Limits("savings")]
internal sealed record SavingsLimits(int TurnsMin);

/// <summary>
/// Friends who take turns (a rotating savings association): every time all pay one sum to whose turn it is. Its transfers close blocks,
/// fans and paths of every kind, and nobody gains: what one got of the others is what the others got of it. Page:
/// docs/patterns/bipartite.md.
/// </summary>
internal static class SavingsCircle
{
    private static readonly SavingsLimits Limits = MiningTuning.Shipped.Of<SavingsLimits>();

    /// <summary>
    /// Whether a sighting shows such a circle: all its transfers are of one sum; two or more accounts, its own or
    /// others, were paid that sum by at least half of its other members; and of those every two paid it to each other.
    /// </summary>
    public static bool Is(MiningGround ground, Sighting sighting)
    {
        var table = ground.Table;
        var (sum, currency) = (table.AmountMicro[sighting.Rows[0]], table.CurrencyOf(sighting.Rows[0]));
        foreach (var row in sighting.Rows)
        {
            if (table.AmountMicro[row] != sum || table.CurrencyOf(row) != currency)
                return false;
        }
        var members = sighting.Members.Select(member => member.Account).ToHashSet();
        var payersOf = new Dictionary<int, HashSet<int>>();
        foreach (var member in members)
        {
            foreach (var row in ground.Graph.Out(member))
            {
                if (table.AmountMicro[row] != sum || table.CurrencyOf(row) != currency)
                    continue;
                if (!payersOf.TryGetValue(table.To[row], out var payers))
                    payersOf[table.To[row]] = payers = [];
                payers.Add(member);
            }
        }
        var turns = payersOf.Where(paid => 2 * paid.Value.Count >= members.Count - 1).Select(paid => paid.Key).ToList();
        return turns.Count >= Limits.TurnsMin && turns.TrueForAll(a => turns.TrueForAll(b => a == b || Pays(a, b)));

        bool Pays(int from, int to)
        {
            foreach (var row in ground.Graph.Out(from))
            {
                if (table.To[row] == to && table.AmountMicro[row] == sum && table.CurrencyOf(row) == currency)
                    return true;
            }
            return false;
        }
    }
}
