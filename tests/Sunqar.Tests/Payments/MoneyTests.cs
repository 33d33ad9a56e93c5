using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Payments;

public class MoneyTests
{
    [Theory]
    [InlineData("612000.00", Currency.Kzt, 61_200_000)]
    [InlineData("612000", Currency.Kzt, 61_200_000)]
    [InlineData("0.5", Currency.Kzt, 50)]
    [InlineData("0", Currency.Usd, 0)]
    [InlineData("-1.25", Currency.Usd, -125)]
    [InlineData("1.000001", Currency.Usdt, 1_000_001)]
    [InlineData("9999999999999999.99", Currency.Kzt, Money.MinorUnitsMax)]
    public void Text_becomes_minor_units(string text, Currency currency, long minorUnits)
    {
        Assert.True(Money.TryParse(text, currency, out var money, out _));
        Assert.Equal(new Money(minorUnits, currency), money);
        Assert.True(Money.TryParse(Encoding.ASCII.GetBytes(text), currency, out var fromBytes, out _));
        Assert.Equal(money, fromBytes);
    }

    [Theory]
    [InlineData("", AmountFault.Form)]
    [InlineData("-", AmountFault.Form)]
    [InlineData("-0.00", AmountFault.Form)]
    [InlineData("+1", AmountFault.Form)]
    [InlineData("01", AmountFault.Form)]
    [InlineData("00.5", AmountFault.Form)]
    [InlineData(".5", AmountFault.Form)]
    [InlineData("5.", AmountFault.Form)]
    [InlineData("1.2.3", AmountFault.Form)]
    [InlineData("1e3", AmountFault.Form)]
    [InlineData("1,000", AmountFault.Form)]
    [InlineData(" 1", AmountFault.Form)]
    [InlineData("١", AmountFault.Form)]
    [InlineData("99999999999999999999999999x", AmountFault.Form)]
    [InlineData("1.001", AmountFault.Precision)]
    [InlineData("1.000", AmountFault.Precision)]
    [InlineData("10000000000000000.00", AmountFault.Size)]
    [InlineData("10000000000000000", AmountFault.Size)]
    [InlineData("99999999999999999999999999", AmountFault.Size)]
    public void Other_texts_are_refused_with_a_reason(string text, AmountFault expected)
    {
        Assert.False(Money.TryParse(text, Currency.Kzt, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Text_and_amount_come_back() =>
        Prop.ForAll(
                Amounts,
                money =>
                {
                    var written = new byte[41];
                    var bytes = written.AsSpan(0, money.WriteAmount(written));
                    var expected = ((decimal)money.MinorUnits / money.Currency.MinorUnitsPerUnit()).ToString(
                        "F" + money.Currency.Digits(),
                        CultureInfo.InvariantCulture
                    );
                    return money.AmountText() == expected
                        && Encoding.ASCII.GetString(bytes) == expected
                        && Money.TryParse(money.AmountText(), money.Currency, out var again, out _)
                        && again == money;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_keep_the_currency_and_come_back() =>
        Prop.ForAll(
                Amounts,
                Amounts,
                (left, right) =>
                {
                    if (left.Currency != right.Currency)
                    {
                        return Throws<InvalidOperationException>(() => left + right)
                            && Throws<InvalidOperationException>(() => left.CompareTo(right));
                    }
                    return Int128.Abs((Int128)left.MinorUnits + right.MinorUnits) > Money.MinorUnitsMax
                        ? Throws<OverflowException>(() => left + right)
                        : left + right - right == left && (left < right) == (left.MinorUnits < right.MinorUnits);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_money_is_beyond_the_limits_or_of_no_currency()
    {
        Assert.Throws<OverflowException>(() => new Money(Money.MinorUnitsMax + 1, Currency.Kzt));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue, Currency.Kzt));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Money(1, (Currency)77));
        Assert.Equal("0.00 XXX", default(Money).ToString());
        Assert.Equal(61_200_000L * 10_000, new Money(61_200_000, Currency.Kzt).AmountMicro);
    }

    [Fact]
    public void Wei_of_a_million_ether_fit()
    {
        Assert.True(TokenQuantity.TryParse("1000000.000000000000000001", 18, out var quantity, out _));
        Assert.Equal(Int128.Parse("1000000000000000000000001", CultureInfo.InvariantCulture), quantity.Units);
        Assert.Equal("1000000.000000000000000001", quantity.ToString());
        Assert.False(TokenQuantity.TryParse("1.0000001", 6, out _, out var fault));
        Assert.Equal(AmountFault.Precision, fault);
        Assert.False(TokenQuantity.TryParse("100000000000000000000", 18, out _, out fault));
        Assert.Equal(AmountFault.Size, fault);
        Assert.Throws<InvalidOperationException>(() => quantity + new TokenQuantity(1, 6));
        Assert.Throws<OverflowException>(() => new TokenQuantity(TokenQuantity.UnitsMax, 0) + new TokenQuantity(1, 0));
    }

    [Fact]
    public void Quantities_come_back_from_their_text() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<long>(),
                ArbMap.Default.ArbFor<long>(),
                Gen.Choose(0, TokenQuantity.DecimalsMax).ToArbitrary(),
                (high, low, decimals) =>
                {
                    var quantity = new TokenQuantity(((Int128)high << 62) + low, decimals);
                    return TokenQuantity.TryParse(quantity.ToString(), decimals, out var again, out _) && again == quantity;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("KZT", Currency.Kzt, 398)]
    [InlineData("USD", Currency.Usd, 840)]
    [InlineData("EUR", Currency.Eur, 978)]
    [InlineData("RUB", Currency.Rub, 643)]
    [InlineData("CNY", Currency.Cny, 156)]
    public void Currencies_go_by_code_and_number(string code, Currency currency, int numeric)
    {
        Assert.True(Currencies.TryParse(code, out var byCode));
        Assert.True(Currencies.TryFromNumeric(numeric, out var byNumber));
        Assert.Equal((currency, currency, code), (byCode, byNumber, currency.Code()));
    }

    [Theory]
    [InlineData("kzt")]
    [InlineData("KZ")]
    [InlineData("XXX")]
    [InlineData("")]
    public void Other_codes_are_none(string code) => Assert.False(Currencies.TryParse(code, out _));

    [Fact]
    public void Numbers_that_are_no_currency_are_none()
    {
        Assert.False(Currencies.TryFromNumeric(0, out _));
        Assert.False(Currencies.TryFromNumeric(999, out _));
    }

    private static readonly Arbitrary<Money> Amounts = Gen.OneOf(
            Gen.Choose(-1_000_000_000, 1_000_000_000).Select(small => (long)small),
            ArbMap.Default.GeneratorFor<long>().Select(any => any % (Money.MinorUnitsMax + 1)),
            Gen.Elements(Money.MinorUnitsMax, -Money.MinorUnitsMax, 0, 1, -1)
        )
        .Zip(Gen.Elements(Currencies.All.ToArray()))
        .Select(pair => new Money(pair.Item1, pair.Item2))
        .ToArbitrary();

    private static bool Throws<T>(Func<object> action)
        where T : Exception
    {
        try
        {
            action();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
