using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.People;
using Sunqar.Core.Queue;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Cases;

/// <summary>The queue as one person sees it, from the folds of the acts, the holds and the alerts of this moment.</summary>
internal sealed class QueueDesk(ActDoor acts, DeskDoor payments, IConsoleState state, ColleagueNames names)
{
    /// <summary>What grows or changes whenever a queue may have changed: where the acts and findings stand, which holds and alerts there
    /// are. Cheap, and the same for everybody.</summary>
    public (long Acts, object? Holds, object Alerts) Mark(ActDesk desk) => (desk.Next, Holds(), state.Alerts);

    /// <summary>How long a queue is good for while nothing changes but the clock: terms pass within seconds of their time.</summary>
    private const long FreshUs = 5_000_000;

    private readonly Lock _making = new();
    private volatile Made? _made;

    /// <summary>The queue of all at one moment. Made once for everybody who looks, under the lock of the acts; read without it.</summary>
    /// <param name="Beyond">Alerts that wait and that the queue does not hold.</param>
    private sealed record Made((long, object?, object) Mark, long NowUs, WorkQueue Queue, long Beyond);

    private Made Now(ActDesk desk)
    {
        var nowUs = desk.NowUs;
        bool IsGood(Made? made) => made is not null && made.Mark == Mark(desk) && nowUs - made.NowUs < FreshUs;
        if (_made is { } known && IsGood(known))
            return known;
        lock (_making)
        {
            if (_made is { } other && IsGood(other))
                return other;
            // The mark comes first: what happens while the queue is made has it made again.
            var (mark, holds, alerts) = (Mark(desk), Holds(), state.Alerts.Shown);
            return _made = desk.Read(folds => new Made(
                mark,
                nowUs,
                WorkQueue.Of(new WorkRoom(folds, holds, alerts, nowUs)),
                Beyond(folds, alerts)
            ));
        }
    }

    /// <summary>The list that somebody asks for; null while the journal is read.</summary>
    public QueueSheet? Sheet(QueueAsk ask, Actor by)
    {
        if (acts.Current is not { } desk)
            return null;
        var (_, _, queue, beyond) = Now(desk);
        var shown = queue.For(by, ask.Show).ToList();
        var all = queue.For(by, WorkShow.All).ToList();
        var rows = WorkQueue.Sorted(shown.Where(item => ask.Kind == WorkKind.None || item.Kind == ask.Kind), ask.Order);
        var pages = Math.Max(1, (rows.Count + QueueAsk.PageSize - 1) / QueueAsk.PageSize);
        var asked = ask with { Page = Math.Clamp(ask.Page, 1, pages) };
        return new QueueSheet(
            asked,
            [.. rows.Skip((asked.Page - 1) * QueueAsk.PageSize).Take(QueueAsk.PageSize)],
            rows.Count,
            shown.GroupBy(item => item.Kind).ToDictionary(kind => kind.Key, kind => kind.Count()),
            Enum.GetValues<WorkShow>().ToDictionary(show => show, show => queue.For(by, show).Count()),
            all.Exists(item => item.Kind == WorkKind.Alert) ? beyond : 0,
            queue.People(),
            names.Of,
            queue.IsFree,
            by,
            desk.NowUs
        );
    }

    /// <summary>What stands beside the list; null while the journal is read.</summary>
    public QueueSide? Side(Actor by, int? done) =>
        acts.Current is not { } desk
            ? null
            : desk.Read(folds =>
            {
                var (entries, count) = folds.Of<QueueBook>().Today(by.Id, desk.NowUs);
                var absence = folds.Of<AbsenceBook>().Of(by.Id) is { } stated && stated.UntilUs > desk.NowUs ? stated : null;
                return new QueueSide(entries, count, absence, done);
            });

    /// <summary>What somebody would see, in one number: whoever follows the queue is told when it changes, not what of it.</summary>
    public int Digest(Actor by)
    {
        if (acts.Current is not { } desk)
            return 0;
        var hash = new HashCode();
        foreach (var item in Now(desk).Queue.For(by, WorkShow.All))
            hash.Add((item.Kind, item.Id, item.Owner, item.DueUs, item.Title));
        return hash.ToHashCode();
    }

    /// <summary>A piece that waits now; null where none of this kind and id does.</summary>
    public (WorkItem Item, IReadOnlyList<Colleague> People)? Find(WorkKind kind, string id)
    {
        if (acts.Current is not { } desk || WorkKinds.Find(kind) is null)
            return null;
        var queue = Now(desk).Queue;
        return queue.Items.FirstOrDefault(item => item.Kind == kind && item.Id == id) is { } item ? (item, queue.People()) : null;
    }

    private IReadOnlyList<HeldPayment> Holds() => payments.Current?.Holds?.List() ?? [];

    private static long Beyond(ActState folds, IReadOnlyList<Alert> alerts)
    {
        if (alerts.Count <= WorkQueue.AlertsMax)
            return 0;
        var (cases, life) = (folds.Of<CaseBook>(), folds.Of<AlertLife>());
        var waiting = alerts.Count(alert => cases.CaseOf(SourceKind.Alert, alert.Id) is null && !life.IsClosed(alert));
        return Math.Max(0, waiting - WorkQueue.AlertsMax);
    }
}
