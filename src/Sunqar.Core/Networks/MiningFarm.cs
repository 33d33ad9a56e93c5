using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Networks;

/// <summary>Unlicensed mining farms. Page: docs/patterns/mining.md.</summary>
public sealed class MiningFarm() : Typology(Name, "Illegal mining", "Illegal mining")
{
    public const string Name = "mining";

    internal static readonly EvidenceKey Payouts = new("payouts", "Payouts from pools"),
        EarnedUsdt = new("earned_usdt", "Earned, USDT"),
        Pools = new("pools", "Pools"),
        LicencesChecked = new("licences_checked", "Licences checked", "1: against the register; 0: no register was given."),
        Register = new("register", "Register of licences");

    public override string Definition =>
        "A mining pool pays the same four or more wallets on nearly every "
        + "day, about the same sum, they forward it to one owner, and no wallet "
        + "of theirs stands in the register of licensed miners.";

    public override IReadOnlyList<string> Roles => ["organiser", "miner"];

    public override IReadOnlyList<string> Flags => ["pack.w7"];

    public override IReadOnlyList<EvidenceKey> Evidence => [Payouts, EarnedUsdt, Pools, LicencesChecked, Register];

    public override bool IsNetwork => true;

    public override IMiner Begin(MiningGround ground) => new Miner(ground);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A licensed miner, or a hosting firm that mines for licensed customers.",
            LicencesChecked.In(evidence) == "1"
                ? $"None of the wallets stands in the register of licences ({Register.In(evidence)}); a pool paid them "
                    + $"{Payouts.In(evidence)} times."
                : "No register of licences was given, so nothing speaks against it yet; a pool paid the wallets "
                    + $"{Payouts.In(evidence)} times.",
            "A licence that names one of these wallets or their owner; a hosting contract; electricity billed at a mining tariff."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"A mining pool paid these wallets {lead.Says(Payouts)} times, day after day, {lead.Says(EarnedUsdt)} USDT in all; "
                + $"register: {lead.Says(Register)}.",
        ];

    private sealed class Miner(MiningGround ground) : IMiner
    {
        private readonly MiningPayouts _farms = new(ground.Graph);

        public long Looks => _farms.Looks;

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            foreach (var row in step.Rows)
            {
                _farms.Touch(row);
            }
            return [.. _farms.Mine(Licensed(step.Ground)).Select(farm => farm.WithTurnover(step.Ground.Table, Currency.Usdt))];
        }

        /// <summary>Wallets that the register lists under a licence that was in force when the transfers ended.</summary>
        private static Func<int, bool>? Licensed(MiningGround ground)
        {
            if (ground.Context.Registry is not { } registry || ground.Table.Count == 0)
            {
                return null;
            }
            var until = ground.Table.LastUs;
            return account =>
                registry.PlatformOfWallet(ground.Table.Accounts.Id(account)) is { } code && registry.LicenceAt(code, until) is not null;
        }
    }
}
