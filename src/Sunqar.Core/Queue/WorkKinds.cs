using Sunqar.Core.Acts;
using Sunqar.Core.Cases;

namespace Sunqar.Core.Queue;

/// <summary>What the kinds of work are read from.</summary>
/// <param name="Holds">Payments that are held now.</param>
/// <param name="Alerts">Alerts that no suppression covers.</param>
/// <param name="NowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record WorkRoom(ActState State, IReadOnlyList<HeldPayment> Holds, IReadOnlyList<Alert> Alerts, long NowUs);

/// <summary>A kind of work: whose it is, and what of it waits.</summary>
/// <param name="Words">What several are called, in small letters.</param>
/// <param name="Roles">Whose work some of it may be.</param>
/// <param name="IsGiven">It is taken and passed on by <see cref="GiveWork"/>.</param>
/// <param name="IsFound">It stands in a book of the engines', which the commands do not see.</param>
/// <param name="Items">All that waits, whoever it is for; owners are put in later.</param>
public sealed record WorkLine(
    WorkKind Kind,
    string Words,
    IReadOnlyList<Role> Roles,
    bool IsGiven,
    bool IsFound,
    Func<WorkRoom, IEnumerable<WorkItem>> Items
)
{
    /// <summary>Whether an id has the form of this kind's.</summary>
    public bool Names(string itemId) =>
        Kind switch
        {
            WorkKind.Hold => HeldPayment.Parse(itemId) is not null,
            WorkKind.Alert => itemId.StartsWith("alert-", StringComparison.Ordinal),
            _ => true,
        };
}

/// <summary>The kinds of work, one line each. A new kind is a line here, and its source.</summary>
public static class WorkKinds
{
    private static readonly Role[] Finders = [Role.Analyst, Role.Officer, Role.Head];
    private static readonly Role[] Casework = [Role.Officer, Role.Head];
    private static readonly Role[] Deciders = [Role.Officer, Role.Head, Role.Supervisor];
    private static readonly Role[] Watchers = [Role.Admin, Role.Overseer];
    private static readonly Role[] Seconds = [Role.Officer, Role.Head, Role.Supervisor, Role.Overseer, Role.Admin];

    public static IReadOnlyList<WorkLine> All { get; } =
    [
        new(WorkKind.Hold, "holds", Casework, true, true, WorkSources.Holds),
        new(WorkKind.Alert, "alerts", Finders, true, true, WorkSources.Alerts),
        new(WorkKind.Measure, "measures", Deciders, true, false, WorkSources.Measures),
        new(WorkKind.Second, "second persons", Seconds, false, false, WorkSources.Seconds),
        new(WorkKind.Block, "blocking orders", [Role.Head, Role.Supervisor], true, false, WorkSources.Blocks),
        new(WorkKind.Task, "tasks", Casework, false, false, WorkSources.Tasks),
        new(WorkKind.Case, "cases", Casework, false, false, WorkSources.Cases),
        new(WorkKind.Look, "looks asked for", [Role.Head], false, false, WorkSources.Looks),
        new(WorkKind.Objection, "objections", Casework, true, false, WorkSources.Objections),
        new(WorkKind.Breach, "breaches", Watchers, true, false, WorkSources.Breaches),
        new(WorkKind.Alarm, "alarms", [Role.Overseer], false, false, WorkSources.Alarms),
    ];

    private static readonly Dictionary<WorkKind, WorkLine> ByKind = All.ToDictionary(line => line.Kind);

    /// <summary>Null where there is no such kind.</summary>
    public static WorkLine? Find(WorkKind kind) => ByKind.GetValueOrDefault(kind);
}
