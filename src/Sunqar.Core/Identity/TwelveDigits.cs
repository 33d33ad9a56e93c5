using System.Numerics;

namespace Sunqar.Core.Identity;

/// <summary>
/// What an IIN and a BIN share: twelve decimal digits of which the last checks the others. Source: Kazakhstan's government decree
/// on the national registers of identification numbers; weights 1..11 and, where they leave 10, weights 3..11, 1, 2.
/// In the first pass the eleventh digit weighs 11, which is 0 modulo 11: a change of that digit alone is not detected.
/// </summary>
internal static class TwelveDigits
{
    public const int Length = 12;

    /// <summary>The digit that checks these eleven, or -1: both passes left 10 and the number is never issued.</summary>
    public static int CheckDigit(ulong firstEleven)
    {
        int first = 0,
            second = 0;
        for (var position = 11; position >= 1; position--)
        {
            var digit = (int)(firstEleven % 10);
            firstEleven /= 10;
            first += digit * position;
            second += digit * (position <= 9 ? position + 2 : position - 9);
        }
        var check = first % 11;
        if (check == 10)
        {
            check = second % 11;
        }
        return check == 10 ? -1 : check;
    }

    /// <summary>The number that twelve ASCII digits spell; false when one of them is none. The caller has checked the length.</summary>
    public static bool TryPack<T>(ReadOnlySpan<T> text, out ulong packed)
        where T : unmanaged, IBinaryInteger<T>
    {
        packed = 0;
        foreach (var character in text)
        {
            var code = uint.CreateTruncating(character);
            if (code is < '0' or > '9')
            {
                return false;
            }
            packed = packed * 10 + code - '0';
        }
        return true;
    }

    public static void Write(ulong packed, Span<char> twelve)
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            twelve[i] = (char)('0' + packed % 10);
            packed /= 10;
        }
    }

    public static void Write(ulong packed, Span<byte> twelve)
    {
        for (var i = Length - 1; i >= 0; i--)
        {
            twelve[i] = (byte)('0' + packed % 10);
            packed /= 10;
        }
    }

    public static string ToText(ulong packed) => string.Create(Length, packed, static (text, value) => Write(value, text));
}
