using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Storage.Journal;

/// <summary>
/// A decided payment as it lies in the journal: numbers, and spans of UTF-8 that live only during the call. An empty span is an absent
/// field. The meaning of each is that of <see cref="SealedPayment"/> and <see cref="Decision"/>.
/// </summary>
public ref struct DecidedPaymentRow
{
    public long Sequence;
    public long RecordedUs;
    public ReadOnlySpan<byte> Id;
    public PaymentKind Kind;
    public long TimeUs;
    public long AmountMinor;
    public Currency Currency;
    public ReadOnlySpan<byte> Institution;
    public SubjectId SenderPerson, SenderAccount, SenderCard;
    public SubjectId RecipientPerson, RecipientAccount, RecipientCard;

    /// <summary>Bits 0–1 the sender's <see cref="IinStatus"/>, bit 2 sender confirmed, bits 3–4 and 5 the same of the recipient.</summary>
    public uint PartyFlags;

    public SubjectId Device;
    public ReadOnlySpan<byte> Terminal, City, WalletChain, WalletAddress, Platform, Asset;
    public Int128 Quantity;
    public UInt128 ContentHash;
    public Outcome Outcome;
    public ReadOnlySpan<byte> RulebookVersion;
    public long ExpiresUs;

    /// <summary>How many reasons the decision gives; their texts are only in <see cref="IJournal.Read"/>.</summary>
    public int ReasonCount;

    public readonly SealedParty Sender => Party(SenderPerson, SenderAccount, SenderCard, PartyFlags);

    public readonly SealedParty Recipient => Party(RecipientPerson, RecipientAccount, RecipientCard, PartyFlags >> 3);

    private static SealedParty Party(SubjectId person, SubjectId account, SubjectId card, uint flags) =>
        new(person, account, card, (IinStatus)(flags & 3), (flags & 4) != 0);
}

/// <summary>Takes decided payments in the journal's order.</summary>
public interface IDecidedPaymentSink
{
    void Add(in DecidedPaymentRow row);
}
