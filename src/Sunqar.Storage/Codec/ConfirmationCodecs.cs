using Sunqar.Core.Confirmations;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Storage.Codec;

internal sealed class WordEndsCodec() : MessageCodec<WordEnds, Schema.WordEnds>(180)
{
    protected override Schema.WordEnds ToMessage(WordEnds fact) =>
        new()
        {
            Institution = fact.Institution,
            Means = (uint)fact.Means,
            FromUs = fact.FromUs,
            Source = fact.Source,
        };

    protected override WordEnds ToFact(Schema.WordEnds message) =>
        new(message.Institution, (ProofMeans)message.Means, message.FromUs, message.Source);
}

internal sealed class DeviceEnrolledCodec() : MessageCodec<DeviceEnrolled, Schema.DeviceEnrolled>(181)
{
    protected override Schema.DeviceEnrolled ToMessage(DeviceEnrolled fact) =>
        new()
        {
            EnrolmentId = fact.EnrolmentId,
            Institution = fact.Institution,
            Person = fact.Person.Value,
            Device = fact.Device.Value,
            PublicKey = fact.PublicKey,
            RelyingParty = fact.RelyingParty,
            Attestation = fact.Attestation,
            Replaces = fact.Replaces,
            People = fact.People,
            Devices = fact.Devices,
        };

    protected override DeviceEnrolled ToFact(Schema.DeviceEnrolled message) =>
        new(
            message.EnrolmentId,
            message.Institution,
            new SubjectId(message.Person),
            new SubjectId(message.Device),
            message.PublicKey,
            message.RelyingParty,
            message.Attestation,
            message.Replaces,
            message.People,
            message.Devices
        );
}

internal sealed class DeviceEndedCodec() : MessageCodec<DeviceEnded, Schema.DeviceEnded>(182)
{
    protected override Schema.DeviceEnded ToMessage(DeviceEnded fact) => new() { EnrolmentId = fact.EnrolmentId, Why = (uint)fact.Why };

    protected override DeviceEnded ToFact(Schema.DeviceEnded message) => new(message.EnrolmentId, (DeviceEnd)message.Why);
}

internal sealed class ChallengeIssuedCodec() : MessageCodec<ChallengeIssued, Schema.ChallengeIssued>(183)
{
    protected override Schema.ChallengeIssued ToMessage(ChallengeIssued fact) =>
        new()
        {
            ChallengeId = fact.ChallengeId,
            Means = (uint)fact.Means,
            Institution = fact.Institution,
            PaymentId = fact.PaymentId,
            AmountMinor = fact.AmountMinor,
            Currency = (uint)fact.Currency,
            Recipient = fact.Recipient,
            PersonName = fact.PersonName,
            Person = fact.Person.Value,
            ExpiresUs = fact.ExpiresUs,
        };

    protected override ChallengeIssued ToFact(Schema.ChallengeIssued message) =>
        new(
            message.ChallengeId,
            (ProofMeans)message.Means,
            message.Institution,
            message.PaymentId,
            message.AmountMinor,
            (Currency)message.Currency,
            message.Recipient,
            message.PersonName,
            new SubjectId(message.Person),
            message.ExpiresUs
        );
}

internal sealed class ChallengeAnsweredCodec() : MessageCodec<ChallengeAnswered, Schema.ChallengeAnswered>(184)
{
    protected override Schema.ChallengeAnswered ToMessage(ChallengeAnswered fact) =>
        new()
        {
            ChallengeId = fact.ChallengeId,
            PaymentId = fact.PaymentId,
            End = (uint)fact.End,
            By = fact.By,
            Counter = fact.Counter,
        };

    protected override ChallengeAnswered ToFact(Schema.ChallengeAnswered message) =>
        new(message.ChallengeId, message.PaymentId, (ChallengeEnd)message.End, message.By, message.Counter);
}

internal sealed class AnswerTriedCodec() : MessageCodec<AnswerTried, Schema.AnswerTried>(185)
{
    protected override Schema.AnswerTried ToMessage(AnswerTried fact) =>
        new()
        {
            ChallengeId = fact.ChallengeId,
            PaymentId = fact.PaymentId,
            Fault = (uint)fact.Fault,
            By = fact.By,
        };

    protected override AnswerTried ToFact(Schema.AnswerTried message) =>
        new(message.ChallengeId, message.PaymentId, (AnswerFault)message.Fault, message.By);
}

internal sealed class VerifierPinnedCodec() : MessageCodec<VerifierPinned, Schema.VerifierPinned>(186)
{
    protected override Schema.VerifierPinned ToMessage(VerifierPinned fact) =>
        new()
        {
            KeyId = fact.KeyId,
            Institution = fact.Institution,
            PublicKey = fact.PublicKey,
        };

    protected override VerifierPinned ToFact(Schema.VerifierPinned message) => new(message.KeyId, message.Institution, message.PublicKey);
}

internal sealed class VerifierEndedCodec() : MessageCodec<VerifierEnded, Schema.VerifierEnded>(187)
{
    protected override Schema.VerifierEnded ToMessage(VerifierEnded fact) => new() { KeyId = fact.KeyId, Reason = fact.Reason };

    protected override VerifierEnded ToFact(Schema.VerifierEnded message) => new(message.KeyId, message.Reason);
}
