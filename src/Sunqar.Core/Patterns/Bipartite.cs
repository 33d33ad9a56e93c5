using Sunqar.Core.Patterns.Pairs;

namespace Sunqar.Core.Patterns;

/// <summary>Several senders each pay the same several receivers. Page: docs/patterns/bipartite.md.</summary>
internal sealed class Bipartite : IPattern
{
    private const int PairsMin = 4;

    public string Kind => PatternKinds.Bipartite;

    public string Definition =>
        "Two or more senders pay the same two or more receivers, each pair once, within the window: one-off pairs joined by common bicliques u→v, u'→v, u'→v', u→v'.";

    public IReadOnlyList<Sighting> Mine(MiningGround ground)
    {
        var hot = ground.Hot;
        var taken = new HashSet<int>();
        var found = new List<Sighting>();
        // The busiest sender first: what it takes is no longer there for the next, so findings do not run into each other.
        foreach (var seed in hot.Senders.OrderByDescending(a => hot.Out(a).Count))
        {
            foreach (var run in HotRuns.All(ground.OneOff, [.. hot.Out(seed).Where(p => !taken.Contains(p))], ground.WindowUs, 2))
            {
                var core = Core(hot, run, taken, ground.WindowUs);
                if (core.Count < PairsMin)
                    continue;
                taken.UnionWith(core);
                found.Add(Sight(ground, core));
            }
        }
        return found;
    }

    /// <summary>
    /// Grows one sender's pairs into a dense block: senders that pay at least half of the receivers, receivers that are paid by at least
    /// half of the senders, until nothing changes (three rounds at most).
    /// </summary>
    private static List<int> Core(HotPairs hot, List<int> run, HashSet<int> taken, long windowUs)
    {
        var pairs = hot.Pairs;
        var anchor = run[run.Count / 2];
        var receivers = run.Select(p => pairs.To[p]).ToHashSet();
        var senders = new HashSet<int>();
        for (var round = 0; round < 3; round++)
        {
            var payers = Shares(receivers.SelectMany(v => hot.In(v)), p => pairs.From[p]);
            var nextSenders = payers.Where(s => s.Value >= Math.Max(2, (receivers.Count + 1) / 2)).Select(s => s.Key).ToHashSet();
            var payees = Shares(nextSenders.SelectMany(u => hot.Out(u)), p => pairs.To[p]);
            var nextReceivers = payees.Where(s => s.Value >= Math.Max(2, (nextSenders.Count + 1) / 2)).Select(s => s.Key).ToHashSet();
            var settled = nextSenders.SetEquals(senders) && nextReceivers.SetEquals(receivers);
            (senders, receivers) = (nextSenders, nextReceivers);
            if (settled)
                break;
        }
        if (senders.Count < 2 || receivers.Count < 2)
            return [];
        var block = senders.SelectMany(u => hot.Out(u)).Where(p => receivers.Contains(pairs.To[p]) && Free(p)).ToList();
        return HotRuns.Longest(pairs, block, windowUs);

        bool Free(int pair) => !taken.Contains(pair) && hot.Near(pair, anchor);

        Dictionary<int, int> Shares(IEnumerable<int> candidates, Func<int, int> end) =>
            candidates.Where(Free).GroupBy(end).ToDictionary(g => g.Key, g => g.Count());
    }

    private Sighting Sight(MiningGround ground, List<int> core)
    {
        var pairs = ground.OneOff;
        var senders = core.Select(p => pairs.From[p]).Distinct().ToList();
        var receivers = core.Select(p => pairs.To[p]).Distinct().ToList();
        var members = senders.Select(a => new Member(a, "source")).Concat(receivers.Select(a => new Member(a, "destination")));
        return Sightings.FromPairs(
            ground,
            pairs,
            Kind,
            core,
            Sightings.Mean(ground.Suspicion, core),
            members,
            ("senders", Sightings.Text(senders.Count)),
            ("receivers", Sightings.Text(receivers.Count)),
            ("smaller_side", Sightings.Text(Math.Min(senders.Count, receivers.Count))),
            ("filled", Sightings.Text((double)core.Count / (senders.Count * receivers.Count)))
        );
    }
}
