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
