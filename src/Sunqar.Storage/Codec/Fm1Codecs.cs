using Sunqar.Core.Cases.Reports;

namespace Sunqar.Storage.Codec;

internal sealed class Fm1SentCodec() : MessageCodec<Fm1Sent, Schema.Fm1Sent>(86)
{
    protected override Schema.Fm1Sent ToMessage(Fm1Sent fact)
    {
        var message = new Schema.Fm1Sent
        {
            Guid = fact.Guid,
            Version = fact.Version,
            Number = fact.Number,
            Sha256 = fact.Sha256,
        };
        message.Cases.AddRange(fact.Cases);
        return message;
    }

    protected override Fm1Sent ToFact(Schema.Fm1Sent message) =>
        new(message.Guid, message.Version, message.Number, [.. message.Cases], message.Sha256);
}

internal sealed class Fm1AnsweredCodec() : MessageCodec<Fm1Answered, Schema.Fm1Answered>(87)
{
    protected override Schema.Fm1Answered ToMessage(Fm1Answered fact)
    {
        var message = new Schema.Fm1Answered
        {
            Guid = fact.Guid,
            Number = fact.Number,
            Kind = (uint)fact.Kind,
            Message = fact.Message,
            Sha256 = fact.Sha256,
            AtUs = fact.AtUs,
            Code = fact.Code,
            Reason = fact.Reason,
            DueUs = fact.DueUs,
        };
        message.Cases.AddRange(fact.Cases);
        return message;
    }

    protected override Fm1Answered ToFact(Schema.Fm1Answered message) =>
        new(
            message.Guid,
            message.Number,
            [.. message.Cases],
            (Fm1AnswerKind)message.Kind,
            message.Message,
            message.Sha256,
            message.AtUs,
            message.Code,
            message.Reason,
            message.DueUs
        );
}
