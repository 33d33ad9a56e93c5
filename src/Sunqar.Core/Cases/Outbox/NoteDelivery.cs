using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Outbox;

/// <summary>The house notes how an attempt to deliver ended, and what that means for the measure that the message was about.</summary>
public sealed record NoteDelivery(string Key, string? OfCase, string MessageId, Delivery Delivery, string Reason) : Command(Key, OfCase, "")
{
    public const int ReasonMax = 300;

    public override string Name => "message.tried";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.System)
            return Refused(RefusalKind.Forbidden, "The house notes its own deliveries.");
        if (!Enum.IsDefined(Delivery) || Reason.Length > ReasonMax)
            return Refused(RefusalKind.Invalid, $"A reason has at most {ReasonMax} characters.", "reason");
        if (state.Of<OutboxBook>().Find(MessageId) is not { } message)
            return Refused(RefusalKind.NotFound, "There is no such message.", "message");
        if (message.Last is Delivery.Confirmed or Delivery.Refused || message.Last == Delivery && Delivery == Delivery.Accepted)
            return Refused(RefusalKind.Conflict, "The partner answered before.", "message");
        return new CommandOutcome.Done([new MessageTried(MessageId, Delivery, Reason), .. Means(state, message, nowUs)], MessageId);
    }

    /// <summary>The first addressee is the one whose word counts; that the house's own desk has it says that it is on its way, and where
    /// the desk cannot, it is over.</summary>
    private IEnumerable<Fact> Means(ActState state, OutboxMessage message, long nowUs)
    {
        if (
            Delivery == Delivery.Failed
            || message.Posted.Topic != MeasureOrder.Take
            || state.Of<MeasureBook>().Find(message.Posted.Subject) is not { } one
        )
        {
            yield break;
        }
        var isFirst = one.Kind.Addressees(one.Request)[0] == message.Posted.Partner;
        if (!(isFirst || message.Posted.Partner == MeasureKind.Desk) || !one.StatusAt(nowUs).IsInForce())
            yield break;
        if (Delivery == Delivery.Refused)
        {
            yield return new MeasureStepped(one.Id, MeasureStep.Refuse, Reason, "", 0);
            foreach (var fact in MeasureCommand.Ending(state, one, MeasureStep.Refuse, Reason, nowUs))
            {
                if (fact is not MessagePosted posted || posted.Partner != message.Posted.Partner)
                    yield return fact;
            }
            yield break;
        }
        if (one.Stepped == MeasureStatus.Approved)
            yield return new MeasureStepped(one.Id, MeasureStep.Send, "Received.", Reason, 0);
        if (!isFirst || Delivery != Delivery.Confirmed || one.Kind.ProvedBy != Proof.Partner || one.Stepped == MeasureStatus.Confirmed)
            yield break;
        var quantity = one.Request.Value.QuantityMicro;
        yield return new MeasureStepped(one.Id, MeasureStep.Confirm, "The partner confirms it.", Reason, quantity);
        var moved = MeasureBooking.Confirmed(
            state,
            one,
            quantity,
            one.Request.Document.Length > 0 ? one.Request.Document : one.Id,
            "",
            nowUs
        );
        // What the ledger cannot book stays with the officers: the confirmation is true all the same.
        if (moved is not null && state.Of<AssetLedger>().Fault(moved, nowUs) is null)
            yield return moved;
    }
}
