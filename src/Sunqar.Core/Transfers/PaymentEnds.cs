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
    /// <param name="hasSender">Whether the payment names the sender's card or account.</param>
    public static (PaymentEnd From, PaymentEnd To) Of(PaymentKind kind, bool hasSender)
    {
        var row = kind.Row();
        return (hasSender ? row.From : row.WithoutSender, row.To);
    }

    /// <summary>The two nodes by their ids as sent; null where the payment does not name that end.</summary>
    public static (string? From, string? To) Of(Payment payment)
    {
        var (from, to) = Of(payment.Kind, (payment.Sender?.Card ?? payment.Sender?.Account) is not null);
        return (Node(payment, from), Node(payment, to));
    }

    private static string? Node(Payment payment, PaymentEnd end) =>
        end switch
        {
            PaymentEnd.Sender => payment.Sender?.Card ?? payment.Sender?.Account,
            PaymentEnd.Recipient => payment.Recipient?.Card ?? payment.Recipient?.Account,
            PaymentEnd.Terminal => payment.Terminal?.Id,
            PaymentEnd.Platform => payment.Platform,
            PaymentEnd.Wallet => payment.Wallet?.Address,
            _ => null,
        };
}
