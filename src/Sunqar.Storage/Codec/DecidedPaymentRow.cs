using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Codec;

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
    public SubjectId SenderPerson,
        SenderAccount,
        SenderCard;
    public SubjectId RecipientPerson,
        RecipientAccount,
        RecipientCard;

    /// <summary>
    /// The sender's: bits 0–1 <see cref="IinStatus"/>, bit 2 confirmed, bit 3 named, bit 4 attested. The recipient's: the same from bit 8
    /// on.
    /// </summary>
    public uint PartyFlags;

    public SubjectId Device;
    public ReadOnlySpan<byte> Terminal,
        City,
        WalletChain,
        WalletAddress,
        Platform,
        Asset,
        Circumstances;
    public Int128 Quantity;
    public UInt128 ContentHash;
    public Outcome Outcome;
    public ReadOnlySpan<byte> RulebookVersion;
    public long ExpiresUs;

    /// <summary>How many reasons the decision gives; their texts are only in <see cref="IJournal.Read"/>.</summary>
    public int ReasonCount;

    /// <summary>A proof of the customer's came after a decision: the payment was decided before.</summary>
    public readonly bool IsDecidedAgain => Sender.ConfirmedByKey || Sender.AttestedByKey || Recipient.AttestedByKey;

    public readonly SealedParty Sender => Party(SenderPerson, SenderAccount, SenderCard, PartyFlags);

    public readonly SealedParty Recipient => Party(RecipientPerson, RecipientAccount, RecipientCard, PartyFlags >> RecipientShift);

    public readonly Circumstances ReadCircumstances() => Circumstances.IsEmpty ? default : CircumstancesCodec.Read(Circumstances);

    private static SealedParty Party(SubjectId person, SubjectId account, SubjectId card, uint flags) =>
        new(
            person,
            account,
            card,
            (IinStatus)(flags & 3),
            (flags & 4) != 0,
            (flags & 8) != 0,
            (flags & 16) != 0,
            (flags & 32) != 0,
            (flags & 64) != 0,
            (flags & 128) != 0
        )
        {
            Proof = KeyProof.OfPacked((flags >> ProofShift) & 255),
        };

    // Each party has two bytes of the four: the sender the first and the third, the recipient the others.
    private const int RecipientShift = 8,
        ProofShift = 16;

    internal static uint Flags(in SealedParty sender, in SealedParty recipient) =>
        Flags(in sender) | (Flags(in recipient) << RecipientShift);

    private static uint Flags(in SealedParty party) =>
        (uint)party.Iin
        | (party.Confirmed ? 4u : 0)
        | (party.Named ? 8u : 0)
        | (party.Attested ? 16u : 0)
        | (party.ConfirmedByKey ? 32u : 0)
        | (party.AttestedByKey ? 64u : 0)
        | (party.WordEnded ? 128u : 0)
        | (party.Proof.Packed << ProofShift);
}

/// <summary>Says of a decided payment whether a reader wants it.</summary>
public delegate bool PaymentChoice(in DecidedPaymentRow row);

/// <summary>Stands for a decided payment that the reader did not want; never in a journal.</summary>
public sealed record PassedOver : Fact
{
    public static readonly PassedOver Instance = new();

    private PassedOver() { }
}

/// <summary>Takes decided payments in the journal's order.</summary>
public interface IDecidedPaymentSink
{
    void Add(in DecidedPaymentRow row);
}
