using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>The optional parts of a payment, as flags.</summary>
[Flags]
public enum PaymentParts
{
    /// <summary>Nothing.</summary>
    None = 0,
    SenderIin = 1,
    SenderAccount = 2,
    SenderCard = 4,
    RecipientIin = 8,
    RecipientAccount = 16,
    RecipientCard = 32,
    Terminal = 64,
    Wallet = 128,
    Platform = 256,

    /// <summary>Where value leaves: card or account.</summary>
    SenderInstrument = SenderAccount | SenderCard,

    /// <summary>Where value arrives: card or account.</summary>
    RecipientInstrument = RecipientAccount | RecipientCard,

    /// <summary>Who sends, however named.</summary>
    SenderNamed = SenderInstrument | SenderIin,

    /// <summary>Who receives, however named.</summary>
    RecipientNamed = RecipientInstrument | RecipientIin,
}

/// <summary>One thing that a kind of payment must carry.</summary>
/// <param name="AnyOf">One of these suffices.</param>
/// <param name="Field">The field to name when it is missing.</param>
/// <param name="Expected">In words, for the answer.</param>
public sealed record Requirement(PaymentParts AnyOf, string Field, string Expected);

/// <summary>
/// What each kind of payment must carry beyond id, kind, time, amount, currency and institution; everything else is optional everywhere. It
/// is what the two ends of the transfer need (<see cref="Core.Transfers.PaymentEnds"/>). A missing sender's IIN is no bad input: a rule
/// asks for it. docs/payments.md shows this table, and a test holds the two equal.
/// </summary>
public static class PaymentRequirements
{
    private static readonly Requirement From = new(PaymentParts.SenderInstrument, "sender", "sender.card, sender.pan or sender.account");
    private static readonly Requirement To = new(
        PaymentParts.RecipientInstrument,
        "recipient",
        "recipient.card, recipient.pan or recipient.account"
    );
    private static readonly Requirement At = new(PaymentParts.Terminal, "terminal", "terminal");
    private static readonly Requirement Sold = new(
        PaymentParts.RecipientInstrument | PaymentParts.Terminal,
        "recipient",
        "recipient.card, recipient.account or terminal"
    );
    private static readonly Requirement Sender = new(
        PaymentParts.SenderNamed,
        "sender",
        "sender.iin, sender.card, sender.pan or sender.account"
    );
    private static readonly Requirement Recipient = new(
        PaymentParts.RecipientNamed,
        "recipient",
        "recipient.iin, recipient.card, recipient.pan or recipient.account"
    );
    private static readonly Requirement Platform = new(PaymentParts.Platform, "platform", "platform");
    private static readonly Requirement Wallet = new(PaymentParts.Wallet, "wallet", "wallet");

    /// <summary>The whole table.</summary>
    public static IReadOnlyList<(PaymentKind Kind, IReadOnlyList<Requirement> Needs)> Table { get; } =
    [
        (PaymentKind.CardTopUp, [To]),
        (PaymentKind.CardTransfer, [From, To]),
        (PaymentKind.AccountTransfer, [From, To]),
        (PaymentKind.CashWithdrawal, [From, At]),
        (PaymentKind.CashDeposit, [To, At]),
        (PaymentKind.MerchantPayment, [From, Sold]),
        (PaymentKind.CryptoBuy, [Sender, Platform]),
        (PaymentKind.CryptoSell, [Recipient, Platform]),
        (PaymentKind.CryptoWithdrawal, [Sender, Platform, Wallet]),
        (PaymentKind.CryptoDeposit, [Recipient, Platform, Wallet]),
    ];

    // As arrays: walking a list through its interface makes an enumerator a payment.
    private static readonly Requirement[][] ByKind = [.. Table.Select(row => row.Needs.ToArray())];

    /// <summary>What a payment of this kind must carry.</summary>
    public static IReadOnlyList<Requirement> Of(PaymentKind kind) => ByKind[(int)kind - 1];

    /// <summary>The first requirement that the payment does not meet; null when it meets all.</summary>
    public static Requirement? Missing(Payment payment) => Missing(payment.Kind, PartsOf(payment));

    /// <inheritdoc cref="Missing(Payment)"/>
    public static Requirement? Missing(SentPayment payment) => Missing(payment.Kind, PartsOf(payment));

    private static Requirement? Missing(PaymentKind kind, PaymentParts parts)
    {
        foreach (var need in ByKind[(int)kind - 1])
        {
            if ((parts & need.AnyOf) == 0)
            {
                return need;
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
