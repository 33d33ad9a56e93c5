using Sunqar.Core.Acts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>
/// Looks. Asked before a byte leaves, with what would leave: whom it shows, which fields, how many rows. A page under pseudonyms
/// (<see cref="LookFields.None"/>) needs a role alone; everything else a live grant of one's own. The answer is the look's id.
/// </summary>
/// <param name="Basis">The grant's legal basis; for a page under pseudonyms the purpose, e.g. <c>aml-analysis</c>.</param>
/// <param name="FromUs">First moment of the data shown, microseconds since 1970-01-01T00:00:00Z; 0 where <see cref="LookFields.Transfers"/>
/// is not shown.</param>
/// <param name="ToUs">First moment no longer shown.</param>
/// <param name="ResultSize">Rows that would be shown.</param>
public sealed record Look(
    string Key,
    string? CaseId,
    string Basis,
    LookKind Kind,
    IReadOnlyList<SubjectId> Subjects,
    LookFields Fields,
    long FromUs,
    long ToUs,
    long ResultSize,
    string? GrantId
) : Command(Key, CaseId, Basis)
{
    public override string Name => "access.look";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (ResultSize < 0)
            return Refused(RefusalKind.Invalid, "A result has no negative size.");
        if (Fields == LookFields.None)
            return Pseudonymous(actor);
        if (!Fits())
            return Refused(RefusalKind.Invalid, "This kind of look does not show these fields.", "fields");
        if (string.IsNullOrEmpty(CaseId))
            return Tried(RefusalKind.Forbidden, "A look needs a case.", "case");
        var book = state.Of<AccessBook>();
        if (book.Case(CaseId) is not { } standing || GrantId is null || book.Find(GrantId) is not { } grant || grant.Asker.Id != actor.Id)
            return Tried(RefusalKind.Forbidden, "A look at a person needs a grant.", "grant");
        if (!book.IsInGoodStanding(actor))
            return Tried(RefusalKind.Forbidden, "This account asks for nobody.", "grant");
        if (!standing.IsOpen)
            return Tried(RefusalKind.Forbidden, "The case is closed.", "case");
        if (grant.Asker.Role != actor.Role || (actor.Role == Role.Officer && !standing.Officers.Contains(actor.Id)))
            return Tried(RefusalKind.Forbidden, "The case is not yours any more.", "case");
        if (Basis != grant.Basis)
            return Refused(RefusalKind.Invalid, "The grant was given on another basis.", "basis");
        if (!grant.Covers(actor.Id, CaseId, Subjects, Fields, FromUs, ToUs, nowUs))
            return Tried(RefusalKind.Forbidden, "The grant does not cover this.", "grant");
        if (Subjects.Any(subject => state.Of<FlagBook>().HasStake(subject, actor.Id)))
            return Tried(RefusalKind.Forbidden, "Conflict of interest.", "subjects");
        if (Kind == LookKind.Export && (Subjects.Count > AccessLimits.SubjectsPerExportMax || ResultSize > AccessLimits.ExportRowsMax))
            return Tried(RefusalKind.Limited, $"A file holds one person and at most {AccessLimits.ExportRowsMax} rows.", "subjects");
        var (inCase, inAll) = book.SeenWith(actor.Id, CaseId, Subjects, nowUs);
        if (inCase > AccessLimits.SubjectsPerCaseDayMax || inAll > AccessLimits.SubjectsPerDayMax)
        {
            return Tried(
                RefusalKind.Limited,
                $"At most {AccessLimits.SubjectsPerCaseDayMax} people in a case and {AccessLimits.SubjectsPerDayMax} in all a day.",
                "subjects"
            );
        }
        return Recorded(actor);
    }

    private CommandOutcome Pseudonymous(Actor actor)
    {
        if (Kind == LookKind.OwnRecord)
        {
            return actor.Role == Role.Citizen && Subjects.Count <= 1
                ? Recorded(actor)
                : Refused(RefusalKind.Forbidden, "One's own record alone.");
        }
        return Kind == LookKind.View && Subjects.Count == 0 && GrantId is null
            ? actor.Role is Role.Analyst or Role.Officer or Role.Head or Role.Supervisor or Role.Overseer
                ? Recorded(actor)
                : Refused(RefusalKind.Forbidden, "Not by this role.")
            : Refused(RefusalKind.Invalid, "A page under pseudonyms names nobody.", "subjects");
    }

    private bool Fits() =>
        Kind switch
        {
            LookKind.Unmask => (Fields & ~(LookFields.Identifier | LookFields.Name)) == 0 && FromUs == 0 && ToUs == 0,
            LookKind.Query or LookKind.Export => Fields.HasFlag(LookFields.Transfers),
            _ => false,
        };

    private CommandOutcome Recorded(Actor actor)
    {
        var id = AccessBook.IdOf("look", actor.Id, Key);
        return Done(id, new Looked(id, Kind, Subjects, Fields, FromUs, ToUs, ResultSize, GrantId));
    }

    private CommandOutcome.Refused Tried(RefusalKind kind, string reason, string field) =>
        new(kind, reason, field) { Tried = [new LookTried(Kind, [.. Subjects.Take(AccessLimits.SubjectsPerGrantMax)], Fields, GrantId)] };
}
