namespace Sunqar.Core.Payments;

/// <summary>
/// A quantity of a token in its smallest unit (wei, satoshi, millionths of a USDT) with the number of decimals that make one token. 64 bits
/// overflow at 18 ether, hence 128. The default value is nothing of a token without decimals.
/// </summary>
public readonly record struct TokenQuantity : IComparable<TokenQuantity>
{
    /// <summary>Largest number of decimals that can be held; ERC-20 tokens in use have up to 18, some 24.</summary>
    public const int DecimalsMax = 36;

    private const int DigitsMax = 38;

    /// <exception cref="ArgumentOutOfRangeException">Decimals outside 0..<see cref="DecimalsMax"/>.</exception>
    /// <exception cref="OverflowException">Beyond <see cref="UnitsMax"/>.</exception>
    public TokenQuantity(Int128 units, int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(decimals, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, DecimalsMax);
        if (units > UnitsMax || units < -UnitsMax)
        {
            throw new OverflowException("A quantity has at most 38 digits.");
        }
        Units = units;
        Decimals = (byte)decimals;
    }

    /// <summary>Largest quantity, 38 digits.</summary>
    public static Int128 UnitsMax { get; } =
        Int128.Parse("99999999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The quantity in smallest units.</summary>
    public Int128 Units { get; }

    /// <summary>One token is 10 to this power smallest units.</summary>
    public byte Decimals { get; }

    /// <summary>Reads a quantity of whole tokens such as <c>1.5</c>; more digits after the point than the token has are refused.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int decimals, out TokenQuantity quantity, out AmountFault fault)
    {
        fault = DecimalText.Read(text, decimals, DigitsMax, out Int128 units);
        quantity = fault == AmountFault.None ? new TokenQuantity(units, decimals) : default;
        return fault == AmountFault.None;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, int, out TokenQuantity, out AmountFault)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, int decimals, out TokenQuantity quantity, out AmountFault fault)
    {
        fault = DecimalText.Read(text, decimals, DigitsMax, out Int128 units);
        quantity = fault == AmountFault.None ? new TokenQuantity(units, decimals) : default;
        return fault == AmountFault.None;
    }

    /// <summary>Sum of two quantities with the same decimals.</summary>
    /// <exception cref="InvalidOperationException">Other decimals: another token.</exception>
    public static TokenQuantity operator +(TokenQuantity left, TokenQuantity right)
    {
        RequireSame(left, right);
        return new TokenQuantity(left.Units + right.Units, left.Decimals);
    }

    /// <summary>Difference of two quantities with the same decimals.</summary>
    /// <exception cref="InvalidOperationException">Other decimals: another token.</exception>
    public static TokenQuantity operator -(TokenQuantity left, TokenQuantity right)
    {
        RequireSame(left, right);
        return new TokenQuantity(left.Units - right.Units, left.Decimals);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Other decimals: another token.</exception>
    public int CompareTo(TokenQuantity other)
    {
        RequireSame(this, other);
        return Units.CompareTo(other.Units);
    }

    /// <summary>Writes whole tokens with all decimals, <c>1.500000</c>, as ASCII.</summary>
    /// <returns>Bytes written; <paramref name="text"/> holds at least 41.</returns>
    public int Write(Span<byte> text) => DecimalText.Write(Units, Decimals, text);

    /// <summary>Whole tokens with all decimals: <c>1.500000</c>.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[DecimalText.LengthMax];
        return new string(text[..DecimalText.Write(Units, Decimals, text)]);
    }

    private static void RequireSame(TokenQuantity left, TokenQuantity right)
    {
        if (left.Decimals != right.Decimals)
        {
            throw new InvalidOperationException($"Quantities with {left.Decimals} and {right.Decimals} decimals are not of one token.");
        }
    }
}
