using System.Globalization;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="Structuring"/>, section <c>structuring</c> of rulebooks/mining.limits.</summary>
[Limits("structuring")]
internal sealed record StructuringLimits(int BandPercent, int TransfersMin, long GapUs, double Bias, double PerTransfer, double PerShare);

/// <summary>Amounts kept just below a reporting threshold. Page: docs/patterns/structuring.md.</summary>
public sealed class Structuring() : Typology(Name, "Structuring", "Structuring")
{
    private static readonly StructuringLimits Limits = MiningTuning.Shipped.Of<StructuringLimits>();

    public const string Name = "structuring";

    private static readonly EvidenceKey Threshold =
            new("threshold", "Threshold", "From here on a check or a report begins; these amounts stay just below it."),
        Source = new("source", "Source of the threshold"),
        Amounts =
            new(
                "amounts",
                "Amounts, least and most",
                "In whole units: the narrower and the nearer to the threshold, the less it is chance."
            ),
        Share =
            new(
                "share_of_received",
                "Share of all received",
                "Of all transfers that the account ever received, this part lies "
                    + "below the threshold. One that also receives above it hides "
                    + "nothing."
            );

    public override string Definition =>
        "One account receives runs of three or more transfers, each at most "
        + "three days after the one before, each at least 90 % of a reporting "
        + "threshold in force but below it, and little else.";

    public override IReadOnlyList<string> Roles => ["beneficiary", "smurf"];

    public override IReadOnlyList<string> Flags => ["fatf.t1", "pack.c2"];

    public override IReadOnlyList<EvidenceKey> Evidence => [Threshold, Source, Amounts, Share];

    public override IMiner Begin(MiningGround ground) => Miners.AtAccounts(At);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A price or an instalment that happens to lie just below the threshold, or a bank's own limit for one transfer.",
            $"Amounts from {Amounts.In(evidence)} against a threshold of {Threshold.In(evidence)}; share of all that the account received: "
                + $"{Share.ShareIn(evidence)}. Prices repeat to the tenge, and whoever has nothing to hide also receives above.",
            "A contract with instalments of that sum, a limit of the sender's bank at that figure, larger receipts on the same account."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            $"{lead.Says(EvidenceKeys.Transfers)} transfers of {lead.Says(Amounts)} came in, each just below the threshold of "
                + $"{lead.Says(Threshold)}: {Share.Percent(lead)} of all that the account received.",
        ];

    /// <summary>What one account receives below a threshold.</summary>
    private static void At(MiningGround ground, int account, List<Sighting> found)
    {
        if (ground.Graph.In(account).Length < Limits.TransfersMin)
            return;
        if (ground.Places.Has(account))
            return;
        foreach (var threshold in ground.Limits.Thresholds)
        {
            Below(ground, threshold, account, found);
        }
    }

    private static void Below(MiningGround ground, ReportingThreshold threshold, int account, List<Sighting> found)
    {
        var table = ground.Table;
        var received = ground.Graph.In(account);
        var below = new List<int>();
        var above = 0;
        foreach (var row in received)
        {
            if (table.CurrencyOf(row) != threshold.Currency)
                continue;
            if (table.TimeUs[row] < threshold.FromUs || table.TimeUs[row] >= threshold.UntilUs)
                continue;
            var amount = (Int128)table.AmountMicro[row];
            if (amount >= threshold.AmountMicro)
                above++;
            else if (amount * 100 >= (Int128)threshold.AmountMicro * Limits.BandPercent)
                below.Add(row);
        }
        var runUs = Math.Min(Limits.GapUs, ground.WindowUs);
        var run = new List<int>();
        for (int start = 0, next; start < below.Count; start = next)
        {
            next = start + 1;
            while (next < below.Count && table.TimeUs[below[next]] - table.TimeUs[below[next - 1]] <= runUs)
            {
                next++;
            }
            // All runs of an account are one finding: the habit is the offence, and each run alone fits the window.
            if (next - start >= Limits.TransfersMin)
                run.AddRange(below.GetRange(start, next - start));
        }
        if (run.Count > 0)
            found.Add(Sight(ground, threshold, account, run, received.Length, above));
    }

    private static Sighting Sight(MiningGround ground, ReportingThreshold threshold, int account, List<int> run, int received, int above)
    {
        var table = ground.Table;
        long least = long.MaxValue,
            most = 0;
        var members = new List<Member> { new(account, "beneficiary") };
        foreach (var row in run)
        {
            least = Math.Min(least, table.AmountMicro[row]);
            most = Math.Max(most, table.AmountMicro[row]);
            var payer = table.Accounts.Kind(table.From[row]);
            // A top-up without a sender comes out of a terminal, which may have no other traffic that tells it is one.
            var isTerminal =
                ground.Places.Has(table.From[row]) || (payer == AccountKind.Unknown && table.KindOf(row) == TransferKind.CardTopUp);
            if (!isTerminal)
                members.Add(new Member(table.From[row], "smurf"));
        }
        var share = (double)run.Count / received;
        // Three of many say little; runs that are most of what the account ever receives say much; who also receives above the threshold
        // hides nothing.
        var logOdds = Limits.Bias + (Limits.PerTransfer * (run.Count - Limits.TransfersMin)) + (Limits.PerShare * share) - above;
        return Sightings.FromRows(
            ground,
            Name,
            run,
            Logistic.Probability(logOdds),
            members,
            Threshold.Is(
                string.Create(CultureInfo.InvariantCulture, $"{threshold.AmountMicro / 1_000_000:N0} {threshold.Currency.Code()}")
            ),
            Source.Is(threshold.Source),
            Amounts.Is(string.Create(CultureInfo.InvariantCulture, $"{least / 1_000_000}–{most / 1_000_000}")),
            Share.Is(share)
        );
    }
}
