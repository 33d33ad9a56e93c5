using Sunqar.Core.Transfers;

namespace Sunqar.Core.Chain;

/// <summary>
/// Wallets that value reached by hopping chains: it crossed a bridge, and within a day crossed another time, to a wallet that is not the
/// one from which it left. Who crosses once changes chains; who comes back to where he began trades on both.
/// </summary>
internal static class ChainHops
{
    /// <summary>By wallet the part of all that it received that came so, millionths.</summary>
    public static SortedDictionary<int, int> Of(TransferGraph graph, IReadOnlyList<Crossing> crossings, BridgeLimits limits)
    {
        var table = graph.Table;
        var cameAt = crossings.ToLookup(crossing => table.To[crossing.PaidOut]);
        var hopped = new Dictionary<int, Int128>();
        foreach (var second in crossings)
        {
            var (sender, end) = (table.From[second.PaidIn], table.To[second.PaidOut]);
            var began = Sources(graph, sender, table.TimeUs[second.PaidIn], limits)
                .SelectMany(wallet => cameAt[wallet])
                .Where(first => IsWithin(table, first.PaidOut, second.PaidIn, limits))
                .ToList();
            // What came back to a wallet that it left is a round trip.
            if (began.Count > 0 && began.TrueForAll(first => table.From[first.PaidIn] != end))
                hopped[end] = hopped.GetValueOrDefault(end) + table.AmountMicro[second.PaidOut];
        }
        var shares = new SortedDictionary<int, int>();
        foreach (var (wallet, micro) in hopped)
        {
            Int128 received = 0;
            foreach (var row in graph.In(wallet))
                received += table.AmountMicro[row];
            shares[wallet] = (int)(micro * 1_000_000 / received);
        }
        return shares;
    }

    /// <summary>The wallet itself, and those that paid it shortly before.</summary>
    private static IEnumerable<int> Sources(TransferGraph graph, int wallet, long untilUs, BridgeLimits limits)
    {
        var sources = new HashSet<int> { wallet };
        foreach (var row in graph.In(wallet, untilUs - limits.HopWithinUs, untilUs))
            sources.Add(graph.Table.From[row]);
        return sources;
    }

    private static bool IsWithin(TransferTable table, int first, int second, BridgeLimits limits) =>
        table.TimeUs[second] >= table.TimeUs[first] && table.TimeUs[second] - table.TimeUs[first] <= limits.HopWithinUs;
}
