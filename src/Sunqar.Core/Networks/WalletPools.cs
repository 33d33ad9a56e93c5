using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>Wallets that deal with the same others more often than chance gives: one desk's, which its customers pay now here, now
/// there.</summary>
internal sealed class WalletPools(TransferGraph graph)
{
    /// <summary>Pools of at least two of the wallets, each in ascending order.</summary>
    public List<Roster<int>> Of(IEnumerable<int> wallets)
    {
        var known = new SortedDictionary<int, HashSet<int>>();
        var dealing = new Dictionary<int, List<int>>();
        foreach (var wallet in wallets.Order())
        {
            foreach (var partner in known[wallet] = Partners(wallet))
            {
                if (!dealing.TryGetValue(partner, out var with))
                    dealing[partner] = with = [];
                with.Add(wallet);
            }
        }
        var common = new Dictionary<(int A, int B), int>();
        foreach (var with in dealing.Values.Where(with => with.Count > 1 && with.Count <= TradeHabit.Limits.PartnersMax))
        {
            for (var i = 1; i < with.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    common[(with[j], with[i])] = common.GetValueOrDefault((with[j], with[i])) + 1;
                }
            }
        }
        var pools = new Groups();
        var pairs = (double)known.Count * known.Count;
        foreach (var ((a, b), count) in common)
        {
            var expected = Math.Max(LegMatch.ChanceMin, (double)known[a].Count * known[b].Count / Math.Max(1, dealing.Count));
            if (TradeMatch.Tried(Odds.Log10AtLeast(count, expected), pairs) <= ExchangerMiner.Limits.FoundingOddsMax)
                pools.Join(a, b);
        }
        return [.. pools.All().Select(pool => new Roster<int>(pool))];
    }

    private HashSet<int> Partners(int wallet)
    {
        var partners = new HashSet<int>();
        foreach (var row in graph.Out(wallet))
        {
            if (WalletProfiler.IsOnChain(graph.Table, row))
                partners.Add(graph.Table.To[row]);
        }
        foreach (var row in graph.In(wallet))
        {
            if (WalletProfiler.IsOnChain(graph.Table, row))
                partners.Add(graph.Table.From[row]);
        }
        return partners;
    }
}
