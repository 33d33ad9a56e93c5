using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases.Commands;

/// <summary>Closes a case: a head who does not answer for it decides, so that nobody closes what is theirs.</summary>
public sealed record CloseCase(string Key, string OfCase, string Basis, CaseResult Result, string Reason) : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "case.close";

    protected override bool IsFor(Actor actor) => actor.Role == Role.Head;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (Result == CaseResult.None || !Enum.IsDefined(Result)) return Unfit("Say how it ended.", "result");
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault) return Unfit(fault, "reason");
        if (one.Officers.Contains(actor.Id)) return Refused(RefusalKind.Forbidden, "Whoever answers for a case does not close it: a second person does.", "case");
        if (CaseTransitions.Refusal(one.Status, CaseStatus.Closed) is { } refusal) return Refused(RefusalKind.Conflict, refusal, "case");
        if (Result == CaseResult.HandedOver && one.Status != CaseStatus.Referred) return Refused(RefusalKind.Conflict, "It was not handed over to anybody.", "result");
        return Done(
            OfCase,
            new CaseMoved(OfCase, one.Status, CaseStatus.Closed, Result, Reason),
            new CaseClosed(OfCase, LocalYear.Of(nowUs), one.Kind, one.Title, nowUs, one.TurnoverUsdMicro, 0, 0, 0, 0, 0));
    }
}
