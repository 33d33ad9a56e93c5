using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="Bipartite"/>, section <c>bipartite</c> of rulebooks/mining.limits.</summary>
[Limits("bipartite")]
internal sealed record BipartiteLimits(int PairsMin, int RoundsMax);

/// <summary>Several senders each pay the same several receivers. Page: docs/patterns/bipartite.md.</summary>
public sealed class Bipartite() : Typology(Name, "Bipartite block", "Bipartite blocks")
{
    private static readonly BipartiteLimits Limits = MiningTuning.Shipped.Of<BipartiteLimits>();

    public const string Name = "bipartite";

    /// <summary>Senders are members of a block, told beside its receivers.</summary>
    private static readonly EvidenceKey Senders = new("senders", "Senders"),
        SmallerSide = new("smaller_side", "Smaller side", "Accounts on the side of the block that has fewer."),
        Filled = new("filled", "Filled", "Of all pairs of a sender and a receiver, the part that paid.");

    public override string Definition =>
        "Two or more senders pay the same two or more receivers, each pair "
        + "once, within the window: one-off pairs joined by common bicliques "
        + "u→v, u'→v, u'→v', u→v'.";

    public override IReadOnlyList<string> Roles => ["source", "destination"];

    public override IReadOnlyList<string> Flags => ["pack.v10"];

    public override IReadOnlyList<EvidenceKey> Evidence => [Senders, EvidenceKeys.Receivers, SmallerSide, Filled];

    public override IMiner Begin(MiningGround ground) => Miners.AtHotPairs(Blocks);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "Two offices of one firm that pay the same suppliers, or relatives who share the cost of one event.",
            $"{Senders.In(evidence)} senders and {EvidenceKeys.Receivers.In(evidence)} receivers deal with each other once, and a share of "
                + $"{Filled.ShareIn(evidence)} of all pairs that could be did; a firm pays its suppliers again.",
            "An invoice or a common employer that joins the senders; the same pairs paying each other in other months. "
                + "Without half of the pairs "
                + "it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"{lead.Says(Senders)} accounts paid the same {lead.Says(EvidenceKeys.Receivers)} others within {EvidenceKeys.Span(lead)}, "
                + $"each pair once: {Filled.Percent(lead)} of all pairs that could be.",
        ];

    private static List<Sighting> Blocks(MiningGround ground)
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
                if (core.Count < Limits.PairsMin)
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
        for (var round = 0; round < Limits.RoundsMax; round++)
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

    private static Sighting Sight(MiningGround ground, List<int> core)
    {
        var pairs = ground.OneOff;
        var senders = core.Select(p => pairs.From[p]).Distinct().ToList();
        var receivers = core.Select(p => pairs.To[p]).Distinct().ToList();
        var members = senders.Select(a => new Member(a, "source")).Concat(receivers.Select(a => new Member(a, "destination")));
        return Sightings.FromPairs(
            ground,
            pairs,
            Name,
            core,
            Sightings.Mean(ground.Suspicion, core),
            members,
            Senders.Is(senders.Count),
            EvidenceKeys.Receivers.Is(receivers.Count),
            SmallerSide.Is(Math.Min(senders.Count, receivers.Count)),
            Filled.Is((double)core.Count / (senders.Count * receivers.Count))
        );
    }
}
