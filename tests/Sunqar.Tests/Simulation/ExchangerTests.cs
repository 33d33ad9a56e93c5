using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Simulation;

/// <summary>A planted exchanger behaves as the definition says: two legs minutes apart at 1–5 % off the day's rate, balances that add
/// up.</summary>
public class ExchangerTests
{
    private static SmallCountry It => SmallCountry.Once;

    [Fact]
    public void Each_leg_in_tenge_has_a_leg_in_USDT_minutes_apart_at_one_to_five_percent_off_the_days_rate()
    {
        var rates = new RateTable();
        foreach (var rate in It.Country.Rates)
        {
            rates.Add(rate);
        }
        var payments = It.Payments.ToDictionary(payment => payment.Id);
        var chain = It.Chain.ToDictionary(transfer => transfer.Id);
        var orders = 0;
        foreach (var exchanger in It.Truth.Where(row => row.Kind == "exchanger").GroupBy(row => row.PatternId))
        {
            var members = exchanger.Select(row => row.Account).ToHashSet();
            var desk = exchanger
                .Where(row => row.Role == "desk")
                .Select(row => chain.GetValueOrDefault(row.TransferId))
                .OfType<TokenTransfer>()
                .Distinct()
                .ToList();
            foreach (
                var leg in exchanger
                    .Where(row => row.Role == "dropper")
                    .Select(row => payments.GetValueOrDefault(row.TransferId))
                    .OfType<Payment>()
                    .Distinct()
            )
            {
                if (leg.Kind != PaymentKind.CardTransfer || (members.Contains(leg.Sender!.Card!) && members.Contains(leg.Recipient!.Card!)))
                {
                    continue;
                }
                var sells = members.Contains(leg.Recipient!.Card!);
                var tenge = leg.Amount.MinorUnits / 100.0;
                Assert.Contains(
                    desk,
                    transfer =>
                    {
                        var later = (sells ? transfer.TimeUs - leg.TimeUs : leg.TimeUs - transfer.TimeUs) / 1_000_000;
                        var value =
                            rates
                                .Convert(new Money((long)transfer.Units, Currency.Usdt), Currency.Kzt, leg.TimeUs, Rounding.HalfEven)
                                .Money.MinorUnits / 100.0;
                        var spread = (tenge / value) - 1;
                        return later is >= 50 and <= 1_510 && (sells ? spread : -spread) is > 0.0099 and < 0.0501;
                    }
                );
                orders++;
            }
        }
        Assert.True(orders > 100);
    }

    [Theory]
    [InlineData("desk")]
    [InlineData("reserve")]
    [InlineData("treasury")]
    [InlineData("miner")]
    public void A_members_wallet_never_gives_what_it_has_not(string role)
    {
        var wallets = It.Truth.Where(row => row.Role == role).Select(row => row.Account).ToHashSet();
        Assert.NotEmpty(wallets);
        var held = new Dictionary<string, Int128>();
        foreach (var transfer in It.Chain.Where(transfer => transfer.Token == Sunqar.Simulation.Country.UsdtContract))
        {
            if (wallets.Contains(transfer.From))
            {
                held[transfer.From] = held.GetValueOrDefault(transfer.From) - transfer.Units;
                Assert.True(held[transfer.From] >= 0, $"{transfer.From} {held[transfer.From]}");
            }
            held[transfer.To] = held.GetValueOrDefault(transfer.To) + transfer.Units;
        }
    }
}
