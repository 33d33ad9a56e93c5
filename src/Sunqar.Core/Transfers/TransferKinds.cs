using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>Kinds of transfers by name, and which of them a payment of a kind is: the only way from one enum to the other.</summary>
public static class TransferKinds
{
    private static readonly (PaymentKind Payment, TransferKind Transfer)[] Payments =
    [
        (PaymentKind.CardTopUp, TransferKind.CardTopUp),
        (PaymentKind.CardTransfer, TransferKind.CardTransfer),
        (PaymentKind.AccountTransfer, TransferKind.AccountTransfer),
        (PaymentKind.CashWithdrawal, TransferKind.CashWithdrawal),
        (PaymentKind.CashDeposit, TransferKind.CashDeposit),
        (PaymentKind.MerchantPayment, TransferKind.MerchantPayment),
        (PaymentKind.CryptoBuy, TransferKind.CryptoBuy),
        (PaymentKind.CryptoSell, TransferKind.CryptoSell),
        (PaymentKind.CryptoWithdrawal, TransferKind.CryptoWithdrawal),
        (PaymentKind.CryptoDeposit, TransferKind.CryptoDeposit),
    ];

    private static readonly Dictionary<PaymentKind, TransferKind> OfPayment = Payments.ToDictionary(
        row => row.Payment,
        row => row.Transfer
    );

    private static readonly Dictionary<TransferKind, PaymentKind> PaymentOf = Payments.ToDictionary(
        row => row.Transfer,
        row => row.Payment
    );

    /// <summary>What a payment of the kind is as a transfer.</summary>
    /// <exception cref="KeyNotFoundException">No kind of payment.</exception>
    public static TransferKind Of(PaymentKind kind) => OfPayment[kind];

    /// <summary>The kind of payment that such a transfer is; null for what is none: on chain, or unknown.</summary>
    public static PaymentKind? Payment(this TransferKind kind) => PaymentOf.TryGetValue(kind, out var payment) ? payment : null;

    /// <summary>The name in files: a payment's wire name, <c>chain</c>, or <c>unknown</c>.</summary>
    public static string Name(this TransferKind kind) =>
        kind switch
        {
            TransferKind.Chain => "chain",
            TransferKind.Unknown => "unknown",
            _ => OfPaymentName(kind),
        };

    private static string OfPaymentName(TransferKind kind) => PaymentOf[kind].Name();
}
