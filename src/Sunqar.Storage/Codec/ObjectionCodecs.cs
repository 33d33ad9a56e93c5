using Google.Protobuf;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;

namespace Sunqar.Storage.Codec;

internal sealed class DecisionObjectedCodec() : MessageCodec<DecisionObjected, Schema.DecisionObjected>(170)
{
    protected override Schema.DecisionObjected ToMessage(DecisionObjected fact)
    {
        var message = new Schema.DecisionObjected
        {
            ObjectionId = fact.ObjectionId,
            Institution = fact.Institution,
            PaymentId = fact.PaymentId,
            Subject = fact.Subject.Value,
            ByBank = fact.IsByBank,
            Outcome = (uint)fact.Outcome,
            Text = UnsafeByteOperations.UnsafeWrap(fact.Text.Bytes),
            DueUs = fact.DueUs,
        };
        message.Rules.AddRange(fact.Rules);
        Subjects.Put(fact.Parties, message.Parties);
        return message;
    }

    protected override DecisionObjected ToFact(Schema.DecisionObjected message) =>
        new(
            message.ObjectionId,
            message.Institution,
            message.PaymentId,
            new SubjectId(message.Subject),
            message.ByBank,
            (Outcome)message.Outcome,
            [.. message.Rules],
            Subjects.Of(message.Parties),
            new SealedText(message.Text.Memory),
            message.DueUs
        );
}

internal sealed class ObjectionAnsweredCodec() : MessageCodec<ObjectionAnswered, Schema.ObjectionAnswered>(171)
{
    protected override Schema.ObjectionAnswered ToMessage(ObjectionAnswered fact) =>
        new()
        {
            ObjectionId = fact.ObjectionId,
            Outcome = (uint)fact.Outcome,
            Reason = fact.Reason,
        };

    protected override ObjectionAnswered ToFact(Schema.ObjectionAnswered message) =>
        new(message.ObjectionId, (ObjectionOutcome)message.Outcome, message.Reason);
}

internal sealed class BreachRecordedCodec() : MessageCodec<BreachRecorded, Schema.BreachRecorded>(172)
{
    protected override Schema.BreachRecorded ToMessage(BreachRecorded fact) =>
        new()
        {
            BreachId = fact.BreachId,
            FoundUs = fact.FoundUs,
            People = fact.People,
            What = fact.What,
            DueUs = fact.DueUs,
        };

    protected override BreachRecorded ToFact(Schema.BreachRecorded message) =>
        new(message.BreachId, message.FoundUs, message.People, message.What, message.DueUs);
}

internal sealed class BreachNotifiedCodec() : MessageCodec<BreachNotified, Schema.BreachNotified>(173)
{
    protected override Schema.BreachNotified ToMessage(BreachNotified fact) =>
        new()
        {
            BreachId = fact.BreachId,
            To = fact.To,
            Reference = fact.Reference,
        };

    protected override BreachNotified ToFact(Schema.BreachNotified message) => new(message.BreachId, message.To, message.Reference);
}
