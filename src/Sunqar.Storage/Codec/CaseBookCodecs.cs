using Sunqar.Core.Cases;
using Sunqar.Storage.Schema;
using CaseAssigned = Sunqar.Core.Cases.CaseAssigned;
using CaseJoined = Sunqar.Core.Cases.CaseJoined;
using CaseMoved = Sunqar.Core.Cases.CaseMoved;
using CaseNoted = Sunqar.Core.Cases.CaseNoted;
using CasesRelated = Sunqar.Core.Cases.CasesRelated;
using EvidenceHanded = Sunqar.Core.Cases.EvidenceHanded;
using EvidenceTaken = Sunqar.Core.Cases.EvidenceTaken;
using TaskSet = Sunqar.Core.Cases.TaskSet;
using VolunteerStepped = Sunqar.Core.Cases.VolunteerStepped;

namespace Sunqar.Storage.Codec;

internal sealed class CaseJoinedCodec() : MessageCodec<CaseJoined, Schema.CaseJoined>(60)
{
    protected override Schema.CaseJoined ToMessage(CaseJoined fact)
    {
        var message = new Schema.CaseJoined
        {
            CaseId = fact.CaseId,
            Kind = (uint)fact.Source.Kind,
            SourceId = fact.Source.Id,
        };
        message.Members.AddRange(
            fact.Source.Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new Named { Name = m.Key, Value = m.Value })
        );
        return message;
    }

    protected override CaseJoined ToFact(Schema.CaseJoined message) =>
        new(
            message.CaseId,
            new CaseSource(
                (SourceKind)message.Kind,
                message.SourceId,
                message.Members.ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal)
            )
        );
}

internal sealed class CaseAssignedCodec() : MessageCodec<CaseAssigned, Schema.CaseAssigned>(61)
{
    protected override Schema.CaseAssigned ToMessage(CaseAssigned fact) =>
        new()
        {
            CaseId = fact.CaseId,
            Officer = fact.Officer,
            Assigned = fact.Assigned,
        };

    protected override CaseAssigned ToFact(Schema.CaseAssigned message) => new(message.CaseId, message.Officer, message.Assigned);
}

internal sealed class CaseMovedCodec() : MessageCodec<CaseMoved, Schema.CaseMoved>(62)
{
    protected override Schema.CaseMoved ToMessage(CaseMoved fact) =>
        new()
        {
            CaseId = fact.CaseId,
            From = (uint)fact.From,
            To = (uint)fact.To,
            Result = (uint)fact.Result,
            Reason = fact.Reason,
        };

    protected override CaseMoved ToFact(Schema.CaseMoved message) =>
        new(message.CaseId, (CaseStatus)message.From, (CaseStatus)message.To, (CaseResult)message.Result, message.Reason);
}

internal sealed class CaseNotedCodec() : MessageCodec<CaseNoted, Schema.CaseNoted>(63)
{
    protected override Schema.CaseNoted ToMessage(CaseNoted fact) => new() { CaseId = fact.CaseId, Text = fact.Text };

    protected override CaseNoted ToFact(Schema.CaseNoted message) => new(message.CaseId, message.Text);
}

internal sealed class TaskSetCodec() : MessageCodec<TaskSet, Schema.TaskSet>(64)
{
    protected override Schema.TaskSet ToMessage(TaskSet fact) =>
        new()
        {
            CaseId = fact.CaseId,
            TaskId = fact.TaskId,
            Title = fact.Title,
            DueUs = fact.DueUs,
            Officer = fact.Officer,
            Done = fact.IsDone,
            Result = fact.Result,
        };

    protected override TaskSet ToFact(Schema.TaskSet message) =>
        new(message.CaseId, message.TaskId, message.Title, message.DueUs, message.Officer, message.Done, message.Result);
}

internal sealed class EvidenceTakenCodec() : MessageCodec<EvidenceTaken, Schema.EvidenceTaken>(66)
{
    protected override Schema.EvidenceTaken ToMessage(EvidenceTaken fact) =>
        new()
        {
            CaseId = fact.CaseId,
            EvidenceId = fact.EvidenceId,
            Title = fact.Title,
            MediaType = fact.MediaType,
            Sha256 = fact.Sha256,
            Bytes = fact.Bytes,
            ReceivedFrom = fact.ReceivedFrom,
        };

    protected override EvidenceTaken ToFact(Schema.EvidenceTaken message) =>
        new(message.CaseId, message.EvidenceId, message.Title, message.MediaType, message.Sha256, message.Bytes, message.ReceivedFrom);
}

internal sealed class EvidenceHandedCodec() : MessageCodec<EvidenceHanded, Schema.EvidenceHanded>(67)
{
    protected override Schema.EvidenceHanded ToMessage(EvidenceHanded fact) =>
        new()
        {
            CaseId = fact.CaseId,
            EvidenceId = fact.EvidenceId,
            From = fact.From,
            To = fact.To,
            Purpose = fact.Purpose,
        };

    protected override EvidenceHanded ToFact(Schema.EvidenceHanded message) =>
        new(message.CaseId, message.EvidenceId, message.From, message.To, message.Purpose);
}

internal sealed class CasesRelatedCodec() : MessageCodec<CasesRelated, Schema.CasesRelated>(68)
{
    protected override Schema.CasesRelated ToMessage(CasesRelated fact) =>
        new()
        {
            CaseId = fact.CaseId,
            Other = fact.Other,
            Reason = fact.Reason,
        };

    protected override CasesRelated ToFact(Schema.CasesRelated message) => new(message.CaseId, message.Other, message.Reason);
}

internal sealed class VolunteerSteppedCodec() : MessageCodec<VolunteerStepped, Schema.VolunteerStepped>(69)
{
    protected override Schema.VolunteerStepped ToMessage(VolunteerStepped fact) =>
        new()
        {
            CaseId = fact.CaseId,
            Subject = fact.Subject,
            Step = (uint)fact.Step,
            Ground = fact.Ground,
        };

    protected override VolunteerStepped ToFact(Schema.VolunteerStepped message) =>
        new(message.CaseId, message.Subject, (VolunteerStep)message.Step, message.Ground);
}
