using Sunqar.Core.Identity;

namespace Sunqar.Core.Payments;

/// <summary>What a payment said of a party's IIN.</summary>
public enum IinStatus : byte
{
    Absent = 0,

    /// <summary>A text that cannot be an IIN (wrong length, date or check digit).</summary>
    Invalid = 1,
    Valid = 2,
}

/// <summary>A party as the journal keeps it: ids that name nobody, and what a rule may ask of it.</summary>
/// <param name="Confirmed">The party confirmed the payment in the bank's app.</param>
/// <param name="Named">A name came with the payment (the travel rule asks); the name itself is sealed elsewhere.</param>
/// <param name="Attested">A biometric check of the party was attested for this payment.</param>
/// <param name="ConfirmedByKey">The confirmation is a signature of a device of the party's, bound to this payment.</param>
/// <param name="AttestedByKey">The check is a signed statement of a verifier, bound to this payment.</param>
/// <param name="WordEnded">The confirmation is the institution's word alone, which counts no more.</param>
public readonly record struct SealedParty(
    SubjectId Person,
    SubjectId Account,
    SubjectId Card,
    IinStatus Iin,
    bool Confirmed,
    bool Named = false,
    bool Attested = false,
    bool ConfirmedByKey = false,
    bool AttestedByKey = false,
    bool WordEnded = false
)
{
    /// <summary>What the signatures show besides.</summary>
    public KeyProof Proof { get; init; }

    /// <summary>The party agreed, by a proof that counts.</summary>
    public bool IsConfirmed => Confirmed && !WordEnded;

    public bool IsAbsent => Person.IsNone && Account.IsNone && Card.IsNone;

    /// <summary>Where the value moves from or to: the card where there is one, else the account.</summary>
    public SubjectId Instrument => Card.IsNone ? Account : Card;
}

/// <summary>
/// A payment as the house keeps it: everything that a decision may use, and no personal data. The engine decides on this and
/// on nothing else, so replaying a decision needs no key.
/// </summary>
/// <param name="Id">The institution's own id, unique within the institution; at most 64 characters.</param>
/// <param name="TimeUs">Event time, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Institution">The asking institution (BIC or platform code).</param>
/// <param name="ContentHash">Keyed hash of the payment as sent: tells a repeat from a conflict.</param>
public readonly record struct SealedPayment(
    string Id,
    PaymentKind Kind,
    long TimeUs,
    Money Amount,
    string Institution,
    SealedParty Sender,
    SealedParty Recipient,
    string? Terminal,
    string? City,
    SubjectId Device,
    string? WalletChain,
    string? WalletAddress,
    string? Platform,
    string? Asset,
    Int128 Quantity,
    UInt128 ContentHash
)
{
    public Circumstances Circumstances { get; init; }
}
