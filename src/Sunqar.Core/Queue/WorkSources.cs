using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Decisions;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;
using Sunqar.Core.Payments;
using Sunqar.Core.People;

namespace Sunqar.Core.Queue;

/// <summary>What of each kind of work waits, read from the room that keeps it.</summary>
internal static class WorkSources
{
    private static readonly Role[] Casework = [Role.Officer, Role.Head];
    private static readonly Role[] Finders = [Role.Analyst, Role.Officer, Role.Head];
    private static readonly Role[] Watchers = [Role.Admin, Role.Overseer];

    /// <summary>A hold that a measure keeps is over as work: what is left to do is the measure's.</summary>
    public static IEnumerable<WorkItem> Holds(WorkRoom room)
    {
        var kept = room
            .State.Of<MeasureBook>()
            .All.Where(one => one.Request.Target.Kind == TargetKind.Payment && !IsOver(one.StatusAt(room.NowUs)))
            .Select(one => HeldPayment.IdOf(one.Request.Target.Holder, one.Request.Target.Id))
            .ToHashSet(StringComparer.Ordinal);
        return room
            .Holds.Where(one => !kept.Contains(one.Id))
            .Select(one => new WorkItem(
                WorkKind.Hold,
                one.Id,
                $"{Capital(one.Kind.Row().Words)} held by {string.Join(", ", one.Rules.Select(rule => rule.Replace('_', ' ')))}",
                null,
                one.HeldUs,
                one.ExpiresUs,
                new WorkAmount(one.Amount.AmountMicro, one.Amount.Currency),
                Casework
            ));
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static bool IsOver(MeasureStatus status) => !status.IsPending() && !status.IsInForce();

    /// <summary>What was closed waits for nobody, and what went into a case is the case's.</summary>
    public static IEnumerable<WorkItem> Alerts(WorkRoom room)
    {
        var (cases, life) = (room.State.Of<CaseBook>(), room.State.Of<AlertLife>());
        return room
            .Alerts.Where(alert => cases.CaseOf(SourceKind.Alert, alert.Id) is null && !life.IsClosed(alert))
            .Take(WorkQueue.AlertsMax)
            .Select(alert => new WorkItem(
                WorkKind.Alert,
                alert.Id,
                $"{Capital(alert.Typology)}: {alert.PaymentCount} {(alert.PaymentCount == 1 ? "payment" : "payments")}, {Said(alert.Outcome)}",
                null,
                alert.LastUs,
                WorkItem.NoTerm,
                AmountOf(alert),
                Finders
            ));
    }

    private static string Said(Outcome outcome) =>
        outcome switch
        {
            Outcome.Allow => "allowed",
            Outcome.Hold => "held",
            Outcome.Block => "blocked",
            _ => "verified",
        };

    /// <summary>The listed payments' sum, where they are of one currency.</summary>
    private static WorkAmount? AmountOf(Alert alert)
    {
        if (alert.Payments.Count == 0 || alert.Payments.Any(one => one.Amount.Currency != alert.Payments[0].Amount.Currency))
            return null;
        return new WorkAmount(
            alert.Payments.Aggregate((Int128)0, (sum, one) => sum + one.Amount.AmountMicro),
            alert.Payments[0].Amount.Currency
        );
    }

    /// <summary>What was asked for at once waits as one piece for the second person, under the id of the first.</summary>
    public static IEnumerable<WorkItem> Measures(WorkRoom room) =>
        room
            .State.Of<MeasureBook>()
            .All.GroupBy(one => one.Group)
            .SelectMany(group =>
            {
                var waiting = group.Where(one => one.StatusAt(room.NowUs) == MeasureStatus.Requested).ToList();
                IEnumerable<WorkItem?> pieces =
                    waiting.Count > 1
                        ? group.Except(waiting).Select(one => OfMeasure(one, room)).Append(OfMany(group.Key, waiting, room))
                        : group.Select(one => OfMeasure(one, room));
                return pieces.OfType<WorkItem>();
            });

    private static WorkItem? OfMany(string group, List<Measure> waiting, WorkRoom room) =>
        OfMeasure(waiting[0], room) is { } first
            ? first with
            {
                Id = group,
                Title = $"{waiting[0].Kind.Title}, {waiting.Count} at once: a second person decides",
                Amount = null,
                IsMany = true,
            }
            : null;

    private static WorkItem? OfMeasure(Measure one, WorkRoom room)
    {
        WorkAmount? amount =
            one.Request.Value.QuantityMicro == 0 || !Enum.TryParse<Currency>(one.Request.Value.Unit, ignoreCase: true, out var currency)
                ? null
                : new WorkAmount(one.Request.Value.QuantityMicro, currency);
        switch (one.StatusAt(room.NowUs))
        {
            case MeasureStatus.Requested:
                return new WorkItem(
                    WorkKind.Measure,
                    one.Id,
                    $"{one.Kind.Title}: a second person decides",
                    one.CaseId,
                    one.RequestedUs,
                    one.Request.DecideByUs,
                    amount,
                    one.Kind.Approvers
                )
                {
                    NotBy = one.RequestedBy,
                    NotUnit = one.Kind.IsApprovedElsewhere ? one.Unit : "",
                };
            case MeasureStatus.Approved or MeasureStatus.Sent when one.Kind.ProvedBy == Proof.Document:
                return new WorkItem(
                    WorkKind.Measure,
                    one.Id,
                    $"{one.Kind.Title}: was it carried out?",
                    one.CaseId,
                    one.ApprovedUs,
                    WorkItem.NoTerm,
                    amount,
                    Casework
                )
                {
                    Owner = one.RequestedBy,
                    Unit = one.Unit,
                };
            default:
                return null;
        }
    }

    /// <summary>Proposals, and invitations that a second admin confirms.</summary>
    public static IEnumerable<WorkItem> Seconds(WorkRoom room) =>
        room
            .State.Of<ProposalBook>()
            .All.Where(one => one.Waits(room.NowUs))
            .Select(one => new WorkItem(
                WorkKind.Second,
                one.Id,
                one.Asked.Said,
                one.CaseId,
                one.AtUs,
                one.Asked.ExpiresUs,
                null,
                one.Asked.Seconds
            )
            {
                NotBy = one.By.Id,
            })
            .Concat(
                room.State.Of<Staff>()
                    .Invitations.Where(one => one.AwaitsSecond && room.NowUs < one.ExpiresUs)
                    .Select(one => new WorkItem(
                        WorkKind.Second,
                        one.Id,
                        $"Invitation of {one.Role.ToString().ToLowerInvariant()} in {one.Unit}: a second admin confirms",
                        null,
                        0,
                        one.ExpiresUs,
                        null,
                        [Role.Admin]
                    )
                    {
                        NotBy = one.By,
                    })
            );

    public static IEnumerable<WorkItem> Blocks(WorkRoom room) =>
        room
            .State.Of<BlockOrders>()
            .All.Where(one => one.Status(room.NowUs) == BlockStatus.Requested)
            // An order that a measure came with is judged where the measure is.
            .Where(one => room.State.Of<MeasureBook>().Find(one.Id) is null)
            .Select(one => new WorkItem(
                WorkKind.Block,
                one.Id,
                $"Block {one.Domains[0]}{(one.Domains.Count > 1 ? $" and {one.Domains.Count - 1} more" : "")}: a second person decides",
                one.CaseId is { Length: > 0 } known ? known : null,
                one.RequestedUs,
                one.ExpiresUs,
                null,
                [Role.Head, Role.Supervisor]
            )
            {
                NotBy = one.Requester,
            });

    /// <summary>The clock of a measure is no task of its own here: the measure is.</summary>
    public static IEnumerable<WorkItem> Tasks(WorkRoom room)
    {
        var (staff, measures) = (room.State.Of<Staff>(), room.State.Of<MeasureBook>());
        return room
            .State.Of<CaseBook>()
            .Cases.Where(one => one.IsOpen)
            .SelectMany(one =>
                one.Tasks.Values.Where(task => !task.IsDone && measures.Find(task.Id) is null)
                    .Select(task => new WorkItem(
                        WorkKind.Task,
                        one.Id + "/" + task.Id,
                        $"{task.Title} ({one.Title})",
                        one.Id,
                        one.OpenedUs,
                        task.DueUs,
                        null,
                        Casework
                    )
                    {
                        Owner = task.Officer.Length > 0 ? task.Officer : one.Officers.FirstOrDefault() ?? "",
                        With = task.Officer.Length > 0 ? [] : one.Officers,
                        Unit = UnitOf(staff, task.Officer.Length > 0 ? task.Officer : one.Officers.FirstOrDefault()),
                    })
            );
    }

    public static IEnumerable<WorkItem> Cases(WorkRoom room)
    {
        var staff = room.State.Of<Staff>();
        return room
            .State.Of<CaseBook>()
            .Cases.Where(one => one.IsOpen)
            .Select(one => new WorkItem(
                WorkKind.Case,
                one.Id,
                $"{one.Title}: {(one.Officers.IsEmpty ? "nobody answers for it" : CaseWords.Of(one.Status))}",
                one.Id,
                one.OpenedUs,
                WorkItem.NoTerm,
                one.TurnoverKztMicro > 0 ? new WorkAmount(one.TurnoverKztMicro, Currency.Kzt)
                    : one.TurnoverUsdMicro > 0 ? new WorkAmount(one.TurnoverUsdMicro, Currency.Usd)
                    : null,
                Casework
            )
            {
                Owner = one.Officers.FirstOrDefault() ?? "",
                With = one.Officers,
                Unit = UnitOf(staff, one.Officers.FirstOrDefault()),
            });
    }

    private static string UnitOf(Staff staff, string? account) => account is null ? "" : staff.Find(account)?.Unit ?? "";

    /// <summary>Who answers for a request to look was drawn by lot: nobody passes it on.</summary>
    public static IEnumerable<WorkItem> Looks(WorkRoom room)
    {
        var book = room.State.Of<AccessBook>();
        return book
            .Grants.Where(one => one.WaitsForSecond(room.NowUs))
            .Select(one => (Grant: one, Second: book.SecondOf(one)))
            .Where(one => one.Second is not null)
            .Select(one => new WorkItem(
                WorkKind.Look,
                one.Grant.Id,
                $"{(one.Grant.IsReviewed ? "Was it right to look" : "May they look")} at {one.Grant.Request.Subjects.Count} of {one.Grant.CaseId}?",
                one.Grant.CaseId,
                one.Grant.AtUs,
                one.Grant.IsReviewed ? one.Grant.ReviewDueUs : one.Grant.AtUs + AccessLimits.PendingUs,
                null,
                [Role.Head]
            )
            {
                Owner = one.Second!,
                OnlyBy = one.Second!,
            });
    }

    public static IEnumerable<WorkItem> Objections(WorkRoom room) =>
        room
            .State.Of<ObjectionBook>()
            .All.Where(one => one.Answer is null)
            .Select(one => new WorkItem(
                WorkKind.Objection,
                one.Id,
                $"{(one.Made.IsByBank ? "A bank objects for its customer" : "A citizen objects")} to {one.Made.Institution} {one.Made.PaymentId}",
                null,
                one.AtUs,
                one.Made.DueUs,
                null,
                Casework
            ));

    public static IEnumerable<WorkItem> Breaches(WorkRoom room) =>
        room
            .State.Of<BreachBook>()
            .All.Where(one => one.Notices.Count == 0)
            .Select(one => new WorkItem(
                WorkKind.Breach,
                one.Id,
                $"Notice of a breach of {one.Recorded.People} people's data",
                null,
                one.AtUs,
                one.Recorded.DueUs,
                null,
                Watchers
            ));

    public static IEnumerable<WorkItem> Alarms(WorkRoom room)
    {
        var work = room.State.Of<WorkBook>();
        return room
            .State.Of<AlarmBook>()
            .List(room.NowUs)
            .Select(one => (one.Id, Title: $"Alarm: {Plain(one.Kind)} in {one.Unit}", SinceUs: one.FirstUs))
            .Concat(work.Objections.Select(one => (Id: one.Objection.ObjectionId, Title: "A citizen objects to a look", SinceUs: one.AtUs)))
            .Where(one => !work.IsClosed(one.Id))
            .Select(one => new WorkItem(WorkKind.Alarm, one.Id, one.Title, null, one.SinceUs, WorkItem.NoTerm, null, [Role.Overseer])
            {
                Owner = work.Entries(one.Id).LastOrDefault(entry => entry.Step == TaskStep.Taken)?.By ?? "",
            });
    }

    private static string Plain(AlarmKind kind) =>
        string.Concat(
            kind.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}")
        );
}
