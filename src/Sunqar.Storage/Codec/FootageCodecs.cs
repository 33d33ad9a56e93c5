using Google.Protobuf;
using Sunqar.Core.Footage;

namespace Sunqar.Storage.Codec;

internal sealed class FootageKeyNamedCodec() : MessageCodec<FootageKeyNamed, Schema.FootageKeyNamed>(190)
{
    protected override Schema.FootageKeyNamed ToMessage(FootageKeyNamed fact) => new() { Bank = fact.Bank, Key = fact.Key };

    protected override FootageKeyNamed ToFact(Schema.FootageKeyNamed message) => new(message.Bank, message.Key);
}

internal sealed class FootageHeadTakenCodec() : MessageCodec<FootageHeadTaken, Schema.FootageHeadTaken>(191)
{
    protected override Schema.FootageHeadTaken ToMessage(FootageHeadTaken fact) =>
        new()
        {
            Bank = fact.Bank,
            Size = fact.Size,
            Root = ByteString.CopyFrom(fact.Root.Span),
            SignedUs = fact.SignedUs,
            Bytes = fact.Bytes,
        };

    protected override FootageHeadTaken ToFact(Schema.FootageHeadTaken message) =>
        new(message.Bank, message.Size, message.Root.Memory, message.SignedUs, message.Bytes);
}

internal sealed class FootageChallengedCodec() : MessageCodec<FootageChallenged, Schema.FootageChallenged>(192)
{
    protected override Schema.FootageChallenged ToMessage(FootageChallenged fact) =>
        new()
        {
            ChallengeId = fact.ChallengeId,
            Bank = fact.Bank,
            Size = fact.Size,
            Seed = fact.Seed,
            Leaves = fact.Leaves,
            IsFinal = fact.IsFinal,
            DueUs = fact.DueUs,
        };

    protected override FootageChallenged ToFact(Schema.FootageChallenged message) =>
        new(message.ChallengeId, message.Bank, message.Size, message.Seed, message.Leaves, message.IsFinal, message.DueUs);
}

internal sealed class FootageAnsweredCodec() : MessageCodec<FootageAnswered, Schema.FootageAnswered>(193)
{
    protected override Schema.FootageAnswered ToMessage(FootageAnswered fact) =>
        new()
        {
            ChallengeId = fact.ChallengeId,
            Good = fact.Good,
            Missing = fact.Missing,
            Wrong = fact.Wrong,
        };

    protected override FootageAnswered ToFact(Schema.FootageAnswered message) =>
        new(message.ChallengeId, message.Good, message.Missing, message.Wrong);
}

internal sealed class FootageKeptCodec() : MessageCodec<FootageKept, Schema.FootageKept>(194)
{
    protected override Schema.FootageKept ToMessage(FootageKept fact) =>
        new()
        {
            HoldId = fact.HoldId,
            Bank = fact.Bank,
            Terminal = fact.Terminal,
            FromUs = fact.FromUs,
            ToUs = fact.ToUs,
            UntilUs = fact.UntilUs,
            Reason = fact.Reason,
        };

    protected override FootageKept ToFact(Schema.FootageKept message) =>
        new(message.HoldId, message.Bank, message.Terminal, message.FromUs, message.ToUs, message.UntilUs, message.Reason);
}

internal sealed class FootageReleasedCodec() : MessageCodec<FootageReleased, Schema.FootageReleased>(195)
{
    protected override Schema.FootageReleased ToMessage(FootageReleased fact) => new() { HoldId = fact.HoldId };

    protected override FootageReleased ToFact(Schema.FootageReleased message) => new(message.HoldId);
}
