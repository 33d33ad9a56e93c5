using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Payments;

public class RateTableTests
{
    private const long Day = 86_400_000_000;

    [Fact]
    public void The_rate_of_the_day_is_used()
    {
        var table = new RateTable();
        table.Add(new RatePublished(Currency.Usd, Currency.Kzt, 52_543, 100, 10 * Day, "test"));
        table.Add(new RatePublished(Currency.Usd, Currency.Kzt, 51_000, 100, 5 * Day, "test"));

        var dollars = new Money(100_00, Currency.Usd);
        Assert.Equal(ConversionOutcome.RateUnknown, table.Convert(dollars, Currency.Kzt, 5 * Day - 1, Rounding.HalfEven).Outcome);
        Assert.Equal(new Money(51_000_00, Currency.Kzt), table.Convert(dollars, Currency.Kzt, 5 * Day, Rounding.HalfEven).Money);
        Assert.Equal(new Money(51_000_00, Currency.Kzt), table.Convert(dollars, Currency.Kzt, 10 * Day - 1, Rounding.HalfEven).Money);
        var later = table.Convert(dollars, Currency.Kzt, 99 * Day, Rounding.HalfEven);
        Assert.Equal((new Money(52_543_00, Currency.Kzt), 10 * Day), (later.Money, later.RateUs));
    }

    [Fact]
    public void A_correction_of_the_same_moment_holds()
    {
        var table = new RateTable();
        table.Add(new RatePublished(Currency.Usd, Currency.Kzt, 500, 1, 0, "test"));
        table.Add(new RatePublished(Currency.Usd, Currency.Kzt, 510, 1, 0, "test"));
        Assert.Equal(new Money(510_00, Currency.Kzt), table.Convert(new Money(1_00, Currency.Usd), Currency.Kzt, 0, Rounding.Down).Money);
    }

    [Fact]
    public void A_pair_without_rates_goes_through_the_tenge()
    {
        var table = new RateTable();
        table.Add(new RatePublished(Currency.Usd, Currency.Kzt, 500, 1, 0, "test"));
        Assert.Equal(ConversionOutcome.RateUnknown, table.Convert(new Money(1_00, Currency.Usdt), Currency.Usd, 0, Rounding.Down).Outcome);
        table.Add(new RatePublished(Currency.Usdt, Currency.Kzt, 505, 1, Day, "test"));
        var conversion = table.Convert(new Money(1_000_000, Currency.Usdt), Currency.Usd, Day, Rounding.HalfEven);
        Assert.Equal((new Money(1_01, Currency.Usd), 0L), (conversion.Money, conversion.RateUs));
        Assert.Equal(ConversionOutcome.RateUnknown, table.Convert(new Money(1, Currency.Unstated), Currency.Usd, 0, Rounding.Down).Outcome);
    }

    [Theory]
    [InlineData(5, Rounding.Down, 2)]
    [InlineData(5, Rounding.Up, 3)]
    [InlineData(5, Rounding.HalfEven, 2)]
    [InlineData(7, Rounding.HalfEven, 4)]
    [InlineData(-5, Rounding.Down, -2)]
    [InlineData(-5, Rounding.Up, -3)]
    public void The_rest_is_rounded_as_stated(long tiyn, Rounding rounding, long cents)
    {
        var table = new RateTable();
        table.Add(new RatePublished(Currency.Usd, Currency.Kzt, 2, 1, 0, "test"));
        Assert.Equal(new Money(cents, Currency.Usd), table.Convert(new Money(tiyn, Currency.Kzt), Currency.Usd, 0, rounding).Money);
    }

    [Fact]
    public void An_amount_beyond_the_limit_is_an_outcome()
    {
        var table = new RateTable();
        table.Add(new RatePublished(Currency.Usd, Currency.Kzt, RatePublished.TermMax, 1, 0, "test"));
        Assert.Equal(
            ConversionOutcome.TooLarge,
            table.Convert(new Money(Money.MinorUnitsMax, Currency.Usd), Currency.Kzt, 0, Rounding.Down).Outcome
        );
    }

    [Theory]
    [InlineData(Currency.Usd, Currency.Usd, 1, 1)]
    [InlineData(Currency.Unstated, Currency.Usd, 1, 1)]
    [InlineData(Currency.Usd, (Currency)77, 1, 1)]
    [InlineData(Currency.Usd, Currency.Kzt, 0, 1)]
    [InlineData(Currency.Usd, Currency.Kzt, 1, -1)]
    [InlineData(Currency.Usd, Currency.Kzt, RatePublished.TermMax + 1, 1)]
    public void What_is_no_rate_is_not_folded(Currency from, Currency to, long numerator, long denominator) =>
        Assert.Throws<ArgumentException>(() => new RateTable().Add(new RatePublished(from, to, numerator, denominator, 0, "test")));

    [Fact]
    public void Conversions_equal_exact_fractions() =>
        Prop.ForAll(
                Gen.Choose(1, (int)RatePublished.TermMax).Zip(Gen.Choose(1, (int)RatePublished.TermMax)).ToArbitrary(),
                ArbMap.Default.GeneratorFor<long>().Select(any => any % (Money.MinorUnitsMax + 1)).ToArbitrary(),
                Gen.Elements(Currency.Usd, Currency.Usdt).Zip(Gen.Elements(Rounding.Down, Rounding.Up)).ToArbitrary(),
                (terms, amount, choice) =>
                {
                    var table = new RateTable();
                    table.Add(new RatePublished(choice.Item1, Currency.Kzt, terms.Item1, terms.Item2, 0, "test"));
                    var conversion = table.Convert(new Money(amount, choice.Item1), Currency.Kzt, 0, choice.Item2);
                    var product = BigInteger.Abs(amount) * terms.Item1 * 100;
                    var divisor = new BigInteger(terms.Item2) * choice.Item1.MinorUnitsPerUnit();
                    var exact = choice.Item2 == Rounding.Up ? (product + divisor - 1) / divisor : product / divisor;
                    return exact > Money.MinorUnitsMax
                        ? conversion.Outcome == ConversionOutcome.TooLarge
                        : conversion.Outcome == ConversionOutcome.Converted
                            && conversion.Money.MinorUnits == (long)exact * Math.Sign(amount);
                }
            )
            .QuickCheckThrowOnFailure();
}
