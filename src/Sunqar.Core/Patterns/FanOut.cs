namespace Sunqar.Core.Patterns;

/// <summary>One pays many. Page: docs/patterns/fan_out.md.</summary>
public sealed class FanOut() : Typology(Name, "Fan-out", "Fan-out")
{
    public const string Name = "fan_out";

    internal static readonly EvidenceKey TransfersAPair = new("transfers_a_pair", "Transfers a pair", "On average.");

    public override string Definition =>
        "One account pays two or more accounts within the window: once each "
        + "in pairs that are suspect, suddenly more than its habit explains, "
        + "or again and again for days to accounts it never paid before or after (a relay).";

    public override IReadOnlyList<string> Roles => ["source", "destination"];

    public override IReadOnlyList<string> Flags => ["pack.v3"];

    public override IReadOnlyList<EvidenceKey> Evidence =>
        [
            EvidenceKeys.Counterparties,
            EvidenceKeys.BecauseOf,
            EvidenceKeys.UsualInFiveDays,
            EvidenceKeys.Surprise,
            EvidenceKeys.SecludedAccounts,
            EvidenceKeys.Receivers,
            TransfersAPair,
        ];

    public override IReadOnlyList<Cause> Causes => [Cause.PairSuspicion, Cause.Habit, Cause.Relay, Cause.BriefMeetings];

    public override IMiner Begin(MiningGround ground) =>
        Miners.Several(Miners.AtPairs(At), Miners.AtAccounts(Relay.At), BriefShapes.Of(Name));

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "Wages of a small employer, prizes, rent returned, or help sent to relatives.",
            $"{EvidenceKeys.Counterparties.In(evidence)} were paid once each within the window; usual in five days: "
                + $"{EvidenceKeys.UsualInFiveDays.In(evidence)}. Wages come back every month to the same accounts.",
            "The same receivers in other months, an employment register that lists them, sums that differ as wages do. "
                + "With receivers as many as usual "
                + "it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            lead.Cause == Cause.Relay
                ? $"One account paid {lead.Says(EvidenceKeys.Receivers)} others again and again within {EvidenceKeys.Span(lead)}, "
                    + $"{lead.Says(TransfersAPair)} times each on average, and never before or after."
                : $"One account paid {lead.Says(EvidenceKeys.Counterparties)} others, once each, within {EvidenceKeys.Span(lead)}; "
                    + $"they deal with each other at no other time.{Fan.Habit(lead)}",
        ];

    /// <summary>The fans out of one account.</summary>
    private static void At(MiningGround ground, int account, List<Sighting> found)
    {
        var all = ground.OneOff.Out(account);
        Fan.Hot(ground, Name, account, all, found);
        Fan.Sudden(ground, Name, account, all, found);
    }
}
