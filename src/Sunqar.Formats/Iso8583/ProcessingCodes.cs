using Sunqar.Core.Payments;

namespace Sunqar.Formats.Iso8583;

/// <summary>Whose the card of field 2 is.</summary>
public enum CardSide : byte
{
    /// <summary>The sender's: money leaves it.</summary>
    Sender,

    /// <summary>The recipient's: money comes to it.</summary>
    Recipient,
}

/// <param name="Code">First two digits of field 3.</param>
/// <param name="Otherwise">The kind in the case of <paramref name="Case"/>.</param>
/// <param name="Case">In words; empty where there is one kind.</param>
public sealed record ProcessingCode(
    string Code,
    string Name,
    PaymentKind Kind,
    CardSide Card,
    PaymentKind? Otherwise = null,
    string Case = ""
);

/// <summary>What the first two digits of field 3 (transaction type) make of a payment. The account types behind them are not looked
/// at.</summary>
public static class ProcessingCodes
{
    /// <summary>The whole table; docs/iso8583.md shows it, and a test holds the two equal.</summary>
    public static IReadOnlyList<ProcessingCode> Table { get; } =
    [
        new("00", "goods and services", PaymentKind.MerchantPayment, CardSide.Sender),
        new("01", "withdrawal", PaymentKind.CashWithdrawal, CardSide.Sender),
        new("09", "goods and services with cash", PaymentKind.MerchantPayment, CardSide.Sender),
        new("11", "quasi-cash", PaymentKind.CryptoBuy, CardSide.Sender),
        // A top-up unless only an account is credited: a missing sender must not make it a deposit, which the rule on senders does not look
        // at.
        new(
            "21",
            "deposit",
            PaymentKind.CardTopUp,
            CardSide.Recipient,
            PaymentKind.CashDeposit,
            "where no card is credited, only an account"
        ),
        new("40", "transfer", PaymentKind.AccountTransfer, CardSide.Sender, PaymentKind.CardTransfer, "where both sides are cards"),
        new("50", "payment", PaymentKind.MerchantPayment, CardSide.Sender),
    ];

    /// <summary>The row of a processing code; null when it is not taken.</summary>
    public static ProcessingCode? Find(ReadOnlySpan<byte> field3)
    {
        foreach (var row in Table)
        {
            if (field3.Length == 6 && field3[0] == row.Code[0] && field3[1] == row.Code[1])
            {
                return row;
            }
        }
        return null;
    }
}
