using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="GatherScatter"/>, section <c>gather</c> of rulebooks/mining.limits.</summary>
[Limits("gather")]
internal sealed record GatherLimits(
    int SidesMin,
    double Bias,
    double PerSurprise,
    int MixedPercentMax,
    long ShortSpanUs,
    long MiddleSpanUs,
    long LongSpanUs
);

/// <summary>Many pay one hub, then the hub pays many. Page: docs/patterns/gather_scatter.md.</summary>
public sealed class GatherScatter() : Typology(Name, "Gather-scatter", "Gather-scatter")
{
    private static readonly GatherLimits Limits = MiningTuning.Shipped.Of<GatherLimits>();

    public const string Name = "gather_scatter";

    private static readonly EvidenceKey Sources = new("sources", "Sources"),
        Destinations = new("destinations", "Destinations"),
        UsualPairs = new("usual_pairs", "Usual counterparties", "How many the account has at other times.");

    public override string Definition =>
        "A hub is paid by two or more accounts once each and afterwards pays "
        + "two or more others once each, within the window, gathering before "
        + "scattering, a quarter to four times what it got, and unlike its habit.";

    public override IReadOnlyList<string> Roles => ["hub", "source", "destination"];

    public override IReadOnlyList<string> Flags => ["fatf.p8", "pack.v4"];

    public override IReadOnlyList<EvidenceKey> Evidence =>
        [
            Sources,
            Destinations,
            EvidenceKeys.BecauseOf,
            EvidenceKeys.Conserved,
            UsualPairs,
            EvidenceKeys.Surprise,
            EvidenceKeys.SecludedAccounts,
        ];

    public override IReadOnlyList<Cause> Causes => [Cause.PairSuspicion, Cause.Habit, Cause.BriefMeetings];

    public override IMiner Begin(MiningGround ground) => Miners.Several(Miners.AtPairs(At), BriefShapes.Of(Name));

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A treasurer of a trip or a funeral who collects and pays the bills, or a foreman who hands out wages.",
            $"{Sources.In(evidence)} paid in and {Destinations.In(evidence)} were paid, "
                + $"{EvidenceKeys.Conserved.ShareIn(evidence)} of the sum handed on; usual "
                + $"counterparties: {UsualPairs.In(evidence)}. Bills are paid to merchants, not to persons.",
            "Receivers that are shops or the payers' own relatives; the same hub in other months. Had much more or less "
                + "gone out than came in, "
                + "it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"{lead.Says(Sources)} accounts paid one account, once each, which then paid {lead.Says(Destinations)} others, once each; "
                + $"it took {EvidenceKeys.Span(lead)}.",
        ];

    /// <summary>What is gathered and scattered at one hub.</summary>
    private static void At(MiningGround ground, int hub, List<Sighting> found)
    {
        ReadOnlySpan<int> outgoing = ground.OneOff.Out(hub),
            incoming = ground.OneOff.In(hub);
        if (
            outgoing.Length < Limits.SidesMin
            || incoming.Length < Limits.SidesMin
            || outgoing.Length + incoming.Length > PairEvidence.Limits.PublicTimes * PairEvidence.Limits.PublicPairs
        )
        {
            return;
        }
        var hot = Hot(ground, hub, incoming, outgoing);
        if (hot.In.Count >= Limits.SidesMin && hot.Out.Count >= Limits.SidesMin)
        {
            int[] both = [.. hot.In, .. hot.Out];
            Tell(ground, hub, hot.In, hot.Out, found, Sightings.Mean(ground.Suspicion, both), Cause.PairSuspicion);
        }
        (List<int> In, List<int> Out, double Usual, double Surprise)? best = null;
        foreach (var span in (ReadOnlySpan<long>)[Limits.ShortSpanUs, Limits.MiddleSpanUs, Limits.LongSpanUs])
        {
            var spanUs = Math.Min(ground.WindowUs, span);
            if (Turn(ground, incoming, outgoing, spanUs) is { } turn && (best is null || turn.Surprise > best.Value.Surprise))
                best = turn;
        }
        if (best is not { } turned)
            return;
        var score = Logistic.Probability(Limits.Bias + (Limits.PerSurprise * turned.Surprise));
        Tell(
            ground,
            hub,
            turned.In,
            turned.Out,
            found,
            score,
            Cause.Habit,
            UsualPairs.Is(turned.Usual),
            EvidenceKeys.Surprise.Is(turned.Surprise)
        );
    }

    /// <summary>The hot pairs of the window that holds most of them, on their side of the turn that leaves most on both: what comes after
    /// it, or goes before it, is another story.</summary>
    private static (List<int> In, List<int> Out) Hot(MiningGround ground, int hub, ReadOnlySpan<int> incoming, ReadOnlySpan<int> outgoing)
    {
        var pairs = ground.OneOff;
        var all = new List<int>();
        foreach (var pair in incoming)
        {
            if (ground.Suspicion.Of[pair] >= PairEvidence.Limits.Hot)
                all.Add(pair);
        }
        foreach (var pair in outgoing)
        {
            if (ground.Suspicion.Of[pair] >= PairEvidence.Limits.Hot)
                all.Add(pair);
        }
        if (all.Count < 2 * Limits.SidesMin)
            return ([], []);
        var run = HotRuns.Longest(pairs, all, ground.WindowUs);
        (List<int> In, List<int> Out) best = ([], []);
        foreach (var turn in run.Where(p => pairs.From[p] == hub).Select(p => pairs.FirstUs[p]).Distinct())
        {
            var ins = run.FindAll(p => pairs.To[p] == hub && pairs.FirstUs[p] < turn);
            var outs = run.FindAll(p => pairs.From[p] == hub && pairs.FirstUs[p] >= turn);
            var (least, leastOfBest) = (Math.Min(ins.Count, outs.Count), Math.Min(best.In.Count, best.Out.Count));
            if (least > leastOfBest || (least == leastOfBest && ins.Count + outs.Count > best.In.Count + best.Out.Count))
                best = (ins, outs);
        }
        return best;
    }

    /// <summary>
    /// The time at which gathering turns into scattering, with most pairs on the smaller side and little of the other direction between;
    /// how many one-off pairs the hub has in a usual span, and the log-likelihood ratio of what it has against that (a Poisson process).
    /// </summary>
    private static (List<int> In, List<int> Out, double Usual, double Surprise)? Turn(
        MiningGround ground,
        ReadOnlySpan<int> incoming,
        ReadOnlySpan<int> outgoing,
        long spanUs
    )
    {
        var pairs = ground.OneOff;
        (List<int> In, List<int> Out) best = ([], []);
        for (var turn = 0; turn < outgoing.Length; turn++)
        {
            if (turn > 0 && pairs.FirstUs[outgoing[turn - 1]] == pairs.FirstUs[outgoing[turn]])
                continue;
            var (ins, outs) = Around(pairs, incoming, outgoing, turn, spanUs / 2);
            if (Math.Min(ins.Count, outs.Count) < Limits.SidesMin || Math.Max(ins.Count, outs.Count) > Fan.Limits.PairsMax)
                continue;
            if (Math.Min(ins.Count, outs.Count) > Math.Min(best.In.Count, best.Out.Count))
                best = (ins, outs);
        }
        var count = best.In.Count + best.Out.Count;
        if (count == 0)
            return null;
        var spans = Math.Max(1, ((double)ground.ObservedUs / spanUs) - 1);
        var usual = (1 + outgoing.Length + incoming.Length - count) / spans;
        return count > usual ? (best.In, best.Out, usual, (count * Math.Log(count / usual)) - count + usual) : null;
    }

    /// <summary>What came in the half span before a pair goes out, and what goes out in the half span from it; empty where the directions
    /// mix too much.</summary>
    private static (List<int> In, List<int> Out) Around(
        BriefPairs pairs,
        ReadOnlySpan<int> incoming,
        ReadOnlySpan<int> outgoing,
        int turn,
        long halfUs
    )
    {
        var at = pairs.FirstUs[outgoing[turn]];
        var outs = new List<int>();
        for (var i = turn; i < outgoing.Length && pairs.FirstUs[outgoing[i]] - at <= halfUs; i++)
        {
            outs.Add(outgoing[i]);
        }
        var ins = new List<int>();
        var mixed = 0;
        foreach (var pair in incoming)
        {
            var wait = at - pairs.FirstUs[pair];
            if (wait > 0 && wait <= halfUs)
                ins.Add(pair);
            else if (wait <= 0 && pairs.FirstUs[pair] <= pairs.FirstUs[outs[^1]])
                mixed++;
        }
        for (var i = turn - 1; ins.Count > 0 && i >= 0 && pairs.FirstUs[outgoing[i]] >= pairs.FirstUs[ins[0]]; i--)
        {
            mixed++;
        }
        return mixed * 100 <= (ins.Count + outs.Count) * Limits.MixedPercentMax ? (ins, outs) : ([], []);
    }

    private static void Tell(
        MiningGround ground,
        int hub,
        List<int> ins,
        List<int> outs,
        List<Sighting> found,
        double score,
        Cause cause,
        params ReadOnlySpan<Observed> more
    )
    {
        var pairs = ground.OneOff;
        var flow = Conservation.Of(ground, ins.Select(p => pairs.Rows(p)[0]), outs.Select(p => pairs.Rows(p)[0]));
        if (!flow.IsWithin(Conservation.Limits.WholeTimesMax))
            return;
        var members = new List<Member> { new(hub, "hub") };
        members.AddRange(ins.Select(p => new Member(pairs.From[p], "source")));
        members.AddRange(outs.Select(p => new Member(pairs.To[p], "destination")));
        found.Add(
            Sightings.FromPairs(
                ground,
                pairs,
                Name,
                ins.Concat(outs),
                score,
                members,
                [Sources.Is(ins.Count), Destinations.Is(outs.Count), cause.Told(), EvidenceKeys.Conserved.Is(flow.Text), .. more]
            )
        );
    }
}
