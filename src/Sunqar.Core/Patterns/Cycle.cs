using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>Value that comes back: a simple cycle of one-off pairs. Page: docs/patterns/cycle.md.</summary>
public sealed class Cycle() : Typology(Name, "Cycle", "Cycles")
{
    public const string Name = "cycle";

    internal static readonly EvidenceKey LastingPairs = new(
        "lasting_pairs",
        "Pairs that last",
        "Pairs among them that also pay each other at other times: they speak against the pattern."
    );

    public override string Definition =>
        "Value leaves an account and comes back over three or more different "
        + "accounts, each paying the next once and never otherwise (but one, "
        + "where nobody else meets the others), no step above ten times another; in the order of time, or (said in the evidence) in any "
        + "order, within the window.";

    public override IReadOnlyList<string> Roles => ["layerer"];

    public override IReadOnlyList<string> Flags => ["pack.v5"];

    public override IReadOnlyList<EvidenceKey> Evidence =>
        [
            EvidenceKeys.BecauseOf,
            EvidenceKeys.Order,
            EvidenceKeys.Surprise,
            LastingPairs,
            EvidenceKeys.Length,
            EvidenceKeys.SecludedAccounts,
            EvidenceKeys.Conserved,
        ];

    public override IReadOnlyList<Cause> Causes => [Cause.InOrderOfTime, Cause.AnyOrder, Cause.Chain, Cause.BriefMeetings];

    public override IMiner Begin(MiningGround ground) =>
        Miners.Several(Miners.Anew(seen => Sight(seen, seen.Cycles)), Miners.Anew(LayeringChain.Closed), BriefShapes.Of(Name));

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A savings circle, a loan that is paid back through a relative, or a refund that takes another way.",
            $"Each of {EvidenceKeys.Accounts.In(evidence)} accounts passed it on once, "
                + $"{EvidenceKeys.Order.In(evidence)}; pairs that last among them: "
                + $"{LastingPairs.In(evidence)}. Members of a circle pay in turn and for months.",
            "Contributions of equal size on fixed days; pairs that also deal with each other at other times; a contract "
                + "for the loan. Pairs that "
                + "last would have ruled it out."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"What left an account came back to it within {EvidenceKeys.Span(lead)} over {lead.Says(EvidenceKeys.Accounts)} accounts, "
                + $"{lead.Says(EvidenceKeys.Order)}.",
        ];

    /// <summary>The cycles along which value is handed on.</summary>
    private static IEnumerable<Sighting> Sight(MiningGround ground, IEnumerable<PairCycle> cycles)
    {
        foreach (var cycle in cycles)
        {
            if (Conservation.OfCycle(ground, [.. cycle.Pairs.Select(p => ground.OneOff.Rows(p)[0])]) is { } flow)
                yield return Sight(ground, cycle, flow);
        }
    }

    private static Sighting Sight(MiningGround ground, PairCycle cycle, Flow flow)
    {
        var pairs = ground.OneOff;
        var score = Score(cycle.Ordered, cycle.Pairs.Length, cycle.Surprise);
        // Suspect pairs alone make no cycle: only the order of time lets suspicion speak for the shape.
        if (cycle.Ordered && score > PairCycles.Limits.HeardMin)
            score = Math.Max(score, Sightings.Mean(ground.Suspicion, cycle.Pairs));
        return Sightings.FromPairs(
            ground,
            pairs,
            Name,
            cycle.Pairs,
            score,
            cycle.Pairs.Select(p => new Member(pairs.From[p], "layerer")),
            (cycle.Ordered ? Cause.InOrderOfTime : Cause.AnyOrder).Told(),
            EvidenceKeys.Surprise.Is(cycle.Surprise),
            EvidenceKeys.Conserved.Is(flow.Text)
        );
    }

    /// <summary>
    /// Log-odds by surprise and length, set by hand on AMLSim and AMLGentex together: chance closes short cycles more often than the
    /// degrees on the way tell, as people who trade with each other do so in small circles.
    /// </summary>
    private static double Score(bool ordered, int length, double surprise)
    {
        var limits = PairCycles.Limits;
        surprise = Math.Min(surprise, limits.SurpriseCounted);
        var further = length - limits.LengthMin;
        var logOdds = ordered
            ? limits.OrderedBias + (limits.OrderedPerSurprise * surprise) + (limits.OrderedPerAccount * further)
            : limits.AnyBias + (limits.AnyPerSurprise * surprise) + (limits.AnyPerAccount * further);
        return Logistic.Probability(logOdds);
    }
}
