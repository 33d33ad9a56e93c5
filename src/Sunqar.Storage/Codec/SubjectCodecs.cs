using Google.Protobuf;
using Sunqar.Core.Identity;
using Sunqar.Core.Retention;

namespace Sunqar.Storage.Codec;

internal sealed class SubjectIntroducedCodec() : MessageCodec<SubjectIntroduced, Schema.SubjectIntroduced>(4)
{
    protected override Schema.SubjectIntroduced ToMessage(SubjectIntroduced fact) =>
        new()
        {
            Subject = fact.Subject.Value,
            Kind = (uint)fact.Kind,
            Identifier = UnsafeByteOperations.UnsafeWrap(fact.Identifier.Bytes),
            Form = fact.Form,
        };

    protected override SubjectIntroduced ToFact(Schema.SubjectIntroduced message) =>
        new(new SubjectId(message.Subject), (SubjectKind)message.Kind, new SealedText(message.Identifier.Memory), (byte)message.Form);
}

internal sealed class SubjectNamedCodec() : MessageCodec<SubjectNamed, Schema.SubjectNamed>(5)
{
    protected override Schema.SubjectNamed ToMessage(SubjectNamed fact) =>
        new() { Subject = fact.Subject.Value, Name = UnsafeByteOperations.UnsafeWrap(fact.Name.Bytes) };

    protected override SubjectNamed ToFact(Schema.SubjectNamed message) =>
        new(new SubjectId(message.Subject), new SealedText(message.Name.Memory));
}

internal sealed class SubjectsForgottenCodec() : MessageCodec<SubjectsForgotten, Schema.SubjectsForgotten>(58)
{
    protected override Schema.SubjectsForgotten ToMessage(SubjectsForgotten fact)
    {
        var message = new Schema.SubjectsForgotten { LimitsVersion = fact.LimitsVersion };
        Subjects.Put(fact.Subjects, message.Subjects);
        return message;
    }

    protected override SubjectsForgotten ToFact(Schema.SubjectsForgotten message) =>
        new(message.LimitsVersion, Subjects.Of(message.Subjects));
}

internal sealed class SubjectsSparedCodec() : MessageCodec<SubjectsSpared, Schema.SubjectsSpared>(59)
{
    protected override Schema.SubjectsSpared ToMessage(SubjectsSpared fact)
    {
        var message = new Schema.SubjectsSpared();
        Subjects.Put(fact.Subjects, message.Subjects);
        return message;
    }

    protected override SubjectsSpared ToFact(Schema.SubjectsSpared message) => new(Subjects.Of(message.Subjects));
}
