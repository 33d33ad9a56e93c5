using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases.Commands;

/// <summary>Closes a case: a head who never answered for it decides, so that nobody closes what is theirs, nor by handing it over
/// first.</summary>
public sealed record CloseCase(string Key, string OfCase, string Basis, CaseResult Result, string Reason) : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "case.close";

    protected override bool IsFor(Actor actor) => actor.Role == Role.Head;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (Result == CaseResult.None || !Enum.IsDefined(Result))
            return Unfit("Say how it ended.", "result");
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Unfit(fault, "reason");
        if (one.Answered.Contains(actor.Id))
            return Refused(RefusalKind.Forbidden, "Whoever answers for a case, or did, does not close it: a second person does.", "case");
        if (CaseTransitions.Refusal(one.Status, CaseStatus.Closed) is { } refusal)
            return Refused(RefusalKind.Conflict, refusal, "case");
        if (Result == CaseResult.HandedOver && one.Status != CaseStatus.Referred)
            return Refused(RefusalKind.Conflict, "It was not handed over to anybody.", "result");
        if (FaultOfMeasures(state, one, nowUs) is { } open)
            return Refused(RefusalKind.Conflict, open, "result");
        if (Result == CaseResult.Exempted && one.Exemptions.All(e => e.Step != VolunteerStep.Granted))
            return Refused(RefusalKind.Conflict, "Nobody was exempted in it.", "result");
        return Done(OfCase, new CaseMoved(OfCase, one.Status, CaseStatus.Closed, Result, Reason), Closed(state, one, nowUs));
    }

    private string? FaultOfMeasures(ActState state, Case one, long nowUs)
    {
        var measures = state.Of<MeasureBook>().OfCase(OfCase).ToList();
        if (measures.Find(m => m.StatusAt(nowUs).IsPending()) is { } pending)
            return $"{pending.Id} is not over: it is {MeasureWords.Of(pending.StatusAt(nowUs))}.";
        if (Result == CaseResult.NoGrounds && measures.Find(m => m.StatusAt(nowUs).IsInForce()) is { } inForce)
            return $"Without grounds nothing stays in force: lift {inForce.Id} first.";
        return Result == CaseResult.MeasuresTaken && measures.All(m => m.ConfirmedUs == 0) ? "No measure was confirmed." : null;
    }

    /// <summary>What it brought, from the ledger and from what was confirmed.</summary>
    private CaseClosed Closed(ActState state, Case one, long nowUs)
    {
        var usdt = state.Of<AssetLedger>().Balances.Where(b => b.CaseId == OfCase && b.Unit == "USDT").ToList();
        Int128 Sum(Func<AssetBalance, Int128> of) => usdt.Aggregate((Int128)0, (sum, balance) => sum + of(balance));
        var sites = state.Of<MeasureBook>().OfCase(OfCase).Count(m => m.Kind is BlockSite && m.ConfirmedUs > 0);
        return new CaseClosed(
            OfCase,
            LocalTime.Kazakhstan.Year(nowUs),
            one.Kind,
            one.Title,
            nowUs,
            one.TurnoverUsdMicro,
            Sum(b => b.Seized + b.Forfeited),
            Sum(b => b.Frozen),
            Sum(b => b.Returned),
            sites,
            0
        );
    }
}
