using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Confirmations;

/// <summary>A bank bound the key of a device to a person.</summary>
/// <param name="EnrolmentId">Derived from institution and key.</param>
/// <param name="Device">The device as the institution's app names it: the same subject as in payments.</param>
/// <param name="PublicKey">A point of P-256, uncompressed, 130 small hexadecimal letters.</param>
/// <param name="RelyingParty">The domain that the key's authenticator is bound to; empty for a key that signs challenges bare.</param>
/// <param name="Attestation">What the platform says of the key, e.g. <c>android:strongbox</c>; <c>unattested</c> where nothing could be
/// verified.</param>
/// <param name="Replaces">The enrolment that ends by this one; empty where none does.</param>
/// <param name="People">Persons whose keys lie on the device now, at all institutions.</param>
/// <param name="Devices">Devices on which keys of the person lie now, at all institutions.</param>
public sealed record DeviceEnrolled(
    string EnrolmentId,
    string Institution,
    SubjectId Person,
    SubjectId Device,
    string PublicKey,
    string RelyingParty,
    string Attestation,
    string Replaces,
    int People,
    int Devices
) : Fact;

/// <summary>Why a device's key is good no more. Kept in facts: never renumber.</summary>
public enum DeviceEnd : byte
{
    None = 0,
    Lost = 1,
    Replaced = 2,
    Revoked = 3,
}

/// <summary>A device's key is good no more, for ever.</summary>
public sealed record DeviceEnded(string EnrolmentId, DeviceEnd Why) : Fact;

/// <summary>Somebody is asked to agree to a payment.</summary>
/// <param name="Person">Whom the challenge's pseudonym stands for.</param>
public sealed record ChallengeIssued(
    string ChallengeId,
    ProofMeans Means,
    string Institution,
    string PaymentId,
    long AmountMinor,
    Currency Currency,
    string Recipient,
    string PersonName,
    SubjectId Person,
    long ExpiresUs
) : Fact
{
    /// <summary>As it went to the bank.</summary>
    public ConfirmationChallenge Challenge =>
        new(ChallengeId, Means, Institution, PaymentId, AmountMinor, Currency, Recipient, PersonName, ExpiresUs);
}

/// <summary>How a challenge ended. Kept in facts: never renumber.</summary>
public enum ChallengeEnd : byte
{
    None = 0,

    /// <summary>The person agreed.</summary>
    Confirmed = 1,

    /// <summary>The person said no, in the app.</summary>
    Declined = 2,

    /// <summary>The verifier compared and it was somebody else.</summary>
    NoMatch = 3,
}

/// <summary>A challenge was answered, and is answered no second time.</summary>
/// <param name="By">The enrolment that signed, or the verifier's key; empty for a refusal in the app.</param>
/// <param name="Counter">The authenticator's count of signatures, 0 where it keeps none.</param>
public sealed record ChallengeAnswered(string ChallengeId, string PaymentId, ChallengeEnd End, string By, long Counter) : Fact;

/// <summary>An answer that did not hold: evidence of what was tried.</summary>
public sealed record AnswerTried(string ChallengeId, string PaymentId, AnswerFault Fault, string By) : Fact;

/// <summary>A bank's verifier may attest from now on, by this key alone.</summary>
/// <param name="KeyId">Derived from institution and key.</param>
/// <param name="PublicKey">A point of P-256, uncompressed, 130 small hexadecimal letters; it signs by ES256 and by nothing else.</param>
public sealed record VerifierPinned(string KeyId, string Institution, string PublicKey) : Fact;

/// <summary>Nothing that the key signs counts from now on.</summary>
public sealed record VerifierEnded(string KeyId, string Reason) : Fact;
