using System.Text.Json.Serialization;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A command about a measure that is there.</summary>
public abstract record MeasureCommand(string Key, string OfCase, string Basis, string MeasureId) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>The step that it takes, which must lead from where the measure stands now.</summary>
    protected abstract MeasureStep Step { get; }

    protected abstract CommandOutcome Decide(ActState state, Measure one, Actor actor, long nowUs);

    protected sealed override CommandOutcome Decide(ActState state, Case ofCase, Actor actor, long nowUs)
    {
        if (state.Of<MeasureBook>().Find(MeasureId) is not { } one || one.CaseId != OfCase)
            return Refused(RefusalKind.NotFound, "There is no such measure in this case.", "measure");
        var status = one.StatusAt(nowUs);
        return MeasureTransitions.Next(status, Step) is null
            ? Refused(RefusalKind.Conflict, $"The measure is {MeasureWords.Of(status)}.", "measure")
            : Decide(state, one, actor, nowUs);
    }

    protected MeasureStepped Stepped(string reason, string reference = "", Int128 quantityMicro = default) =>
        new(MeasureId, Step, reason, reference, quantityMicro);

    /// <summary>Why this person may not decide on it as the second; null where they may.</summary>
    protected static CommandOutcome? FaultOfSecond(Measure one, Actor actor)
    {
        if (!one.Kind.Approvers.Contains(actor.Role))
            return Refused(RefusalKind.Forbidden, $"Decided by: {string.Join(", ", one.Kind.Approvers).ToLowerInvariant()}.");
        if (actor.Id == one.RequestedBy)
            return Refused(RefusalKind.Forbidden, "Whoever asks for a measure does not decide on it: a second person does.");
        return one.Kind.IsApprovedElsewhere && actor.Unit == one.Unit
            ? Refused(RefusalKind.Forbidden, "The second person comes from another unit.")
            : null;
    }

    /// <summary>The end of a measure, for those who have it, and in the ledger.</summary>
    internal static IEnumerable<Fact> Ending(ActState state, Measure one, MeasureStep step, string document, long nowUs)
    {
        var told = state
            .Of<OutboxBook>()
            .About(one.Id)
            .Where(m => m.Posted.Topic == MeasureOrder.Take && m.Last != Delivery.Refused)
            .Select(m => m.Posted.Partner);
        foreach (var message in MeasureOrder.Messages(one, MeasureOrder.Lift, told, nowUs))
            yield return message;
        if (MeasureBooking.Ended(state, one, document, nowUs) is { } moved)
            yield return moved;
        foreach (var fact in one.Kind.Beside(step, one.Request, document, nowUs))
            yield return fact;
    }

    /// <summary>As much of a reason as a document's name holds.</summary>
    protected static string Brief(string reason) => reason.Length > CaseText.LineMax ? reason[..CaseText.LineMax] : reason;
}

/// <summary>A second person agrees or does not. What is approved goes out in the same act.</summary>
/// <param name="Licensed">The licensed platforms' domains of this moment: one may have got its licence since.</param>
public sealed record DecideMeasure(
    string Key,
    string OfCase,
    string Basis,
    string MeasureId,
    bool Approve,
    string Reason,
    [property: JsonIgnore] LicensedDomains? Licensed = null
) : MeasureCommand(Key, OfCase, Basis, MeasureId)
{
    public override string Name => Approve ? "measure.approve" : "measure.reject";

    protected override MeasureStep Step => Approve ? MeasureStep.Approve : MeasureStep.Reject;

    protected override bool IsFor(Actor actor) => actor.Role is Role.Officer or Role.Head or Role.Supervisor;

    protected override bool IsForAnswering => false;

    protected override CommandOutcome Decide(ActState state, Measure one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Unfit(fault, "reason");
        if (FaultOfSecond(one, actor) is { } refused)
            return refused;
        if (!Approve)
        {
            return new CommandOutcome.Done(
                [Stepped(Reason), .. TaskDone(state, one, "rejected"), .. one.Kind.Beside(Step, one.Request, Reason, nowUs)],
                MeasureId
            );
        }
        // What was true when it was asked for may not be any more.
        if ((one.Kind.FaultOfPartners(one.Request, state) ?? one.Kind.Fault(one.Request, state, nowUs)) is { } late)
            return late;
        if (RequestMeasure.FaultOfLicence(one.Request, Licensed) is { } licensed)
            return licensed;
        var untilUs = one.Request.UntilUs(nowUs);
        var addressees = one.Kind.Addressees(one.Request);
        return new CommandOutcome.Done(
            [
                Stepped(Reason),
                .. MeasureOrder.Messages(one, MeasureOrder.Take, addressees, untilUs),
                .. addressees.Count == 0
                    ? [new MeasureStepped(MeasureId, MeasureStep.Send, "Nobody outside has to be told.", "", 0)]
                    : Array.Empty<Fact>(),
                .. TaskDone(state, one, "approved"),
                .. one.Kind.Beside(Step, one.Request, Reason, nowUs),
            ],
            MeasureId
        );
    }

    private IEnumerable<Fact> TaskDone(ActState state, Measure one, string result) =>
        state.Of<CaseBook>().Find(OfCase)?.Tasks.GetValueOrDefault(one.Id) is { IsDone: false } task
            ? [task.Set(OfCase) with { IsDone = true, Result = result }]
            : [];
}

/// <summary>Whoever asked takes the request back.</summary>
public sealed record WithdrawMeasure(string Key, string OfCase, string Basis, string MeasureId, string Reason)
    : MeasureCommand(Key, OfCase, Basis, MeasureId)
{
    public override string Name => "measure.withdraw";

    protected override MeasureStep Step => MeasureStep.Withdraw;

    protected override CommandOutcome Decide(ActState state, Measure one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Unfit(fault, "reason");
        return actor.Id == one.RequestedBy
            ? new CommandOutcome.Done([Stepped(Reason), .. one.Kind.Beside(Step, one.Request, Reason, nowUs)], MeasureId)
            : Refused(RefusalKind.Forbidden, "Only whoever asked takes a request back; others reject it.");
    }
}

/// <summary>An officer has the paper that shows that a measure is carried out, or that it will not be. What the chain confirms, no paper
/// does.</summary>
/// <param name="Document">The paper, with number and date.</param>
/// <param name="Transaction">On chain, the transaction that carried it out; empty where none.</param>
/// <param name="QuantityMicro">What was caught, millionths; 0 for what was asked for.</param>
public sealed record ConfirmMeasure(
    string Key,
    string OfCase,
    string Basis,
    string MeasureId,
    bool Confirmed,
    string Document,
    string Transaction = "",
    Int128 QuantityMicro = default
) : MeasureCommand(Key, OfCase, Basis, MeasureId)
{
    public override string Name => Confirmed ? "measure.confirm" : "measure.refused";

    protected override MeasureStep Step => Confirmed ? MeasureStep.Confirm : MeasureStep.Refuse;

    protected override CommandOutcome Decide(ActState state, Measure one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Document, CaseText.LineMax) is { } fault)
            return Unfit(fault, "document");
        if (Transaction.Length > 128 || Transaction.Any(c => !char.IsAsciiLetterOrDigit(c)))
            return Unfit("A transaction's id has at most 128 letters and digits.", "transaction");
        if (!Confirmed)
            return new CommandOutcome.Done([Stepped(Document, Document), .. Ending(state, one, Step, Document, nowUs)], MeasureId);
        if (one.Kind.ProvedBy == Proof.Chain)
            return Refused(RefusalKind.Conflict, "Only the chain confirms it.", "measure");
        if (QuantityMicro < 0 || QuantityMicro > Ledger.AssetLedger.QuantityMicroMax)
            return Unfit("A quantity lies between 0 and 10^15 units.", "quantity");
        var quantity = QuantityMicro > 0 ? QuantityMicro : one.Request.Value.QuantityMicro;
        var moved = MeasureBooking.Confirmed(state, one, quantity, Document, Transaction, nowUs);
        if (moved is not null && state.Of<Ledger.AssetLedger>().Fault(moved, nowUs) is { } refused)
            return Refused(refused.Kind, refused.Reason, refused.Field);
        return moved is null
            ? Done(MeasureId, Stepped(Document, Document, quantity))
            : Done(MeasureId, Stepped(Document, Document, quantity), moved);
    }
}

/// <summary>Ends a measure before its time.</summary>
public sealed record LiftMeasure(string Key, string OfCase, string Basis, string MeasureId, string Reason)
    : MeasureCommand(Key, OfCase, Basis, MeasureId)
{
    public override string Name => "measure.lift";

    protected override MeasureStep Step => MeasureStep.Lift;

    /// <summary>Giving back what was taken needs no second person; it may be undone by asking again.</summary>
    protected override CommandOutcome Decide(ActState state, Measure one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Unfit(fault, "reason");
        return one.Kind.ProvedBy == Proof.Document && one.Stepped == MeasureStatus.Confirmed
            ? Refused(RefusalKind.Conflict, "What was done by a document is undone by another: book its return.", "measure")
            : new CommandOutcome.Done([Stepped(Reason), .. Ending(state, one, Step, Brief(Reason), nowUs)], MeasureId);
    }
}

/// <summary>Somebody whom a measure befell objects; an officer or head takes it down.</summary>
/// <param name="Document">The objection, with number and date.</param>
public sealed record AppealMeasure(string Key, string OfCase, string Basis, string MeasureId, string Document)
    : MeasureCommand(Key, OfCase, Basis, MeasureId)
{
    public override string Name => "measure.appeal";

    protected override MeasureStep Step => MeasureStep.Appeal;

    protected override bool IsForAnswering => false;

    protected override CommandOutcome Decide(ActState state, Measure one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Document, CaseText.LineMax) is { } fault)
            return Unfit(fault, "document");
        return one.IsAppealed
            ? Refused(RefusalKind.Conflict, "An objection waits already.", "measure")
            : Done(MeasureId, Stepped("An objection came.", Document));
    }
}

/// <summary>An objection is decided, by somebody who had no part in the measure; where it is right, the measure ends.</summary>
public sealed record DecideAppeal(string Key, string OfCase, string Basis, string MeasureId, bool Grant, string Reason)
    : MeasureCommand(Key, OfCase, Basis, MeasureId)
{
    public override string Name => Grant ? "measure.appeal-granted" : "measure.appeal-upheld";

    protected override MeasureStep Step => Grant ? MeasureStep.Grant : MeasureStep.Uphold;

    protected override bool IsFor(Actor actor) => actor.Role is Role.Head or Role.Supervisor;

    protected override bool IsForAnswering => false;

    protected override CommandOutcome Decide(ActState state, Measure one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Reason, CaseText.TextMax) is { } fault)
            return Unfit(fault, "reason");
        if (!one.IsAppealed)
            return Refused(RefusalKind.Conflict, "Nobody objected.", "measure");
        if (actor.Id == one.RequestedBy || one.Steps.Any(step => step.Step == MeasureStep.Approve && step.Author == actor.Id))
            return Refused(RefusalKind.Forbidden, "An objection is decided by somebody who had no part in the measure.");
        return new CommandOutcome.Done(
            Grant ? [Stepped(Reason), .. Ending(state, one, Step, Brief(Reason), nowUs)] : [Stepped(Reason)],
            MeasureId
        );
    }
}

/// <summary>The words in which measures are told.</summary>
public static class MeasureWords
{
    public static string Of(MeasureStatus status) =>
        status switch
        {
            MeasureStatus.Requested => "waiting for a second person",
            MeasureStatus.Approved => "approved, on its way",
            MeasureStatus.Sent => "sent, not confirmed yet",
            MeasureStatus.Refused => "refused by whoever had to carry it out",
            _ => status.ToString().ToLowerInvariant(),
        };

    public static string Of(MeasureStep step) =>
        step switch
        {
            MeasureStep.Approve => "approved by a second person",
            MeasureStep.Reject => "rejected",
            MeasureStep.Withdraw => "withdrawn",
            MeasureStep.Send => "sent",
            MeasureStep.Confirm => "confirmed",
            MeasureStep.Refuse => "refused",
            MeasureStep.Lift => "lifted",
            MeasureStep.Appeal => "objected to",
            MeasureStep.Uphold => "upheld against an objection",
            MeasureStep.Grant => "lifted on an objection",
            MeasureStep.TakeBack => "not confirmed any more",
            _ => "asked for",
        };
}
