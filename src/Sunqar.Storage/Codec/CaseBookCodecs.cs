using Sunqar.Core.Cases;
using Sunqar.Storage.Schema;
using CaseAssigned = Sunqar.Core.Cases.CaseAssigned;
using CaseJoined = Sunqar.Core.Cases.CaseJoined;
using CaseMoved = Sunqar.Core.Cases.CaseMoved;

namespace Sunqar.Storage.Codec;

internal sealed class CaseJoinedCodec() : MessageCodec<CaseJoined, Schema.CaseJoined>(60)
{
    protected override Schema.CaseJoined ToMessage(CaseJoined fact)
    {
        var message = new Schema.CaseJoined { CaseId = fact.CaseId, Kind = (uint)fact.Source.Kind, SourceId = fact.Source.Id };
        message.Members.AddRange(fact.Source.Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new Named { Name = m.Key, Value = m.Value }));
        return message;
    }

    protected override CaseJoined ToFact(Schema.CaseJoined message) => new(
        message.CaseId,
        new CaseSource((SourceKind)message.Kind, message.SourceId, message.Members.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal)));
}

internal sealed class CaseAssignedCodec() : MessageCodec<CaseAssigned, Schema.CaseAssigned>(61)
{
    protected override Schema.CaseAssigned ToMessage(CaseAssigned fact) => new() { CaseId = fact.CaseId, Officer = fact.Officer, Assigned = fact.Assigned };

    protected override CaseAssigned ToFact(Schema.CaseAssigned message) => new(message.CaseId, message.Officer, message.Assigned);
}

internal sealed class CaseMovedCodec() : MessageCodec<CaseMoved, Schema.CaseMoved>(62)
{
    protected override Schema.CaseMoved ToMessage(CaseMoved fact) =>
        new() { CaseId = fact.CaseId, From = (uint)fact.From, To = (uint)fact.To, Result = (uint)fact.Result, Reason = fact.Reason };

    protected override CaseMoved ToFact(Schema.CaseMoved message) =>
        new(message.CaseId, (CaseStatus)message.From, (CaseStatus)message.To, (CaseResult)message.Result, message.Reason);
}
