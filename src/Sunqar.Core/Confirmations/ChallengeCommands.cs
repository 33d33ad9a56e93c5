using System.Buffers.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Core.Confirmations;

/// <summary>A bank asks for a challenge for a payment that waits. The answer is the challenge's id; one that was open for the same payment
/// is over.</summary>
/// <param name="Payment">As it waits; the institution is the asker's.</param>
/// <param name="ChallengeId">32 small hexadecimal letters of chance.</param>
public sealed record AskChallenge(
    string Key,
    string PaymentId,
    ProofMeans Means,
    long AmountMinor,
    Currency Currency,
    string Recipient,
    string PersonName,
    SubjectId Person,
    string ChallengeId
) : Command(Key, null, "")
{
    public override string Name => "confirmation.ask";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Institution is not { } institution)
            return Refused(RefusalKind.Forbidden, "An institution asks for its own payments, by its key.");
        if (Person.IsNone)
            return Refused(RefusalKind.Invalid, "The payment names nobody, by a valid IIN, who could be asked.", "iin");
        var book = state.Of<ConfirmationBook>();
        if (Means == ProofMeans.Device && !book.KeysOf(Person, institution).Any())
            return Refused(RefusalKind.NotFound, "The person has no device in use at this institution.", "device");
        if (book.ChallengesOf(institution, PaymentId) >= ConfirmationLimits.ChallengesMax)
            return Refused(RefusalKind.Limited, $"A payment has at most {ConfirmationLimits.ChallengesMax} challenges a day.");
        return Done(
            ChallengeId,
            new ChallengeIssued(
                ChallengeId,
                Means,
                institution,
                PaymentId,
                AmountMinor,
                Currency,
                Recipient,
                PersonName,
                Person,
                nowUs + ConfirmationLimits.LifeUs
            )
        );
    }
}

/// <summary>Common to all answers: what was signed is the challenge that was given out, to its last field, and it still waits.</summary>
public abstract record ChallengeAnswer(string Key, string PaymentId, string Signed, string Basis = "") : Command(Key, null, Basis)
{
    /// <summary>What an act says that confirmed; any other text is a no.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>What the answer shows.</summary>
    protected abstract ProofMeans Means { get; }

    /// <summary>Whose key it names, for the record.</summary>
    protected abstract string By { get; }

    public sealed override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Institution is not { } institution)
            return Refused(RefusalKind.Forbidden, "An institution brings its customers' answers, by its key.");
        var signed = Bytes(Signed, ConfirmationChallenge.BytesMax) is { } bytes ? ConfirmationChallenge.Read(bytes) : null;
        if (signed is null)
            return AnswerFault.Unreadable.Refusal("", PaymentId, By);
        var book = state.Of<ConfirmationBook>();
        if (book.Challenge(signed.Id) is not { } open)
            return AnswerFault.UnknownChallenge.Refusal(signed.Id, PaymentId, By);
        var fault = FaultOf(signed, open, institution, nowUs);
        return fault != AnswerFault.None ? fault.Refusal(signed.Id, PaymentId, By) : Judge(book, open, nowUs);
    }

    /// <summary>Judges the proof; the challenge is the right one and waits.</summary>
    protected abstract CommandOutcome Judge(ConfirmationBook book, OpenChallenge open, long nowUs);

    private AnswerFault FaultOf(ConfirmationChallenge signed, OpenChallenge open, string institution, long nowUs)
    {
        var given = open.Issued.Challenge;
        return given.Institution != institution || signed.Institution != institution ? AnswerFault.OtherInstitution
            : signed.PaymentId != given.PaymentId || PaymentId != given.PaymentId ? AnswerFault.OtherPayment
            : signed.AmountMinor != given.AmountMinor || signed.Currency != given.Currency ? AnswerFault.OtherAmount
            : signed.Recipient != given.Recipient ? AnswerFault.OtherRecipient
            : signed.Person != given.Person ? AnswerFault.OtherPerson
            : signed != given ? AnswerFault.OtherChallenge
            : given.Means != Means ? AnswerFault.OtherMeans
            : open.End != ChallengeEnd.None ? AnswerFault.Used
            : open.IsSuperseded ? AnswerFault.Superseded
            : nowUs >= given.ExpiresUs ? AnswerFault.Late
            : open.Tries >= ConfirmationLimits.TriesMax ? AnswerFault.TooManyTries
            : AnswerFault.None;
    }

    /// <summary>Base64url as bytes; null where it is none, or too long.</summary>
    protected static byte[]? Bytes(string text, int most)
    {
        if (text.Length > Base64Url.GetEncodedLength(most) || !Base64Url.IsValid(text, out var length) || length > most)
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        // One spelling: bits beyond the last byte are not to be played with.
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }

    protected CommandOutcome Answered(OpenChallenge open, ChallengeEnd end, long counter = 0) =>
        Done(
            end == ChallengeEnd.Confirmed ? Confirmed : "not confirmed",
            new ChallengeAnswered(open.Issued.ChallengeId, PaymentId, end, By, counter)
        );

    protected CommandOutcome Fault(OpenChallenge open, AnswerFault fault) => fault.Refusal(open.Issued.ChallengeId, PaymentId, By);
}

/// <summary>The person's device signed the challenge, bare or in an envelope of Web Authentication.</summary>
/// <param name="Signed">The challenge's canonical bytes, base64url; so are all that follow.</param>
/// <param name="Flags">Of a bare answer: <see cref="BareAnswer.Present"/>, <see cref="BareAnswer.Verified"/>.</param>
/// <param name="ClientData">Of an envelope; empty for a bare answer.</param>
/// <param name="Signature">64 bytes of a bare answer, DER of an envelope.</param>
public sealed record AnswerByDevice(
    string Key,
    string PaymentId,
    string Signed,
    string EnrolmentId,
    int Flags,
    string ClientData,
    string AuthenticatorData,
    string Signature
) : ChallengeAnswer(Key, PaymentId, Signed)
{
    private const int SignatureBytesMax = 128,
        EnvelopeBytesMax = 4_096;

    public override string Name => "confirmation.answer";

    protected override ProofMeans Means => ProofMeans.Device;

    protected override string By => EnrolmentId;

    protected override CommandOutcome Judge(ConfirmationBook book, OpenChallenge open, long nowUs)
    {
        if (book.Key(EnrolmentId) is not { } key || key.Enrolled.Institution != open.Issued.Institution)
            return Fault(open, AnswerFault.UnknownKey);
        if (key.Enrolled.Person != open.Issued.Person)
            return Fault(open, AnswerFault.OtherPerson);
        if (!key.IsGood)
            return Fault(open, AnswerFault.EndedKey);
        if (Bytes(Signature, SignatureBytesMax) is not { } signature)
            return Fault(open, AnswerFault.BadSignature);
        var (challenge, counter) = (open.Issued.Challenge, 0L);
        AnswerFault fault;
        // A key signs in the one way that it was enrolled for.
        if (key.Enrolled.RelyingParty.Length == 0)
        {
            fault = ClientData.Length > 0 ? AnswerFault.BadEnvelope : BareAnswer.Check(challenge, Flags, key.Enrolled.PublicKey, signature);
        }
        else
        {
            fault =
                Bytes(ClientData, EnvelopeBytesMax) is { } client && Bytes(AuthenticatorData, EnvelopeBytesMax) is { } authenticator
                    ? AnswerEnvelope.Check(
                        challenge,
                        key.Enrolled.RelyingParty,
                        key.Enrolled.PublicKey,
                        client,
                        authenticator,
                        signature,
                        out counter
                    )
                    : AnswerFault.BadEnvelope;
        }
        if (fault == AnswerFault.None && (counter > 0 || key.Counter > 0) && counter <= key.Counter)
            fault = AnswerFault.CounterWentBack;
        return fault == AnswerFault.None ? Answered(open, ChallengeEnd.Confirmed, counter) : Fault(open, fault);
    }
}

/// <summary>The person said no in the bank's app: the payment goes on waiting, and the challenge is over. It needs no signature, since it
/// loosens nothing.</summary>
public sealed record DeclineChallenge(string Key, string PaymentId, string Signed) : ChallengeAnswer(Key, PaymentId, Signed)
{
    public override string Name => "confirmation.decline";

    protected override ProofMeans Means => ProofMeans.Device;

    protected override string By => "";

    protected override CommandOutcome Judge(ConfirmationBook book, OpenChallenge open, long nowUs) => Answered(open, ChallengeEnd.Declined);
}
