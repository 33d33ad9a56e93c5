using System.Numerics;

namespace Sunqar.Core.Payments;

/// <summary>What is known of each <see cref="Currency"/>. Source: ISO 4217; of coins, the contract or the chain.</summary>
public static class Currencies
{
    private static readonly (Currency Currency, string Code, int Digits)[] Coins = [(Currency.Usdt, "USDT", 6), (Currency.Btc, "BTC", 6)];

    /// <summary>ISO 4217 numbers of the currencies that have a number of the house's own.</summary>
    private static readonly Dictionary<int, Currency> Own = new()
    {
        [398] = Currency.Kzt,
        [840] = Currency.Usd,
        [978] = Currency.Eur,
        [643] = Currency.Rub,
        [156] = Currency.Cny,
    };

    private static readonly Row?[] Rows = Table();

    private static readonly Dictionary<uint, Currency> ByCode = Rows.OfType<Row>()
        .ToDictionary(row => Key(row.Code.AsSpan()), row => row.Currency);

    private sealed record Row(Currency Currency, string Code, int Numeric, int Digits);

    /// <summary>Every currency there is, by code, <see cref="Currency.Unstated"/> left out.</summary>
    public static IReadOnlyList<Currency> All { get; } =
    [
        .. Rows.OfType<Row>()
            .Where(row => row.Currency != Currency.Unstated)
            .OrderBy(row => row.Code, StringComparer.Ordinal)
            .Select(r => r.Currency),
    ];

    /// <summary>Those that a payment may be made in and rules may name: the National Bank's rates of them are kept.</summary>
    public static IReadOnlyList<Currency> OfPayments { get; } =
    [Currency.Kzt, Currency.Usd, Currency.Eur, Currency.Rub, Currency.Cny, Currency.Usdt];

    /// <summary>True for a currency there is, or none stated: a number read from elsewhere may be neither.</summary>
    public static bool IsKnown(this Currency currency) => (int)currency < Rows.Length && Rows[(int)currency] is not null;

    /// <summary>Alphabetic code, upper case: <c>KZT</c>; <c>XXX</c> where none is stated.</summary>
    public static string Code(this Currency currency) => Of(currency).Code;

    /// <summary>The code, or nothing where none is stated: as tables and JSON write it.</summary>
    public static string CodeOrEmpty(this Currency currency) => currency == Currency.Unstated ? "" : Of(currency).Code;

    /// <summary>ISO 4217 number: 398 for KZT; 0 where there is none (USDT).</summary>
    public static int Numeric(this Currency currency) => Of(currency).Numeric;

    /// <summary>Digits after the point: 2 for KZT, 0 for JPY, 6 for USDT.</summary>
    public static int Digits(this Currency currency) => Of(currency).Digits;

    /// <summary>Minor units in one unit: 100 for KZT, 1,000,000 for USDT.</summary>
    public static long MinorUnitsPerUnit(this Currency currency) =>
        Of(currency).Digits switch
        {
            0 => 1,
            2 => 100,
            3 => 1_000,
            4 => 10_000,
            _ => 1_000_000,
        };

    /// <summary>The currency with this alphabetic code; lower case is no code, and XXX is no currency.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out Currency currency) => Find(code, out currency);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out Currency)"/>
    public static bool TryParse(ReadOnlySpan<byte> code, out Currency currency) => Find(code, out currency);

    /// <summary>The currency of <see cref="OfPayments"/> with this code; false for every other one.</summary>
    public static bool TryParseOfPayment(ReadOnlySpan<char> code, out Currency currency) =>
        Find(code, out currency) && IsOfPayments(ref currency);

    /// <inheritdoc cref="TryParseOfPayment(ReadOnlySpan{char}, out Currency)"/>
    public static bool TryParseOfPayment(ReadOnlySpan<byte> code, out Currency currency) =>
        Find(code, out currency) && IsOfPayments(ref currency);

    /// <summary>The currency of <see cref="OfPayments"/> with this ISO 4217 number (ISO 8583 field 49).</summary>
    public static bool TryFromNumeric(int numeric, out Currency currency) => Own.TryGetValue(numeric, out currency);

    /// <summary>
    /// Reads a cell of a file: a code in capital or small letters; nothing, or XXX, states none. ANG is read as XCG, which took its number
    /// and its place one to one.
    /// </summary>
    /// <returns>False for what is no code of ISO 4217 nor of a coin that is counted here.</returns>
    public static bool TryRead(ReadOnlySpan<byte> cell, out Currency currency)
    {
        currency = Currency.Unstated;
        if (cell.IsEmpty)
            return true;
        Span<byte> code = stackalloc byte[CodeLengthMax];
        if (cell.Length > code.Length || System.Text.Ascii.ToUpper(cell, code, out var length) != System.Buffers.OperationStatus.Done)
            return false;
        code = code[..length];
        return Find((ReadOnlySpan<byte>)(code.SequenceEqual("ANG"u8) ? "XCG"u8 : code), out currency) || code.SequenceEqual("XXX"u8);
    }

    private const int CodeLengthMax = 4;

    private static Row Of(Currency currency) =>
        IsKnown(currency) ? Rows[(int)currency]! : throw new ArgumentOutOfRangeException(nameof(currency), currency, "No such currency.");

    private static bool IsOfPayments(ref Currency currency)
    {
        if (currency is >= Currency.Kzt and <= Currency.Usdt)
            return true;
        currency = Currency.Unstated;
        return false;
    }

    private static bool Find<T>(ReadOnlySpan<T> code, out Currency currency)
        where T : unmanaged, IBinaryInteger<T>
    {
        currency = Currency.Unstated;
        return code.Length is > 2 and <= CodeLengthMax && ByCode.TryGetValue(Key(code), out currency) && currency != Currency.Unstated;
    }

    /// <summary>Up to four letters as one number; 0 for what no code holds.</summary>
    private static uint Key<T>(ReadOnlySpan<T> code)
        where T : unmanaged, IBinaryInteger<T>
    {
        var key = 0u;
        foreach (var letter in code)
        {
            if (letter > T.CreateTruncating('Z'))
                return 0;
            key = (key << 8) | uint.CreateTruncating(letter);
        }
        return key;
    }

    private static Row?[] Table()
    {
        var rows = new Row?[(int)Currency.Btc + 1];
        rows[(int)Currency.Unstated] = new(Currency.Unstated, "XXX", 999, 2);
        foreach (var (code, number, digits) in Iso4217.Codes)
        {
            var currency = Own.GetValueOrDefault(number, (Currency)number);
            rows[(int)currency] = new(currency, code, number, digits);
        }
        foreach (var (currency, code, digits) in Coins)
        {
            rows[(int)currency] = new(currency, code, 0, digits);
        }
        return rows;
    }
}
