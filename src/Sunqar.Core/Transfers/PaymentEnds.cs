using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// Between which two nodes of the transfer graph a payment moves value. One rule for the simulator's files, imports and the journal, so
/// that the same payment is the same edge everywhere:
/// an instrument is the card where there is one, else the account; cash comes out of and goes into the terminal; crypto is bought from and
/// sold to the platform; a crypto withdrawal goes from the platform to the wallet, a deposit the other way.
/// </summary>
public static class PaymentEnds
{
    /// <summary>What stands at one end of a payment.</summary>
    public enum End : byte
    {
        Sender,
        Recipient,
        Terminal,
        Platform,
        Wallet,
    }

    /// <param name="hasSender">Whether the payment names the sender's card or account.</param>
    public static (End From, End To) Of(PaymentKind kind, bool hasSender) =>
        kind switch
        {
            PaymentKind.CardTopUp => (hasSender ? End.Sender : End.Terminal, End.Recipient),
            PaymentKind.CashWithdrawal => (End.Sender, End.Terminal),
            PaymentKind.CashDeposit => (End.Terminal, End.Recipient),
            PaymentKind.CryptoBuy => (End.Sender, End.Platform),
            PaymentKind.CryptoSell => (End.Platform, End.Recipient),
            PaymentKind.CryptoWithdrawal => (End.Platform, End.Wallet),
            PaymentKind.CryptoDeposit => (End.Wallet, End.Platform),
            _ => (End.Sender, End.Recipient),
        };

    /// <summary>The two nodes by their ids as sent; null where the payment does not name that end.</summary>
    public static (string? From, string? To) Of(Payment payment)
    {
        var (from, to) = Of(payment.Kind, (payment.Sender?.Card ?? payment.Sender?.Account) is not null);
        return (Node(payment, from), Node(payment, to));
    }

    private static string? Node(Payment payment, End end) =>
        end switch
        {
            End.Sender => payment.Sender?.Card ?? payment.Sender?.Account,
            End.Recipient => payment.Recipient?.Card ?? payment.Recipient?.Account,
            End.Terminal => payment.Terminal?.Id,
            End.Platform => payment.Platform,
            End.Wallet => payment.Wallet?.Address,
            _ => null,
        };
}
