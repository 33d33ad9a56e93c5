using Sunqar.Core.Acts;

namespace Sunqar.Core.Screening;

/// <summary>Puts on record that a party was screened, before the answer leaves.</summary>
/// <param name="NameHash">Keyed by the desk with the rest of the command: the same question again is one act.</param>
public sealed record RecordScreening(string Key, string Basis, string Party, string Lists, IReadOnlyList<ScreenedHit> Hits) : Command(Key, null, Basis)
{
    public override string Name => "screening.record";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role is Role.Bank or Role.Platform or Role.Analyst or Role.Officer
            ? Done(Party, new PartyScreened(Party, Lists, Hits))
            : Refused(RefusalKind.Forbidden, "An institution screens its own customers, an analyst the parties of a case.");
}

/// <summary>Decides that a party is not the listed one. It is remembered with its reason and author until the entry changes.</summary>
public sealed record ClearHit(string Key, string? CaseId, string Party, string List, string EntryId, string Reason) : Command(Key, CaseId, "")
{
    public const int ReasonLengthMax = 500;

    public override string Name => "screening.clear";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Bank or Role.Platform or Role.Analyst or Role.Officer)) return Refused(RefusalKind.Forbidden, "Whoever screens decides.");
        if (Reason.Length is 0 or > ReasonLengthMax) return Refused(RefusalKind.Invalid, $"It needs its reason, in 1 to {ReasonLengthMax} characters.", "reason");
        var hits = state.Of<ScreeningBook>().Open(Party).Where(hit => hit.List == List && hit.EntryId == EntryId).ToList();
        return hits.Count == 0
            ? Refused(RefusalKind.NotFound, "The party has no such open hit.", "entry")
            : Done(EntryId, new HitCleared(Party, List, EntryId, hits[0].EntryMark, Reason));
    }
}

/// <summary>The house compared every known name with a changed list.</summary>
public sealed record RecordRescreening(string Key, string Lists, long Names, IReadOnlyList<RescreenedParty> Met) : Command(Key, null, "a watchlist changed")
{
    public override string Name => "screening.again";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role == Role.System ? Done(Lists, new CustomersRescreened(Lists, Names, Met)) : Refused(RefusalKind.Forbidden, "The house does this by itself.");
}
