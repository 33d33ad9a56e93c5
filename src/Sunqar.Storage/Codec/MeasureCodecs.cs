using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;

namespace Sunqar.Storage.Codec;

internal sealed class MeasureRequestedCodec() : MessageCodec<MeasureRequested, Schema.MeasureRequested>(70)
{
    protected override Schema.MeasureRequested ToMessage(MeasureRequested fact) =>
        new()
        {
            MeasureId = fact.MeasureId,
            CaseId = fact.CaseId,
            Kind = fact.Kind,
            TargetKind = (uint)fact.Target.Kind,
            Target = fact.Target.Id,
            Holder = fact.Target.Holder,
            Chain = fact.Target.Chain,
            Asset = fact.Value.Asset,
            Unit = fact.Value.Unit,
            QuantityMicro = WideCodec.Of(fact.Value.QuantityMicro),
            Document = fact.Document,
            Reason = fact.Reason,
            DecideByUs = fact.DecideByUs,
            ValidForUs = fact.ValidForUs,
            Term = fact.Term,
        };

    protected override MeasureRequested ToFact(Schema.MeasureRequested message) =>
        new(
            message.MeasureId,
            message.CaseId,
            message.Kind,
            new MeasureTarget((TargetKind)message.TargetKind, message.Target, message.Holder, message.Chain),
            new MeasureValue(message.Asset, message.Unit, WideCodec.Value(message.QuantityMicro)),
            message.Document,
            message.Reason,
            message.DecideByUs,
            message.ValidForUs,
            message.Term
        );
}

internal sealed class MeasureSteppedCodec() : MessageCodec<MeasureStepped, Schema.MeasureStepped>(71)
{
    protected override Schema.MeasureStepped ToMessage(MeasureStepped fact) =>
        new()
        {
            MeasureId = fact.MeasureId,
            Step = (uint)fact.Step,
            Reason = fact.Reason,
            Reference = fact.Reference,
            QuantityMicro = WideCodec.Of(fact.QuantityMicro),
        };

    protected override MeasureStepped ToFact(Schema.MeasureStepped message) =>
        new(message.MeasureId, (MeasureStep)message.Step, message.Reason, message.Reference, WideCodec.Value(message.QuantityMicro));
}

internal sealed class MessagePostedCodec() : MessageCodec<MessagePosted, Schema.MessagePosted>(65)
{
    protected override Schema.MessagePosted ToMessage(MessagePosted fact) =>
        new()
        {
            MessageId = fact.MessageId,
            Partner = fact.Partner,
            Subject = fact.Subject,
            Topic = fact.Topic,
            Body = fact.Body,
        };

    protected override MessagePosted ToFact(Schema.MessagePosted message) =>
        new(message.MessageId, message.Partner, message.Subject, message.Topic, message.Body);
}

internal sealed class MessageTriedCodec() : MessageCodec<MessageTried, Schema.MessageTried>(72)
{
    protected override Schema.MessageTried ToMessage(MessageTried fact) =>
        new()
        {
            MessageId = fact.MessageId,
            Delivery = (uint)fact.Delivery,
            Reason = fact.Reason,
        };

    protected override MessageTried ToFact(Schema.MessageTried message) =>
        new(message.MessageId, (Delivery)message.Delivery, message.Reason);
}

internal sealed class PartnerListedCodec() : MessageCodec<PartnerListed, Schema.PartnerListed>(132)
{
    protected override Schema.PartnerListed ToMessage(PartnerListed fact) =>
        new()
        {
            Name = fact.Name,
            Address = fact.Address,
            PublicKey = fact.PublicKey,
            Receives = { fact.Receives },
        };

    protected override PartnerListed ToFact(Schema.PartnerListed message) =>
        new(message.Name, message.Address, message.PublicKey, [.. message.Receives]);
}

internal sealed class PartnerEndedCodec() : MessageCodec<PartnerEnded, Schema.PartnerEnded>(133)
{
    protected override Schema.PartnerEnded ToMessage(PartnerEnded fact) => new() { Name = fact.Name, Reason = fact.Reason };

    protected override PartnerEnded ToFact(Schema.PartnerEnded message) => new(message.Name, message.Reason);
}
