using Sunqar.Core.Acts;

namespace Sunqar.Core.Confirmations;

/// <summary>Why an answer to a challenge does not hold. Kept in facts: never renumber.</summary>
public enum AnswerFault : byte
{
    None = 0,
    Unreadable = 1,
    UnknownChallenge = 2,
    OtherPayment = 3,
    OtherInstitution = 4,
    OtherAmount = 5,
    OtherRecipient = 6,
    OtherPerson = 7,
    OtherChallenge = 8,
    Used = 9,
    Late = 10,
    Superseded = 11,
    TooManyTries = 12,
    UnknownKey = 13,
    EndedKey = 14,
    NobodyPresent = 15,
    BadEnvelope = 16,
    BadSignature = 17,
    CounterWentBack = 18,
    OtherMeans = 19,
    Stale = 20,
}

/// <summary>The words for each fault, and its kind.</summary>
public static class AnswerFaults
{
    private static readonly Dictionary<AnswerFault, (string Name, RefusalKind Kind, string Text)> All = new()
    {
        [AnswerFault.Unreadable] = ("unreadable", RefusalKind.Invalid, "What was signed is no challenge of this house."),
        [AnswerFault.UnknownChallenge] = (
            "unknown-challenge",
            RefusalKind.NotFound,
            "No such challenge was given out within the last day."
        ),
        [AnswerFault.OtherPayment] = ("other-payment", RefusalKind.Conflict, "The answer is for another payment."),
        [AnswerFault.OtherInstitution] = ("other-institution", RefusalKind.Forbidden, "The challenge was given to another institution."),
        [AnswerFault.OtherAmount] = ("other-amount", RefusalKind.Conflict, "The answer is for another amount."),
        [AnswerFault.OtherRecipient] = ("other-recipient", RefusalKind.Conflict, "The answer is for another recipient."),
        [AnswerFault.OtherPerson] = ("other-person", RefusalKind.Forbidden, "The answer is another person's."),
        [AnswerFault.OtherChallenge] = (
            "other-challenge",
            RefusalKind.Conflict,
            "What was signed is not the challenge that was given out."
        ),
        [AnswerFault.Used] = ("used", RefusalKind.Conflict, "The challenge was answered before; each is good once."),
        [AnswerFault.Late] = ("late", RefusalKind.Conflict, "The answer came after the challenge's end."),
        [AnswerFault.Superseded] = ("superseded", RefusalKind.Conflict, "A newer challenge was given out for this payment."),
        [AnswerFault.TooManyTries] = (
            "too-many-tries",
            RefusalKind.Limited,
            "Too many answers to this challenge did not hold; ask for a new one."
        ),
        [AnswerFault.UnknownKey] = ("unknown-key", RefusalKind.NotFound, "No such key is enrolled at this institution."),
        [AnswerFault.EndedKey] = ("ended-key", RefusalKind.Forbidden, "The key is good no more: lost, replaced or revoked."),
        [AnswerFault.NobodyPresent] = ("nobody-present", RefusalKind.Forbidden, "The device does not say that somebody was present."),
        [AnswerFault.BadEnvelope] = (
            "bad-envelope",
            RefusalKind.Invalid,
            "The envelope is of another kind, origin, relying party or payment."
        ),
        [AnswerFault.BadSignature] = ("bad-signature", RefusalKind.Forbidden, "The signature does not hold."),
        [AnswerFault.CounterWentBack] = (
            "counter-went-back",
            RefusalKind.Forbidden,
            "The authenticator's count went back: the key may have been copied."
        ),
        [AnswerFault.OtherMeans] = ("other-means", RefusalKind.Conflict, "The challenge asks for another kind of answer."),
        [AnswerFault.Stale] = ("stale", RefusalKind.Conflict, "The statement was made too long ago, or ahead of time."),
    };

    /// <summary>The fault's name in answers and logs.</summary>
    public static string Name(this AnswerFault fault) => All[fault].Name;

    internal static CommandOutcome Refusal(this AnswerFault fault, string challengeId, string paymentId, string by) =>
        new CommandOutcome.Refused(All[fault].Kind, All[fault].Text, fault.Name())
        {
            Tried = [new AnswerTried(challengeId, paymentId, fault, by)],
        };
}
