using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>A cycle of brief pairs, from the pair that begins first.</summary>
/// <param name="Surprise">
/// ln(20 / c), 0 to 10, where c is the number of such cycles that chance would close through the first pair: the product of the choices on the way, times
/// the share of pairs around that end at the start.
/// </param>
/// <param name="Lasting">The one row of a lasting pair that closes the cycle; −1 where all pairs are one-off.</param>
internal readonly record struct PairCycle(int[] Pairs, double Surprise, bool Ordered, int Lasting);

/// <summary>
/// Cycles of three and more accounts among one-off pairs within the window; one of the pairs may be a lasting one. Real launderers' cycles are in the
/// order of time; some simulators shuffle them, so both are looked for and told apart. A search goes on only while chance would close fewer than 20 cycles,
/// which keeps it out of hubs and its cost bounded.
/// </summary>
internal static class PairCycles
{
    public const int LengthMax = 12;
    public const double SurpriseMax = 30;
    private const double ChanceMax = 20;
    private const int StepsMax = 4096;
    private const int BlockPairs = 2048;

    public static IEnumerable<PairCycle> Mine(PairEvidence evidence)
    {
        var pairs = evidence.Pairs;
        var blocks = new List<PairCycle>[(pairs.Count + BlockPairs - 1) / BlockPairs];
        Parallel.For(0, blocks.Length, Cores.Options, block =>
        {
            var search = new Search(evidence);
            for (var pair = block * BlockPairs; pair < Math.Min(pairs.Count, (block + 1) * BlockPairs); pair++)
            {
                search.From(pair);
            }
            blocks[block] = search.Found;
        });
        return blocks.SelectMany(b => b);
    }

    private sealed class Search(PairEvidence evidence)
    {
        private readonly BriefPairs pairs = evidence.Pairs;
        private readonly int[] path = new int[LengthMax];
        private readonly TransferGraph graph = evidence.Pairs.Graph;
        private double logAround;
        private double logIn;
        private double logRows;
        private double logBack;
        private int steps;

        public List<PairCycle> Found { get; } = [];

        public void From(int pair)
        {
            var root = pairs.From[pair];
            var back = evidence.InAround(root, pairs.FirstUs[pair]).Length;
            logAround = Math.Log(evidence.Around(pairs.FirstUs[pair]));
            path[0] = pair;
            if (back > 0)
            {
                logIn = Math.Log(back);
                Start(ordered: true);
                Start(ordered: false);
            }
            StartLasting(pair, root);
        }

        private void Start(bool ordered)
        {
            steps = 0;
            Extend(1, 0, ordered);
        }

        /// <summary>
        /// A cycle whose last pair is a lasting one starts at the pair after it, which need not be the earliest. Chance is counted in rows, as lasting
        /// pairs have many.
        /// </summary>
        private void StartLasting(int pair, int root)
        {
            var back = RowsAround(graph.In(root), pairs.FirstUs[pair]).Length;
            if (back == 0) return;
            logBack = Math.Log(back);
            logRows = Math.Log(RowsAround(pairs.FirstUs[pair]));
            steps = 0;
            ExtendLasting(1, 0, pairs.FirstUs[pair], pairs.FirstUs[pair]);
        }

        private void ExtendLasting(int length, double branching, long earliest, long latest)
        {
            int root = pairs.From[path[0]], account = pairs.To[path[length - 1]];
            if (length >= 2) CloseLasting(root, account, length, branching, earliest, latest);
            if (length + 1 >= LengthMax) return;
            var (start, end) = evidence.OutAround(account, pairs.FirstUs[path[0]]);
            if (start == end) return;
            branching += Math.Log(end - start);
            if (logRows - branching - logBack < -Math.Log(ChanceMax)) return;
            for (var pair = start; pair < end; pair++)
            {
                if (++steps > StepsMax) return;
                var (from, to) = (Math.Min(earliest, pairs.FirstUs[pair]), Math.Max(latest, pairs.FirstUs[pair]));
                if (to - from > evidence.WindowUs || pairs.To[pair] == root || Met(pairs.To[pair], length)) continue;
                path[length] = pair;
                ExtendLasting(length + 1, branching, from, to);
            }
        }

        /// <summary>Closes the path by the lasting row that keeps its span shortest.</summary>
        private void CloseLasting(int root, int account, int length, double branching, long earliest, long latest)
        {
            var rows = RowsAround(graph.Out(account), pairs.FirstUs[path[0]]);
            if (rows.Length is 0 or > PairEvidence.PublicPairs) return;
            var surprise = logRows - branching - logBack - Math.Log(rows.Length) + Math.Log(ChanceMax);
            if (surprise < 0) return;
            var table = graph.Table;
            int best = -1, receivers = 0;
            var bestSpan = evidence.WindowUs;
            foreach (var row in rows)
            {
                if (table.To[row] != root) continue;
                receivers++;
                var span = Math.Max(latest, table.TimeUs[row]) - Math.Min(earliest, table.TimeUs[row]);
                if (span <= bestSpan) (best, bestSpan) = (row, span - 1);
            }
            if (best >= 0 && receivers > 0 && !IsOneOff(account, root, table.TimeUs[best]))
                Found.Add(new PairCycle(path[..length], Math.Min(SurpriseMax, surprise), false, best));
        }

        private bool IsOneOff(int from, int to, long timeUs)
        {
            var (start, end) = evidence.OutAround(from, timeUs);
            for (var pair = start; pair < end; pair++)
            {
                if (pairs.To[pair] == to) return true;
            }
            return false;
        }

        private ReadOnlySpan<int> RowsAround(ReadOnlySpan<int> rows, long timeUs)
        {
            int start = Before(rows, timeUs - evidence.WindowUs), end = Before(rows, timeUs + evidence.WindowUs + 1);
            return rows[start..end];
        }

        private int Before(ReadOnlySpan<int> rows, long timeUs)
        {
            int low = 0, high = rows.Length;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (graph.Table.TimeUs[rows[middle]] < timeUs) low = middle + 1;
                else high = middle;
            }
            return low;
        }

        private double RowsAround(long timeUs)
        {
            var times = graph.Table.TimeUs;
            int start = times.BinarySearch(timeUs - evidence.WindowUs), end = times.BinarySearch(timeUs + evidence.WindowUs + 1);
            return Math.Max(1, (end < 0 ? ~end : end) - (start < 0 ? ~start : start));
        }

        private void Extend(int length, double branching, bool ordered)
        {
            int first = path[0], last = path[length - 1];
            var account = pairs.To[last];
            var (start, end) = evidence.OutAround(account, pairs.FirstUs[first]);
            var choices = 0;
            for (var pair = start; pair < end; pair++)
            {
                choices += Follows(pair, first, last, ordered) ? 1 : 0;
            }
            if (choices == 0) return;
            branching += Math.Log(choices);
            if (logAround - branching - logIn < -Math.Log(ChanceMax)) return;
            for (var pair = start; pair < end; pair++)
            {
                if (!Follows(pair, first, last, ordered)) continue;
                if (++steps > StepsMax) return;
                path[length] = pair;
                if (pairs.To[pair] == pairs.From[first]) Take(length + 1, branching, ordered);
                else if (length + 1 < LengthMax && !Met(pairs.To[pair], length)) Extend(length + 1, branching, ordered);
            }
        }

        private bool Follows(int pair, int first, int last, bool ordered)
        {
            var begin = pairs.FirstUs[first];
            if (pairs.LastUs[pair] - begin > evidence.WindowUs) return false;
            if (ordered) return pairs.FirstUs[pair] > pairs.LastUs[last];
            return pairs.FirstUs[pair] > begin || (pairs.FirstUs[pair] == begin && pair > first);
        }

        private bool Met(int account, int length)
        {
            for (var i = 0; i < length; i++)
            {
                if (pairs.To[path[i]] == account) return true;
            }
            return false;
        }

        private void Take(int length, double branching, bool ordered)
        {
            var surprise = logAround - branching - logIn + Math.Log(ChanceMax);
            Found.Add(new PairCycle(path[..length], Math.Min(SurpriseMax, surprise), ordered, -1));
        }
    }
}
