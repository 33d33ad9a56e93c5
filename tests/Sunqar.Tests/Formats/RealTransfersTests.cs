using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>The transfers files of the shared data, by their known counts and some rows of each.</summary>
public class RealTransfersTests
{
    private static (TransferFileOutcome.Completed Outcome, KeptRows Kept) Read(string path)
    {
        var kept = new KeptRows();
        return (Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(Repository.Shared(path), null, kept)), kept);
    }

    private static List<TruthRow> Truth(string path)
    {
        var rows = new List<TruthRow>();
        using var stream = File.OpenRead(Repository.Shared(path));
        Assert.IsType<TransferFileOutcome.Completed>(TruthFile.Read(stream, path, rows.Add));
        return rows;
    }

    [Fact]
    public void Tron_exchange_offices()
    {
        var (outcome, kept) = Read("data/tron-exchange-offices/transfers.csv");
        Assert.Equal(new TransferFileOutcome.Completed("trc20", 10_525, 80, 0), outcome);
        Assert.Equal(10_525, kept.Rows.Select(r => r.Id).Distinct().Count());
        Assert.All(kept.Rows, r => Assert.Equal((Currency.Usdt, TransferKind.Chain), (r.Currency, r.Kind)));
    }

    [Fact]
    public void Every_token_of_the_export_with_its_exact_units_and_tags()
    {
        var transfers = new List<TokenTransfer>();
        using var stream = File.OpenRead(Repository.Shared("data/tron-exchange-offices/transfers.csv"));
        Assert.Equal(new TransferFileOutcome.Completed("trc20", 10_605, 0, 0), Trc20File.Read(stream, "t", transfers.Add));
        Assert.Equal(10_525, transfers.Count(Trc20File.IsGenuineUsdt));
        Assert.Contains(transfers, t => t.Decimals == 18);
        Assert.Contains(transfers, t => t.FromTag is not null || t.ToTag is not null);
        var first = transfers[0];
        Assert.Equal("971a74e7d6a9d7b0ac36412c0a4b63ba949cce223758132764e7d347c01c9123", first.Id);
        Assert.Equal((28_288_258, 6, 1_580_178_927_000_000), ((long)first.Units, first.Decimals, first.TimeUs));
    }

    [Fact]
    public void Amlsim()
    {
        var (outcome, kept) = Read("data/amlsim/transfers_10k.csv");
        Assert.Equal(new TransferFileOutcome.Completed("amlsim", 201_441, 0, 0), outcome);
        Assert.Equal(
            ("1", 1_483_228_800_000_000, "1088", "32", 972_530_000),
            kept.Rows.Select(r => (r.Id, r.TimeUs, r.From, r.To, r.AmountMicro)).First()
        );
        var truth = Truth("data/amlsim/transfers_10k.csv");
        Assert.Equal(187, truth.Select(t => t.PatternId).Distinct().Count());
        Assert.Equal(8, truth.Select(t => t.Kind).Distinct().Count());
        Assert.Contains(truth, t => t is { TransferId: "5", Kind: "fan_in", PatternId: "23", Account: "6538" });
    }

    [Fact]
    public void Amlgentex()
    {
        var (outcome, kept) = Read("data/amlgentex/transfers.csv");
        Assert.Equal(new TransferFileOutcome.Completed("amlgentex", 111_377, 0, 0), outcome);
        Assert.Equal(1_483_228_800_000_000 + 98 * 86_400_000_000, kept.Rows.Max(r => r.TimeUs));
        var truth = Truth("data/amlgentex/transfers.csv");
        Assert.Equal(884, truth.Select(t => t.TransferId).Distinct().Count());
        Assert.Equal(70, truth.Select(t => t.PatternId).Distinct().Count());
        Assert.Equal(397, truth.Where(t => t.Kind == "bipartite").Select(t => t.TransferId).Distinct().Count());
    }

    [Fact]
    public void Amlworld()
    {
        var (outcome, kept) = Read("data/amlworld/hi_small_patterns.csv");
        Assert.Equal(new TransferFileOutcome.Completed("amlworld", 3_209, 0, 0), outcome);
        Assert.Equal(
            ("1", 1_661_990_760_000_000, "021174/800737690", "012/80011F990", 2_848_960_000, Currency.Eur, TransferKind.AccountTransfer),
            kept.Rows[0]
        );
        var truth = Truth("data/amlworld/hi_small_patterns.csv");
        Assert.Equal(3_209, truth.Select(t => t.TransferId).Distinct().Count());
        Assert.Equal(370, truth.Select(t => t.PatternId).Distinct().Count());
        Assert.Contains(truth, t => t is { TransferId: "1", Kind: "fan_out", Account: "021174/800737690" });
    }
}
