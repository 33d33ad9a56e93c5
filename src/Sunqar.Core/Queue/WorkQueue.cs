using Sunqar.Core.Acts;
using Sunqar.Core.People;

namespace Sunqar.Core.Queue;

/// <summary>Which part of the queue is asked for.</summary>
public enum WorkShow : byte
{
    /// <summary>What is mine, and what anybody of my role may take.</summary>
    ForMe = 0,

    /// <summary>What is mine.</summary>
    Mine = 1,

    /// <summary>What nobody has, or somebody who is away.</summary>
    Free = 2,

    /// <summary>What people of my unit have.</summary>
    Unit = 3,

    /// <summary>All that is of my role.</summary>
    All = 4,
}

/// <summary>In which order.</summary>
public enum WorkOrder : byte
{
    /// <summary>What is due first; then what waits longest.</summary>
    Due = 0,

    /// <summary>The largest amount first, tenge before others.</summary>
    Amount = 1,

    /// <summary>The newest first.</summary>
    Newest = 2,

    /// <summary>By who answers for it.</summary>
    Owner = 3,
}

/// <summary>Somebody whom work may be given to.</summary>
/// <param name="Load">Open pieces that they answer for.</param>
/// <param name="AwayUntilUs">Until when they are away; 0 where they are there.</param>
public sealed record Colleague(string Account, Role Role, string Unit, int Load, long AwayUntilUs);

/// <summary>
/// All that waits, for whomever, at one moment: a view over the rooms' folds that keeps nothing. What waits for one person is a part of
/// it, and so nobody's list can miss what another's shows.
/// </summary>
public sealed class WorkQueue
{
    /// <summary>Alerts that the queue holds at once, the strictest first: the rest stand on their own page.</summary>
    public const int AlertsMax = 1000;

    private readonly ActState _state;
    private readonly long _nowUs;

    private WorkQueue(ActState state, long nowUs, IReadOnlyList<WorkItem> items) => (_state, _nowUs, Items) = (state, nowUs, items);

    /// <summary>Everything, in no order.</summary>
    public IReadOnlyList<WorkItem> Items { get; }

    public static WorkQueue Of(WorkRoom room)
    {
        var book = room.State.Of<QueueBook>();
        return new WorkQueue(
            room.State,
            room.NowUs,
            [
                .. WorkKinds.All.SelectMany(kind =>
                    kind.Items(room)
                        .Select(item => book.OwnerOf(item.Kind, item.Id) is { } owner ? item with { Owner = owner.Officer } : item)
                ),
            ]
        );
    }

    /// <summary>Whether nobody works on it: nobody has it, or whoever has it is away.</summary>
    public bool IsFree(WorkItem item) =>
        item.Owner.Length == 0 || item.With.Append(item.Owner).All(one => _state.Of<AbsenceBook>().AwayUntil(one, _nowUs) > 0);

    /// <summary>What a part of the queue holds for somebody, in no order.</summary>
    public IEnumerable<WorkItem> For(Actor actor, WorkShow show) =>
        Items.Where(item =>
            item.IsFor(actor)
            && show switch
            {
                WorkShow.ForMe => item.IsOf(actor.Id) || IsFree(item),
                WorkShow.Mine => item.IsOf(actor.Id),
                WorkShow.Free => IsFree(item) && !item.IsOf(actor.Id),
                WorkShow.Unit => item.Owner.Length > 0 && actor.Unit.Length > 0 && _state.Of<Staff>().Find(item.Owner)?.Unit == actor.Unit,
                _ => true,
            }
        );

    /// <summary>Puts pieces in order; the same pieces in the same order, however they came.</summary>
    public static IReadOnlyList<WorkItem> Sorted(IEnumerable<WorkItem> items, WorkOrder order)
    {
        var sorted = order switch
        {
            WorkOrder.Amount => items
                .OrderBy(item => item.Amount is null)
                .ThenBy(item => item.Amount?.Currency ?? default)
                .ThenByDescending(item => item.Amount?.Micro ?? 0),
            WorkOrder.Newest => items.OrderByDescending(item => item.SinceUs),
            WorkOrder.Owner => items.OrderBy(item => item.Owner.Length == 0).ThenBy(item => item.Owner, StringComparer.Ordinal),
            _ => items.OrderBy(item => item.DueUs),
        };
        return [.. sorted.ThenBy(item => item.DueUs).ThenBy(item => item.SinceUs).ThenBy(item => item.Id, StringComparer.Ordinal)];
    }

    /// <summary>People in good or limited standing whose work some kind is, with what they have now, by unit and account.</summary>
    public IReadOnlyList<Colleague> People()
    {
        var loads = Items.Where(item => item.Owner.Length > 0).GroupBy(item => item.Owner).ToDictionary(own => own.Key, own => own.Count());
        return
        [
            .. _state
                .Of<Staff>()
                .Accounts.Where(one => one.Standing != Standing.Suspended)
                .Select(one => new Colleague(
                    one.Id,
                    one.Role,
                    one.Unit,
                    loads.GetValueOrDefault(one.Id),
                    _state.Of<AbsenceBook>().AwayUntil(one.Id, _nowUs)
                ))
                .OrderBy(one => one.Unit, StringComparer.Ordinal)
                .ThenBy(one => one.Account, StringComparer.Ordinal),
        ];
    }

    /// <summary>Who of a unit gets the next piece: whoever is there, may do it, and has least; null where nobody can.</summary>
    /// <param name="given">Pieces that were given just now and that the loads do not count yet, by account.</param>
    public static string? LeastLoaded(IEnumerable<Colleague> people, WorkItem item, string unit, IReadOnlyDictionary<string, int> given) =>
        people
            .Where(one =>
                one.Unit == unit && one.AwayUntilUs == 0 && one.Role != Role.Head && item.IsFor(new Actor(one.Account, one.Role, one.Unit))
            )
            .OrderBy(one => one.Load + given.GetValueOrDefault(one.Account))
            .ThenBy(one => one.Account, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Account;
}
