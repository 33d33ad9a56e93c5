using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Oversight;

/// <summary>What the overseer did about one task, oldest first.</summary>
/// <param name="By">Account of whoever did it.</param>
public sealed record TaskEntry(long AtUs, string By, TaskStep Step, string Note);

/// <summary>The overseer's work: citizens' objections, and what was done about them and about alarms, as a fold.</summary>
public sealed class WorkBook : IActFold
{
    private readonly Dictionary<string, List<TaskEntry>> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (CitizenObjected Objection, long AtUs)> _objections = new(StringComparer.Ordinal);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case TaskStepped stepped:
                if (!_entries.TryGetValue(stepped.TaskId, out var entries))
                    _entries[stepped.TaskId] = entries = [];
                entries.Add(new TaskEntry(act.AtUs, act.Author, stepped.Step, stepped.Note));
                break;
            case CitizenObjected objected:
                _objections.TryAdd(objected.ObjectionId, (objected, act.AtUs));
                break;
        }
    }

    /// <summary>Objections, in no order.</summary>
    public IReadOnlyCollection<(CitizenObjected Objection, long AtUs)> Objections => _objections.Values;

    public CitizenObjected? Objection(string id) => _objections.TryGetValue(id, out var known) ? known.Objection : null;

    public IReadOnlyList<TaskEntry> Entries(string taskId) => _entries.GetValueOrDefault(taskId) ?? [];

    public bool IsClosed(string taskId) => Entries(taskId) is [.., { Step: TaskStep.ClosedProper or TaskStep.ClosedImproper }];
}

/// <summary>The overseer takes a task, notes something, or closes it with a finding. What is closed stays closed.</summary>
public sealed record StepTask(string Key, string TaskId, TaskStep Step, string Note) : Command(Key, null, "")
{
    public override string Name => "oversight.task";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Overseer)
            return Refused(RefusalKind.Forbidden, "The overseer alone works on these.");
        if (Step is < TaskStep.Taken or > TaskStep.ClosedImproper)
            return Refused(RefusalKind.Invalid, "Take it, note something, or close it.", "step");
        var work = state.Of<WorkBook>();
        if (work.Objection(TaskId) is null && state.Of<AlarmBook>().Find(TaskId, nowUs) is null)
            return Refused(RefusalKind.NotFound, "There is no such task.", "task");
        if (work.IsClosed(TaskId))
            return Refused(RefusalKind.Conflict, "It is closed.", "task");
        if (Step != TaskStep.Taken && CaseText.Fault(Note, AccessLimits.TextLengthMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "note");
        return Done(TaskId, new TaskStepped(TaskId, Step, Note));
    }
}

/// <summary>
/// Puts a subject on a list, or takes it off. Account holders declare themselves and those close to them; nobody but the overseer sees or
/// takes off what was declared, and the overseer alone keeps the lists of public life and decoys.
/// </summary>
public sealed record FlagSubject(string Key, FlagKind Kind, Core.Identity.SubjectId Subject, string Account, bool IsSet)
    : Command(Key, null, "")
{
    /// <summary>Persons that one account declares as close.</summary>
    public const int CloseMax = 30;

    public override string Name => "oversight.flag";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (Subject.IsNone)
            return Refused(RefusalKind.Invalid, "Whom?", "subject");
        var isOwn = Kind is FlagKind.Self or FlagKind.Close;
        if (Kind is < FlagKind.Self or > FlagKind.Decoy || isOwn != (Account.Length > 0))
            return Refused(RefusalKind.Invalid, "There is no such list.", "kind");
        if (
            actor.Role != Role.Overseer
            && !(isOwn && IsSet && Account == actor.Id && actor.Role is not (Role.Nobody or Role.Citizen or Role.Bank or Role.Platform))
        )
        {
            return Refused(RefusalKind.Forbidden, "Not by this account.");
        }
        var flags = state.Of<FlagBook>();
        if (
            IsSet
            && Kind == FlagKind.Self
            && flags.All.Any(flag => flag.Kind == FlagKind.Self && flag.Account == Account && flag.Subject != Subject)
        )
        {
            return Refused(RefusalKind.Conflict, "This account has declared itself; the overseer can take it off.", "subject");
        }
        if (IsSet && Kind == FlagKind.Close && flags.All.Count(flag => flag.Kind == FlagKind.Close && flag.Account == Account) >= CloseMax)
            return Refused(RefusalKind.Limited, $"At most {CloseMax}.", "subject");
        return Done("", new SubjectFlagged(Kind, Subject, Account, IsSet));
    }
}
