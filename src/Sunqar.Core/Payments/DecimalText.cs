using System.Numerics;

namespace Sunqar.Core.Payments;

/// <summary>Why a text is not an amount.</summary>
public enum AmountFault : byte
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Not of the form <c>-?(0|[1-9][0-9]*)(\.[0-9]+)?</c>: empty, a sign +, a leading zero, an exponent, a space, a minus before
    /// nothing.</summary>
    Form = 1,

    /// <summary>More digits after the point than the currency or token has.</summary>
    Precision = 2,

    /// <summary>More digits than can be held.</summary>
    Size = 3,
}

/// <summary>
/// Amounts as decimal text, exactly: <c>612000.00</c> ↔ 61,200,000 with two decimals. One spelling a value when written; when read, fewer
/// decimals are welcome (<c>612000</c>), more are refused rather than rounded.
/// </summary>
internal static class DecimalText
{
    /// <summary>Characters that the longest text of <see cref="Write"/> may take: sign, 38 digits, point, a zero before it.</summary>
    public const int LengthMax = 41;

    /// <param name="digitsMax">Digits that every value of <typeparamref name="TNumber"/> in use may have; the number type must hold
    /// them.</param>
    public static AmountFault Read<TChar, TNumber>(ReadOnlySpan<TChar> text, int decimals, int digitsMax, out TNumber units)
        where TChar : unmanaged, IBinaryInteger<TChar>
        where TNumber : unmanaged, IBinaryInteger<TNumber>
    {
        units = TNumber.Zero;
        var negative = text.Length > 0 && uint.CreateTruncating(text[0]) == '-';
        var digits = negative ? text[1..] : text;
        if (digits.Length == 0 || (digits.Length > 1 && uint.CreateTruncating(digits[0]) == '0' && uint.CreateTruncating(digits[1]) != '.'))
        {
            return AmountFault.Form;
        }
        var ten = TNumber.CreateTruncating(10);
        var value = TNumber.Zero;
        int significant = 0,
            point = -1;
        for (var i = 0; i < digits.Length; i++)
        {
            var code = uint.CreateTruncating(digits[i]);
            if (code == '.' && point < 0 && i > 0 && i < digits.Length - 1)
            {
                point = i;
                continue;
            }
            if (code is < '0' or > '9')
            {
                return AmountFault.Form;
            }
            if ((significant > 0 || code != '0') && ++significant > digitsMax)
            {
                // The form is judged first, so that a long nonsense is called nonsense.
                continue;
            }
            value = value * ten + TNumber.CreateTruncating(code - '0');
        }
        var fraction = point < 0 ? 0 : digits.Length - 1 - point;
        if (fraction > decimals)
        {
            return AmountFault.Precision;
        }
        if (significant > 0 && significant + decimals - fraction > digitsMax)
        {
            return AmountFault.Size;
        }
        for (; fraction < decimals; fraction++)
        {
            value *= ten;
        }
        units = negative ? -value : value;
        return negative && value == TNumber.Zero ? AmountFault.Form : AmountFault.None;
    }

    /// <summary>Writes all <paramref name="decimals"/>, and the point only where there are any.</summary>
    /// <returns>Characters written; <paramref name="text"/> holds at least <see cref="LengthMax"/>.</returns>
    public static int Write<TChar, TNumber>(TNumber units, int decimals, Span<TChar> text)
        where TChar : unmanaged, IBinaryInteger<TChar>
        where TNumber : unmanaged, IBinaryInteger<TNumber>
    {
        Span<TChar> reversed = stackalloc TChar[LengthMax];
        var length = 0;
        var negative = TNumber.IsNegative(units);
        var rest = negative ? -units : units;
        var ten = TNumber.CreateTruncating(10);
        for (var place = 0; place <= decimals || rest != TNumber.Zero; place++)
        {
            if (place == decimals && decimals > 0)
            {
                reversed[length++] = TChar.CreateTruncating('.');
            }
            var (quotient, digit) = TNumber.DivRem(rest, ten);
            reversed[length++] = TChar.CreateTruncating('0' + uint.CreateTruncating(digit));
            rest = quotient;
        }
        if (negative)
        {
            reversed[length++] = TChar.CreateTruncating('-');
        }
        for (var i = 0; i < length; i++)
        {
            text[i] = reversed[length - 1 - i];
        }
        return length;
    }
}
