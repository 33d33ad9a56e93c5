using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>What is observed about a brief pair u→v, in the order of the columns of <see cref="PairEvidence"/>.</summary>
public enum PairSign
{
    /// <summary>Other brief pairs that u sends in, around the same time.</summary>
    FanOut,
    /// <summary>Other brief pairs that v receives in, around the same time.</summary>
    FanIn,
    /// <summary>Brief pairs in which v sends on, not before.</summary>
    Onward,
    /// <summary>Brief pairs in which u received, not after.</summary>
    Fed,
    /// <summary>Bicliques u→v, u'→v, u'→v', u→v' beyond what chance would close.</summary>
    Biclique,
    /// <summary>Paths u→v→w (or x→u→v) that another middle repeats, beyond chance.</summary>
    Scatter,
    /// <summary>A cycle in the order of time, by how unlikely chance closes it.</summary>
    OrderedCycle,
    /// <summary>A cycle in any order of time, by how unlikely chance closes it.</summary>
    AnyCycle,
    /// <summary>v gathers and sends on: the smaller of the two counts.</summary>
    GatherHub,
    /// <summary>u was fed and scatters: the smaller of the two counts.</summary>
    ScatterHub,
    /// <summary>u sends to more new receivers than its habit.</summary>
    BurstOut,
    /// <summary>v receives from more new senders than its habit.</summary>
    BurstIn,
    /// <summary>The pair's own transfers beyond the first.</summary>
    Repeats,
}

/// <summary>
/// Observations on each brief pair, as natural logarithms of (1 + count), so that weights read as "per e-fold". Counts look a window back and
/// forth from the pair's first transfer, never at an account's lifetime. What chance alone would close is taken off (twice the expected count in a random graph with
/// the same degrees), so that hubs earn nothing.
/// </summary>
public sealed class PairEvidence
{
    public const int Signs = 13;

    /// <summary>
    /// An account with more brief pairs than this around one time is a public place (a shop, a platform): motifs are not looked for through it.
    /// </summary>
    public const int PublicPairs = 512;

    private const int BlockPairs = 2048;
    private readonly BriefPairs pairs;
    private readonly long windowUs;
    private readonly float[] values;
    private readonly long[] firstOrdered;
    private readonly int[] fanOut;
    private readonly int[] fanIn;
    private readonly double spanWindows;

    private PairEvidence(BriefPairs pairs, long windowUs)
    {
        this.pairs = pairs;
        this.windowUs = windowUs;
        values = new float[checked(pairs.Count * Signs)];
        firstOrdered = pairs.FirstUs.ToArray();
        Array.Sort(firstOrdered);
        fanOut = new int[pairs.Count];
        fanIn = new int[pairs.Count];
        var span = pairs.Count == 0 ? 0 : firstOrdered[^1] - firstOrdered[0];
        spanWindows = Math.Max(0, ((double)span / (2 * windowUs)) - 1);
    }

    /// <summary>The observation in the scale of the weights.</summary>
    public float this[int pair, PairSign sign] => values[(pair * Signs) + (int)sign];

    public ReadOnlySpan<float> Of(int pair) => values.AsSpan(pair * Signs, Signs);

    /// <param name="windowUs">How far around a pair's first transfer is looked, microseconds, each way.</param>
    public static PairEvidence Gather(BriefPairs pairs, long windowUs)
    {
        var evidence = new PairEvidence(pairs, windowUs);
        var blocks = (pairs.Count + BlockPairs - 1) / BlockPairs;
        Parallel.For(0, blocks, block => evidence.Degrees(block * BlockPairs, Math.Min(pairs.Count, (block + 1) * BlockPairs)));
        Parallel.For(
            0, blocks, () => new Marks(pairs.Graph.Accounts),
            (block, _, marks) =>
            {
                for (var pair = block * BlockPairs; pair < Math.Min(pairs.Count, (block + 1) * BlockPairs); pair++)
                {
                    evidence.Motifs(pair, marks);
                }
                return marks;
            },
            _ => { });
        foreach (var (cycle, ordered) in PairCycles.Mine(evidence))
        {
            if (cycle.Pairs.Length < 3) continue;
            var sign = ordered ? PairSign.OrderedCycle : PairSign.AnyCycle;
            foreach (var pair in cycle.Pairs)
            {
                ref var value = ref evidence.values[(pair * Signs) + (int)sign];
                value = Math.Max(value, (float)cycle.Surprise);
            }
        }
        return evidence;
    }

    internal BriefPairs Pairs => pairs;

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
            var (onwardStart, onwardEnd) = OutAround(v, first);
            var onward = 0;
            for (var p = onwardStart; p < onwardEnd && onward < PublicPairs; p++)
            {
                onward += pairs.LastUs[p] >= first && pairs.To[p] != u ? 1 : 0;
            }
            var fed = 0;
            foreach (var p in InAround(u, first))
            {
                if (fed >= PublicPairs || pairs.FirstUs[p] > last) break;
                fed += pairs.From[p] != v ? 1 : 0;
            }
            Set(pair, PairSign.FanOut, Log1(fanOut[pair]));
            Set(pair, PairSign.FanIn, Log1(fanIn[pair]));
            Set(pair, PairSign.Onward, Log1(onward));
            Set(pair, PairSign.Fed, Log1(fed));
            Set(pair, PairSign.GatherHub, Log1(Math.Min(fanIn[pair], onward)));
            Set(pair, PairSign.ScatterHub, Log1(Math.Min(fanOut[pair], fed)));
            Set(pair, PairSign.BurstOut, Burst(fanOut[pair], pairs.Out(u).End - pairs.Out(u).Start));
            Set(pair, PairSign.BurstIn, Burst(fanIn[pair], pairs.In(v).Length));
            Set(pair, PairSign.Repeats, Log1(pairs.Rows(pair).Length - 1));
        }
    }

    /// <summary>How far the count around now stands above the account's habit elsewhere: ln((1 + now) / (1 + usual)), 0 without history.</summary>
    private double Burst(int now, int ever)
    {
        var usual = spanWindows > 0 ? (ever - 1 - now) / spanWindows : now;
        return Math.Max(0, Math.Log((1 + now) / (1 + Math.Max(0, usual))));
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
            if (other == u) continue;
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
        if (fanOut[pair] == 0 || this[pair, PairSign.Onward] == 0) return 0;
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
