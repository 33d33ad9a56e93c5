using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Formats.Transfers;

/// <summary>The words of the native table: currency codes and kinds.</summary>
internal static class TransferWords
{
    private static readonly (byte[] Code, Currency Currency)[] Currencies =
    [
        ("KZT"u8.ToArray(), Currency.Kzt),
        ("USDT"u8.ToArray(), Currency.Usdt),
        ("USD"u8.ToArray(), Currency.Usd),
        ("EUR"u8.ToArray(), Currency.Eur),
        ("RUB"u8.ToArray(), Currency.Rub),
        ("CNY"u8.ToArray(), Currency.Cny),
    ];

    private static readonly (byte[] Word, TransferKind Kind)[] Kinds =
    [
        .. Enumerable
            .Range(1, PaymentKinds.All.Count)
            .Select(k => (System.Text.Encoding.ASCII.GetBytes(PaymentKinds.All[k - 1]), (TransferKind)k)),
        ("chain"u8.ToArray(), TransferKind.Chain),
    ];

    /// <summary>A code of the house's currencies; another well-formed code, or none, is <see cref="Currency.None"/>; false for what is no
    /// code.</summary>
    public static bool TryCurrency(ReadOnlySpan<byte> text, out Currency currency)
    {
        currency = Currency.None;
        foreach (var known in Currencies)
        {
            if (text.SequenceEqual(known.Code))
            {
                currency = known.Currency;
                return true;
            }
        }
        return text.IsEmpty || (text.Length is >= 3 and <= 5 && !text.ContainsAnyExcept(Letters));
    }

    public static TransferKind Kind(ReadOnlySpan<byte> text)
    {
        foreach (var known in Kinds)
        {
            if (text.SequenceEqual(known.Word))
            {
                return known.Kind;
            }
        }
        return TransferKind.Unknown;
    }

    private static readonly System.Buffers.SearchValues<byte> Letters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );
}
