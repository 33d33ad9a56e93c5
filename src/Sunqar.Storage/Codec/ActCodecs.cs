using Google.Protobuf;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Storage.Codec;

/// <summary>Carries the facts of the rooms whole, each as a record of its own.</summary>
internal sealed class ActCodec() : MessageCodec<Act, Schema.Act>(30)
{
    protected override Schema.Act ToMessage(Act fact)
    {
        var message = new Schema.Act
        {
            Key = fact.Key,
            Command = fact.Command,
            Author = fact.Author,
            Role = (uint)fact.Role,
            Unit = fact.Unit,
            CaseId = fact.CaseId ?? "",
            Basis = fact.Basis,
            AtUs = fact.AtUs,
            ContentHigh = (ulong)(fact.ContentHash >> 64),
            ContentLow = unchecked((ulong)fact.ContentHash),
            Answer = fact.Answer,
        };
        message.What.AddRange(fact.What.Select(Encode));
        return message;
    }

    protected override Act ToFact(Schema.Act message) =>
        new(
            message.Key,
            message.Command,
            message.Author,
            (Role)message.Role,
            message.Unit,
            OrNull(message.CaseId),
            message.Basis,
            message.AtUs,
            new UInt128(message.ContentHigh, message.ContentLow),
            message.Answer,
            [.. message.What.Select(what => FactCodecs.Read(what.Span))]
        );

    private static ByteString Encode(Fact fact)
    {
        var wire = new WireWriter();
        FactCodecs.Write(fact, wire);
        return ByteString.CopyFrom(wire.Written);
    }
}

internal sealed class ActRefusedCodec() : MessageCodec<ActRefused, Schema.ActRefused>(31)
{
    protected override Schema.ActRefused ToMessage(ActRefused fact) =>
        new()
        {
            Kind = (uint)fact.Kind,
            Reason = fact.Reason,
            Field = fact.Field ?? "",
        };

    protected override ActRefused ToFact(Schema.ActRefused message) =>
        new((RefusalKind)message.Kind, message.Reason, OrNull(message.Field));
}
