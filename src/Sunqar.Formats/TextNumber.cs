using System.Globalization;

namespace Sunqar.Formats;

/// <summary>Numbers as text. No signs, exponents, blanks or thousands marks: what a machine export does not write is a mistake in
/// it.</summary>
public static class TextNumber
{
    public const string ExpectedAmount = "an amount of digits with at most one point, such as 1250.50, below 9.2e12";

    /// <summary>A decimal amount in millionths; digits beyond the sixth are cut.</summary>
    public static bool TryParseMicro(ReadOnlySpan<byte> text, out long micro)
    {
        micro = 0;
        if (text.Length is 0 or > 40)
        {
            return false;
        }
        int digits = 0,
            decimals = -1;
        foreach (var b in text)
        {
            if (b == (byte)'.')
            {
                if (decimals >= 0)
                {
                    return false;
                }
                decimals = 0;
                continue;
            }
            var digit = b - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }
            digits++;
            if (decimals < 6)
            {
                decimals += decimals >= 0 ? 1 : 0;
                if (micro > (long.MaxValue - 9) / 10)
                {
                    return false;
                }
                micro = micro * 10 + digit;
            }
        }
        for (var i = Math.Max(0, decimals); i < 6; i++)
        {
            if (micro > long.MaxValue / 10)
            {
                return false;
            }
            micro *= 10;
        }
        return digits > 0;
    }

    /// <summary>A whole number of smallest units, up to 38 digits.</summary>
    public static bool TryParseUnits(ReadOnlySpan<byte> text, out Int128 units)
    {
        units = 0;
        return text.Length is > 0 and <= 38
            && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Int128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out units);
    }

    /// <summary>A whole number from 0 to <paramref name="max"/>.</summary>
    public static bool TryParseWhole(ReadOnlySpan<byte> text, long max, out long value)
    {
        value = 0;
        return text.Length is > 0 and <= 18
            && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value <= max;
    }
}
