using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>
/// Evidence and suspicion of one-off pairs that come and go, kept equal to what <see cref="PairEvidence.Gather"/> and <see cref="Suspicion.Judge"/> give for those that are there.
/// </summary>
internal sealed class LiveSuspicion
{
    private readonly LivePairs pairs;
    private readonly PairDensity density;
    private readonly LiveCycles cycles;
    private readonly AccountMarks marks = new(1024);
    private readonly Dictionary<long, HashSet<int>> bySpan = [];
    private readonly Dictionary<int, float[]> before = [];
    private readonly HashSet<int> chosen = [];
    private readonly float[][] thought = [.. SuspicionWeights.Rounds.Select(_ => Array.Empty<float>())];
    private float[] zeros = [];

    public LiveSuspicion(LivePairs pairs, long windowUs)
    {
        this.pairs = pairs;
        var reachUs = MiningGround.ReachUs(windowUs);
        density = new PairDensity(reachUs);
        Evidence = new PairEvidence(pairs, reachUs, density);
        Suspicion = new Suspicion([]);
        cycles = new LiveCycles(Evidence);
        Hot = new HotPairs(pairs, windowUs);
    }

    public PairEvidence Evidence { get; }

    public Suspicion Suspicion { get; }

    public HotPairs Hot { get; }

    /// <summary>Whether the hot pairs, or what is thought of one, changed in the last update.</summary>
    public bool HotChanged { get; private set; }

    /// <summary>Spans of time whose density changed in the last update.</summary>
    public bool DensityChanged { get; private set; }

    public IEnumerable<PairCycle> Cycles => cycles.All;

    public int Touched { get; private set; }

    /// <param name="changed">Pairs that came to be or are no more.</param>
    /// <returns>Pairs of which something else is thought now, those that are no more left out.</returns>
    public HashSet<int> Update(HashSet<int> changed)
    {
        MakeRoom();
        before.Clear();
        chosen.Clear();
        foreach (var pair in changed)
        {
            Count(pair, pairs.Has(pair) ? 1 : -1);
        }
        var spans = density.Settle();
        DensityChanged = spans.Count > 0;
        var motifs = new HashSet<int>();
        foreach (var pair in changed)
        {
            Degrees(pair);
            MotifsAround(pair, motifs);
        }
        var inSpans = spans.Where(bySpan.ContainsKey).SelectMany(span => bySpan[span]).ToList();
        motifs.UnionWith(inSpans);
        foreach (var pair in motifs)
        {
            Touch(pair);
            Evidence.Motifs(pair, marks);
        }
        foreach (var pair in cycles.Update(changed, pairs, chosen, inSpans))
        {
            if (!pairs.Has(pair)) continue;
            Touch(pair);
            cycles.Tell(pair);
        }
        Touched = before.Count;
        var values = before.Where(b => !b.Value.AsSpan().SequenceEqual(Evidence.Of(b.Key))).Select(b => b.Key).ToHashSet();
        values.UnionWith(changed.Where(pairs.Has));
        return Think(values, changed);
    }

    private void Count(int pair, int by)
    {
        var timeUs = pairs.FirstUs[pair];
        density.Count(timeUs, by);
        var span = density.Span(timeUs);
        if (!bySpan.TryGetValue(span, out var there)) bySpan[span] = there = [];
        if (by > 0) there.Add(pair);
        else there.Remove(pair);
    }

    /// <summary>Keeps what was observed of a pair before, the first time it is looked at again.</summary>
    private void Touch(int pair)
    {
        if (!before.ContainsKey(pair)) before[pair] = Evidence.Of(pair).ToArray();
    }

    private bool Near(int pair, long timeUs, int windows) => Math.Abs(pairs.FirstUs[pair] - timeUs) <= windows * Evidence.WindowUs;

    /// <summary>Counts again at the ends of a pair that came or went.</summary>
    private void Degrees(int pair)
    {
        int a = pairs.From[pair], b = pairs.To[pair];
        var at = pairs.FirstUs[pair];
        if (pairs.Has(pair)) Again(pair);
        foreach (var list in (ReadOnlySpan<int[]>)[pairs.Out(a).ToArray(), pairs.In(b).ToArray(), pairs.Out(b).ToArray()])
        {
            foreach (var other in list)
            {
                if (Near(other, at, 1)) Again(other);
            }
        }

        void Again(int other)
        {
            Touch(other);
            var choices = Evidence.Choices(other);
            Evidence.Degrees(other);
            if (Evidence.Choices(other) != choices) chosen.Add(other);
        }
    }

    /// <summary>
    /// Every pair whose motifs read a pair that came or went, or a count at its ends: by what <see cref="PairEvidence"/> walks. What it walks lies within a window of it, and counts look a window
    /// further.
    /// </summary>
    private void MotifsAround(int pair, HashSet<int> motifs)
    {
        int a = pairs.From[pair], b = pairs.To[pair];
        var at = pairs.FirstUs[pair];
        void Take(ReadOnlySpan<int> list)
        {
            foreach (var other in list)
            {
                if (Near(other, at, 2)) motifs.Add(other);
            }
        }
        Take(pairs.Out(a));
        Take(pairs.In(a));
        Take(pairs.Out(b));
        Take(pairs.In(b));
        // Payers of b, and a: whom they pay, and who else pays those (bicliques, second legs); who pays them, and whom else those pay (first legs).
        foreach (var x in Ends(pairs.In(b), pairs.From, at).Append(a).Distinct())
        {
            foreach (var v in Ends(pairs.Out(x), pairs.To, at))
            {
                Take(pairs.In(v));
            }
            foreach (var u in Ends(pairs.In(x), pairs.From, at))
            {
                Take(pairs.Out(u));
            }
        }
        foreach (var middle in Ends(pairs.Out(a), pairs.To, at).Append(b).Distinct())
        {
            foreach (var v in Ends(pairs.Out(middle), pairs.To, at))
            {
                Take(pairs.In(v));
            }
        }
    }

    /// <summary>The other ends of pairs that lie close enough to be walked over.</summary>
    private List<int> Ends(ReadOnlySpan<int> list, ReadOnlySpan<int> end, long at)
    {
        var ends = new HashSet<int>();
        foreach (var pair in pairs.Between(list, at - (3 * Evidence.WindowUs), at + (3 * Evidence.WindowUs)))
        {
            ends.Add(end[pair]);
        }
        return [.. ends];
    }

    private HashSet<int> Think(HashSet<int> values, HashSet<int> changed)
    {
        var again = values;
        var rethought = new HashSet<int>();
        for (var round = 0; round < thought.Length; round++)
        {
            rethought = [];
            foreach (var pair in again)
            {
                var now = Suspicion.Think(Evidence, SuspicionWeights.Rounds[round], round == 0 ? zeros : thought[round - 1], pair);
                if (BitConverter.SingleToInt32Bits(now) == BitConverter.SingleToInt32Bits(thought[round][pair]) && !changed.Contains(pair)) continue;
                thought[round][pair] = now;
                rethought.Add(pair);
            }
            again = [.. values];
            foreach (var pair in rethought.Concat(changed))
            {
                Hearers(pair, again);
            }
        }
        Suspicion.Adopt(thought[^1]);
        HotChanged = false;
        foreach (var pair in rethought.Concat(changed))
        {
            HotChanged |= Hot.Remove(pair);
            if (!pairs.Has(pair) || thought[^1][pair] < Sightings.Hot) continue;
            Hot.Add(pair);
            HotChanged = true;
        }
        return rethought;
    }

    /// <summary>Pairs that share an account with one and hear what is thought of it.</summary>
    private void Hearers(int pair, HashSet<int> hearers)
    {
        var at = pairs.FirstUs[pair];
        foreach (var account in (ReadOnlySpan<int>)[pairs.From[pair], pairs.To[pair]])
        {
            foreach (var other in Evidence.OutAround(account, at))
            {
                hearers.Add(other);
            }
            foreach (var other in Evidence.InAround(account, at))
            {
                hearers.Add(other);
            }
        }
    }

    private void MakeRoom()
    {
        Evidence.MakeRoom();
        if (zeros.Length >= pairs.Count) return;
        var size = Math.Max(pairs.Count, zeros.Length * 2);
        Array.Resize(ref zeros, size);
        for (var round = 0; round < thought.Length; round++)
        {
            Array.Resize(ref thought[round], size);
        }
    }
}
