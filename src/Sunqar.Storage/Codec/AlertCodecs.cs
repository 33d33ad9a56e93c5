using Sunqar.Core.Cases;
using Sunqar.Core.Identity;

namespace Sunqar.Storage.Codec;

internal sealed class AlertSuppressedCodec() : MessageCodec<AlertSuppressed, Schema.AlertSuppressed>(26)
{
    protected override Schema.AlertSuppressed ToMessage(AlertSuppressed fact) =>
        new()
        {
            Subject = fact.Subject.Value,
            Rule = fact.Rule,
            Author = fact.Author,
            Reason = fact.Reason,
            FromUs = fact.FromUs,
            ExpiresUs = fact.ExpiresUs,
        };

    protected override AlertSuppressed ToFact(Schema.AlertSuppressed message) =>
        new(new SubjectId(message.Subject), message.Rule, message.Author, message.Reason, message.FromUs, message.ExpiresUs);
}

internal sealed class AlertClosedCodec() : MessageCodec<AlertClosed, Schema.AlertClosed>(207)
{
    protected override Schema.AlertClosed ToMessage(AlertClosed fact) =>
        new()
        {
            AlertId = fact.AlertId,
            Subject = fact.Subject.Value,
            Rule = fact.Rule,
            Outcome = (uint)fact.Outcome,
            Note = fact.Note,
            InputHash = fact.InputHash,
        };

    protected override AlertClosed ToFact(Schema.AlertClosed message) =>
        new(message.AlertId, new SubjectId(message.Subject), message.Rule, (AlertOutcome)message.Outcome, message.Note, message.InputHash);
}

internal sealed class AlertNotedCodec() : MessageCodec<AlertNoted, Schema.AlertNoted>(208)
{
    protected override Schema.AlertNoted ToMessage(AlertNoted fact) => new() { AlertId = fact.AlertId, Text = fact.Text };

    protected override AlertNoted ToFact(Schema.AlertNoted message) => new(message.AlertId, message.Text);
}
