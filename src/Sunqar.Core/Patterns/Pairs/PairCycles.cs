using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>A cycle of one-off pairs, along the flow, from the pair that begins first.</summary>
/// <param name="Surprise">ln(20 / c), 0 to 30, where c is the number of such cycles that chance would close through one pair
/// (<see cref="PairCycles"/>).</param>
internal readonly record struct PairCycle(int[] Pairs, double Surprise, bool Ordered);

/// <summary>Limits of cycles of one-off pairs, section <c>cycle</c> of rulebooks/mining.limits.</summary>
[Limits("cycle")]
internal sealed record CycleLimits(
    int LengthMin,
    int LengthMax,
    double SurpriseMax,
    double ChanceMax,
    double ChoicesMax,
    double OrderedChoicesMax,
    double SurpriseCounted,
    double OrderedBias,
    double OrderedPerSurprise,
    double OrderedPerAccount,
    double AnyBias,
    double AnyPerSurprise,
    double AnyPerAccount,
    double HeardMin
);

/// <summary>
/// Cycles of three and more accounts among one-off pairs within the window. Real launderers' cycles are in the order of time; some
/// simulators shuffle them, so both are looked for and told apart: a cycle in order is told twice.
/// </summary>
/// <remarks>
/// What chance closes through one pair is the product, over the cycle, of half of the pairs that each sender begins around then (those that
/// come later), over all pairs around the first; in the order of time, that over the orders of the others. All of it reads the same from
/// whichever pair a search starts, so a search through one new pair finds what a search from everywhere would, and the bound on the product
/// bounds the search. </remarks>
internal static class PairCycles
{
    internal static readonly CycleLimits Limits = MiningTuning.Shipped.Of<CycleLimits>();

    /// <summary>Steps of a search before it looks where the way home leads, and pairs that it then looks at.</summary>
    private const int StepsUnled = 256,
        LooksHomeMax = 512;

    private const int BlockPairs = 2048;

    /// <param name="stepsUnled">Steps of a search before it looks where the way home leads; what is found does not depend on it.</param>
    public static IEnumerable<PairCycle> Mine(PairEvidence evidence, int stepsUnled = StepsUnled)
    {
        var pairs = evidence.Pairs;
        var blocks = new List<PairCycle>[(pairs.Count + BlockPairs - 1) / BlockPairs];
        Parallel.For(
            0,
            blocks.Length,
            Cores.Options,
            block =>
            {
                var search = new Search(evidence, fromFirst: true, stepsUnled);
                for (var pair = block * BlockPairs; pair < Math.Min(pairs.Count, (block + 1) * BlockPairs); pair++)
                {
                    search.From(pair);
                }
                blocks[block] = search.Found;
            }
        );
        return blocks.SelectMany(b => b);
    }

    /// <summary>The cycles through a pair.</summary>
    /// <param name="first">Whether only those that begin with it are told, or also those in which it stands elsewhere.</param>
    public static List<PairCycle> Through(PairEvidence evidence, int pair, bool first)
    {
        var search = new Search(evidence, first);
        search.From(pair);
        return search.Found;
    }

    /// <summary>How many pairs are looked at for all cycles; a measure of work.</summary>
    public static long Steps(PairEvidence evidence, int stepsUnled = StepsUnled)
    {
        var search = new Search(evidence, fromFirst: true, stepsUnled);
        for (var pair = 0; pair < evidence.Pairs.Count; pair++)
        {
            search.From(pair);
        }
        return search.Steps;
    }

    /// <summary>The number of choices that a step stands for.</summary>
    private static double Choices(PairEvidence evidence, int pair) => (evidence.Choices(pair) + 1) / 2.0;

    /// <param name="fromFirst">Whether only cycles that begin with the pair given are looked for.</param>
    private sealed class Search(PairEvidence evidence, bool fromFirst, int stepsUnled = StepsUnled)
    {
        private readonly BriefPairs _pairs = evidence.Pairs;
        private readonly int[] _path = new int[Limits.LengthMax];
        private readonly Dictionary<int, double> _home = [];
        private readonly PriorityQueue<int, double> _ways = new();
        private double _farther;
        private int _left;

        public List<PairCycle> Found { get; } = [];

        /// <summary>Pairs looked at so far; a measure of work.</summary>
        public long Steps { get; private set; }

        public void From(int pair)
        {
            _path[0] = pair;
            var root = _pairs.From[pair];
            // Most have nothing that comes back in time.
            if (_pairs.Between(_pairs.In(root), Earliest(_pairs.FirstUs[pair]), _pairs.FirstUs[pair] + evidence.WindowUs).Length == 0)
                return;
            (_left, _farther) = (stepsUnled, 1);
            _home.Clear();
            Extend(1, Choices(evidence, pair), 0, _pairs.FirstUs[pair], _pairs.FirstUs[pair]);
        }

        private long Earliest(long latestUs) => fromFirst ? _pairs.FirstUs[_path[0]] : latestUs - evidence.WindowUs;

        /// <param name="falls">How often a pair on the way does not begin after the one before.</param>
        private void Extend(int length, double choices, int falls, long earliestUs, long latestUs)
        {
            var last = _path[length - 1];
            foreach (var pair in _pairs.Between(_pairs.Out(_pairs.To[last]), Earliest(latestUs), earliestUs + evidence.WindowUs))
            {
                Steps++;
                if (--_left == 0)
                    FindHome();
                if (fromFirst && _pairs.InTime(pair, _path[0]) <= 0)
                    continue;
                var more = choices * Choices(evidence, pair);
                var least = _pairs.To[pair] == _pairs.From[_path[0]] ? 1 : _home.GetValueOrDefault(_pairs.To[pair], _farther);
                var falling = falls + (_pairs.FirstUs[pair] <= _pairs.FirstUs[last] ? 1 : 0);
                if (more * least > (falling <= (fromFirst ? 0 : 1) ? Limits.OrderedChoicesMax : Limits.ChoicesMax))
                    continue;
                _path[length] = pair;
                if (_pairs.To[pair] == _pairs.From[_path[0]])
                    Take(length + 1, more);
                else if (length + 1 < Limits.LengthMax && !Met(_pairs.To[pair], length))
                    Extend(length + 1, more, falling, Math.Min(earliestUs, _pairs.FirstUs[pair]), Math.Max(latestUs, _pairs.FirstUs[pair]));
            }
        }

        /// <summary>
        /// From how few choices each account leads back to the first: a search that takes long is led by it, so that it goes half of the
        /// way forward at large and the other half only where there is a way home. A product of choices is the same from both ends, so
        /// nothing is found otherwise. Beyond the accounts looked at no way has fewer choices than the last of them.
        /// </summary>
        private void FindHome()
        {
            int root = _pairs.From[_path[0]],
                looks = 0;
            _ways.Clear();
            _ways.Enqueue(root, 1);
            while (_ways.TryDequeue(out var account, out var choices))
            {
                _farther = choices;
                if (!_home.TryAdd(account, choices))
                    continue;
                foreach (
                    var pair in _pairs.Between(
                        _pairs.In(account),
                        Earliest(_pairs.FirstUs[_path[0]]),
                        _pairs.FirstUs[_path[0]] + evidence.WindowUs
                    )
                )
                {
                    Steps++;
                    if (++looks > LooksHomeMax)
                        return;
                    if (!_home.ContainsKey(_pairs.From[pair]))
                        _ways.Enqueue(_pairs.From[pair], choices * Choices(evidence, pair));
                }
            }
            _farther = double.PositiveInfinity;
        }

        private bool Met(int account, int length)
        {
            for (var i = 0; i < length; i++)
            {
                if (_pairs.To[_path[i]] == account)
                    return true;
            }
            return false;
        }

        private void Take(int length, double choices)
        {
            if (length < Limits.LengthMin)
                return;
            var first = 0;
            for (var i = 1; i < length; i++)
            {
                if (_pairs.InTime(_path[i], _path[first]) < 0)
                    first = i;
            }
            int[] cycle = [.. _path.AsSpan(first, length - first), .. _path.AsSpan(0, first)];
            // Multiplied in one order wherever the search began: products of many numbers differ in the last bit.
            choices = 1;
            var isOrdered = true;
            for (var i = 0; i < length; i++)
            {
                choices *= Choices(evidence, cycle[i]);
                isOrdered &= i == 0 || _pairs.FirstUs[cycle[i]] > _pairs.FirstUs[cycle[i - 1]];
            }
            var surprise = Math.Log(evidence.Around(_pairs.FirstUs[cycle[0]]) * Limits.ChanceMax / choices);
            if (choices <= Limits.ChoicesMax && surprise >= 0)
                Found.Add(new PairCycle(cycle, Math.Min(Limits.SurpriseMax, surprise), false));
            for (var n = 2; n < length; n++)
            {
                surprise += Math.Log(n);
            }
            if (isOrdered && choices <= Limits.OrderedChoicesMax && surprise >= 0)
                Found.Add(new PairCycle(cycle, Math.Min(Limits.SurpriseMax, surprise), true));
        }
    }
}
