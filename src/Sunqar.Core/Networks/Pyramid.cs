using Sunqar.Core.Patterns;

namespace Sunqar.Core.Networks;

/// <summary>Wallets that pay early members with what later ones bring. Page: docs/patterns/pyramid.md.</summary>
public sealed class Pyramid() : Typology(Name, "Crypto pyramid", "Crypto pyramids")
{
    public const string Name = "pyramid";

    internal static readonly EvidenceKey Payees = new("payees", "Payees", "Bystanders and members: counted."),
        PaidBefore =
            new(
                "payees_that_paid_before",
                "Payees that had paid in before",
                "Part of those paid who had paid in earlier: payouts come from deposits."
            ),
        FromLater = new("payouts_from_who_joined_later", "Payouts that later members brought", "Newest money first; 1: all of it."),
        Depth =
            new("depth", "Depth", "Members in the longest line in which each was paid with what the next, who joined later, had brought."),
        NeverPaidBack = new("never_paid_back", "Never paid back", "Payers who got less than they gave."),
        Gini = new("gini_of_payouts", "Gini coefficient of payouts", "0: all get the same; 1: one gets all."),
        DaysToPayout = new("median_days_to_first_payout", "Median days to a first payout"),
        DaysOfLife = new("days_of_life", "Days of life"),
        DaysAfter =
            new(
                "days_after_last_round_of_payouts",
                "Days after the last round of payouts",
                "Deposits went on while nobody was paid any more."
            );

    public override string Definition =>
        "A wallet that 25 or more pay into and that pays out to ten or more, "
        + "most of whom paid before, out of what later ones bring; with the "
        + "early members who take far more than they gave, who empties it, and the cards that collect for it.";

    public override IReadOnlyList<string> Roles => ["organiser", "collector", "treasury", "early_member"];

    public override IReadOnlyList<string> Flags => ["fatf.a12", "pack.k7"];

    public override IReadOnlyList<EvidenceKey> Evidence =>
        [EvidenceKeys.Payers, Payees, PaidBefore, FromLater, Depth, NeverPaidBack, Gini, DaysToPayout, DaysOfLife, DaysAfter];

    public override bool IsNetwork => true;

    public override IMiner Begin(MiningGround ground) => new Miner(ground);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A shop or a studio with many customers, a lottery, or a fund that pays returns from what it earns.",
            $"{EvidenceKeys.Payers.In(evidence)} paid in, {Payees.In(evidence)} were paid, {PaidBefore.ShareIn(evidence)} of "
                + "them had paid before, out of what later ones "
                + $"brought ({FromLater.ShareIn(evidence)}). Never paid back: {NeverPaidBack.In(evidence)}. "
                + "A shop hardly pays its customers.",
            "Income from elsewhere that covers the pay-outs; goods delivered; a licence. Had those paid not paid in "
                + "before, it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow)
    {
        yield return $"{lead.Says(EvidenceKeys.Payers)} wallets paid in; {lead.Says(Payees)} were paid, "
            + $"{PaidBefore.Percent(lead)} of whom had paid in before.";
        yield return $"{lead.Says(NeverPaidBack)} payers have got back less than they gave; the pay-outs went to a few "
            + $"(Gini {lead.Says(Gini)}: 0 is even, 1 is all to one).";
    }

    /// <summary>Treasuries among the wallets, then the cards that collect for each.</summary>
    private sealed class Miner(MiningGround ground) : IMiner
    {
        private readonly PyramidMiner _pyramids = new(ground.Graph);
        private readonly PyramidCollectors _collectors = new(ground.Graph);
        private readonly SortedSet<int> _treasuries = [];

        public long Looks => _pyramids.Looks + _collectors.Looks;

        public IReadOnlyList<Sighting> Mine(MiningStep step)
        {
            foreach (var row in step.Rows)
            {
                _pyramids.Touch(row);
                _collectors.Touch(row);
            }
            var wallets = step.Ground.Wallets;
            foreach (var wallet in step.IsAnew ? wallets.Verdicts.Select(verdict => verdict.Wallet) : step.Wallets)
            {
                if (wallets.TryGet(wallet, out var verdict) && PyramidMiner.IsCandidate(verdict))
                    _treasuries.Add(wallet);
                else
                    _treasuries.Remove(wallet);
            }
            var verdicts = _treasuries.Select(wallet => wallets.TryGet(wallet, out var verdict) ? verdict : default);
            return _collectors.Extend(_pyramids.Mine(verdicts, step.Explained(Exchanger.Name)), step.Ground.Rates);
        }
    }
}
