using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>Asks to look at named subjects. The answer is the grant's id, whether it works already or waits for the drawn person.</summary>
/// <param name="Document">SHA-256 of the paper that the basis speaks of, as a piece of the case's evidence has it; empty where it speaks of
/// none.</param>
public sealed record AskGrant(
    string Key,
    string CaseId,
    string Basis,
    IReadOnlyList<SubjectId> Subjects,
    LookFields Fields,
    long FromUs,
    long ToUs,
    int ValidDays,
    bool IsUrgent,
    string Purpose,
    string Document = ""
) : Command(Key, CaseId, Basis)
{
    /// <summary>The refused member where whoever answers for a subject was made unfit.</summary>
    internal const string SecondField = "second";

    private const LookFields AllFields = LookFields.Identifier | LookFields.Name | LookFields.Transfers;

    public override string Name => "access.ask";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        var book = state.Of<AccessBook>();
        if (Malformed() is { } malformed)
            return malformed;
        var basis = LegalBases.Find(Basis);
        if (basis is null)
            return Refused(RefusalKind.Invalid, "The table of legal bases does not know this one.", "basis");
        if (!basis.MayAsk.Contains(actor.Role))
            return Refused(RefusalKind.Forbidden, "This role does not ask on this basis.", "basis");
        if (!book.IsInGoodStanding(actor))
            return Tried(RefusalKind.Forbidden, "This account asks for nobody.");
        // Else nobody could tell a look at oneself.
        if (!state.Of<FlagBook>().HasDeclared(actor.Id))
            return Refused(RefusalKind.Forbidden, "Declare yourself first, on the page Declare.");
        var standing = book.Case(CaseId!);
        var isAssigned = standing?.Officers.Contains(actor.Id) == true;
        var isLimited = book.IsLimited(actor.Id, nowUs);
        // A case that one has no part in is answered as one that is not there.
        if (standing is null || (!isAssigned && (actor.Role != Role.Head || isLimited)))
            return Tried(RefusalKind.NotFound, "There is no such case of yours.", "case");
        if (!standing.IsOpen)
            return Tried(RefusalKind.Conflict, "The case is closed.", "case");
        if (IsUrgent && !basis.MayBeUrgent)
            return Refused(RefusalKind.Forbidden, "On this basis nothing is urgent.", "urgent");
        if (IsUrgent && isLimited)
        {
            return Tried(RefusalKind.Limited, "A look of yours was not reviewed in time or not justified: ask without urgency.", "urgent");
        }
        if (book.RequestsToday(actor.Id, nowUs) >= AccessLimits.RequestsPerDayMax)
            return Tried(RefusalKind.Limited, $"At most {AccessLimits.RequestsPerDayMax} requests a day.");
        var needsSecond = basis.SecondFor.Contains(actor.Role);
        var isReviewedAfter = basis.NeedsDocument && !needsSecond;
        if (FaultOfSecond(book, basis, standing, actor, needsSecond || IsUrgent || isReviewedAfter, nowUs) is { } fault)
            return fault;
        var request = new GrantRequested(
            AccessBook.IdOf("grant", actor.Id, Key),
            Subjects,
            Fields,
            FromUs,
            ToUs,
            ValidDays,
            IsUrgent,
            needsSecond,
            Purpose,
            basis.NeedsDocument ? Document : "",
            isReviewedAfter
        );
        // Whoever has a stake looks by no grant; it is on record that they wanted to.
        return Subjects.Any(subject => state.Of<FlagBook>().HasStake(subject, actor.Id))
            ? Done(request.GrantId, request, new GrantDeclined(request.GrantId, "Conflict of interest."))
            : Done(request.GrantId, request);
    }

    /// <summary>Why nobody can be drawn, or nobody but another than whoever was; and the paper that a basis speaks of.</summary>
    private CommandOutcome? FaultOfSecond(AccessBook book, LegalBasis basis, Case standing, Actor actor, bool isAnswered, long nowUs)
    {
        if (basis.NeedsDocument && standing.Evidence.All(piece => piece.Sha256 != Document))
        {
            return Tried(
                RefusalKind.Forbidden,
                "This basis speaks of a document: take it as evidence of the case first, and name it by its hash.",
                "document"
            );
        }
        if (isAnswered && !book.HasSecondFor(actor, standing.Officers, nowUs))
            return Refused(RefusalKind.Conflict, "Nobody could be drawn to answer for it: no head of another unit is at hand.");
        var held = Subjects.Select(subject => book.Held(subject, nowUs)).ToList();
        if (held.Any(one => one is not null && book.IsDrawMoved(one, actor, standing.Officers, nowUs)))
        {
            return Tried(
                RefusalKind.Conflict,
                "Whoever answers for a look at this person cannot any more; the overseer finds out why before somebody else does.",
                SecondField
            );
        }
        if (held.Select(one => one?.Seed).Distinct().Count() > 1)
            return Refused(RefusalKind.Conflict, "Somebody answers for some of these already: ask for each apart.", "subjects");
        return null;
    }

    private CommandOutcome? Malformed()
    {
        if (string.IsNullOrEmpty(CaseId))
            return Tried(RefusalKind.Forbidden, "A look needs a case.", "case");
        if (
            Subjects.Count is 0 or > AccessLimits.SubjectsPerGrantMax
            || Subjects.Distinct().Count() != Subjects.Count
            || Subjects.Any(subject => subject.IsNone)
        )
        {
            return Refused(RefusalKind.Invalid, $"Name 1 to {AccessLimits.SubjectsPerGrantMax} people, each once.", "subjects");
        }
        if (Fields == LookFields.None || (Fields & ~AllFields) != 0)
            return Refused(RefusalKind.Invalid, "Say what is to be shown.", "fields");
        if (ValidDays is < 1 or > AccessLimits.ValidDaysMax)
            return Refused(RefusalKind.Invalid, $"For 1 to {AccessLimits.ValidDaysMax} days.", "days");
        if (FromUs < 0 || ToUs <= FromUs || ToUs - FromUs > AccessLimits.PeriodUsMax)
        {
            return Refused(
                RefusalKind.Invalid,
                $"A period of data of at most {AccessLimits.PeriodUsMax / AccessLimits.DayUs} days.",
                "from"
            );
        }
        return CaseText.Fault(Purpose, AccessLimits.TextLengthMax) is { } fault ? Refused(RefusalKind.Invalid, fault, "purpose") : null;
    }

    private CommandOutcome.Refused Tried(RefusalKind kind, string reason, string? field = null) =>
        new(kind, reason, field)
        {
            Tried = [new LookTried(LookKind.None, [.. Subjects.Take(AccessLimits.SubjectsPerGrantMax)], Fields, null)],
        };
}

/// <summary>What the drawn person says of a request, or of an urgent look afterwards. The case is the request's.</summary>
public sealed record AnswerGrant(string Key, string CaseId, string GrantId, bool Allows, string Note) : Command(Key, CaseId, "")
{
    public const string CommandName = "access.answer";

    public override string Name => CommandName;

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        var book = state.Of<AccessBook>();
        // Whoever was not drawn is told nothing of the request.
        if (book.Find(GrantId) is not { } grant || grant.CaseId != CaseId || actor.Role != Role.Head || book.SecondOf(grant) != actor.Id)
            return Refused(RefusalKind.NotFound, "No such request waits for you.", "grant");
        if (!grant.WaitsForSecond(nowUs))
            return Refused(RefusalKind.Conflict, "It has been answered, or its time is over.", "grant");
        if ((!Allows || grant.IsReviewed) && CaseText.Fault(Note, AccessLimits.TextLengthMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "note");
        if (grant.IsReviewed)
            return Done(GrantId, new GrantReviewed(GrantId, Allows, Note));
        if (!Allows)
            return Done(GrantId, new GrantDeclined(GrantId, Note));
        return book.Case(CaseId!)?.IsOpen == true
            ? Done(GrantId, new GrantApproved(GrantId))
            : Refused(RefusalKind.Conflict, "The case is closed.", "case");
    }
}

/// <summary>The overseer lets a limited account ask urgently again.</summary>
public sealed record LiftLimit(string Key, string Account, string Note) : Command(Key, null, "")
{
    public override string Name => "access.lift";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Overseer)
            return Refused(RefusalKind.Forbidden, "The overseer alone lifts a limit.");
        if (!state.Of<AccessBook>().IsLimited(Account, nowUs))
            return Refused(RefusalKind.Conflict, "This account is not limited.", "account");
        return CaseText.Fault(Note, AccessLimits.TextLengthMax) is { } fault
            ? Refused(RefusalKind.Invalid, fault, "note")
            : Done(Account, new LimitLifted(Account, Note));
    }
}
