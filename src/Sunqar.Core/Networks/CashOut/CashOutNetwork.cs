using Sunqar.Core.Patterns;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>Cards that collectors feed and that turn it into notes. Page: docs/patterns/cash_out_network.md.</summary>
public sealed class CashOutNetwork() : Typology(Name, "Cash-out network", "Cash-out networks")
{
    public const string Name = "cash_out_network";

    internal static readonly EvidenceKey Cards = new("cards", "Cards"),
        Collectors = new("collectors", "Collectors", "Accounts that gather for the cards."),
        CashTerminals = new("cash_terminals", "Cash terminals"),
        Meetings = new("meetings", "Meetings at a terminal", "Two of the cards drew cash at the same machine within minutes."),
        MeetingsByChance =
            new("meetings_by_chance", "Meetings that chance gives", "Cards that use the same machines independently of each other."),
        Odds = new("odds", "By chance alone", Matching.Odds.Meaning),
        QuickCash =
            new(
                "quick_cash_over_inflow",
                "Quick cash over money in",
                "Of what others sent to the cards, this part left in cash within hours."
            ),
        DwellHours = new("median_dwell_hours", "Median hours before it left", "From a card's income to its next withdrawal."),
        WalletsBehind =
            new(
                "wallets_behind_platforms",
                "Wallets behind platforms",
                "Their deposits come out of a platform as tenge on a member's card."
            ),
        Senders = new("senders", "Senders", "Bystanders: counted, not listed.");

    public override string Definition =>
        "Three or more cards on which what others send leaves in cash within "
        + "hours, and which meet at cash terminals more often than chance "
        + "allows, with the collectors that feed them.";

    public override IReadOnlyList<string> Roles => ["organiser", "collector", "dropper"];

    public override IReadOnlyList<string> Flags => ["fatf.f3", "pack.c3", "pack.p6", "pack.v1"];

    public override IReadOnlyList<EvidenceKey> Evidence => Observed;

    public override bool IsNetwork => true;

    public override IMiner Begin(MiningGround ground) => new CashOutMiner(ground.Graph);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A crew paid by its contractor, a factory's pay day, or a family that goes to one machine.",
            Seen(evidence),
            "One employer behind the payments and equal sums on fixed days; cards of one household; cash drawn days "
                + "later. Had the cards met as often "
                + "as chance gives, or had the money stayed, it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) => Story(lead, flow);

    /// <summary>What is observed of cards that cash out, whoever feeds them.</summary>
    internal static IReadOnlyList<EvidenceKey> Observed { get; } =
    [Cards, Collectors, CashTerminals, Meetings, MeetingsByChance, Odds, QuickCash, DwellHours, WalletsBehind, Senders];

    /// <summary>What is observed that no innocent explanation covers.</summary>
    internal static string Seen(IReadOnlyDictionary<string, string> evidence) =>
        $"The cards met {Meetings.In(evidence)} times where chance gives {MeetingsByChance.In(evidence)}; "
        + $"{QuickCash.ShareIn(evidence)} of what others "
        + $"sent left in cash within hours, and {Senders.In(evidence)} people sent it. A crew has one payer, and a family few.";

    internal static IEnumerable<string> Story(Sighting lead, NetworkFlow flow)
    {
        var (spread, spreadMicro) = flow.Of(p => p.From == "collectors" && p.To == "droppers");
        if (spread > 0)
        {
            yield return $"Collectors spread {NetworkStory.Millions(spreadMicro)} "
                + $"million tenge over the droppers' cards in {spread} transfers.";
        }
        if (NetworkStory.Cash(flow) is { } cash)
        {
            yield return cash;
        }
        yield return $"The cards met at cash terminals within ten minutes of each other {lead.Says(Meetings)} times, "
            + $"where chance gives {lead.Says(MeetingsByChance)}; half of the "
            + $"money stayed less than {lead.Says(DwellHours)} hours on a card.";
    }
}
