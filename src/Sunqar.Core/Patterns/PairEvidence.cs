using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>What is observed about a one-off pair u→v, in the order of the columns of <see cref="PairEvidence"/>.</summary>
public enum PairSign
{
    /// <summary>One-off pairs in which u received, not after.</summary>
    Fed,
    /// <summary>Bicliques u→v, u'→v, u'→v', u→v' beyond what chance would close.</summary>
    Biclique,
    /// <summary>Paths u→v→w (or x→u→v) that another middle repeats, beyond chance.</summary>
    Scatter,
    /// <summary>A cycle in the order of time, by how unlikely chance closes it.</summary>
    OrderedCycle,
    /// <summary>A cycle in any order of time, by how unlikely chance closes it.</summary>
    AnyCycle,
    /// <summary>u was fed and scatters: the smaller of the two counts.</summary>
    ScatterHub,
}

/// <summary>
/// Observations on each one-off pair, as natural logarithms of (1 + count), so that weights read as "per e-fold". Counts look a window back and
/// forth from the pair's first transfer, never at an account's lifetime: how quiet or busy an account is elsewhere is an artefact of simulators. What chance alone would close is taken off (twice the expected count in a random graph with
/// the same degrees), so that hubs earn nothing.
/// </summary>
public sealed class PairEvidence
{
    public const int Signs = 6;

    /// <summary>
    /// An account with more brief pairs than this around one time is a public place (a shop, a platform): motifs are not looked for through it.
    /// </summary>
    public const int PublicPairs = 128;

    /// <summary>Being fed by more than this says no more: a busy trader is paid by hundreds.</summary>
    private const int FedMax = 8;

    private const int BlockPairs = 2048;
    private readonly BriefPairs pairs;
    private readonly long windowUs;
    private readonly float[] values;
    private readonly long[] firstOrdered;
    private readonly int[] fanOut;
    private readonly int[] fanIn;
    private readonly List<PairCycle> cycles = [];

    private PairEvidence(BriefPairs pairs, long windowUs)
    {
        this.pairs = pairs;
        this.windowUs = windowUs;
        values = new float[checked(pairs.Count * Signs)];
        firstOrdered = pairs.FirstUs.ToArray();
        Array.Sort(firstOrdered);
        fanOut = new int[pairs.Count];
        fanIn = new int[pairs.Count];
    }

    /// <summary>The observation in the scale of the weights.</summary>
    public float this[int pair, PairSign sign] => values[(pair * Signs) + (int)sign];

    public ReadOnlySpan<float> Of(int pair) => values.AsSpan(pair * Signs, Signs);

    /// <param name="windowUs">How far around a pair's first transfer is looked, microseconds, each way.</param>
    public static PairEvidence Gather(BriefPairs pairs, long windowUs)
    {
        var evidence = new PairEvidence(pairs, windowUs);
        var blocks = (pairs.Count + BlockPairs - 1) / BlockPairs;
        Parallel.For(0, blocks, Cores.Options, block => evidence.Degrees(block * BlockPairs, Math.Min(pairs.Count, (block + 1) * BlockPairs)));
        Parallel.For(
            0, blocks, Cores.Options, () => new Marks(pairs.Graph.Accounts),
            (block, _, marks) =>
            {
                for (var pair = block * BlockPairs; pair < Math.Min(pairs.Count, (block + 1) * BlockPairs); pair++)
                {
                    evidence.Motifs(pair, marks);
                }
                return marks;
            },
            _ => { });
        foreach (var cycle in PairCycles.Mine(evidence))
        {
            evidence.cycles.Add(cycle);
            if (cycle.Lasting >= 0) continue;
            var sign = cycle.Ordered ? PairSign.OrderedCycle : PairSign.AnyCycle;
            foreach (var pair in cycle.Pairs)
            {
                ref var value = ref evidence.values[(pair * Signs) + (int)sign];
                value = Math.Max(value, (float)cycle.Surprise);
            }
        }
        return evidence;
    }

    public BriefPairs Pairs => pairs;

    /// <summary>The cycles of at least three pairs that chance would hardly close.</summary>
    internal IReadOnlyList<PairCycle> Cycles => cycles;

    internal long WindowUs => windowUs;

    /// <summary>Brief pairs that begin within the window around a time, everywhere.</summary>
    internal int Around(long timeUs) => Before(firstOrdered, timeUs + windowUs + 1) - Before(firstOrdered, timeUs - windowUs);

    /// <summary>Other pairs that the pair's sender begins around its time.</summary>
    internal int FanOutOf(int pair) => fanOut[pair];

    /// <summary>Other pairs in which the pair's receiver begins to receive around its time.</summary>
    internal int FanInOf(int pair) => fanIn[pair];

    /// <summary>Pairs that the account sends in and that begin around a time: numbers from, to (exclusive).</summary>
    internal (int Start, int End) OutAround(int account, long timeUs)
    {
        var (start, end) = pairs.Out(account);
        var firsts = pairs.FirstUs[start..end];
        return (start + Before(firsts, timeUs - windowUs), start + Before(firsts, timeUs + windowUs + 1));
    }

    /// <summary>Pairs that the account receives in and that begin around a time.</summary>
    internal ReadOnlySpan<int> InAround(int account, long timeUs)
    {
        var list = pairs.In(account);
        int start = InBefore(list, timeUs - windowUs), end = InBefore(list, timeUs + windowUs + 1);
        return list[start..end];
    }

    private int InBefore(ReadOnlySpan<int> list, long timeUs)
    {
        int low = 0, high = list.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (pairs.FirstUs[list[middle]] < timeUs) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static int Before(ReadOnlySpan<long> ordered, long timeUs)
    {
        int low = 0, high = ordered.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (ordered[middle] < timeUs) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private void Set(int pair, PairSign sign, double value) => values[(pair * Signs) + (int)sign] = (float)value;

    private static double Log1(double count) => Math.Log(1 + Math.Max(0, count));

    private void Degrees(int start, int end)
    {
        for (var pair = start; pair < end; pair++)
        {
            int u = pairs.From[pair], v = pairs.To[pair];
            long first = pairs.FirstUs[pair], last = pairs.LastUs[pair];
            var (outStart, outEnd) = OutAround(u, first);
            fanOut[pair] = outEnd - outStart - 1;
            fanIn[pair] = InAround(v, first).Length - 1;
            var fed = 0;
            foreach (var p in InAround(u, first))
            {
                if (fed >= FedMax || pairs.FirstUs[p] > last) break;
                fed += pairs.From[p] != v ? 1 : 0;
            }
            Set(pair, PairSign.Fed, Log1(fed));
            Set(pair, PairSign.ScatterHub, Log1(Math.Min(fanOut[pair], fed)));
        }
    }

    private void Motifs(int pair, Marks marks)
    {
        if (fanOut[pair] >= PublicPairs || fanIn[pair] >= PublicPairs) return;
        var around = Math.Max(1, Around(pairs.FirstUs[pair]));
        Set(pair, PairSign.Biclique, Log1(Bicliques(pair, marks, around)));
        Set(pair, PairSign.Scatter, Log1(FirstLegs(pair, marks, around) + SecondLegs(pair, marks, around)));
    }

    private double Bicliques(int pair, Marks marks, int around)
    {
        if (fanOut[pair] == 0 || fanIn[pair] == 0) return 0;
        int u = pairs.From[pair], v = pairs.To[pair];
        var first = pairs.FirstUs[pair];
        marks.Clear();
        var (start, end) = OutAround(u, first);
        for (var p = start; p < end; p++)
        {
            marks.Set(pairs.To[p]);
        }
        double closed = 0, chance = 0;
        foreach (var j in InAround(v, first))
        {
            var other = pairs.From[j];
            // Most payers of a busy account pay nobody else once: the cheap look first.
            if (other == u || fanOut[j] == 0) continue;
            var (s, e) = OutAround(other, first);
            if (e - s > PublicPairs) continue;
            for (var k = s; k < e; k++)
            {
                if (pairs.To[k] == v) continue;
                chance += (double)fanOut[pair] * (fanIn[k] + 1) / around;
                if (marks.Has(pairs.To[k])) closed++;
            }
        }
        return closed - (2 * Math.Min(chance, closed));
    }

    /// <summary>The pair as the first leg of u→v→w: how many u→v'→w stand beside it.</summary>
    private double FirstLegs(int pair, Marks marks, int around)
    {
        if (fanOut[pair] == 0) return 0;
        int u = pairs.From[pair], v = pairs.To[pair];
        var first = pairs.FirstUs[pair];
        marks.Clear();
        var ends = 0;
        var (start, end) = OutAround(v, first);
        if (end - start > PublicPairs) return 0;
        for (var p = start; p < end; p++)
        {
            if (pairs.LastUs[p] < first || pairs.To[p] == u) continue;
            marks.Set(pairs.To[p]);
            ends++;
        }
        if (ends == 0) return 0;
        double closed = 0, chance = 0;
        var (s, e) = OutAround(u, first);
        for (var j = s; j < e; j++)
        {
            var middle = pairs.To[j];
            if (middle == v) continue;
            var (ks, ke) = OutAround(middle, first);
            if (ke - ks > PublicPairs) continue;
            for (var k = ks; k < ke; k++)
            {
                if (pairs.LastUs[k] < pairs.FirstUs[j] || pairs.To[k] == u) continue;
                chance += (double)ends * (fanIn[k] + 1) / around;
                if (marks.Has(pairs.To[k])) closed++;
            }
        }
        return closed - (2 * Math.Min(chance, closed));
    }

    /// <summary>The pair as the second leg of x→u→v: how many x→u'→v stand beside it.</summary>
    private double SecondLegs(int pair, Marks marks, int around)
    {
        if (fanIn[pair] == 0 || this[pair, PairSign.Fed] == 0) return 0;
        int u = pairs.From[pair], v = pairs.To[pair];
        var first = pairs.FirstUs[pair];
        marks.Clear();
        var starts = 0;
        var feeding = InAround(u, first);
        if (feeding.Length > PublicPairs) return 0;
        foreach (var p in feeding)
        {
            if (pairs.FirstUs[p] > pairs.LastUs[pair] || pairs.From[p] == v) continue;
            marks.Set(pairs.From[p]);
            starts++;
        }
        double closed = 0, chance = 0;
        foreach (var j in InAround(v, first))
        {
            var middle = pairs.From[j];
            if (middle == u) continue;
            var fed = InAround(middle, first);
            if (fed.Length > PublicPairs) continue;
            foreach (var k in fed)
            {
                if (pairs.FirstUs[k] > pairs.LastUs[j] || pairs.From[k] == v) continue;
                chance += (double)starts * (fanOut[k] + 1) / around;
                if (marks.Has(pairs.From[k])) closed++;
            }
        }
        return closed - (2 * Math.Min(chance, closed));
    }

    /// <summary>Accounts marked since the last clearing; clearing is one addition.</summary>
    private sealed class Marks(int accounts)
    {
        private readonly int[] stamps = new int[accounts];
        private int stamp;

        public void Clear() => stamp++;

        public void Set(int account) => stamps[account] = stamp;

        public bool Has(int account) => stamps[account] == stamp;
    }
}
