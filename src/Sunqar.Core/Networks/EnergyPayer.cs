using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Networks;

/// <summary>Many wallets of one hand, told by who pays their energy. Page: docs/patterns/energy_payer.md.</summary>
public sealed class EnergyPayer() : Typology(Name, "Wallets on one payer of energy", "Wallets on one payer of energy")
{
    public const string Name = "energy_payer";

    internal static readonly EvidenceKey Payer = new("energy_payer", "Payer of their energy"),
        PaidFor = new("energy_paid_for", "Wallets whose energy it pays", "These, and those that are not tied to them."),
        Days = new("energy_days", "Days on which it paid, wallet by wallet"),
        Tied =
            new(
                "wallets_tied",
                "Wallets that live on each other",
                "Half of what they send or take stays among them, or goes to somebody they share."
            );

    public override string Definition =>
        "One address pays nearly all the energy of five or more wallets on "
        + "TRON, and does not serve a crowd; most of them live on each other, or on "
        + "the same few others, and none is known as a service's.";

    public override IReadOnlyList<string> Roles => ["organiser", "wallet"];

    public override IReadOnlyList<string> Flags => ["pack.w5"];

    public override IReadOnlyList<EvidenceKey> Evidence => [Payer, PaidFor, Days, Tied];

    public override bool IsNetwork => true;

    /// <summary>Too few were seen to fit weights to.</summary>
    public override bool KeepsOwnScore => true;

    public override IMiner Begin(MiningGround ground) => new Miner(ground);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A shop, a studio or a payment service that keeps a wallet for each till or customer, and stakes once for all of them.",
            $"One address pays for {PaidFor.In(evidence)} wallets, and {Tied.In(evidence)} of them live on each other. "
                + "A firm's tills are filled by many customers, pass on to one wallet at fixed hours, and the firm says so when it is asked.",
            "A registered owner of the payer, or wallets that turn out to be of different people. With fewer wallets, or "
                + "less that passes between them, it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"One address, {lead.Says(Payer)}, paid the energy of {lead.Says(PaidFor)} wallets on {lead.Says(Days)} days in all; "
                + $"{lead.Says(Tied)} of them live on each other.",
        ];

    private sealed class Miner(MiningGround ground) : IMiner
    {
        private readonly EnergyPayerMiner _payers = new(ground.Graph);

        public long Looks => _payers.Looks;

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            foreach (var row in step.Rows)
                _payers.Touch(row);
            if (step.Ground.Context.Registry is not { Energy: { IsEmpty: false } energy } registry)
                return [];
            var (table, wallets, explained) = (step.Ground.Table, step.Ground.Wallets, step.Explained());
            bool IsNobodysOwn(int account) =>
                wallets.ClassOf(account) is WalletClass.Service or WalletClass.Deposit
                || registry.PlatformOfWallet(table.Accounts.Id(account)) is not null
                || explained.Contains(account);
            return
            [
                .. _payers
                    .Mine(energy, payer => registry.PlatformOfWallet(payer) is not null || IsLabelled(payer), IsNobodysOwn)
                    .Select(sighting => sighting.WithTurnover(table, Currency.Usdt)),
            ];
            bool IsLabelled(string payer) =>
                table.Accounts.TryFind(payer, out var account) && wallets.ClassOf(account) == WalletClass.Service;
        }
    }
}
