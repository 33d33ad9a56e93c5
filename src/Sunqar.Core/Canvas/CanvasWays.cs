using System.Collections.Immutable;

namespace Sunqar.Core.Canvas;

/// <summary>
/// Ways that value may have taken from one account to another: transfers of which each comes no sooner than the one before. Fewest
/// transfers first, and among those the earliest arrival; the next way shares no account between the ends with those before.
/// </summary>
internal sealed class CanvasWays(CanvasGround ground, CanvasSieve sieve)
{
    private readonly HashSet<int> _used = [];

    public List<List<int>> Find(ImmutableSortedSet<int> from, ImmutableSortedSet<int> to, int hopsMax, ref int walked)
    {
        var ways = new List<List<int>>();
        var direct = false;
        while (ways.Count < CanvasLimits.WaysMax && Next(from, to, hopsMax, direct, ref walked) is { } way)
        {
            ways.Add(way);
            // A direct transfer is one way, however often it was made.
            direct |= way.Count == 1;
            foreach (var row in way.SkipLast(1))
                _used.Add(ground.Table.To[row]);
        }
        return ways;
    }

    private List<int>? Next(ImmutableSortedSet<int> from, ImmutableSortedSet<int> to, int hopsMax, bool skipsDirect, ref int walked)
    {
        var (table, layers) = (ground.Table, new List<Dictionary<int, (long ArrivedUs, int Row)>>());
        var now = from.ToDictionary(account => account, _ => (ArrivedUs: sieve.FromUs, Row: -1));
        var best = from.ToDictionary(account => account, _ => sieve.FromUs);
        for (var hop = 0; hop < hopsMax && now.Count > 0; hop++)
        {
            var next = new Dictionary<int, (long ArrivedUs, int Row)>();
            foreach (var (account, arrival) in now.OrderBy(one => one.Key))
            {
                var rows = ground.Graph.Out(
                    account,
                    arrival.ArrivedUs,
                    sieve.ToUs == 0 ? ground.UntilUs : Math.Min(sieve.ToUs, ground.UntilUs)
                );
                if ((walked += rows.Length) > CanvasLimits.RowsWalkedMax)
                    return null;
                foreach (var row in rows)
                {
                    var (other, time) = (table.To[row], table.TimeUs[row]);
                    if (
                        _used.Contains(other)
                        || (skipsDirect && hop == 0 && to.Contains(other))
                        || !sieve.Passes(ground, row, CanvasWay.Both)
                    )
                    {
                        continue;
                    }
                    // Sooner than any shorter way to there, or it cannot lead on to anything new.
                    if (best.TryGetValue(other, out var known) && known <= time)
                        continue;
                    best[other] = time;
                    next[other] = (time, row);
                }
            }
            layers.Add(next);
            if (to.Where(next.ContainsKey).OrderBy(end => next[end].ArrivedUs).Cast<int?>().FirstOrDefault() is { } reached)
                return Back(layers, reached);
            now = next;
        }
        return null;
    }

    private List<int> Back(List<Dictionary<int, (long ArrivedUs, int Row)>> layers, int end)
    {
        var way = new List<int>();
        for (var hop = layers.Count - 1; hop >= 0; hop--)
        {
            var row = layers[hop][end].Row;
            way.Add(row);
            end = ground.Table.From[row];
        }
        way.Reverse();
        return way;
    }
}
