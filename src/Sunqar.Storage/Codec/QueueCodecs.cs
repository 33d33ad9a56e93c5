using Sunqar.Core.People;
using Sunqar.Core.Queue;

namespace Sunqar.Storage.Codec;

internal sealed class WorkGivenCodec() : MessageCodec<WorkGiven, Schema.WorkGiven>(205)
{
    protected override Schema.WorkGiven ToMessage(WorkGiven fact) =>
        new()
        {
            Kind = (uint)fact.Kind,
            ItemId = fact.ItemId,
            Officer = fact.Officer,
        };

    protected override WorkGiven ToFact(Schema.WorkGiven message) => new((WorkKind)message.Kind, message.ItemId, message.Officer);
}

internal sealed class AbsenceStatedCodec() : MessageCodec<AbsenceStated, Schema.AbsenceStated>(206)
{
    protected override Schema.AbsenceStated ToMessage(AbsenceStated fact) =>
        new()
        {
            Account = fact.Account,
            FromUs = fact.FromUs,
            UntilUs = fact.UntilUs,
        };

    protected override AbsenceStated ToFact(Schema.AbsenceStated message) => new(message.Account, message.FromUs, message.UntilUs);
}

internal sealed class HoldReleasedCodec() : MessageCodec<HoldReleased, Schema.HoldReleased>(209)
{
    protected override Schema.HoldReleased ToMessage(HoldReleased fact) =>
        new()
        {
            Institution = fact.Institution,
            PaymentId = fact.PaymentId,
            Reason = fact.Reason,
        };

    protected override HoldReleased ToFact(Schema.HoldReleased message) => new(message.Institution, message.PaymentId, message.Reason);
}
