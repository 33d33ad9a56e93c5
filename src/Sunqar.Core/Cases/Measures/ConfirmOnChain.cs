using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Measures;

/// <summary>The house saw on chain that the issuer froze the wallet (<c>AddedBlackList</c>); or that the block which showed it is no longer
/// part of the chain.</summary>
/// <param name="EventId">Transaction and place of the log: <c>tx:log</c>.</param>
/// <param name="EscapedMicro">What left the wallet between the request and the freeze, millionths: not caught any more.</param>
/// <param name="IsTakenBack">The chain was reorganised.</param>
public sealed record ConfirmOnChain(
    string Key,
    string OfCase,
    string MeasureId,
    string EventId,
    Int128 EscapedMicro,
    bool IsTakenBack = false
) : Command(Key, OfCase, "")
{
    public override string Name => IsTakenBack ? "measure.unconfirmed-on-chain" : "measure.confirmed-on-chain";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.System)
            return Refused(RefusalKind.Forbidden, "The house reads the chain itself.");
        if (EventId.Length is 0 or > 128 || EscapedMicro < 0)
            return Refused(RefusalKind.Invalid, "An event has an id, and nothing below zero escapes.", "event");
        if (state.Of<MeasureBook>().Find(MeasureId) is not { } one || one.CaseId != OfCase)
            return Refused(RefusalKind.NotFound, "There is no such measure.", "measure");
        if (one.Kind.ProvedBy != Proof.Chain)
            return Refused(RefusalKind.Invalid, "The chain does not confirm measures of this kind.", "measure");
        var status = one.StatusAt(nowUs);
        if (IsTakenBack)
        {
            return status != MeasureStatus.Confirmed || one.Steps.Last(step => step.Step == MeasureStep.Confirm).Reference != EventId
                ? Refused(RefusalKind.Conflict, "This is not what confirmed it.", "event")
                : new CommandOutcome.Done(
                    [Step(MeasureStep.TakeBack, "The chain was reorganised.", 0), .. Back(state, one, nowUs)],
                    MeasureId
                );
        }
        // The chain may show it before the partner answers: then it has the request all the same.
        if (status is not (MeasureStatus.Approved or MeasureStatus.Sent))
            return Refused(RefusalKind.Conflict, $"The measure is {MeasureWords.Of(status)}.", "measure");
        var caught = one.Request.Value.QuantityMicro - EscapedMicro;
        if (caught < 0)
            caught = 0;
        var facts = new List<Fact>();
        if (status == MeasureStatus.Approved)
            facts.Add(Step(MeasureStep.Send, "The chain shows that the issuer has it.", 0));
        facts.Add(Step(MeasureStep.Confirm, "The chain shows AddedBlackList.", caught));
        var moved = MeasureBooking.Confirmed(state, one, caught, $"request {MeasureId}", EventId.Split(':')[0], nowUs);
        if (moved is not null && state.Of<AssetLedger>().Fault(moved, nowUs) is null)
            facts.Add(moved);
        return new CommandOutcome.Done(facts, MeasureId);
    }

    private MeasureStepped Step(MeasureStep step, string reason, Int128 caught) => new(MeasureId, step, reason, EventId, caught);

    private IEnumerable<Fact> Back(ActState state, Measure one, long nowUs) =>
        MeasureBooking.TakenBack(state, one, EventId.Split(':')[0], nowUs) is { } moved ? [moved] : [];
}
