using Sunqar.Core.Payments;
using Sunqar.Simulation.People;

namespace Sunqar.Simulation.Economy;

/// <summary>Fills in payments as banks and platforms report them; who owns a card and which bank asks follow from the card.</summary>
internal sealed class PaymentSlips(IdentityBook identities)
{
    /// <summary>Card to card, from the owner's phone unless another device is named.</summary>
    public PaymentRow CardTransfer(long timeUs, int from, int to, long tiyn, int device = -1)
    {
        var sender = identities.Owner(from);
        return Tenge(PaymentKind.CardTransfer, timeUs, tiyn, from) with
        {
            Sender = from,
            SenderPerson = sender,
            Recipient = to,
            RecipientPerson = identities.Owner(to),
            Device = device >= 0 ? device : sender,
        };
    }

    /// <summary>A company pays into the account behind a card; the accounts are named.</summary>
    public PaymentRow AccountTransfer(long timeUs, int company, int card, long tiyn) =>
        Tenge(PaymentKind.AccountTransfer, timeUs, tiyn, identities.CompaniesFrom + company) with
        {
            Sender = identities.CompaniesFrom + company,
            Recipient = card,
            RecipientPerson = identities.Owner(card),
            Flags = PaymentFlags.Named | PaymentFlags.Accounts,
        };

    public PaymentRow Purchase(long timeUs, int card, int company, long tiyn) =>
        Tenge(PaymentKind.MerchantPayment, timeUs, tiyn, card) with
        {
            Sender = card,
            SenderPerson = identities.Owner(card),
            Recipient = identities.CompaniesFrom + company,
        };

    /// <summary>A purchase from a merchant that a story opened; <paramref name="terminal"/> is -1 online.</summary>
    public PaymentRow Charge(long timeUs, int card, int merchant, long tiyn, int terminal) =>
        Tenge(PaymentKind.MerchantPayment, timeUs, tiyn, card) with
        {
            Sender = card,
            SenderPerson = identities.Owner(card),
            Recipient = merchant,
            Terminal = terminal,
        };

    /// <summary>An account that a story opened pays onto a card.</summary>
    public PaymentRow Settlement(long timeUs, int account, int card, long tiyn) =>
        Tenge(PaymentKind.AccountTransfer, timeUs, tiyn, account) with
        {
            Sender = account,
            Recipient = card,
            RecipientPerson = identities.Owner(card),
            Flags = PaymentFlags.Named | PaymentFlags.Accounts,
        };

    public PaymentRow Withdrawal(long timeUs, int card, int atm, long tiyn) =>
        Tenge(PaymentKind.CashWithdrawal, timeUs, tiyn, card) with
        {
            Sender = card,
            SenderPerson = identities.Owner(card),
            Terminal = atm,
        };

    public PaymentRow CashDeposit(long timeUs, int card, int atm, long tiyn) =>
        Tenge(PaymentKind.CashDeposit, timeUs, tiyn, card) with
        {
            Recipient = card,
            RecipientPerson = identities.Owner(card),
            Terminal = atm,
        };

    /// <summary>Notes into a kiosk; <paramref name="shown"/> is the person whose IIN the sender shows, -1 for none.</summary>
    public PaymentRow TopUp(long timeUs, int card, int atm, long tiyn, int shown) =>
        CashDeposit(timeUs, card, atm, tiyn) with
        {
            Kind = PaymentKind.CardTopUp,
            SenderPerson = shown,
        };

    /// <summary>USDT bought or sold on a platform against a card of the customer.</summary>
    public PaymentRow Trade(PaymentKind kind, long timeUs, int card, int platform, long tiyn, long micro)
    {
        var person = identities.Owner(card);
        var row = OnPlatform(kind, timeUs, person, platform, -1, micro) with { AmountMinor = tiyn, Currency = Currency.Kzt };
        return kind.Row().From == PaymentEnd.Sender
            ? row with
            {
                Sender = card,
                SenderPerson = person,
            }
            : row with
            {
                Recipient = card,
                RecipientPerson = person,
            };
    }

    /// <summary>A customer takes USDT out to a wallet; the chain's leg is told apart.</summary>
    public static PaymentRow TakeOut(long timeUs, int person, int platform, int wallet, long micro) =>
        OnPlatform(PaymentKind.CryptoWithdrawal, timeUs, person, platform, wallet, micro) with
        {
            SenderPerson = person,
        };

    /// <summary>A customer's deposit from a wallet is credited.</summary>
    public static PaymentRow BringIn(long timeUs, int person, int platform, int wallet, long micro) =>
        OnPlatform(PaymentKind.CryptoDeposit, timeUs, person, platform, wallet, micro) with
        {
            RecipientPerson = person,
        };

    private PaymentRow Tenge(PaymentKind kind, long timeUs, long tiyn, int asking) =>
        new()
        {
            Kind = kind,
            TimeUs = timeUs,
            AmountMinor = tiyn,
            Currency = Currency.Kzt,
            Bank = (short)identities.BankOf(asking),
        };

    /// <summary>What a platform itself reports: it is the institution, and knows its customers' names.</summary>
    private static PaymentRow OnPlatform(PaymentKind kind, long timeUs, int person, int platform, int wallet, long micro) =>
        new()
        {
            Kind = kind,
            TimeUs = timeUs,
            AmountMinor = micro,
            Currency = Currency.Usdt,
            QuantityMicro = micro,
            Wallet = wallet,
            Platform = (short)platform,
            Device = person,
            Bank = -1,
            Flags = PaymentFlags.Named,
        };
}
