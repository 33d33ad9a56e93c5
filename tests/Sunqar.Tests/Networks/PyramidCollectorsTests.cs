using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class PyramidCollectorsTests
{
    private const long MinuteUs = 60_000_000,
        DayUs = 1440 * MinuteUs;

    [Theory]
    [InlineData(4, 5, 0, true)]
    [InlineData(2, 5, 0, false)]
    [InlineData(4, 90, 0, false)]
    [InlineData(4, 5, 6, false)]
    public void A_till_whose_purchases_come_out_at_the_treasury_is_a_collector(
        int purchases,
        int minutesLater,
        int elsewhere,
        bool isCollector
    )
    {
        var builder = new TransferTableBuilder();
        for (var i = 0; i < 30; i++)
        {
            Add(builder, "paid" + i, i * 10 * MinuteUs, "payer" + i, "card", 100_000, Currency.Kzt, TransferKind.CardTransfer);
        }
        for (var day = 1; day <= purchases + elsewhere; day++)
        {
            Add(builder, "buy" + day, day * DayUs, "card", "PLATFORM", 500_000, Currency.Kzt, TransferKind.CryptoBuy);
            Add(
                builder,
                "out" + day,
                (day * DayUs) + (minutesLater * MinuteUs),
                "PLATFORM",
                day <= purchases ? "treasury" : "other",
                990,
                Currency.Usdt,
                TransferKind.CryptoWithdrawal
            );
        }
        var table = builder.Build();
        Assert.True(table.Accounts.TryFind("treasury", out var treasury));
        Assert.True(table.Accounts.TryFind("card", out var card));
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 500, 1, 0, "test"));
        var pyramid = new Sighting(
            Pyramid.Name,
            [.. Enumerable.Range(0, table.Count).Where(row => table.To[row] == treasury)],
            [new Member(treasury, "treasury")],
            0.9,
            new Dictionary<string, string>()
        );
        var graph = TransferGraph.Build(table);
        var extended = Assert.Single(new PyramidCollectors(graph).Extend([pyramid], new TengeRates(rates, graph)));
        Assert.Equal(isCollector, extended.Members.Contains(new Member(card, "collector")));
        Assert.Equal(isCollector ? 30 + (2 * purchases) : purchases, extended.Rows.Length);
        Assert.Equal(extended.Rows.Order(), extended.Rows);
    }

    private static void Add(
        TransferTableBuilder builder,
        string id,
        long timeUs,
        string from,
        string to,
        long units,
        Currency currency,
        TransferKind kind
    ) =>
        builder.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes(id),
                TimeUs = timeUs,
                From = Encoding.UTF8.GetBytes(from),
                To = Encoding.UTF8.GetBytes(to),
                AmountMicro = units * 1_000_000,
                Currency = currency,
                Kind = kind,
            }
        );
}
