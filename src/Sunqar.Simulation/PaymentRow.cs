using Sunqar.Core.Payments;
using Sunqar.Simulation.Economy;

namespace Sunqar.Simulation;

/// <summary>
/// A payment in dense numbers instead of texts: one cache line, no garbage. A reader that keeps arrays by instrument and person (a sealer)
/// need not touch a text at all; <see cref="Country.Payment"/> spells a row out. -1 means absent.
/// </summary>
public readonly record struct PaymentRow
{
    public PaymentRow() =>
        (Sender, SenderPerson, Recipient, RecipientPerson, Terminal, Device, Wallet, Platform) = (-1, -1, -1, -1, -1, -1, -1, -1);

    /// <summary>Microseconds since 1970-01-01T00:00:00Z, whole seconds.</summary>
    public long TimeUs { get; init; }

    /// <summary>In minor units of <see cref="Currency"/>.</summary>
    public long AmountMinor { get; init; }

    /// <summary>USDT in millionths; 0 where no asset is involved.</summary>
    public long QuantityMicro { get; init; }

    /// <summary>Instrument (card or account) of the sender, see <see cref="Country.Instruments"/>.</summary>
    public int Sender { get; init; }

    /// <summary>Whose IIN the sender shows; -1 where none is shown.</summary>
    public int SenderPerson { get; init; }

    public int Recipient { get; init; }

    public int RecipientPerson { get; init; }

    public int Terminal { get; init; }

    public int Device { get; init; }

    public int Wallet { get; init; }

    public short Platform { get; init; }

    /// <summary>Number of the bank; for crypto kinds the platform itself asks and this is -1.</summary>
    public short Bank { get; init; }

    public PaymentKind Kind { get; init; }

    public Currency Currency { get; init; }

    public PaymentFlags Flags { get; init; }

    /// <summary>The planted pattern that this belongs to, 0 for none. Truth: never part of the data.</summary>
    internal ushort Plant { get; init; }

    internal Role FromRole { get; init; }

    internal Role ToRole { get; init; }
}

/// <summary>What a payment row says besides numbers.</summary>
[Flags]
public enum PaymentFlags : byte
{
    None = 0,

    /// <summary>Whether the sender confirmed in the bank's app is stated at all.</summary>
    ConfirmationStated = 1,
    Confirmed = 2,

    /// <summary>The parties' names are given.</summary>
    Named = 4,

    /// <summary>The account behind a card is given too (account transfers).</summary>
    Accounts = 8,

    /// <summary>The purpose is a gift.</summary>
    Gift = 16,

    /// <summary>The purpose is an exchange of currency.</summary>
    CurrencyExchange = 32,
}

/// <summary>The part that a member plays in a planted pattern; spelt in snake_case in the truth file.</summary>
public enum Role : byte
{
    None = 0,
    Desk,
    Reserve,
    Dropper,
    Collector,
    Organiser,
    Smurf,
    Beneficiary,
    Mule,
    FakeCard,
    Pool,
    Miner,
    Treasury,
    EarlyMember,
    Shop,
    Gambler,
    Buyer,
    Holder,
}

/// <summary>A token transfer in dense numbers: wallets by index, see <see cref="Country.Wallet"/>.</summary>
public readonly record struct ChainRow
{
    public long TimeUs { get; init; }

    /// <summary>Millionths of a token.</summary>
    public long Units { get; init; }

    public int From { get; init; }

    public int To { get; init; }

    /// <summary>0 is USDT; others are fakes that share its symbol.</summary>
    public byte Token { get; init; }

    internal ushort Plant { get; init; }

    internal Role FromRole { get; init; }

    internal Role ToRole { get; init; }
}
