using Google.Protobuf.Collections;
using Sunqar.Core.Identity;
using Sunqar.Core.Screening;

namespace Sunqar.Storage.Codec;

internal sealed class PartyScreenedCodec() : MessageCodec<PartyScreened, Schema.PartyScreened>(91)
{
    protected override Schema.PartyScreened ToMessage(PartyScreened fact) =>
        new()
        {
            Party = fact.Party,
            Lists = fact.Lists,
            Hits = { fact.Hits.Select(ToMessage) },
        };

    internal static Schema.ScreenedHit ToMessage(ScreenedHit hit) =>
        new()
        {
            List = hit.List,
            EntryId = hit.EntryId,
            Score = hit.Score,
            EntryMark = hit.EntryMark,
        };

    internal static ScreenedHit[] ToHits(RepeatedField<Schema.ScreenedHit> hits) =>
        hits.Select(hit => new ScreenedHit(hit.List, hit.EntryId, hit.Score, hit.EntryMark)).ToArray();

    protected override PartyScreened ToFact(Schema.PartyScreened message) => new(message.Party, message.Lists, ToHits(message.Hits));
}

internal sealed class HitClearedCodec() : MessageCodec<HitCleared, Schema.HitCleared>(92)
{
    protected override Schema.HitCleared ToMessage(HitCleared fact) =>
        new()
        {
            Party = fact.Party,
            List = fact.List,
            EntryId = fact.EntryId,
            EntryMark = fact.EntryMark,
            Reason = fact.Reason,
        };

    protected override HitCleared ToFact(Schema.HitCleared message) =>
        new(message.Party, message.List, message.EntryId, message.EntryMark, message.Reason);
}

internal sealed class CustomersRescreenedCodec() : MessageCodec<CustomersRescreened, Schema.CustomersRescreened>(93)
{
    protected override Schema.CustomersRescreened ToMessage(CustomersRescreened fact) =>
        new()
        {
            Lists = fact.Lists,
            Names = fact.Names,
            Met =
            {
                fact.Met.Select(party => new Schema.RescreenedParty
                {
                    Party = party.Party,
                    Hits = { party.Hits.Select(PartyScreenedCodec.ToMessage) },
                }),
            },
        };

    protected override CustomersRescreened ToFact(Schema.CustomersRescreened message) =>
        new(
            message.Lists,
            message.Names,
            message.Met.Select(party => new RescreenedParty(party.Party, PartyScreenedCodec.ToHits(party.Hits))).ToArray()
        );
}

internal sealed class DropperListedCodec() : MessageCodec<DropperListed, Schema.DropperListed>(94)
{
    protected override Schema.DropperListed ToMessage(DropperListed fact) =>
        new()
        {
            Subject = fact.Subject.Value,
            UntilUs = fact.UntilUs,
            Reason = fact.Reason,
        };

    protected override DropperListed ToFact(Schema.DropperListed message) =>
        new(new SubjectId(message.Subject), message.UntilUs, message.Reason);
}

internal sealed class DropperDelistedCodec() : MessageCodec<DropperDelisted, Schema.DropperDelisted>(95)
{
    protected override Schema.DropperDelisted ToMessage(DropperDelisted fact) =>
        new() { Subject = fact.Subject.Value, Reason = fact.Reason };

    protected override DropperDelisted ToFact(Schema.DropperDelisted message) => new(new SubjectId(message.Subject), message.Reason);
}
