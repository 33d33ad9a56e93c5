using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Identity;
using Sunqar.Core.Law;

namespace Sunqar.Core.Objections;

/// <summary>A citizen who proved an IIN objects to a decision on a payment of theirs, or a bank on its customer's behalf.</summary>
/// <param name="Stopped">The payment as the journal has it; null where there is none to object to.</param>
/// <param name="Text">Sealed with the person's own key.</param>
public sealed record ObjectToDecision(string Key, StoppedPayment? Stopped, SubjectId Subject, SealedText Text) : Command(Key, null, "")
{
    /// <summary>Objections of one person, and of one bank, that wait at one time.</summary>
    public const int WaitingMax = 20,
        WaitingOfBankMax = 2_000;

    /// <summary>Characters of an objection.</summary>
    public const int TextMax = 1000;

    public override string Name => "decision.object";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Citizen or Role.Bank or Role.Platform))
            return Refused(RefusalKind.Forbidden, "Whom it concerns objects, or the bank on their behalf.");
        var isByBank = actor.Role != Role.Citizen;
        if (Stopped?.Payment is not { } payment || !Stopped.Concerns(Subject) || (isByBank && payment.Institution != actor.Institution))
            return Refused(RefusalKind.NotFound, "There is no such decision to object to.", "payment");
        if (Text.IsEmpty)
            return Refused(RefusalKind.Invalid, "Say what you object to.", "text");
        var book = state.Of<ObjectionBook>();
        var id = IdOf(payment.Institution, payment.Id, Subject);
        if (book.Find(id) is not null)
            return Refused(RefusalKind.Conflict, "This decision has been objected to.", "payment");
        if (book.Of(Subject).Count(one => one.Answer is null) >= WaitingMax)
            return Refused(RefusalKind.Limited, $"At most {WaitingMax} objections of one person wait at one time.");
        if (isByBank && book.All.Count(one => one.Answer is null && one.Made.Institution == payment.Institution) >= WaitingOfBankMax)
            return Refused(RefusalKind.Limited, $"At most {WaitingOfBankMax} objections of one bank wait at one time.");
        return Done(
            id,
            new DecisionObjected(
                id,
                payment.Institution,
                payment.Id,
                Subject,
                isByBank,
                Stopped.Outcome,
                [.. Stopped.Reasons.Select(reason => reason.Rule).Distinct()],
                Stopped.Parties,
                Text,
                LawRegister.Shipped.EndUs(Explanation.AnswerTerm, nowUs)
            )
        );
    }

    private static string IdOf(string institution, string paymentId, SubjectId subject) =>
        "objection-"
        + Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', "decision", institution, paymentId, subject.ToString()))).AsSpan(0, 8)
        );
}

/// <summary>A person answers an objection: never one who took part in a measure against a party of the payment.</summary>
/// <param name="Reason">For the person who objected.</param>
public sealed record AnswerObjection(string Key, string ObjectionId, ObjectionOutcome Outcome, string Reason) : Command(Key, null, "")
{
    public override string Name => "decision.answer";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Officer or Role.Head))
            return Refused(RefusalKind.Forbidden, "Officers and heads answer objections.");
        if (Outcome is < ObjectionOutcome.Upheld or > ObjectionOutcome.Corrected)
            return Refused(RefusalKind.Invalid, "The decision stands, is lifted, or is corrected.", "outcome");
        if (state.Of<ObjectionBook>().Find(ObjectionId) is not { } objection)
            return Refused(RefusalKind.NotFound, "There is no such objection.", "objection");
        if (objection.Answer is not null)
            return Refused(RefusalKind.Conflict, "It was answered.", "objection");
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "reason");
        return Decided(state, objection.Made, actor.Id)
            ? Refused(RefusalKind.Forbidden, "Whoever took part in a measure against a party does not answer for it; somebody else does.")
            : Done(ObjectionId, new ObjectionAnswered(ObjectionId, Outcome, Reason));
    }

    /// <summary>Whether an account took part in a measure that is about the payment or a party of it: then a person decided, and it was
    /// this one.</summary>
    public static bool Decided(ActState state, DecisionObjected objection, string account)
    {
        var parties = objection.Parties.Select(subject => subject.ToString()).ToHashSet(StringComparer.Ordinal);
        return state
            .Of<MeasureBook>()
            .All.Any(measure =>
                (measure.RequestedBy == account || measure.Steps.Any(step => step.Author == account))
                && (
                    measure.Request.Target is { Kind: TargetKind.Subject } subject && parties.Contains(subject.Id)
                    || measure.Request.Target is { Kind: TargetKind.Payment } payment
                        && payment.Id == objection.PaymentId
                        && payment.Holder == objection.Institution
                )
            );
    }
}
