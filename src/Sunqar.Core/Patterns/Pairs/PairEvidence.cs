using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns.Pairs;

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

/// <summary>Limits of one-off pairs, section <c>pair</c> of rulebooks/mining.limits.</summary>
[Limits("pair")]
internal sealed record PairLimits(int PublicPairs, int PublicTimes, int FedMax, double Hot, int DensitySpans);

/// <summary>
/// Observations on each one-off pair, as natural logarithms of (1 + count), so that weights read as "per e-fold". Counts look a window back
/// and forth from the pair's first transfer, never at an account's lifetime: how quiet or busy an account is elsewhere is an artefact of
/// simulators. What chance alone would close is taken off (twice the expected count in a random graph with the same degrees), so that hubs
/// earn nothing.
/// </summary>
public sealed class PairEvidence
{
    internal static readonly PairLimits Limits = MiningTuning.Shipped.Of<PairLimits>();

    public const int Signs = 6;

    private const int BlockPairs = 2048;
    private readonly BriefPairs _pairs;
    private readonly long _windowUs;
    private readonly PairDensity _density;
    private float[] _values = [];
    private int[] _fanOut = [];
    private int[] _fanIn = [];
    private bool[] _closes = [];

    internal PairEvidence(BriefPairs pairs, long windowUs, PairDensity density)
    {
        _pairs = pairs;
        _windowUs = windowUs;
        _density = density;
        MakeRoom();
    }

    /// <summary>The observation in the scale of the weights.</summary>
    public float this[int pair, PairSign sign] => _values[(pair * Signs) + (int)sign];

    public ReadOnlySpan<float> Of(int pair) => _values.AsSpan(pair * Signs, Signs);

    /// <param name="windowUs">How far around a pair's first transfer is looked, microseconds, each way.</param>
    public static PairEvidence Gather(BriefPairs pairs, long windowUs)
    {
        var evidence = new PairEvidence(pairs, windowUs, PairDensity.Of(pairs, windowUs));
        var blocks = (pairs.Count + BlockPairs - 1) / BlockPairs;
        void Each(int block, Action<int> work)
        {
            for (var pair = block * BlockPairs; pair < Math.Min(pairs.Count, (block + 1) * BlockPairs); pair++)
            {
                work(pair);
            }
        }
        Parallel.For(0, blocks, Cores.Options, block => Each(block, evidence.Degrees));
        Parallel.For(
            0,
            blocks,
            Cores.Options,
            () => new AccountMarks(pairs.Graph.Accounts),
            (block, _, marks) =>
            {
                Each(block, pair => evidence.Motifs(pair, marks));
                return marks;
            },
            _ => { }
        );
        evidence.Cycles = [.. PairCycles.Mine(evidence)];
        foreach (var cycle in evidence.Cycles)
        {
            foreach (var pair in cycle.Pairs)
            {
                evidence.Hear(cycle, pair);
            }
        }
        return evidence;
    }

    public BriefPairs Pairs => _pairs;

    /// <summary>The cycles of at least three pairs that chance would hardly close.</summary>
    internal IReadOnlyList<PairCycle> Cycles { get; private set; } = [];

    internal long WindowUs => _windowUs;

    /// <summary>One-off pairs that begin around a time, everywhere; in steps (<see cref="PairDensity"/>).</summary>
    internal int Around(long timeUs) => _density.Around(timeUs);

    /// <summary>Pairs that the sender begins around the pair's time, the pair itself included.</summary>
    internal int Choices(int pair) => _fanOut[pair] + 1;

    /// <summary>Pairs that the account sends in and that begin around a time.</summary>
    internal ReadOnlySpan<int> OutAround(int account, long timeUs) =>
        _pairs.Between(_pairs.Out(account), timeUs - _windowUs, timeUs + _windowUs);

    /// <summary>Pairs that the account receives in and that begin around a time.</summary>
    internal ReadOnlySpan<int> InAround(int account, long timeUs) =>
        _pairs.Between(_pairs.In(account), timeUs - _windowUs, timeUs + _windowUs);

    /// <summary>Whether any biclique or path stands beside the pair: only then does it matter how many chance would close.</summary>
    internal bool Closes(int pair) => _closes[pair];

    /// <summary>Room for pairs that came since.</summary>
    internal void MakeRoom()
    {
        if (_fanOut.Length >= _pairs.Count)
            return;
        var size = _fanOut.Length == 0 ? _pairs.Count : Math.Max(_pairs.Count, _fanOut.Length * 2);
        Array.Resize(ref _values, checked(size * Signs));
        Array.Resize(ref _fanOut, size);
        Array.Resize(ref _fanIn, size);
        Array.Resize(ref _closes, size);
    }

    /// <summary>What a cycle says of one of its pairs.</summary>
    internal void Hear(PairCycle cycle, int pair)
    {
        ref var value = ref _values[(pair * Signs) + (int)(cycle.Ordered ? PairSign.OrderedCycle : PairSign.AnyCycle)];
        value = Math.Max(value, (float)cycle.Surprise);
    }

    /// <summary>Forgets what cycles said of a pair.</summary>
    internal void ForgetCycles(int pair)
    {
        Set(pair, PairSign.OrderedCycle, 0);
        Set(pair, PairSign.AnyCycle, 0);
    }

    private void Set(int pair, PairSign sign, double value) => _values[(pair * Signs) + (int)sign] = (float)value;

    private static double Log1(double count) => Math.Log(1 + Math.Max(0, count));

    /// <summary>Counts what stands at the pair's ends; before <see cref="Motifs"/> of any pair.</summary>
    internal void Degrees(int pair)
    {
        int u = _pairs.From[pair],
            v = _pairs.To[pair];
        long first = _pairs.FirstUs[pair],
            last = _pairs.LastUs[pair];
        _fanOut[pair] = OutAround(u, first).Length - 1;
        _fanIn[pair] = InAround(v, first).Length - 1;
        var fed = 0;
        foreach (var p in InAround(u, first))
        {
            if (fed >= Limits.FedMax || _pairs.FirstUs[p] > last)
                break;
            fed += _pairs.From[p] != v ? 1 : 0;
        }
        Set(pair, PairSign.Fed, Log1(fed));
        Set(pair, PairSign.ScatterHub, Log1(Math.Min(_fanOut[pair], fed)));
    }

    internal void Motifs(int pair, AccountMarks marks)
    {
        Set(pair, PairSign.Biclique, 0);
        Set(pair, PairSign.Scatter, 0);
        _closes[pair] = false;
        if (_fanOut[pair] >= Limits.PublicPairs || _fanIn[pair] >= Limits.PublicPairs)
            return;
        var around = Around(_pairs.FirstUs[pair]);
        Set(pair, PairSign.Biclique, Log1(Bicliques(pair, marks, around)));
        Set(pair, PairSign.Scatter, Log1(FirstLegs(pair, marks, around) + SecondLegs(pair, marks, around)));
    }

    private double Bicliques(int pair, AccountMarks marks, int around)
    {
        if (_fanOut[pair] == 0 || _fanIn[pair] == 0)
            return 0;
        int u = _pairs.From[pair],
            v = _pairs.To[pair];
        var first = _pairs.FirstUs[pair];
        marks.Clear();
        foreach (var p in OutAround(u, first))
        {
            marks.Set(_pairs.To[p]);
        }
        double closed = 0,
            chance = 0;
        foreach (var j in InAround(v, first))
        {
            var other = _pairs.From[j];
            // Most payers of a busy account pay nobody else once: the cheap look first.
            if (other == u || _fanOut[j] == 0)
                continue;
            var paid = OutAround(other, first);
            if (paid.Length > Limits.PublicPairs)
                continue;
            foreach (var k in paid)
            {
                if (_pairs.To[k] == v)
                    continue;
                chance += (double)_fanOut[pair] * (_fanIn[k] + 1) / around;
                if (marks.Has(_pairs.To[k]))
                    closed++;
            }
        }
        _closes[pair] |= closed > 0;
        return closed - (2 * Math.Min(chance, closed));
    }

    /// <summary>The pair as the first leg of u→v→w: how many u→v'→w stand beside it.</summary>
    private double FirstLegs(int pair, AccountMarks marks, int around)
    {
        if (_fanOut[pair] == 0)
            return 0;
        int u = _pairs.From[pair],
            v = _pairs.To[pair];
        var first = _pairs.FirstUs[pair];
        marks.Clear();
        var ends = 0;
        var onward = OutAround(v, first);
        if (onward.Length > Limits.PublicPairs)
            return 0;
        foreach (var p in onward)
        {
            if (_pairs.LastUs[p] < first || _pairs.To[p] == u)
                continue;
            marks.Set(_pairs.To[p]);
            ends++;
        }
        if (ends == 0)
            return 0;
        double closed = 0,
            chance = 0;
        foreach (var j in OutAround(u, first))
        {
            var middle = _pairs.To[j];
            if (middle == v)
                continue;
            var paid = OutAround(middle, first);
            if (paid.Length > Limits.PublicPairs)
                continue;
            foreach (var k in paid)
            {
                if (_pairs.LastUs[k] < _pairs.FirstUs[j] || _pairs.To[k] == u)
                    continue;
                chance += (double)ends * (_fanIn[k] + 1) / around;
                if (marks.Has(_pairs.To[k]))
                    closed++;
            }
        }
        _closes[pair] |= closed > 0;
        return closed - (2 * Math.Min(chance, closed));
    }

    /// <summary>The pair as the second leg of x→u→v: how many x→u'→v stand beside it.</summary>
    private double SecondLegs(int pair, AccountMarks marks, int around)
    {
        if (_fanIn[pair] == 0 || this[pair, PairSign.Fed] == 0)
            return 0;
        int u = _pairs.From[pair],
            v = _pairs.To[pair];
        var first = _pairs.FirstUs[pair];
        marks.Clear();
        var starts = 0;
        var feeding = InAround(u, first);
        if (feeding.Length > Limits.PublicPairs)
            return 0;
        foreach (var p in feeding)
        {
            if (_pairs.FirstUs[p] > _pairs.LastUs[pair] || _pairs.From[p] == v)
                continue;
            marks.Set(_pairs.From[p]);
            starts++;
        }
        double closed = 0,
            chance = 0;
        foreach (var j in InAround(v, first))
        {
            var middle = _pairs.From[j];
            if (middle == u)
                continue;
            var fed = InAround(middle, first);
            if (fed.Length > Limits.PublicPairs)
                continue;
            foreach (var k in fed)
            {
                if (_pairs.FirstUs[k] > _pairs.LastUs[j] || _pairs.From[k] == v)
                    continue;
                chance += (double)starts * (_fanOut[k] + 1) / around;
                if (marks.Has(_pairs.From[k]))
                    closed++;
            }
        }
        _closes[pair] |= closed > 0;
        return closed - (2 * Math.Min(chance, closed));
    }
}
