using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Live;

/// <summary>
/// Evidence and suspicion of one-off pairs that come and go, kept equal to what <see cref="PairEvidence.Gather"/> and
/// <see cref="Suspicion.Judge"/> give for those that are there.
/// </summary>
internal sealed class LiveSuspicion
{
    /// <summary>Where more than one pair in this many changed since the last update, all are judged anew: following each change would
    /// cost more.</summary>
    private const int EverythingFrom = 4;

    private readonly LivePairs _pairs;
    private readonly PairDensity _density;
    private readonly LiveCycles _cycles;
    private readonly AccountMarks _marks = new(1024);
    private readonly Dictionary<long, HashSet<int>> _bySpan = [];
    private readonly Dictionary<int, float[]> _before = [];
    private readonly HashSet<int> _chosen = [];
    private readonly float[][] _thought = [.. SuspicionWeights.Rounds.Select(_ => Array.Empty<float>())];
    private float[] _zeros = [];

    public LiveSuspicion(LivePairs pairs, long windowUs)
    {
        _pairs = pairs;
        var reachUs = MiningGround.ReachUs(windowUs);
        _density = new PairDensity(reachUs);
        Evidence = new PairEvidence(pairs, reachUs, _density);
        Suspicion = new Suspicion([]);
        _cycles = new LiveCycles(Evidence);
        Hot = new HotPairs(pairs, windowUs);
    }

    public PairEvidence Evidence { get; }

    public Suspicion Suspicion { get; }

    public HotPairs Hot { get; }

    /// <summary>Whether the hot pairs, or what is thought of one, changed in the last update.</summary>
    public bool HotChanged { get; private set; }

    /// <summary>Spans of time whose density changed in the last update.</summary>
    public bool DensityChanged { get; private set; }

    public IEnumerable<PairCycle> Cycles => _cycles.All;

    public int Touched { get; private set; }

    /// <param name="changed">Pairs that came to be or are no more.</param>
    /// <returns>Pairs of which something else is thought now, those that are no more left out.</returns>
    public HashSet<int> Update(HashSet<int> changed)
    {
        MakeRoom();
        _before.Clear();
        _chosen.Clear();
        foreach (var pair in changed)
        {
            Count(pair, _pairs.Has(pair) ? 1 : -1);
        }
        var spans = _density.Settle();
        DensityChanged = spans.Count > 0;
        // Where most is new, looking at all of it is less work than finding out what not to look at.
        var everything = changed.Count * EverythingFrom > _pairs.All.Count;
        var inSpans = everything ? [.. _pairs.All] : spans.Where(_bySpan.ContainsKey).SelectMany(span => _bySpan[span]).ToList();
        var motifs = inSpans.ToHashSet();
        if (everything)
        {
            inSpans.ForEach(Recount);
        }
        else
        {
            foreach (var pair in changed)
            {
                Degrees(pair);
                MotifsAround(pair, motifs);
            }
        }
        foreach (var pair in motifs)
        {
            Touch(pair);
            Evidence.Motifs(pair, _marks);
        }
        if (everything)
            _chosen.Clear();
        foreach (var pair in _cycles.Update(everything ? [.. changed.Where(p => !_pairs.Has(p))] : changed, _pairs, _chosen, inSpans))
        {
            if (!_pairs.Has(pair))
                continue;
            Touch(pair);
            _cycles.Tell(pair);
        }
        Touched = _before.Count;
        var values = _before.Where(b => !b.Value.AsSpan().SequenceEqual(Evidence.Of(b.Key))).Select(b => b.Key).ToHashSet();
        values.UnionWith(changed.Where(_pairs.Has));
        return Think(values, changed);
    }

    private void Count(int pair, int by)
    {
        var timeUs = _pairs.FirstUs[pair];
        _density.Count(timeUs, by);
        var span = _density.Span(timeUs);
        if (!_bySpan.TryGetValue(span, out var there))
            _bySpan[span] = there = [];
        if (by > 0)
            there.Add(pair);
        else
            there.Remove(pair);
    }

    /// <summary>Keeps what was observed of a pair before, the first time it is looked at again.</summary>
    private void Touch(int pair)
    {
        if (!_before.ContainsKey(pair))
            _before[pair] = Evidence.Of(pair).ToArray();
    }

    /// <summary>Counts again at the ends of a pair that came or went.</summary>
    private void Degrees(int pair)
    {
        int a = _pairs.From[pair],
            b = _pairs.To[pair];
        var at = _pairs.FirstUs[pair];
        if (_pairs.Has(pair))
            Recount(pair);
        Again(Evidence.OutAround(a, at));
        Again(Evidence.InAround(b, at));
        Again(Evidence.OutAround(b, at));

        void Again(ReadOnlySpan<int> list)
        {
            foreach (var other in list)
            {
                Recount(other);
            }
        }
    }

    private void Recount(int pair)
    {
        Touch(pair);
        var choices = Evidence.Choices(pair);
        Evidence.Degrees(pair);
        if (Evidence.Choices(pair) != choices)
            _chosen.Add(pair);
    }

    /// <summary>
    /// Every pair whose motifs read a pair a→b that came or went, or a count at its ends: by what <see cref="PairEvidence"/> walks. A motif
    /// lies within a window of the pair it is counted for, and counts look a window further.
    /// </summary>
    private void MotifsAround(int pair, HashSet<int> motifs)
    {
        int a = _pairs.From[pair],
            b = _pairs.To[pair];
        var at = _pairs.FirstUs[pair];
        // The pair is part of the motif: at its ends, beside it (a pays v, whom others pay), before it (u pays a) and after it (b pays v).
        Take(a, outgoing: true, 1);
        Take(a, outgoing: false, 1);
        Take(b, outgoing: true, 1);
        Take(b, outgoing: false, 1);
        Receivers(a, at).ForEach(v => Take(v, outgoing: false, 1));
        Payers(a, at).ForEach(u => Take(u, outgoing: true, 1));
        Receivers(b, at).ForEach(v => Take(v, outgoing: false, 1));
        // It is counted where chance is told, which matters only beside motifs that are closed.
        foreach (var x in Payers(b, at))
        {
            Receivers(x, at).ForEach(v => Take(v, outgoing: false, 2));
            Payers(x, at).ForEach(u => Take(u, outgoing: true, 2));
        }
        foreach (var middle in Receivers(a, at))
        {
            Receivers(middle, at).ForEach(v => Take(v, outgoing: false, 2));
        }

        void Take(int account, bool outgoing, int windows)
        {
            var reach = windows * Evidence.WindowUs;
            foreach (var other in _pairs.Between(outgoing ? _pairs.Out(account) : _pairs.In(account), at - reach, at + reach))
            {
                if (windows == 1 || Evidence.Closes(other))
                    motifs.Add(other);
            }
        }
    }

    private List<int> Receivers(int account, long at) => Ends(_pairs.Out(account), _pairs.To, at);

    private List<int> Payers(int account, long at) => Ends(_pairs.In(account), _pairs.From, at);

    /// <summary>The other ends of pairs that lie close enough to be walked over.</summary>
    private List<int> Ends(ReadOnlySpan<int> list, ReadOnlySpan<int> end, long at)
    {
        var ends = new HashSet<int>();
        foreach (var pair in _pairs.Between(list, at - (3 * Evidence.WindowUs), at + (3 * Evidence.WindowUs)))
        {
            ends.Add(end[pair]);
        }
        return [.. ends];
    }

    private HashSet<int> Think(HashSet<int> values, HashSet<int> changed)
    {
        var again = values;
        var rethought = new HashSet<int>();
        for (var round = 0; round < _thought.Length; round++)
        {
            rethought = [];
            foreach (var pair in again)
            {
                var now = Suspicion.Think(Evidence, SuspicionWeights.Rounds[round], round == 0 ? _zeros : _thought[round - 1], pair);
                if (BitConverter.SingleToInt32Bits(now) == BitConverter.SingleToInt32Bits(_thought[round][pair]) && !changed.Contains(pair))
                    continue;
                _thought[round][pair] = now;
                rethought.Add(pair);
            }
            again = [.. values];
            foreach (var pair in rethought.Concat(changed))
            {
                Hearers(pair, again);
            }
        }
        Suspicion.Adopt(_thought[^1]);
        HotChanged = false;
        foreach (var pair in rethought.Concat(changed))
        {
            HotChanged |= Hot.Remove(pair);
            if (!_pairs.Has(pair) || _thought[^1][pair] < PairEvidence.Limits.Hot)
                continue;
            Hot.Add(pair);
            HotChanged = true;
        }
        return rethought;
    }

    /// <summary>Pairs that share an account with one and hear what is thought of it.</summary>
    private void Hearers(int pair, HashSet<int> hearers)
    {
        var at = _pairs.FirstUs[pair];
        foreach (var account in (ReadOnlySpan<int>)[_pairs.From[pair], _pairs.To[pair]])
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
        if (_zeros.Length >= _pairs.Count)
            return;
        var size = Math.Max(_pairs.Count, _zeros.Length * 2);
        Array.Resize(ref _zeros, size);
        for (var round = 0; round < _thought.Length; round++)
        {
            Array.Resize(ref _thought[round], size);
        }
    }
}
