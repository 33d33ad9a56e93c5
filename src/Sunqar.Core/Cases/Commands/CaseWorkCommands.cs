using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases.Commands;

/// <summary>Writes something down in a case.</summary>
public sealed record NoteCase(string Key, string OfCase, string Basis, string Text) : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "case.note";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs) =>
        CaseText.Fault(Text, CaseText.TextMax) is { } fault ? Unfit(fault, "text") : Done(OfCase, new CaseNoted(OfCase, Text));
}

/// <summary>Sets a task, or changes one that is not done.</summary>
/// <param name="TaskId">Null for a new one.</param>
/// <param name="DueUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Officer">An account; empty for whoever answers for the case.</param>
public sealed record SetTask(string Key, string OfCase, string Basis, string? TaskId, string Title, long DueUs, string Officer)
    : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>Tasks of one case.</summary>
    public const int TasksMax = 1000;

    private const long YearsUs = 10L * 366 * 86_400_000_000;

    public override string Name => "case.task";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Title, CaseText.LineMax) is { } fault)
            return Unfit(fault, "title");
        // A task that is late already may still be passed on.
        var isSame = TaskId is not null && one.Tasks.GetValueOrDefault(TaskId)?.DueUs == DueUs;
        if (!isSame && (DueUs <= nowUs || DueUs > nowUs + YearsUs))
            return Unfit("A task is due in the future, within ten years.", "due");
        if (Officer.Length > 0 && !one.Officers.Contains(Officer))
            return Unfit("A task is for somebody who answers for the case.", "officer");
        if (TaskId is null && one.Tasks.Count >= TasksMax)
            return Refused(RefusalKind.Limited, $"At most {TasksMax} tasks in a case.", "case");
        if (TaskId is not null && one.Tasks.GetValueOrDefault(TaskId) is not { IsDone: false })
            return Refused(RefusalKind.NotFound, "There is no such open task.", "task");
        var id = TaskId ?? $"t-{one.Tasks.Count + 1}";
        return Done(id, new TaskSet(OfCase, id, Title, DueUs, Officer, false, ""));
    }
}

/// <summary>A task was done. A measure's clock is ended by deciding on the measure.</summary>
public sealed record FinishTask(string Key, string OfCase, string Basis, string TaskId, string Result) : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "case.task-done";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Result, CaseText.LineMax) is { } fault)
            return Unfit(fault, "result");
        if (one.Tasks.GetValueOrDefault(TaskId) is not { } task)
            return Refused(RefusalKind.NotFound, "There is no such task.", "task");
        if (task.IsDone)
            return Refused(RefusalKind.Conflict, "It was done before.", "task");
        return TaskId.StartsWith("m-", StringComparison.Ordinal) && !task.IsLate(nowUs)
            ? Refused(RefusalKind.Conflict, "Deciding on the measure ends its clock.", "task")
            : Done(TaskId, task.Set(OfCase) with { IsDone = true, Result = Result });
    }
}

/// <summary>Two cases belong together.</summary>
public sealed record RelateCases(string Key, string OfCase, string Basis, string Other, string Reason) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>Cases that one case names.</summary>
    public const int RelatedMax = 200;

    public override string Name => "case.relate";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Reason, CaseText.LineMax) is { } fault)
            return Unfit(fault, "reason");
        if (Other == OfCase || state.Of<CaseBook>().Find(Other) is null)
            return Refused(RefusalKind.NotFound, "There is no such other case.", "other");
        if (one.Related.Contains(Other))
            return Refused(RefusalKind.Conflict, "They belong together already.", "other");
        return one.Related.Count >= RelatedMax
            ? Refused(RefusalKind.Limited, $"At most {RelatedMax} related cases.", "other")
            : Done(Other, new CasesRelated(OfCase, Other, Reason));
    }
}

/// <summary>Evidence was received; its bytes were stored under their hash before.</summary>
public sealed record TakeEvidence(
    string Key,
    string OfCase,
    string Basis,
    string Title,
    string MediaType,
    string Sha256,
    long Bytes,
    string ReceivedFrom
) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>Bytes of one piece.</summary>
    public const long BytesMax = 32L << 20;

    /// <summary>Pieces of one case.</summary>
    public const int PiecesMax = 1000;

    public override string Name => "evidence.take";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Title, CaseText.LineMax) is { } title)
            return Unfit(title, "title");
        if (CaseText.Fault(ReceivedFrom, CaseText.LineMax) is { } from)
            return Unfit(from, "from");
        if (MediaType.Length is 0 or > 100 || MediaType.Any(c => c is <= ' ' or > '~'))
            return Unfit("A media type has 1 to 100 characters.", "file");
        if (Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigitLower))
            return Unfit("A SHA-256 has 64 hexadecimal digits.", "file");
        if (Bytes is <= 0 or > BytesMax)
            return Refused(RefusalKind.Limited, $"A piece has 1 to {BytesMax} bytes.", "file");
        if (one.Evidence.Any(piece => piece.Sha256 == Sha256))
            return Refused(RefusalKind.Conflict, "The same bytes are evidence in this case already.", "file");
        if (one.Evidence.Count >= PiecesMax)
            return Refused(RefusalKind.Limited, $"At most {PiecesMax} pieces in a case.", "file");
        var id = $"e-{one.Evidence.Count + 1}";
        return Done(id, new EvidenceTaken(OfCase, id, Title, MediaType, Sha256, Bytes, ReceivedFrom));
    }
}

/// <summary>Evidence passes to another keeper. Whoever has it hands it over, or a head does.</summary>
/// <param name="To">An account or an authority.</param>
public sealed record HandEvidence(string Key, string OfCase, string Basis, string EvidenceId, string To, string Purpose)
    : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => "evidence.hand";

    protected override bool IsForClosed => true;

    protected override bool IsForAnswering => false;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(To, CaseText.LineMax) is { } to)
            return Unfit(to, "to");
        if (CaseText.Fault(Purpose, CaseText.LineMax) is { } purpose)
            return Unfit(purpose, "purpose");
        if (one.Evidence.Find(piece => piece.Id == EvidenceId) is not { } evidence)
            return Refused(RefusalKind.NotFound, "There is no such piece.", "evidence");
        if (evidence.Keeper != actor.Id && actor.Role != Role.Head)
            return Refused(RefusalKind.Forbidden, "Whoever has it hands it over.", "evidence");
        return evidence.Keeper == To
            ? Refused(RefusalKind.Conflict, "They have it.", "to")
            : Done(EvidenceId, new EvidenceHanded(OfCase, EvidenceId, evidence.Keeper, To, Purpose));
    }
}

/// <summary>A member came forward, before others named them, and assists: the officer states it (art. 232-1 of the Criminal
/// Code).</summary>
/// <param name="Subject">The member, 16 hexadecimal digits.</param>
/// <param name="IsFirstOffence">Nothing is known of an earlier one.</param>
public sealed record StateVolunteer(
    string Key,
    string OfCase,
    string Basis,
    string Subject,
    bool IsFirstOffence,
    bool HasVolunteered,
    bool Assists,
    string Ground
) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>The article is in force from 2025-09-16 local: 2025-09-15T19:00:00Z.</summary>
    public const long InForceUs = 1_757_962_800_000_000;

    public override string Name => "volunteer.state";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (nowUs < InForceUs)
            return Refused(RefusalKind.Conflict, "Art. 232-1 is in force from 2025-09-16.");
        if (CaseText.Fault(Ground, CaseText.TextMax) is { } fault)
            return Unfit(fault, "ground");
        if (one.Members.GetValueOrDefault(Subject) is not { } role || !CaseText.IsSubject(Subject))
            return Refused(RefusalKind.NotFound, "No such person, account or card is a member of the case.", "subject");
        if (role is "organiser" or "desk" or "collector")
        {
            return Refused(
                RefusalKind.Conflict,
                "The article exempts those who lent a card or an account, not those who run the scheme.",
                "subject"
            );
        }
        if (!IsFirstOffence || !HasVolunteered || !Assists)
            return Refused(RefusalKind.Conflict, "It takes all three: a first offence, coming forward, and assisting.", "conditions");
        if (state.Of<CaseBook>().Cases.Any(other => other.Exemptions.Any(e => e.Subject == Subject && e.Step == VolunteerStep.Granted)))
            return Refused(RefusalKind.Conflict, "The member was exempted before: this is no first offence.", "subject");
        return one.Exemptions.Any(e => e.Subject == Subject && e.Step == VolunteerStep.Stated)
            ? Refused(RefusalKind.Conflict, "It is stated already.", "subject")
            : Done(Subject, new VolunteerStepped(OfCase, Subject, VolunteerStep.Stated, Ground));
    }
}

/// <summary>A head of any unit, who did not state it, finds the conditions of an exemption met or not.</summary>
public sealed record JudgeVolunteer(string Key, string OfCase, string Basis, string Subject, bool Grant, string Ground)
    : CaseCommand(Key, OfCase, Basis)
{
    public override string Name => Grant ? "volunteer.grant" : "volunteer.decline";

    protected override bool IsFor(Actor actor) => actor.Role == Role.Head;

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Ground, CaseText.TextMax) is { } fault)
            return Unfit(fault, "ground");
        if (one.Exemptions.Find(e => e.Subject == Subject && e.Step == VolunteerStep.Stated) is not { } stated)
            return Refused(RefusalKind.NotFound, "Nobody stated it of this member.", "subject");
        return stated.By == actor.Id
            ? Refused(RefusalKind.Forbidden, "Whoever stated it does not judge it: a second person does.")
            : Done(Subject, new VolunteerStepped(OfCase, Subject, Grant ? VolunteerStep.Granted : VolunteerStep.Declined, Ground));
    }
}
