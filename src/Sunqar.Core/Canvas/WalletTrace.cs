using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>A way on chains between a wallet and one that somebody labelled.</summary>
/// <param name="Labelled">The other end.</param>
/// <param name="Rows">In order of time.</param>
public sealed record TracedWay(int Labelled, IReadOnlyList<int> Rows);

/// <summary>
/// Follows a wallet's value on chains, onward or back, to the labelled wallets nearest to it: fewest transfers first, each no sooner than
/// the one before. At a labelled wallet value ends, since a service mixes what it holds; so it does at a wallet of very many transfers.
/// </summary>
/// <param name="isLabelled">Whether somebody says what a wallet is.</param>
/// <param name="busy">A wallet of more transfers is a service that nobody has labelled.</param>
public sealed class WalletTrace(TransferGraph graph, Func<int, bool> isLabelled, int busy)
{
    /// <summary>Transfers of a way.</summary>
    public const int HopsMax = 6;

    /// <summary>Labelled wallets that are told, the nearest.</summary>
    public const int WaysMax = 25;

    private readonly TransferTable _table = graph.Table;

    /// <summary>Where a wallet's value went, or came from.</summary>
    /// <returns>The ways, and whether some were left out because too much would have to be looked through.</returns>
    public (IReadOnlyList<TracedWay> Ways, bool IsCut) From(int wallet, bool onward)
    {
        var (ways, walked) = (new List<TracedWay>(), 0);
        var met = new Dictionary<int, (long TimeUs, int Row, int Via)> { [wallet] = (onward ? long.MinValue : long.MaxValue, -1, -1) };
        List<int> now = [wallet];
        for (var hop = 0; hop < HopsMax && now.Count > 0 && ways.Count < WaysMax; hop++)
        {
            var next = new SortedSet<int>();
            foreach (var account in now)
            {
                var since = met[account].TimeUs;
                var rows = onward ? graph.Out(account, since, long.MaxValue) : graph.In(account, long.MinValue, since);
                if ((walked += rows.Length) > CanvasLimits.RowsWalkedMax)
                    return (ways, true);
                foreach (var row in rows)
                {
                    var other = onward ? _table.To[row] : _table.From[row];
                    // Rows are by time: the soonest onward, the latest back, leads to the most.
                    if (_table.KindOf(row) != TransferKind.Chain || other == wallet || !IsNew(met, next, other, row, onward))
                        continue;
                    met[other] = (_table.TimeUs[row], row, account);
                    next.Add(other);
                }
            }
            foreach (var reached in next.Where(isLabelled).Take(WaysMax - ways.Count))
                ways.Add(new TracedWay(reached, Way(met, reached, onward)));
            now = [.. next.Where(one => !isLabelled(one) && graph.Out(one).Length + graph.In(one).Length <= busy)];
        }
        return (ways, ways.Count == WaysMax);
    }

    private bool IsNew(Dictionary<int, (long TimeUs, int Row, int Via)> met, SortedSet<int> next, int other, int row, bool onward)
    {
        if (!met.TryGetValue(other, out var known))
            return true;
        return next.Contains(other) && (onward ? _table.TimeUs[row] < known.TimeUs : _table.TimeUs[row] > known.TimeUs);
    }

    private static List<int> Way(Dictionary<int, (long TimeUs, int Row, int Via)> met, int end, bool onward)
    {
        var rows = new List<int>();
        for (var at = met[end]; at.Row >= 0; at = met[at.Via])
            rows.Add(at.Row);
        if (onward)
            rows.Reverse();
        return rows;
    }
}
