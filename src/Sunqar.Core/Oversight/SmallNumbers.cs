namespace Sunqar.Core.Oversight;

/// <summary>
/// A table of counts with its sums, made fit to be published: numbers below <see cref="Small"/> are withheld, the others rounded to
/// <see cref="Base"/>, and further ones withheld until nobody can work out a withheld one from rows, columns and sums (Willenborg and de
/// Waal, Elements of Statistical Disclosure Control, 2001, chapter 4: cell suppression with an audit). The audit is exact: the table is a
/// circulation from rows to columns, so the least and the greatest value that a withheld number can have, given everything published, are
/// two maximum flows from the true table.
/// </summary>
public static class SmallNumbers
{
    /// <summary>Counts below this are withheld, zero too.</summary>
    public const int Small = 5;

    /// <summary>Published numbers are multiples of this, rounded to the nearest: the true one is at most 2 away.</summary>
    public const int Base = 5;

    /// <summary>A withheld number keeps at least this much between the least and the greatest value that it may have.</summary>
    public const int SpreadMin = 5;

    private const long Unbounded = 1L << 40;

    /// <summary>The table with its sums as a last row and column; null where a number is withheld.</summary>
    /// <param name="counts">Rows by columns, none negative.</param>
    public static long?[,] Publish(long[,] counts)
    {
        var table = new Circulation(counts);
        var withheld = new bool[table.Edges.Length];
        for (var e = 0; e < withheld.Length; e++)
            withheld[e] = table.Edges[e].True < Small;
        for (var open = Exposed(table, withheld); open >= 0; open = Exposed(table, withheld))
        {
            if (Next(table, withheld, open) is not (>= 0 and var more))
                break;
            withheld[more] = true;
        }
        var published = new long?[counts.GetLength(0) + 1, counts.GetLength(1) + 1];
        for (var e = 0; e < withheld.Length; e++)
        {
            var edge = table.Edges[e];
            published[edge.Row, edge.Column] = withheld[e] ? null : Rounded(edge.True);
        }
        return published;
    }

    internal static long Rounded(long count) => (count + Base / 2) / Base * Base;

    private static (long Low, long High) Known(long count, bool isWithheld) =>
        isWithheld ? (0, Unbounded) : (Math.Max(Small, Rounded(count) - Base / 2), Rounded(count) + Base / 2);

    private static int Exposed(Circulation table, bool[] withheld)
    {
        var bounds = table.Edges.Select((edge, e) => Known(edge.True, withheld[e])).ToArray();
        for (var e = 0; e < withheld.Length; e++)
        {
            if (withheld[e] && table.Spread(e, bounds) < SpreadMin)
                return e;
        }
        return -1;
    }

    /// <summary>What is withheld next: the smallest number that stands in a sum with the exposed one, or else the smallest of all; -1 where
    /// everything is withheld.</summary>
    private static int Next(Circulation table, bool[] withheld, int exposed)
    {
        var one = table.Edges[exposed];
        return Enumerable
            .Range(0, withheld.Length)
            .Where(e => !withheld[e])
            .OrderBy(e => table.Edges[e].Row == one.Row || table.Edges[e].Column == one.Column ? 0 : 1)
            .ThenBy(e => table.Edges[e].True)
            .ThenBy(e => e)
            .FirstOrDefault(-1);
    }

    /// <summary>Counts, row sums, column sums and the grand sum as edges whose values balance at every row, every column, the source and
    /// the sink.</summary>
    private sealed class Circulation
    {
        private readonly int _nodes;

        public Circulation(long[,] counts)
        {
            var (rows, columns) = (counts.GetLength(0), counts.GetLength(1));
            var (source, sink) = (rows + columns, rows + columns + 1);
            var edges = new List<(int Row, int Column, int From, int To, long True)>();
            for (var i = 0; i <= rows; i++)
            {
                for (var j = 0; j <= columns; j++)
                {
                    var sum = 0L;
                    for (var a = i == rows ? 0 : i; a < (i == rows ? rows : i + 1); a++)
                    {
                        for (var b = j == columns ? 0 : j; b < (j == columns ? columns : j + 1); b++)
                            sum += counts[a, b];
                    }
                    var (from, to) = (i == rows, j == columns) switch
                    {
                        (false, false) => (i, rows + j),
                        (false, true) => (source, i),
                        (true, false) => (rows + j, sink),
                        _ => (sink, source),
                    };
                    edges.Add((i, j, from, to, sum));
                }
            }
            (Edges, _nodes) = ([.. edges], rows + columns + 2);
        }

        /// <summary>The last row and column are the sums.</summary>
        public (int Row, int Column, int From, int To, long True)[] Edges { get; }

        /// <summary>Greatest minus least value of one edge, the others staying within their bounds.</summary>
        public long Spread(int edge, (long Low, long High)[] bounds)
        {
            var (_, _, from, to, value) = Edges[edge];
            var more = Math.Min(MostFlow(to, from, edge, bounds), bounds[edge].High - value);
            var less = Math.Min(MostFlow(from, to, edge, bounds), value - bounds[edge].Low);
            return more + less;
        }

        /// <summary>How much can be moved from a node to another by changing other edges within their bounds (Ford and Fulkerson 1956,
        /// shortest ways first).</summary>
        private long MostFlow(int start, int end, int without, (long Low, long High)[] bounds)
        {
            var flow = Edges.Select(edge => edge.True).ToArray();
            for (var total = 0L; ; )
            {
                var way = Way(start, end, without, flow, bounds);
                if (way is null)
                    return total;
                var room = way.Min(step =>
                    step.Forward ? bounds[step.Edge].High - flow[step.Edge] : flow[step.Edge] - bounds[step.Edge].Low
                );
                foreach (var (edge, forward) in way)
                    flow[edge] += forward ? room : -room;
                total += room;
                if (total >= SpreadMin)
                    return total;
            }
        }

        private List<(int Edge, bool Forward)>? Way(int start, int end, int without, long[] flow, (long Low, long High)[] bounds)
        {
            var reached = new (int Edge, bool Forward, int Before)?[_nodes];
            var queue = new Queue<int>([start]);
            while (queue.TryDequeue(out var node) && node != end)
            {
                for (var e = 0; e < Edges.Length; e++)
                {
                    if (e == without)
                        continue;
                    var edge = Edges[e];
                    if (edge.From == node && edge.To != start && reached[edge.To] is null && flow[e] < bounds[e].High)
                    {
                        reached[edge.To] = (e, true, node);
                        queue.Enqueue(edge.To);
                    }
                    if (edge.To == node && edge.From != start && reached[edge.From] is null && flow[e] > bounds[e].Low)
                    {
                        reached[edge.From] = (e, false, node);
                        queue.Enqueue(edge.From);
                    }
                }
            }
            if (reached[end] is null)
                return null;
            var way = new List<(int, bool)>();
            for (var node = end; node != start; node = reached[node]!.Value.Before)
                way.Add((reached[node]!.Value.Edge, reached[node]!.Value.Forward));
            return way;
        }
    }
}
