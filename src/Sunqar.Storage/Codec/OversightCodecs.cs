using Google.Protobuf;
using Google.Protobuf.Collections;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;

namespace Sunqar.Storage.Codec;

internal sealed class LookedCodec() : MessageCodec<Looked, Schema.Looked>(46)
{
    protected override Schema.Looked ToMessage(Looked fact)
    {
        var message = new Schema.Looked
        {
            LookId = fact.LookId,
            Kind = (uint)fact.Kind,
            Fields = (uint)fact.Fields,
            FromUs = fact.FromUs,
            ToUs = fact.ToUs,
            ResultSize = fact.ResultSize,
            GrantId = fact.GrantId ?? "",
        };
        Subjects.Put(fact.Subjects, message.Subjects);
        return message;
    }

    protected override Looked ToFact(Schema.Looked message) =>
        new(
            message.LookId,
            (LookKind)message.Kind,
            Subjects.Of(message.Subjects),
            (LookFields)message.Fields,
            message.FromUs,
            message.ToUs,
            message.ResultSize,
            OrNull(message.GrantId)
        );
}

internal sealed class LookTriedCodec() : MessageCodec<LookTried, Schema.LookTried>(47)
{
    protected override Schema.LookTried ToMessage(LookTried fact)
    {
        var message = new Schema.LookTried
        {
            Kind = (uint)fact.Kind,
            Fields = (uint)fact.Fields,
            GrantId = fact.GrantId ?? "",
        };
        Subjects.Put(fact.Subjects, message.Subjects);
        return message;
    }

    protected override LookTried ToFact(Schema.LookTried message) =>
        new((LookKind)message.Kind, Subjects.Of(message.Subjects), (LookFields)message.Fields, OrNull(message.GrantId));
}

internal sealed class GrantRequestedCodec() : MessageCodec<GrantRequested, Schema.GrantRequested>(48)
{
    protected override Schema.GrantRequested ToMessage(GrantRequested fact)
    {
        var message = new Schema.GrantRequested
        {
            GrantId = fact.GrantId,
            Fields = (uint)fact.Fields,
            FromUs = fact.FromUs,
            ToUs = fact.ToUs,
            ValidDays = fact.ValidDays,
            Urgent = fact.IsUrgent,
            NeedsSecond = fact.NeedsSecond,
            Purpose = fact.Purpose,
            Document = fact.Document,
            ReviewedAfter = fact.IsReviewedAfter,
        };
        Subjects.Put(fact.Subjects, message.Subjects);
        return message;
    }

    protected override GrantRequested ToFact(Schema.GrantRequested message) =>
        new(
            message.GrantId,
            Subjects.Of(message.Subjects),
            (LookFields)message.Fields,
            message.FromUs,
            message.ToUs,
            message.ValidDays,
            message.Urgent,
            message.NeedsSecond,
            message.Purpose,
            message.Document,
            message.ReviewedAfter
        );
}

internal sealed class GrantApprovedCodec() : MessageCodec<GrantApproved, Schema.GrantApproved>(49)
{
    protected override Schema.GrantApproved ToMessage(GrantApproved fact) => new() { GrantId = fact.GrantId };

    protected override GrantApproved ToFact(Schema.GrantApproved message) => new(message.GrantId);
}

internal sealed class GrantDeclinedCodec() : MessageCodec<GrantDeclined, Schema.GrantDeclined>(50)
{
    protected override Schema.GrantDeclined ToMessage(GrantDeclined fact) => new() { GrantId = fact.GrantId, Reason = fact.Reason };

    protected override GrantDeclined ToFact(Schema.GrantDeclined message) => new(message.GrantId, message.Reason);
}

internal sealed class GrantReviewedCodec() : MessageCodec<GrantReviewed, Schema.GrantReviewed>(51)
{
    protected override Schema.GrantReviewed ToMessage(GrantReviewed fact) =>
        new()
        {
            GrantId = fact.GrantId,
            Justified = fact.IsJustified,
            Note = fact.Note,
        };

    protected override GrantReviewed ToFact(Schema.GrantReviewed message) => new(message.GrantId, message.Justified, message.Note);
}

internal sealed class LimitLiftedCodec() : MessageCodec<LimitLifted, Schema.LimitLifted>(52)
{
    protected override Schema.LimitLifted ToMessage(LimitLifted fact) => new() { Account = fact.Account, Note = fact.Note };

    protected override LimitLifted ToFact(Schema.LimitLifted message) => new(message.Account, message.Note);
}

internal sealed class SubjectFlaggedCodec() : MessageCodec<SubjectFlagged, Schema.SubjectFlagged>(53)
{
    protected override Schema.SubjectFlagged ToMessage(SubjectFlagged fact) =>
        new()
        {
            Kind = (uint)fact.Kind,
            Subject = fact.Subject.Value,
            Account = fact.Account,
            Set = fact.IsSet,
        };

    protected override SubjectFlagged ToFact(Schema.SubjectFlagged message) =>
        new((FlagKind)message.Kind, new SubjectId(message.Subject), message.Account, message.Set);
}

internal sealed class CitizenObjectedCodec() : MessageCodec<CitizenObjected, Schema.CitizenObjected>(54)
{
    protected override Schema.CitizenObjected ToMessage(CitizenObjected fact) =>
        new()
        {
            ObjectionId = fact.ObjectionId,
            Subject = fact.Subject.Value,
            LookId = fact.LookId,
            Text = UnsafeByteOperations.UnsafeWrap(fact.Text.Bytes),
        };

    protected override CitizenObjected ToFact(Schema.CitizenObjected message) =>
        new(message.ObjectionId, new SubjectId(message.Subject), message.LookId, new SealedText(message.Text.Memory));
}

internal sealed class TaskSteppedCodec() : MessageCodec<TaskStepped, Schema.TaskStepped>(55)
{
    protected override Schema.TaskStepped ToMessage(TaskStepped fact) =>
        new()
        {
            TaskId = fact.TaskId,
            Step = (uint)fact.Step,
            Note = fact.Note,
        };

    protected override TaskStepped ToFact(Schema.TaskStepped message) => new(message.TaskId, (TaskStep)message.Step, message.Note);
}

internal sealed class ReportPublishedCodec() : MessageCodec<ReportPublished, Schema.ReportPublished>(56)
{
    protected override Schema.ReportPublished ToMessage(ReportPublished fact)
    {
        var message = new Schema.ReportPublished { Year = fact.Year };
        foreach (var cell in fact.Cells)
        {
            var one = new Schema.ReportCell { Row = cell.Row, Column = cell.Column };
            if (cell.Value is { } value)
                one.Value = value;
            message.Cells.Add(one);
        }
        return message;
    }

    protected override ReportPublished ToFact(Schema.ReportPublished message) =>
        new(message.Year, [.. message.Cells.Select(cell => new ReportCell(cell.Row, cell.Column, cell.HasValue ? cell.Value : null))]);
}

internal sealed class CitizenProofTriedCodec() : MessageCodec<CitizenProofTried, Schema.CitizenProofTried>(57)
{
    protected override Schema.CitizenProofTried ToMessage(CitizenProofTried fact) => new() { Step = (uint)fact.Step };

    protected override CitizenProofTried ToFact(Schema.CitizenProofTried message) => new((CitizenProofStep)message.Step);
}

/// <summary>Lists of subjects as the schema carries them.</summary>
internal static class Subjects
{
    public static void Put(IReadOnlyList<SubjectId> subjects, RepeatedField<ulong> into)
    {
        foreach (var subject in subjects)
            into.Add(subject.Value);
    }

    public static IReadOnlyList<SubjectId> Of(RepeatedField<ulong> subjects) => [.. subjects.Select(subject => new SubjectId(subject))];
}

internal sealed class StreamsMarkedCodec() : MessageCodec<StreamsMarked, Schema.StreamsMarked>(134)
{
    protected override Schema.StreamsMarked ToMessage(StreamsMarked fact) =>
        new() { Epoch = fact.Epoch, Marks = { fact.Marks.Select(ToMessage) } };

    protected override StreamsMarked ToFact(Schema.StreamsMarked message) => new(message.Epoch, [.. message.Marks.Select(ToMark)]);

    internal static Schema.StreamMark ToMessage(StreamMark mark) =>
        new()
        {
            Stream = mark.Stream,
            Next = mark.Next,
            Chain = mark.Chain,
        };

    internal static StreamMark ToMark(Schema.StreamMark message) => new(message.Stream, message.Next, message.Chain);
}

internal sealed class HistoryRestoredCodec() : MessageCodec<HistoryRestored, Schema.HistoryRestored>(135)
{
    protected override Schema.HistoryRestored ToMessage(HistoryRestored fact) =>
        new()
        {
            Epoch = fact.Epoch,
            Marks = { fact.Marks.Select(StreamsMarkedCodec.ToMessage) },
            Reason = fact.Reason,
        };

    protected override HistoryRestored ToFact(Schema.HistoryRestored message) =>
        new(message.Epoch, [.. message.Marks.Select(StreamsMarkedCodec.ToMark)], message.Reason);
}
