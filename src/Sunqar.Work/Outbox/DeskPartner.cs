using System.Globalization;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Work.Deciding;

namespace Sunqar.Work.Outbox;

/// <summary>The house's own desk of decisions: measures stand before its next decision, and a suspended payment no longer lapses.</summary>
public sealed class DeskPartner(DecisionDesk desk) : IPartner
{
    public async Task<PartnerAnswer> SendAsync(PartnerMessage message, CancellationToken cancel)
    {
        var order = MeasureOrder.Read(message.Body);
        var answer =
            message.Topic == MeasureOrder.Lift
                ? await desk.EndMeasureAsync(new MeasureEnded(order.Measure, order.UntilUs))
                : await desk.TakeMeasureAsync(Took(order));
        return answer.Status switch
        {
            DeskStatus.Noted => new PartnerAnswer(Delivery.Confirmed, ""),
            DeskStatus.Busy or DeskStatus.Unavailable => PartnerAnswer.Failed(answer.Reason ?? "The desk takes nothing now."),
            _ => new PartnerAnswer(Delivery.Refused, answer.Reason ?? "The desk knows no such payment."),
        };
    }

    private static MeasureTook Took(MeasureOrder order)
    {
        var isPayment = order.TargetKind == nameof(TargetKind.Payment).ToLowerInvariant();
        var subject = isPayment
            ? SubjectId.None
            : new SubjectId(ulong.Parse(order.Target, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return new MeasureTook(
            order.Measure,
            subject,
            isPayment ? order.Holder : "",
            isPayment ? order.Target : "",
            MeasureKinds.Of(order.Kind).Standing,
            order.UntilUs
        );
    }
}
