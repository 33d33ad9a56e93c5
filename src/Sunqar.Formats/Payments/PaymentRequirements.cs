using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>
/// Whether a payment carries what its kind must (<see cref="PaymentKindRow.Needs"/>); everything else is optional everywhere. It is what
/// the two ends of the transfer need (<see cref="Core.Transfers.PaymentEnds"/>). A missing sender's IIN is no bad input: a rule asks for
/// it. docs/payments.md shows what each kind needs, and a test holds the two equal.
/// </summary>
public static class PaymentRequirements
{
    /// <summary>The first requirement that the payment does not meet; null when it meets all.</summary>
    public static Requirement? Missing(Payment payment) => Missing(payment.Kind, PartsOf(payment));

    /// <inheritdoc cref="Missing(Payment)"/>
    public static Requirement? Missing(SentPayment payment) => Missing(payment.Kind, PartsOf(payment));

    private static Requirement? Missing(PaymentKind kind, PaymentParts parts)
    {
        // By index: walking a list through its interface makes an enumerator a payment.
        var needs = kind.Row().Needs;
        for (var i = 0; i < needs.Count; i++)
        {
            if ((parts & needs[i].AnyOf) == 0)
            {
                return needs[i];
            }
        }
        return null;
    }

    private static PaymentParts PartsOf(SentPayment payment) =>
        (payment.Has(PersonalText.SenderIin) ? PaymentParts.SenderIin : 0)
        | (payment.Has(PersonalText.SenderAccount) ? PaymentParts.SenderAccount : 0)
        | (payment.Has(PersonalText.SenderCard) ? PaymentParts.SenderCard : 0)
        | (payment.Has(PersonalText.RecipientIin) ? PaymentParts.RecipientIin : 0)
        | (payment.Has(PersonalText.RecipientAccount) ? PaymentParts.RecipientAccount : 0)
        | (payment.Has(PersonalText.RecipientCard) ? PaymentParts.RecipientCard : 0)
        | (payment.Terminal is null ? 0 : PaymentParts.Terminal)
        | (payment.WalletChain is null ? 0 : PaymentParts.Wallet)
        | (payment.Platform is null ? 0 : PaymentParts.Platform);

    private static PaymentParts PartsOf(Payment payment) =>
        PartsOf(payment.Sender, PaymentParts.SenderIin, PaymentParts.SenderAccount, PaymentParts.SenderCard)
        | PartsOf(payment.Recipient, PaymentParts.RecipientIin, PaymentParts.RecipientAccount, PaymentParts.RecipientCard)
        | (payment.Terminal is null ? 0 : PaymentParts.Terminal)
        | (payment.Wallet is null ? 0 : PaymentParts.Wallet)
        | (payment.Platform is null ? 0 : PaymentParts.Platform);

    private static PaymentParts PartsOf(Party? party, PaymentParts iin, PaymentParts account, PaymentParts card) =>
        (party?.Iin is null ? 0 : iin) | (party?.Account is null ? 0 : account) | (party?.Card is null ? 0 : card);
}
