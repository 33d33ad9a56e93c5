using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Screening;

/// <summary>Puts on record that a party was screened, before the answer leaves.</summary>
/// <param name="NameHash">Keyed by the desk with the rest of the command: the same question again is one act.</param>
public sealed record RecordScreening(string Key, string Basis, string Party, string Lists, IReadOnlyList<ScreenedHit> Hits)
    : Command(Key, null, Basis)
{
    public override string Name => "screening.record";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role is Role.Bank or Role.Platform or Role.Analyst or Role.Officer
            ? Done(Party, new PartyScreened(Party, Lists, Hits))
            : Refused(RefusalKind.Forbidden, "An institution screens its own customers, an analyst the parties of a case.");
}

/// <summary>Decides that a party is not the listed one. It is remembered with its reason and author until the entry changes.</summary>
public sealed record ClearHit(string Key, string? CaseId, string Party, string List, string EntryId, string Reason)
    : Command(Key, CaseId, "")
{
    public const int ReasonLengthMax = 500;

    public override string Name => "screening.clear";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Bank or Role.Platform or Role.Analyst or Role.Officer))
            return Refused(RefusalKind.Forbidden, "Whoever screens decides.");
        if (Reason.Length is 0 or > ReasonLengthMax)
            return Refused(RefusalKind.Invalid, $"It needs its reason, in 1 to {ReasonLengthMax} characters.", "reason");
        if (List == ScreeningBook.Droppers)
            return Refused(RefusalKind.Forbidden, "An officer takes people off the droppers' list.", "list");
        var hits = state.Of<ScreeningBook>().Open(Party).Where(hit => hit.List == List && hit.EntryId == EntryId).ToList();
        return hits.Count == 0
            ? Refused(RefusalKind.NotFound, "The party has no such open hit.", "entry")
            : Done(EntryId, new HitCleared(Party, List, EntryId, hits[0].EntryMark, Reason));
    }
}

/// <summary>
/// The house compared every known name with a changed list. Whom a list means now, and nobody has cleared, makes a case about the listed
/// party, or joins the one that is open: an analyst judges it.
/// </summary>
public sealed record RecordRescreening(string Key, string Lists, long Names, IReadOnlyList<RescreenedParty> Met)
    : Command(Key, null, "a watchlist changed")
{
    public override string Name => "screening.again";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role == Role.System
            ? new CommandOutcome.Done([new CustomersRescreened(Lists, Names, Met), .. Cases(state, nowUs)], Lists)
            : Refused(RefusalKind.Forbidden, "The house does this by itself.");

    private const string SubjectPrefix = "subject:";

    /// <summary>People of payments alone: an institution judges its own customers.</summary>
    private IEnumerable<Fact> Cases(ActState state, long nowUs)
    {
        var opened = new HashSet<string>(StringComparer.Ordinal);
        foreach (var party in Met.Where(party => party.Party.StartsWith(SubjectPrefix, StringComparison.Ordinal)))
        {
            var subject = party.Party[SubjectPrefix.Length..];
            var (screening, cases) = (state.Of<ScreeningBook>(), state.Of<CaseBook>());
            foreach (var hit in party.Hits)
            {
                if (screening.Cleared(party.Party, hit.List, hit.EntryId, hit.EntryMark) is not null)
                    continue;
                var caseId = CaseOf(cases, hit, subject);
                if (cases.Find(caseId)?.Members.ContainsKey(subject) == true)
                    continue;
                if (cases.Find(caseId) is null && opened.Add(caseId))
                {
                    yield return new CaseOpened(
                        caseId,
                        CaseKinds.WatchlistHit,
                        $"{hit.List} {hit.EntryId} may be among those who pay",
                        null,
                        nowUs,
                        0,
                        0
                    );
                }
                var members = new Dictionary<string, string> { [subject] = "screened" };
                yield return new CaseJoined(caseId, new CaseSource(SourceKind.Alert, $"{hit.List} {hit.EntryId} {subject}", members));
            }
        }
    }

    /// <summary>The case about the listed party that is open, else a new one: a closed case was about others.</summary>
    private static string CaseOf(CaseBook cases, in ScreenedHit hit, string subject)
    {
        var about = $"case-watchlist-{hit.List}-{hit.EntryId}".Replace(' ', '-').Replace('/', '-').ToLowerInvariant();
        for (var number = 1; ; number++)
        {
            var caseId = number == 1 ? about : $"{about}-{number}";
            if (cases.Find(caseId) is not { } one || one.IsOpen || one.Members.ContainsKey(subject))
                return caseId;
        }
    }
}

/// <summary>Asks that a person be put on the droppers' list, for a year, in an open case that the officer answers for. A head agrees; banks
/// are told of the person from then on. The answer is the proposal's id.</summary>
public sealed record ListDropper(string Key, string OfCase, string Basis, SubjectId Subject, string Reason)
    : CaseCommand(Key, OfCase, Basis)
{
    public const long DurationUs = 365 * 86_400_000_000L;

    private static readonly Role[] Seconds = [Role.Head];

    public override string Name => "dropper.list";

    protected override bool IsFor(Actor actor) => actor.Role == Role.Officer;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (string.IsNullOrWhiteSpace(Basis))
            return Unfit("It names its legal basis.", "basis");
        if (CaseText.Fault(Reason, ClearHit.ReasonLengthMax) is { } fault)
            return Unfit(fault, "reason");
        if (Subject.IsNone)
            return Unfit("An IIN has twelve digits, of which the last checks the others.", "iin");
        return state.Of<ScreeningBook>().IsDropper(Subject, nowUs)
            ? Refused(RefusalKind.Conflict, "The person stands on the list already.", "iin")
            : Proposed(
                state,
                actor,
                nowUs,
                Seconds,
                Subject.ToString(),
                "A person comes onto the droppers' list for a year.",
                new DropperListed(Subject, nowUs + DurationUs, Reason)
            );
    }
}

/// <summary>Takes a person off the droppers' list.</summary>
public sealed record DelistDropper(string Key, string? CaseId, string Basis, SubjectId Subject, string Reason) : Command(Key, CaseId, Basis)
{
    public override string Name => "dropper.delist";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Officer or Role.Head))
            return Refused(RefusalKind.Forbidden, "An officer or a head takes people off the list.");
        if (Reason.Length is 0 or > ClearHit.ReasonLengthMax)
            return Refused(RefusalKind.Invalid, $"It gives its reason, in 1 to {ClearHit.ReasonLengthMax} characters.", "reason");
        return state.Of<ScreeningBook>().IsDropper(Subject, nowUs)
            ? Done("taken off", new DropperDelisted(Subject, Reason))
            : Refused(RefusalKind.NotFound, "The person does not stand on the list.", "iin");
    }
}
