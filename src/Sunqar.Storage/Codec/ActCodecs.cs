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

    internal static ByteString Encode(Fact fact)
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

internal sealed class ActProposedCodec() : MessageCodec<ActProposed, Schema.ActProposed>(130)
{
    protected override Schema.ActProposed ToMessage(ActProposed fact) =>
        new()
        {
            ProposalId = fact.ProposalId,
            About = fact.About,
            Said = fact.Said,
            Seconds = { fact.Seconds.Select(role => (uint)role) },
            ExpiresUs = fact.ExpiresUs,
            Comes = { fact.Comes.Select(ActCodec.Encode) },
        };

    protected override ActProposed ToFact(Schema.ActProposed message) =>
        new(
            message.ProposalId,
            message.About,
            message.Said,
            [.. message.Seconds.Select(role => (Role)role)],
            message.ExpiresUs,
            [.. message.Comes.Select(what => FactCodecs.Read(what.Span))]
        );
}

internal sealed class ProposalJudgedCodec() : MessageCodec<ProposalJudged, Schema.ProposalJudged>(131)
{
    protected override Schema.ProposalJudged ToMessage(ProposalJudged fact) =>
        new()
        {
            ProposalId = fact.ProposalId,
            Agrees = fact.Agrees,
            Reason = fact.Reason,
        };

    protected override ProposalJudged ToFact(Schema.ProposalJudged message) => new(message.ProposalId, message.Agrees, message.Reason);
}
