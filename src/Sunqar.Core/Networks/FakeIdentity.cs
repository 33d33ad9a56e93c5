using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Networks;

/// <summary>Cards on identities that are not their holders'. Page: docs/patterns/fake_identity.md.</summary>
public sealed class FakeIdentity() : Typology(Name, "Fake identity", "Fake identities")
{
    public const string Name = "fake_identity";

    internal static readonly EvidenceKey Cards = new("cards_on_one_device", "Cards on one device"),
        CardsMin = new("cards_on_one_device_min", "Cards on one device, at least"),
        NeverIssued = new("iins_never_issued", "IINs never issued", "Their check digit or date is impossible."),
        Holders = new("holders_shown", "Holders that the IINs show");

    public override string Definition =>
        "One device works three or more cards whose IINs cannot have been "
        + "issued, or six or more cards on one IIN, which is more than a person "
        + "has use for.";

    public override IReadOnlyList<string> Roles => ["organiser", "fake_card"];

    public override IReadOnlyList<string> Flags => ["fatf.s8", "pack.d1", "pack.d4", "pack.d5"];

    public override IReadOnlyList<EvidenceKey> Evidence => [Cards, CardsMin, NeverIssued, Holders];

    public override bool IsNetwork => true;

    public override IMiner Begin(MiningGround ground) => new Miner(ground);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A parent or a helper who works the cards of a family, or a phone shop that sets cards up for customers.",
            $"{Cards.In(evidence)} cards on one device; IINs that cannot have been issued: {NeverIssued.In(evidence)}; "
                + $"holders shown: {Holders.In(evidence)}. "
                + "A family's numbers are real, and a shop's cards go to other devices afterwards.",
            "IINs that were mistyped and belong to real relatives; the cards used from other devices later. With fewer "
                + "cards it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"One device worked {lead.Says(Cards)} cards "
                + (
                    lead.Says(NeverIssued) is "0" or "?"
                        ? $"on {lead.Says(Holders)} IIN."
                        : $"whose IINs cannot have been issued ({lead.Says(NeverIssued)} of them)."
                ),
        ];

    private sealed class Miner(MiningGround ground) : IMiner
    {
        private readonly FakeIdentityMiner _identities = new(ground.Graph);
        private int _devices;

        public long Looks => _identities.Looks;

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            foreach (var row in step.Rows)
            {
                _identities.Touch(row);
            }
            var devices = step.Ground.Context.Devices ?? [];
            for (; _devices < devices.Count; _devices++)
            {
                _identities.Add(devices[_devices]);
            }
            return [.. _identities.Mine(step.Explained()).Select(cards => cards.WithTurnover(step.Ground.Table, Currency.Kzt))];
        }
    }
}
