namespace Sunqar.Core.Payments;

/// <summary>What stands at one end of a payment.</summary>
public enum PaymentEnd : byte
{
    Sender,
    Recipient,
    Terminal,
    Platform,
    Wallet,
}

/// <summary>What a sender or recipient holds, as far as the kind of payment tells.</summary>
public enum Instrument : byte
{
    /// <summary>A card or an account.</summary>
    Any,
    Account,
    Card,

    /// <summary>Whatever a shop is paid on.</summary>
    Merchant,
}

/// <summary>Whose the card of an ISO 8583 message's field 2 is.</summary>
public enum CardSide : byte
{
    /// <summary>The sender's: money leaves it.</summary>
    Sender,

    /// <summary>The recipient's: money comes to it.</summary>
    Recipient,
}

/// <summary>Which cards a message must name for one of two kinds that share a processing code.</summary>
public enum CardsNamed : byte
{
    /// <summary>Whichever: the kind of the code where no other's case holds.</summary>
    Any,

    /// <summary>The sender's and the recipient's.</summary>
    Both,

    /// <summary>Not the recipient's.</summary>
    NoRecipient,
}

/// <summary>A transaction type of ISO 8583 by which a kind of payment is asked for.</summary>
/// <param name="Code">First two digits of field 3.</param>
/// <param name="Name">As the standard calls it.</param>
/// <param name="Cards">The case in which the code means this kind.</param>
public sealed record TransactionType(string Code, string Name, CardSide Card, CardsNamed Cards = CardsNamed.Any);

/// <summary>Everything that the house knows of a kind of payment, for every door that it passes.</summary>
/// <param name="Name">The wire name, snake_case: <c>card_top_up</c>.</param>
/// <param name="Transfer">The number of the kind of transfer that such a payment is (<see cref="Transfers.TransferKind"/>); 0 and 11 are
/// not of payments.</param>
/// <param name="From">Where value leaves.</param>
/// <param name="To">Where value arrives.</param>
/// <param name="Needs">What it must carry beyond id, kind, time, amount, currency and institution.</param>
public sealed record PaymentKindRow(
    PaymentKind Kind,
    string Name,
    byte Transfer,
    PaymentEnd From,
    PaymentEnd To,
    IReadOnlyList<Requirement> Needs
)
{
    /// <summary>As people read it: <c>card top-up</c>.</summary>
    public string Words { get; init; } = Name.Replace('_', ' ');

    /// <summary>Where value leaves if the payment names no sender's card or account; usually what <see cref="From"/> says.</summary>
    public PaymentEnd WithoutSender { get; init; } = From;

    /// <summary>What the sender holds, where value leaves the sender.</summary>
    public Instrument Sender { get; init; }

    /// <summary>What the recipient holds, where value arrives at the recipient.</summary>
    public Instrument Recipient { get; init; }

    /// <summary>The recipient stands at the counter and is who a biometric check is of; else the sender.</summary>
    public bool IsBroughtByRecipient { get; init; }

    /// <summary>The transaction types of ISO 8583 that ask for it.</summary>
    public IReadOnlyList<TransactionType> Iso8583 { get; init; } = [];

    /// <summary>A credit transfer of ISO 20022 is of this kind: one row alone.</summary>
    public bool IsIso20022 { get; init; }

    /// <summary>goAML's code of how it was made.</summary>
    public string GoAmlConduction { get; init; } = "DAWLT";

    /// <summary>goAML's code of what moved, where it was no crypto asset.</summary>
    public string GoAmlFunds { get; init; } = "ELCFT";
}
