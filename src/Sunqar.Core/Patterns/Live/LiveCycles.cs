using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Live;

/// <summary>The cycles of one-off pairs that come and go, by pair.</summary>
internal sealed class LiveCycles(PairEvidence evidence)
{
    private readonly Dictionary<int, List<PairCycle>> _byPair = [];

    /// <summary>Each cycle once.</summary>
    public IEnumerable<PairCycle> All => _byPair.SelectMany(pair => pair.Value.Where(cycle => cycle.Pairs[0] == pair.Key));

    /// <param name="changed">Pairs that came to be or are no more.</param>
    /// <param name="chosen">Pairs whose senders have more or fewer choices.</param>
    /// <param name="inSpans">Pairs in spans of time whose density changed: cycles that begin with them are judged anew.</param>
    /// <returns>Pairs whose cycles may have changed.</returns>
    public HashSet<int> Update(HashSet<int> changed, LivePairs pairs, HashSet<int> chosen, List<int> inSpans)
    {
        var touched = new HashSet<int>();
        foreach (var pair in changed.Where(pair => !pairs.Has(pair)))
        {
            Drop(pair, first: false, touched);
        }
        foreach (var pair in chosen.Concat(changed).Distinct().Where(pairs.Has))
        {
            Search(pair, first: false, touched);
        }
        foreach (var pair in inSpans)
        {
            Search(pair, first: true, touched);
        }
        return touched;
    }

    /// <summary>Tells the evidence of a pair's cycles.</summary>
    public void Tell(int pair)
    {
        evidence.ForgetCycles(pair);
        foreach (var cycle in _byPair.GetValueOrDefault(pair, []))
        {
            evidence.Hear(cycle, pair);
        }
    }

    private void Search(int pair, bool first, HashSet<int> touched)
    {
        Drop(pair, first, touched);
        foreach (var cycle in PairCycles.Through(evidence, pair, first))
        {
            foreach (var member in cycle.Pairs)
            {
                if (!_byPair.TryGetValue(member, out var list))
                    _byPair[member] = list = [];
                list.Add(cycle);
                touched.Add(member);
            }
        }
    }

    private void Drop(int pair, bool first, HashSet<int> touched)
    {
        if (!_byPair.TryGetValue(pair, out var there))
            return;
        foreach (var cycle in there.Where(cycle => !first || cycle.Pairs[0] == pair).ToList())
        {
            foreach (var member in cycle.Pairs)
            {
                _byPair[member].Remove(cycle);
                if (_byPair[member].Count == 0)
                    _byPair.Remove(member);
                touched.Add(member);
            }
        }
    }
}
