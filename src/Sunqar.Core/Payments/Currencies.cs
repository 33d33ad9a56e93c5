using System.Numerics;

namespace Sunqar.Core.Payments;

/// <summary>What is known of each <see cref="Currency"/>. Source: ISO 4217 (Maintenance Agency's list one); USDT by the token's
/// contract.</summary>
public static class Currencies
{
    // In the order of the enum. USDT has no ISO number.
    private static readonly Row[] Rows =
    [
        new(Currency.None, "XXX", 999, 2),
        new(Currency.Kzt, "KZT", 398, 2),
        new(Currency.Usd, "USD", 840, 2),
        new(Currency.Eur, "EUR", 978, 2),
        new(Currency.Rub, "RUB", 643, 2),
        new(Currency.Cny, "CNY", 156, 2),
        new(Currency.Usdt, "USDT", 0, 6),
    ];

    private sealed record Row(Currency Currency, string Code, int Numeric, int Digits);

    /// <summary>Every currency that a payment may name, <see cref="Currency.None"/> left out.</summary>
    public static IReadOnlyList<Currency> All { get; } = [.. Rows.Skip(1).Select(row => row.Currency)];

    /// <summary>True for a member of the enum: a byte read from elsewhere may be none.</summary>
    public static bool IsKnown(this Currency currency) => (int)currency < Rows.Length;

    /// <summary>Alphabetic code, upper case: <c>KZT</c>.</summary>
    public static string Code(this Currency currency) => Rows[(int)currency].Code;

    /// <summary>ISO 4217 number: 398 for KZT; 0 where there is none (USDT).</summary>
    public static int Numeric(this Currency currency) => Rows[(int)currency].Numeric;

    /// <summary>Digits after the point: 2 for KZT, 6 for USDT.</summary>
    public static int Digits(this Currency currency) => Rows[(int)currency].Digits;

    /// <summary>Minor units in one unit: 100 for KZT, 1,000,000 for USDT.</summary>
    public static long MinorUnitsPerUnit(this Currency currency) => currency == Currency.Usdt ? 1_000_000 : 100;

    /// <summary>The currency with this alphabetic code; lower case is no code.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out Currency currency) => Find(code, out currency);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Currency)"/>
    public static bool TryParse(ReadOnlySpan<byte> code, out Currency currency) => Find(code, out currency);

    /// <summary>The currency with this ISO 4217 number (ISO 8583 field 49).</summary>
    public static bool TryFromNumeric(int numeric, out Currency currency)
    {
        foreach (var row in Rows)
        {
            if (row.Numeric == numeric && numeric > 0 && row.Currency != Currency.None)
            {
                currency = row.Currency;
                return true;
            }
        }
        currency = Currency.None;
        return false;
    }

    private static bool Find<T>(ReadOnlySpan<T> code, out Currency currency)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var row in Rows.AsSpan(1))
        {
            if (Same(code, row.Code))
            {
                currency = row.Currency;
                return true;
            }
        }
        currency = Currency.None;
        return false;
    }

    private static bool Same<T>(ReadOnlySpan<T> text, string code)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (text.Length != code.Length)
        {
            return false;
        }
        for (var i = 0; i < code.Length; i++)
        {
            if (uint.CreateTruncating(text[i]) != code[i])
            {
                return false;
            }
        }
        return true;
    }
}
