using Sunqar.Core.Networks;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class TengeRatesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rates_estimated_from_purchases_that_keep_coming_are_those_estimated_from_all_at_once(int seed)
    {
        var random = new Random(seed);
        var rows = new List<SchemeStream.SchemeRow>();
        for (var i = 0; i < 400; i++)
        {
            var (minute, tokens) = (random.Next(5 * 1440), 10 + random.Next(900));
            Add(
                TransferKind.CryptoBuy,
                $"p{i}",
                "platform" + (i % 2),
                minute,
                tokens * SmallWorld.TengePerToken * (1 + (minute / 1440 * 0.01))
            );
            Add(TransferKind.CryptoWithdrawal, "platform" + (i % 2), $"w{i}", minute + random.Next(40), tokens);
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        var (transfers, met, none) = (new LiveTransfers(), new List<SchemeStream.SchemeRow>(), new RateTable());
        var live = new TengeRates(none, transfers);
        var told = new Dictionary<long, double>();
        var moved = 0;
        for (var at = 0; at < rows.Count; )
        {
            var batch = rows.GetRange(at, Math.Min(random.Next(1, 60), rows.Count - at));
            at += batch.Count;
            batch.ForEach(row => row.AddTo(transfers));
            met.AddRange(batch);
            var changed = live.Update(none, transfers);
            var builder = new TransferTableBuilder();
            met.ForEach(row => row.AddTo(builder));
            var scratch = new TengeRates(none, TransferGraph.Build(builder.Build()));
            for (var hour = 0; hour < 6 * 24; hour++)
            {
                var timeUs = SmallWorld.StartUs + (hour * 3_600_000_000L);
                Assert.Equal(scratch.PerToken(timeUs), live.PerToken(timeUs));
                Assert.Equal(
                    changed.Contains(timeUs / 3_600_000_000),
                    told.TryGetValue(timeUs, out var before) && before != live.PerToken(timeUs)
                );
                told[timeUs] = live.PerToken(timeUs);
            }
            Assert.Equal(scratch.Source, live.Source);
            moved += changed.Count > 0 ? 1 : 0;
        }
        Assert.True(moved > 3);
        Assert.InRange(live.PerToken(SmallWorld.StartUs), SmallWorld.TengePerToken * 0.997, SmallWorld.TengePerToken * 1.003);

        void Add(TransferKind kind, string from, string to, int minute, double amount) =>
            rows.Add(
                new SchemeStream.SchemeRow(
                    $"t{rows.Count}",
                    kind,
                    from,
                    to,
                    SmallWorld.StartUs + (minute * 60_000_000L),
                    (long)(amount * 1_000_000)
                )
            );
    }

    [Fact]
    public void Hours_whose_published_rate_changed_are_told()
    {
        var transfers = new LiveTransfers();
        new SchemeStream.SchemeRow("t", TransferKind.Chain, "a", "b", SmallWorld.StartUs, 1_000_000).AddTo(transfers);
        var rates = new TengeRates(SmallWorld.Rates(), transfers);
        Assert.Equal(SmallWorld.TengePerToken, rates.PerToken(SmallWorld.StartUs));
        Assert.Equal(SmallWorld.TengePerToken, rates.PerToken(SmallWorld.StartUs + 86_400_000_000));
        var later = SmallWorld.Rates();
        later.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 510, 1, SmallWorld.StartUs + 86_400_000_000, "test"));
        Assert.Equal([(SmallWorld.StartUs + 86_400_000_000) / 3_600_000_000], rates.Update(later, transfers));
        Assert.Equal(
            (SmallWorld.TengePerToken, 510.0),
            (rates.PerToken(SmallWorld.StartUs), rates.PerToken(SmallWorld.StartUs + 86_400_000_000))
        );
        Assert.Empty(rates.Update(later, transfers));
    }

    [Theory]
    [InlineData(false, 480)]
    [InlineData(true, 510)]
    public void A_token_counts_as_a_dollar_where_it_has_no_rate_of_its_own(bool own, double expected)
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usd, Currency.Kzt, 480, 1, 0, "test"));
        if (own)
            rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 510, 1, 0, "test"));
        var told = new TengeRates(rates, OneTransfer());
        Assert.Equal(("published", expected), (told.Source, told.PerToken(SmallWorld.StartUs)));
    }

    [Fact]
    public void An_hour_has_the_rate_of_its_end()
    {
        var rates = SmallWorld.Rates();
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 550, 1, SmallWorld.StartUs + 5_400_000_000, "test"));
        var told = new TengeRates(rates, OneTransfer());
        Assert.Equal([500, 550, 550], new[] { 0L, 1, 2 }.Select(hour => told.PerToken(SmallWorld.StartUs + (hour * 3_600_000_000))));
    }

    [Fact]
    public void Where_nothing_is_known_no_rate_is_made_up()
    {
        var told = new TengeRates(new RateTable(), OneTransfer());
        Assert.Equal(("unknown", 0), (told.Source, told.PerToken(SmallWorld.StartUs)));
    }

    private static TransferGraph OneTransfer()
    {
        var world = new SmallWorld();
        world.Card("a", "b", 0, 100);
        return world.Graph();
    }
}
