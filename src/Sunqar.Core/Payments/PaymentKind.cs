namespace Sunqar.Core.Payments;

/// <summary>What a payment does. The number is what journals store. A new kind is a member here and its row in
/// <see cref="PaymentKinds"/>.</summary>
public enum PaymentKind : byte
{
    CardTopUp = 1,
    CardTransfer = 2,
    AccountTransfer = 3,
    CashWithdrawal = 4,
    CashDeposit = 5,
    MerchantPayment = 6,
    CryptoBuy = 7,
    CryptoSell = 8,
    CryptoWithdrawal = 9,
    CryptoDeposit = 10,
}

/// <summary>
/// The kinds of payments, each declared once: what it requires, between whom it moves value, and what ISO 8583, ISO 20022 and goAML call
/// it. The payment API and its document, the readers of messages, imports, the transfer graph, reports, rules and the console's words all
/// read these rows.
/// </summary>
public static class PaymentKinds
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
    private static readonly Requirement Customer = new(
        PaymentParts.SenderNamed,
        "sender",
        "sender.iin, sender.card, sender.pan or sender.account"
    );
    private static readonly Requirement Credited = new(
        PaymentParts.RecipientNamed,
        "recipient",
        "recipient.iin, recipient.card, recipient.pan or recipient.account"
    );
    private static readonly Requirement Platform = new(PaymentParts.Platform, "platform", "platform");
    private static readonly Requirement Wallet = new(PaymentParts.Wallet, "wallet", "wallet");

    private static readonly PaymentKindRow[] OfBanks =
    [
        new(PaymentKind.CardTopUp, "card_top_up", Transfer: 1, PaymentEnd.Sender, PaymentEnd.Recipient, [To])
        {
            Words = "card top-up",
            WithoutSender = PaymentEnd.Terminal,
            Recipient = Instrument.Card,
            // A top-up unless only an account is credited: a missing sender must not make it a deposit, which the rule on senders does not
            // look at.
            Iso8583 = [new("21", "deposit", CardSide.Recipient)],
            GoAmlConduction = "ATM",
            GoAmlFunds = "CASH",
        },
        new(PaymentKind.CardTransfer, "card_transfer", Transfer: 2, PaymentEnd.Sender, PaymentEnd.Recipient, [From, To])
        {
            Sender = Instrument.Card,
            Recipient = Instrument.Card,
            Iso8583 = [new("40", "transfer", CardSide.Sender, CardsNamed.Both)],
            GoAmlConduction = "DBCD",
        },
        new(PaymentKind.AccountTransfer, "account_transfer", Transfer: 3, PaymentEnd.Sender, PaymentEnd.Recipient, [From, To])
        {
            Sender = Instrument.Account,
            Recipient = Instrument.Account,
            Iso8583 = [new("40", "transfer", CardSide.Sender)],
            IsIso20022 = true,
            GoAmlConduction = "ELCFT",
        },
        new(PaymentKind.CashWithdrawal, "cash_withdrawal", Transfer: 4, PaymentEnd.Sender, PaymentEnd.Terminal, [From, At])
        {
            Sender = Instrument.Card,
            Iso8583 = [new("01", "withdrawal", CardSide.Sender)],
            GoAmlConduction = "ATMWT",
            GoAmlFunds = "ATM",
        },
        new(PaymentKind.CashDeposit, "cash_deposit", Transfer: 5, PaymentEnd.Terminal, PaymentEnd.Recipient, [To, At])
        {
            Recipient = Instrument.Card,
            IsBroughtByRecipient = true,
            Iso8583 = [new("21", "deposit", CardSide.Recipient, CardsNamed.NoRecipient)],
            GoAmlConduction = "CDM",
            GoAmlFunds = "CASH",
        },
        new(PaymentKind.MerchantPayment, "merchant_payment", Transfer: 6, PaymentEnd.Sender, PaymentEnd.Recipient, [From, Sold])
        {
            Sender = Instrument.Card,
            Recipient = Instrument.Merchant,
            Iso8583 =
            [
                new("00", "goods and services", CardSide.Sender),
                new("09", "goods and services with cash", CardSide.Sender),
                new("50", "payment", CardSide.Sender),
            ],
            GoAmlConduction = "DBCD",
        },
    ];

    private static readonly PaymentKindRow[] OfPlatforms =
    [
        new(PaymentKind.CryptoBuy, "crypto_buy", Transfer: 7, PaymentEnd.Sender, PaymentEnd.Platform, [Customer, Platform])
        {
            Sender = Instrument.Card,
            Iso8583 = [new("11", "quasi-cash", CardSide.Sender)],
            GoAmlConduction = "CRNEX",
        },
        new(PaymentKind.CryptoSell, "crypto_sell", Transfer: 8, PaymentEnd.Platform, PaymentEnd.Recipient, [Credited, Platform])
        {
            Recipient = Instrument.Card,
            GoAmlConduction = "CRNEX",
        },
        new(
            PaymentKind.CryptoWithdrawal,
            "crypto_withdrawal",
            Transfer: 9,
            PaymentEnd.Platform,
            PaymentEnd.Wallet,
            [Customer, Platform, Wallet]
        ),
        new(
            PaymentKind.CryptoDeposit,
            "crypto_deposit",
            Transfer: 10,
            PaymentEnd.Wallet,
            PaymentEnd.Platform,
            [Credited, Platform, Wallet]
        ),
    ];

    /// <summary>Every kind, by number.</summary>
    public static IReadOnlyList<PaymentKindRow> Table { get; } = [.. OfBanks, .. OfPlatforms];

    private static readonly PaymentKindRow?[] ByNumber =
    [
        .. Enumerable.Range(0, Table.Max(row => (int)row.Kind) + 1).Select(number => Table.SingleOrDefault(row => (int)row.Kind == number)),
    ];

    /// <summary>The wire names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>The kind of a credit transfer in ISO 20022.</summary>
    public static PaymentKind OfCreditTransfer { get; } = Table.Single(row => row.IsIso20022).Kind;

    /// <summary>What is declared of the kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No kind of payment.</exception>
    public static PaymentKindRow Row(this PaymentKind kind) =>
        ((int)kind < ByNumber.Length ? ByNumber[(int)kind] : null)
        ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "No kind of payment.");

    public static string Name(this PaymentKind kind) => kind.Row().Name;

    public static bool TryParse(ReadOnlySpan<char> name, out PaymentKind kind)
    {
        foreach (var row in ByNumber)
        {
            if (row is not null && name.SequenceEqual(row.Name))
            {
                kind = row.Kind;
                return true;
            }
        }
        kind = default;
        return false;
    }
}
