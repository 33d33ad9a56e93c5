namespace Sunqar.Core.Payments;

/// <summary>
/// An amount in minor units (tiyn, cents, millionths of a USDT) of a currency. Never a fraction, never rounded silently, at most
/// <see cref="MinorUnitsMax"/> either way. The default value is nothing of no currency.
/// </summary>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>Largest amount in minor units, 18 digits: 9.9e15 units of a two-digit currency, 9.9e11 USDT.</summary>
    public const long MinorUnitsMax = 999_999_999_999_999_999;

    /// <summary>Digits of <see cref="MinorUnitsMax"/>.</summary>
    private const int DigitsMax = 18;

    /// <exception cref="ArgumentOutOfRangeException">No such currency.</exception>
    /// <exception cref="OverflowException">Beyond <see cref="MinorUnitsMax"/>.</exception>
    public Money(long minorUnits, Currency currency)
    {
        if (!currency.IsKnown())
        {
            throw new ArgumentOutOfRangeException(nameof(currency), currency, "No such currency.");
        }
        if (minorUnits is > MinorUnitsMax or < -MinorUnitsMax)
        {
            throw new OverflowException("An amount has at most 18 digits.");
        }
        MinorUnits = minorUnits;
        Currency = currency;
    }

    /// <summary>The amount in minor units of <see cref="Currency"/>.</summary>
    public long MinorUnits { get; }

    /// <summary>Whose minor units they are.</summary>
    public Currency Currency { get; }

    /// <summary>The amount in millionths of one unit, as transfers count it. For six-digit currencies the same number.</summary>
    /// <exception cref="OverflowException">Beyond 9.2e12 units.</exception>
    public long AmountMicro => checked(MinorUnits * (1_000_000 / Currency.MinorUnitsPerUnit()));

    /// <summary>Reads an amount such as <c>612000.00</c>: whole units, with up to the currency's digits after the point.</summary>
    /// <param name="fault">Why the text is no amount; more digits than the currency has are refused, not rounded.</param>
    public static bool TryParse(ReadOnlySpan<char> text, Currency currency, out Money money, out AmountFault fault)
    {
        fault = DecimalText.Read(text, currency.Digits(), DigitsMax, out long units);
        money = fault == AmountFault.None ? new Money(units, currency) : default;
        return fault == AmountFault.None;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, Currency, out Money, out AmountFault)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, Currency currency, out Money money, out AmountFault fault)
    {
        fault = DecimalText.Read(text, currency.Digits(), DigitsMax, out long units);
        money = fault == AmountFault.None ? new Money(units, currency) : default;
        return fault == AmountFault.None;
    }

    /// <summary>Writes the amount alone, <c>612000.00</c>, as ASCII.</summary>
    /// <returns>Bytes written, at most 20; <paramref name="text"/> holds at least 41.</returns>
    public int WriteAmount(Span<byte> text) => DecimalText.Write(MinorUnits, Currency.Digits(), text);

    /// <summary>The amount alone: <c>612000.00</c>.</summary>
    public string AmountText()
    {
        Span<char> text = stackalloc char[DecimalText.LengthMax];
        return new string(text[..DecimalText.Write(MinorUnits, Currency.Digits(), text)]);
    }

    /// <summary>Sum of two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">Two currencies: convert first.</exception>
    public static Money operator +(Money left, Money right)
    {
        RequireSame(left, right);
        return new Money(left.MinorUnits + right.MinorUnits, left.Currency);
    }

    /// <summary>Difference of two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">Two currencies: convert first.</exception>
    public static Money operator -(Money left, Money right)
    {
        RequireSame(left, right);
        return new Money(left.MinorUnits - right.MinorUnits, left.Currency);
    }

    /// <summary>Less, within one currency.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>More, within one currency.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Less or equal, within one currency.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>More or equal, within one currency.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Two currencies: convert first.</exception>
    public int CompareTo(Money other)
    {
        RequireSame(this, other);
        return MinorUnits.CompareTo(other.MinorUnits);
    }

    /// <summary>Amount and currency: <c>612000.00 KZT</c>.</summary>
    public override string ToString() => $"{AmountText()} {Currency.Code()}";

    private static void RequireSame(Money left, Money right)
    {
        if (left.Currency != right.Currency)
        {
            throw new InvalidOperationException(
                $"{left.Currency.Code()} and {right.Currency.Code()} do not add or compare; convert first."
            );
        }
    }
}
