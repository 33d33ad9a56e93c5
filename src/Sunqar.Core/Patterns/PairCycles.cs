using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>A cycle of brief pairs, from the pair that begins first.</summary>
/// <param name="Surprise">
/// ln(20 / c), 0 to 10, where c is the number of such cycles that chance would close through the first pair: the product of the choices on the way, times
/// the share of pairs around that end at the start.
/// </param>
internal readonly record struct PairCycle(int[] Pairs, double Surprise);

/// <summary>
/// Cycles of three and more accounts, or two where each pays the other once, among brief pairs within the window. Real launderers' cycles are in the order of time; some simulators shuffle them,
/// so both are looked for and told apart. A search goes on only while chance would close fewer than 20 cycles,
/// which keeps it out of hubs and its cost bounded.
/// </summary>
internal static class PairCycles
{
    public const int LengthMax = 12;
    public const double SurpriseMax = 10;
    private const double ChanceMax = 20;
    private const int StepsMax = 4096;
    private const int BlockPairs = 2048;

    public static IEnumerable<(PairCycle Cycle, bool Ordered)> Mine(PairEvidence evidence)
    {
        var pairs = evidence.Pairs;
        var blocks = new List<(PairCycle, bool)>[(pairs.Count + BlockPairs - 1) / BlockPairs];
        Parallel.For(0, blocks.Length, block =>
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
        private double logAround;
        private double logIn;
        private int steps;

        public List<(PairCycle, bool)> Found { get; } = [];

        public void From(int pair)
        {
            var root = pairs.From[pair];
            var back = evidence.InAround(root, pairs.FirstUs[pair]).Length;
            if (back == 0) return;
            logAround = Math.Log(evidence.Around(pairs.FirstUs[pair]));
            logIn = Math.Log(back);
            path[0] = pair;
            foreach (var ordered in (ReadOnlySpan<bool>)[true, false])
            {
                steps = 0;
                Extend(1, 0, ordered);
            }
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
            Found.Add((new PairCycle(path[..length], Math.Min(SurpriseMax, surprise)), ordered));
        }
    }
}
