using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Core.Confirmations;

/// <summary>Asks that a bank's verifier be believed, by one key. Another supervisor or a head agrees; the answer is the proposal's
/// id.</summary>
/// <param name="PublicKey">A point of P-256 as <see cref="Es256.Read"/> gives it.</param>
public sealed record PinVerifier(string Key, string Basis, string Institution, string PublicKey) : Command(Key, null, Basis)
{
    private static readonly Role[] Seconds = [Role.Supervisor, Role.Head];

    public override string Name => "verifier.pin";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Supervisor)
            return Refused(RefusalKind.Forbidden, "A supervisor pins a verifier's key.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "It says on what the key is believed: the letter or the visit.", "basis");
        if (Institution.Length is 0 or > 32 || Institution.Any(c => c is <= ' ' or > '~'))
            return Refused(RefusalKind.Invalid, "An institution is named by its BIC or code.", "institution");
        if (PublicKey.Length != Es256.HexLength)
            return Refused(RefusalKind.Invalid, "A verifier's key is a point of P-256.", "key");
        var id = IdOf(Institution, PublicKey);
        return state.Of<ConfirmationBook>().Verifiers.Any(one => one.Pinned.KeyId == id)
            ? Refused(RefusalKind.Conflict, "The key is known; one that ended does not come back.", "key")
            : Proposed(
                state,
                actor,
                nowUs,
                Seconds,
                id,
                $"Statements of the verifier of {Institution} are believed by the key {id}.",
                new VerifierPinned(id, Institution, PublicKey)
            );
    }

    /// <summary>The name of a verifier's key, which its statements carry.</summary>
    public static string IdOf(string institution, string publicKey) =>
        "verifier-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(institution + "\n" + publicKey)).AsSpan(0, 12));
}

/// <summary>Nothing that a verifier's key signs counts from now on.</summary>
public sealed record EndVerifier(string Key, string KeyId, string Reason) : Command(Key, null, "")
{
    public override string Name => "verifier.end";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Supervisor or Role.Head))
            return Refused(RefusalKind.Forbidden, "A supervisor or a head ends a verifier's key.");
        if (Reason.Length is 0 or > 500)
            return Refused(RefusalKind.Invalid, "It gives its reason, in 1 to 500 characters.", "reason");
        return state.Of<ConfirmationBook>().Verifier(KeyId) is null
            ? Refused(RefusalKind.NotFound, "No such key is believed.", "key")
            : Done(KeyId, new VerifierEnded(KeyId, Reason));
    }
}

/// <summary>A verifier's statement, as a format took it apart: its signature held under the key that it names, where that is
/// pinned.</summary>
/// <param name="Signed">The canonical bytes of the challenge that it answers, base64url.</param>
/// <param name="KeyId">The key that it names.</param>
/// <param name="IsSignatureGood">Whether it holds under that key as pinned.</param>
/// <param name="ChallengeHash">What it says it compared for: SHA-256 of the challenge in hexadecimal.</param>
/// <param name="Person">The pseudonym that it names.</param>
/// <param name="IsMatch">Whether the sample was the person's.</param>
/// <param name="AtUs">When it was made, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Shown">Which kinds were compared: all of them were the person's where <paramref name="IsMatch"/>.</param>
/// <param name="Said">What was compared, with bands of score and quality, in a line for the record.</param>
public sealed record AnswerByVerifier(
    string Key,
    string PaymentId,
    string Signed,
    string KeyId,
    bool IsSignatureGood,
    string ChallengeHash,
    string Person,
    bool IsMatch,
    long AtUs,
    KeyProof Shown,
    string Said
) : ChallengeAnswer(Key, PaymentId, Signed, Said)
{
    public override string Name => "confirmation.attest";

    protected override ProofMeans Means => ProofMeans.Biometrics;

    protected override string By => KeyId;

    protected override CommandOutcome Judge(ConfirmationBook book, OpenChallenge open, long nowUs)
    {
        if (book.Verifier(KeyId) is not { } verifier || verifier.Institution != open.Issued.Institution)
            return Fault(open, AnswerFault.UnknownKey);
        if (!IsSignatureGood)
            return Fault(open, AnswerFault.BadSignature);
        if (ChallengeHash != Convert.ToHexStringLower(open.Issued.Challenge.Hash()))
            return Fault(open, AnswerFault.OtherChallenge);
        if (Person != open.Issued.PersonName)
            return Fault(open, AnswerFault.OtherPerson);
        if (AtUs < nowUs - ConfirmationLimits.StatementAgeUsMax || AtUs > nowUs + ConfirmationLimits.StatementAheadUsMax)
            return Fault(open, AnswerFault.Stale);
        // A no is an answer too: the challenge is over, and the payment goes on waiting.
        return Answered(open, IsMatch ? ChallengeEnd.Confirmed : ChallengeEnd.NoMatch);
    }
}
