using System.Text;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Payments;

public class CurrencyTests
{
    [Fact]
    public void Every_currency_is_known_by_its_code_alone()
    {
        Assert.Equal(Currencies.All.Count, Currencies.All.Select(currency => currency.Code()).Distinct().Count());
        Assert.All(
            Currencies.All,
            currency =>
            {
                Assert.True(Currencies.TryParse(currency.Code(), out var parsed));
                Assert.True(Currencies.TryRead(Encoding.ASCII.GetBytes(currency.Code().ToLowerInvariant()), out var read));
                Assert.Equal((currency, currency), (parsed, read));
                Assert.True(currency.IsKnown());
                Assert.Equal((long)Math.Pow(10, currency.Digits()), currency.MinorUnitsPerUnit());
            }
        );
    }

    /// <summary>Journals hold these numbers: none may ever change.</summary>
    [Fact]
    public void The_stored_number_is_the_houses_own_or_that_of_iso_4217()
    {
        Currency[] own = [Currency.Unstated, Currency.Kzt, Currency.Usd, Currency.Eur, Currency.Rub, Currency.Cny, Currency.Usdt];
        Assert.Equal(Enumerable.Range(0, 7), own.Select(currency => (int)currency));
        Assert.Equal(1000, (int)Currency.Btc);
        Assert.All(
            Currencies.All.Except(own).Where(currency => currency != Currency.Btc),
            currency => Assert.Equal((int)currency, currency.Numeric())
        );
        Assert.All(Currencies.All.Except(own), currency => Assert.True((int)currency > 7));
    }

    [Theory]
    [InlineData("GBP", 826, 2)]
    [InlineData("AED", 784, 2)]
    [InlineData("JPY", 392, 0)]
    [InlineData("KWD", 414, 3)]
    [InlineData("CLF", 990, 4)]
    [InlineData("XAU", 959, 6)]
    [InlineData("KGS", 417, 2)]
    [InlineData("UZS", 860, 2)]
    public void Currencies_of_the_world_have_their_number_and_digits(string code, int number, int digits)
    {
        Assert.True(Currencies.TryParse(code, out var currency));
        Assert.Equal((number, digits), (currency.Numeric(), currency.Digits()));
        Assert.DoesNotContain(currency, Currencies.OfPayments);
        Assert.False(Currencies.TryParseOfPayment(code, out _));
        Assert.False(Currencies.TryFromNumeric(number, out _));
    }

    /// <summary>Unstated is nobody's equal: no amount of it meets one of a stated currency, whichever, and no rate leads from or to
    /// it.</summary>
    [Fact]
    public void Amounts_of_two_currencies_never_meet_and_unstated_is_one_of_its_own()
    {
        var rates = new RateTable();
        Assert.All(
            Currencies.All.Where(currency => currency != Currency.Kzt),
            currency => rates.Add(new RatePublished(currency, Currency.Kzt, 1, 1, 0, "test"))
        );
        var unstated = new Money(1, Currency.Unstated);
        Assert.Equal(2, (unstated + unstated).MinorUnits);
        Assert.All(
            Currencies.All,
            currency =>
            {
                var other = new Money(1, currency);
                Assert.Throws<InvalidOperationException>(() => unstated + other);
                Assert.Throws<InvalidOperationException>(() => unstated < other);
                Assert.Equal(ConversionOutcome.RateUnknown, rates.Convert(unstated, currency, 1, Rounding.Down).Outcome);
                Assert.Equal(ConversionOutcome.RateUnknown, rates.Convert(other, Currency.Unstated, 1, Rounding.Down).Outcome);
                Assert.Equal(ConversionOutcome.Converted, rates.Convert(other, Currency.Kzt, 1, Rounding.Down).Outcome);
            }
        );
    }
}
