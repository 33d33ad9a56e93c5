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
/// <param name="IsInStanding">Not suspended.</param>
public sealed record Colleague(string Account, Role Role, string Unit, int Load, long AwayUntilUs, bool IsInStanding = true);

/// <summary>
/// All that waits, for whomever, at one moment: a view over the rooms' folds that keeps nothing. What waits for one person is a part of
/// it, and so nobody's list can miss what another's shows. Immutable: once made it is read by many, while the folds go on.
/// </summary>
public sealed class WorkQueue
{
    /// <summary>Alerts that the queue holds at once, the strictest first: the rest stand on their own page.</summary>
    public const int AlertsMax = 1000;

    private readonly IReadOnlyList<Colleague> _people;
    private readonly IReadOnlySet<string> _away;
    private readonly Dictionary<string, Colleague> _byAccount;

    /// <param name="away">Whoever of those that have something is away.</param>
    private WorkQueue(IReadOnlyList<WorkItem> items, IReadOnlyList<Colleague> people, IReadOnlySet<string> away)
    {
        (Items, _people, _away) = (items, people, away);
        _byAccount = people.ToDictionary(one => one.Account, StringComparer.Ordinal);
    }

    /// <summary>Everything, in no order.</summary>
    public IReadOnlyList<WorkItem> Items { get; }

    public static WorkQueue Of(WorkRoom room)
    {
        var (book, absences) = (room.State.Of<QueueBook>(), room.State.Of<AbsenceBook>());
        List<WorkItem> items =
        [
            .. WorkKinds.All.SelectMany(kind =>
                kind.Items(room).Select(item => book.OwnerOf(item.Kind, item.Id) is { } owner ? item with { Owner = owner.Officer } : item)
            ),
        ];
        var loads = items.Where(item => item.Owner.Length > 0).GroupBy(item => item.Owner).ToDictionary(own => own.Key, own => own.Count());
        List<Colleague> people =
        [
            .. room
                .State.Of<Staff>()
                .Accounts.Select(one => new Colleague(
                    one.Id,
                    one.Role,
                    one.Unit,
                    loads.GetValueOrDefault(one.Id),
                    absences.AwayUntil(one.Id, room.NowUs),
                    one.Standing != Standing.Suspended
                ))
                .OrderBy(one => one.Unit, StringComparer.Ordinal)
                .ThenBy(one => one.Account, StringComparer.Ordinal),
        ];
        var away = items
            .SelectMany(item => item.With.Append(item.Owner))
            .Where(account => account.Length > 0 && absences.AwayUntil(account, room.NowUs) > 0)
            .ToHashSet(StringComparer.Ordinal);
        return new WorkQueue(items, people, away);
    }

    /// <summary>Whether nobody works on it: nobody has it, or whoever has it is away.</summary>
    public bool IsFree(WorkItem item) => item.Owner.Length == 0 || item.With.Append(item.Owner).All(_away.Contains);

    /// <summary>What a part of the queue holds for somebody, in no order.</summary>
    public IEnumerable<WorkItem> For(Actor actor, WorkShow show) =>
        Items.Where(item =>
            item.IsFor(actor)
            && show switch
            {
                WorkShow.ForMe => item.IsOf(actor.Id) || IsFree(item),
                WorkShow.Mine => item.IsOf(actor.Id),
                WorkShow.Free => IsFree(item) && !item.IsOf(actor.Id),
                WorkShow.Unit => actor.Unit.Length > 0 && _byAccount.GetValueOrDefault(item.Owner)?.Unit == actor.Unit,
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
    public IReadOnlyList<Colleague> People() => [.. _people.Where(one => one.IsInStanding)];

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
