using Sunqar.Core.Patterns;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>Cards that turn what strangers send into notes, with nobody between. Page: docs/patterns/cash_out_ring.md.</summary>
public sealed class CashOutRing() : Typology(Name, "Cash-out ring", "Cash-out rings")
{
    public const string Name = "cash_out_ring";

    public override string Definition =>
        "Three or more cards on which what strangers send leaves in cash "
        + "within hours, and which meet at cash terminals more often than chance "
        + "allows; no collector feeds them.";

    public override IReadOnlyList<string> Roles => ["organiser", "collector", "dropper"];

    public override IReadOnlyList<string> Flags => ["fatf.f3", "pack.c3", "pack.p6", "pack.v1"];

    public override IReadOnlyList<EvidenceKey> Evidence => CashOutNetwork.Observed;

    public override bool IsNetwork => true;

    /// <summary>The search for networks meets rings on its way.</summary>
    public override IMiner? Begin(MiningGround ground) => null;

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "Workmates, couples or a family that draws cash at one machine after pay day.",
            CashOutNetwork.Seen(evidence),
            "One payer behind the cards, holders of one address or one employer, cash drawn days after. Had the cards "
                + "met as often as chance gives, "
                + "it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) => CashOutNetwork.Story(lead, flow);
}
