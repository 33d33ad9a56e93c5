using Sunqar.Core.Acts;
using Sunqar.Core.Identity;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases.Commands;

/// <summary>A command about an alert. The alert itself is the engines': the address that asks has found it, and hands on what the fact
/// keeps of it.</summary>
/// <param name="AlertId">The alert's.</param>
public abstract record AlertCommand(string Key, string AlertId) : Command(Key, null, "")
{
    /// <summary>What it comes to for somebody who finds.</summary>
    protected abstract CommandOutcome Decide(ActState state, long nowUs, Actor actor);

    /// <summary>Who may give it.</summary>
    protected virtual bool IsFor(Actor actor) => actor.Role is Role.Analyst or Role.Officer or Role.Head;

    public sealed override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (!IsFor(actor))
            return Refused(RefusalKind.Forbidden, $"Not for {actor.Role.ToString().ToLowerInvariant()}s.");
        return AlertId.Length is 0 or > 64 || !AlertId.StartsWith("alert-", StringComparison.Ordinal)
            ? Refused(RefusalKind.NotFound, "There is no such alert.", "alert")
            : Decide(state, nowUs, actor);
    }
}

/// <summary>Writes something down about an alert.</summary>
public sealed record NoteAlert(string Key, string AlertId, string Text) : AlertCommand(Key, AlertId)
{
    public override string Name => "alert.note";

    protected override CommandOutcome Decide(ActState state, long nowUs, Actor actor) =>
        CaseText.Fault(Text, CaseText.LineMax * 5) is { } fault
            ? Refused(RefusalKind.Invalid, fault, "text")
            : Done(AlertId, new AlertNoted(AlertId, Text));
}

/// <summary>Closes an alert with a reason from the list and a sentence. What went into a case is closed with the case.</summary>
/// <param name="InputHash">The alert's as whoever closes it saw it: payments that came since leave it open.</param>
public sealed record CloseAlert(
    string Key,
    string AlertId,
    SubjectId Subject,
    string Rule,
    AlertOutcome Outcome,
    string Note,
    string InputHash
) : AlertCommand(Key, AlertId)
{
    public override string Name => "alert.close";

    protected override CommandOutcome Decide(ActState state, long nowUs, Actor actor)
    {
        if (Outcome == AlertOutcome.None || !Enum.IsDefined(Outcome))
            return Refused(RefusalKind.Invalid, "Choose what came of it.", "outcome");
        if (CaseText.Fault(Note, CaseText.TextMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "note");
        if (state.Of<CaseBook>().CaseOf(SourceKind.Alert, AlertId) is { } ofCase)
            return Refused(RefusalKind.Conflict, $"It is in {ofCase}: it ends as the case does.", "alert");
        return state.Of<AlertLife>().ClosingOf(AlertId)?.Closed.InputHash == InputHash
            ? Refused(RefusalKind.Conflict, "It is closed.", "alert")
            : Done(AlertId, new AlertClosed(AlertId, Subject, Rule, Outcome, Note, InputHash));
    }
}

/// <summary>Opens a closed alert again.</summary>
public sealed record ReopenAlert(string Key, string AlertId, SubjectId Subject, string Rule, string Note) : AlertCommand(Key, AlertId)
{
    public override string Name => "alert.reopen";

    protected override CommandOutcome Decide(ActState state, long nowUs, Actor actor)
    {
        if (CaseText.Fault(Note, CaseText.TextMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "note");
        return state.Of<AlertLife>().ClosingOf(AlertId) is null
            ? Refused(RefusalKind.Conflict, "It is open.", "alert")
            : Done(AlertId, new AlertClosed(AlertId, Subject, Rule, AlertOutcome.None, Note, ""));
    }
}

/// <summary>
/// One rule is not to raise alerts about one subject for a while. It changes no decision and hides no fact: what it covers is counted, and
/// can be listed with who answers for it.
/// </summary>
/// <param name="FromUs">Event time of the first payment covered, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ExpiresUs">Event time of the first payment no longer covered.</param>
public sealed record SnoozeAlert(string Key, string AlertId, SubjectId Subject, string Rule, string Reason, long FromUs, long ExpiresUs)
    : AlertCommand(Key, AlertId)
{
    /// <summary>No longer than a quarter: then somebody looks again.</summary>
    public const long LengthUsMax = 92 * 86_400_000_000L;

    public override string Name => "alert.snooze";

    protected override bool IsFor(Actor actor) => actor.Role is Role.Officer or Role.Head;

    protected override CommandOutcome Decide(ActState state, long nowUs, Actor actor)
    {
        if (Subject.IsNone || Rule.Length is 0 or > 100)
            return Refused(RefusalKind.Invalid, "A rule is silenced for one subject alone.", "alert");
        if (CaseText.Fault(Reason, CaseText.LineMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "reason");
        if (ExpiresUs <= FromUs || ExpiresUs <= nowUs)
            return Refused(RefusalKind.Invalid, "It ends in the future.", "until");
        return ExpiresUs - nowUs > LengthUsMax
            ? Refused(
                RefusalKind.Invalid,
                $"It ends by {LocalTime.Kazakhstan.IsoDay(nowUs + LengthUsMax)}: then somebody looks again.",
                "until"
            )
            : Done(AlertId, new AlertSuppressed(Subject, Rule, actor.Id, Reason, FromUs, ExpiresUs));
    }
}
