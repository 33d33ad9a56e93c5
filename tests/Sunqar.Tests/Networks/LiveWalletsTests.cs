using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class LiveWalletsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2, Traits = ["Suite", "Whole"])]
    [InlineData(3, Traits = ["Suite", "Whole"])]
    public void After_every_batch_wallets_are_judged_as_if_all_were_judged_anew(int seed)
    {
        var random = new Random(seed);
        var rows = SchemeStream.Of(seed);
        var transfers = new LiveTransfers();
        var live = new LiveWallets(transfers, SchemeStream.Labels());
        var met = new List<SchemeStream.SchemeRow>();
        var classes = new HashSet<WalletClass>();
        while (met.Count < rows.Count)
        {
            var batch = rows.GetRange(
                met.Count,
                Math.Min(
                    rows.Count - met.Count,
                    random.Next(3) switch
                    {
                        0 => 1,
                        1 => random.Next(1, 30),
                        _ => random.Next(1, 300),
                    }
                )
            );
            var before = transfers.Table.Count;
            batch.ForEach(row => row.AddTo(transfers));
            met.AddRange(batch);
            live.Update(Enumerable.Range(before, batch.Count));
            var builder = new TransferTableBuilder();
            met.ForEach(row => row.AddTo(builder));
            var scratch = WalletClassifier.Classify(TransferGraph.Build(builder.Build()), SchemeStream.Labels());
            classes.UnionWith(scratch.Verdicts.Select(v => v.Class));
            Assert.Equal(
                scratch.Verdicts.Select(Told).Order(StringComparer.Ordinal),
                live.Classes.Verdicts.Select(Told).Order(StringComparer.Ordinal)
            );
        }
        Assert.Equal(4, classes.Count);
    }

    [Fact]
    public void A_service_is_not_measured_for_every_transfer_of_it()
    {
        var transfers = new LiveTransfers();
        var live = new LiveWallets(transfers, SchemeStream.Labels());
        void Pay(int number, string from, string to)
        {
            var before = transfers.Table.Count;
            new SchemeStream.SchemeRow($"t{number}", TransferKind.Chain, from, to, number * 60_000_000L, 100_000_000).AddTo(transfers);
            live.Update(Enumerable.Range(before, transfers.Table.Count - before));
        }
        for (var i = 0; i < 200; i++)
        {
            Pay(i, "hot", $"w{i % 20}");
        }
        var measured = live.Measured;
        for (var i = 200; i < 300; i++)
        {
            Pay(i, "hot", $"w{i % 20}");
        }
        // Twice each: as labels tell, and as those who empty into one tell. The service itself hardly ever.
        Assert.InRange(live.Measured - measured, 100, 203);
    }

    private static string Told(WalletVerdict v) =>
        v.Class == WalletClass.Service
            ? $"{v.Wallet} {v.Class}"
            : $"{v.Wallet} {v.Class} {v.Score:R} {v.Profile with { TopService = Math.Min(v.Profile.TopService, 0) }}";
}
