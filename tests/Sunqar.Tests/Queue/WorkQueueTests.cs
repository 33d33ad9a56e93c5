using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.People;
using Sunqar.Core.Queue;
using Sunqar.Tests.Cases;
using Xunit;

namespace Sunqar.Tests.Queue;

/// <summary>What waits for whom, who may take and pass it on, and that it is given to somebody who is there.</summary>
public class WorkQueueTests
{
    private const long HourUs = 3_600_000_000,
        DayUs = 24 * HourUs;

    private readonly CaseRoom _room = new();

    /// <summary>Second persons approve what says no payment; the rest are breaches and alarms.</summary>
    [Fact]
    public void An_overseers_work_has_no_payment_in_it() =>
        Assert.Equal(
            [WorkKind.Second, WorkKind.Breach, WorkKind.Alarm],
            WorkKinds.All.Where(line => line.Roles.Contains(Role.Overseer)).Select(line => line.Kind)
        );

    private static HeldPayment Hold(string id, long expiresUs, long minor = 100_00) =>
        new("CASPKZKA", id, PaymentKind.CardTopUp, new Money(minor, Currency.Kzt), 0, expiresUs, ["many_senders"], 1);

    private static Alert Alert(ulong subject, Outcome outcome = Outcome.Hold, string hash = "h") =>
        new(
            $"alert-{subject}",
            new SubjectId(subject),
            "recipient",
            "many_senders",
            "fan-in",
            0,
            ["v"],
            outcome,
            "x",
            "x",
            0,
            0,
            [],
            0,
            "x",
            "x",
            hash,
            null,
            []
        );

    private WorkQueue Queue(IReadOnlyList<HeldPayment>? holds = null, IReadOnlyList<Alert>? alerts = null) =>
        WorkQueue.Of(new WorkRoom(_room.State, holds ?? [], alerts ?? [], _room.NowUs));

    private static bool IsAlert(WorkItem item) => item.Kind == WorkKind.Alert;

    private static string[] Ids(IEnumerable<WorkItem> items) => [.. items.Select(item => item.Id)];

    [Fact]
    public void A_hold_waits_for_officers_and_heads_until_it_ends_or_a_measure_keeps_it()
    {
        var held = Hold("P1", _room.NowUs + HourUs);
        var queue = Queue([held]);
        Assert.Equal(["CASPKZKA/P1"], Ids(queue.For(CaseRoom.Officer, WorkShow.ForMe)));
        Assert.Equal(["CASPKZKA/P1"], Ids(queue.For(CaseRoom.Head, WorkShow.ForMe)));
        Assert.Empty(queue.For(CaseRoom.Analyst, WorkShow.All));
        Assert.Equal((held.ExpiresUs, (Int128)100_000_000), (queue.Items[0].DueUs, queue.Items[0].Amount!.Value.Micro));

        var id = _room.Examined();
        var target = new MeasureTarget(TargetKind.Payment, "P1", "CASPKZKA", "");
        var measure = _room.Done(
            new RequestMeasure(_room.NextKey(), id, "law", "suspend_payment", target, MeasureValue.None, "", "Cash.", held.ExpiresUs),
            CaseRoom.Officer
        );
        queue = Queue([held]);
        Assert.DoesNotContain(queue.Items, item => item.Kind == WorkKind.Hold);
        // Whoever asked is not asked to decide; a head is, by the hold's own clock.
        Assert.DoesNotContain(measure, Ids(queue.For(CaseRoom.Officer, WorkShow.All)));
        var decide = Assert.Single(queue.For(CaseRoom.HeadOfUnit, WorkShow.ForMe), item => item.Kind == WorkKind.Measure);
        Assert.Equal(held.ExpiresUs, decide.DueUs);
        _room.Done(new DecideMeasure(_room.NextKey(), id, "law", measure, false, "No."), CaseRoom.HeadOfUnit);
        Assert.Contains(Queue([held]).Items, item => item.Kind == WorkKind.Hold);
    }

    [Fact]
    public void What_is_mine_waits_for_me_alone_and_what_is_nobodys_for_all_of_the_role()
    {
        var alerts = (Alert[])[Alert(1), Alert(2)];
        _room.Done(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-1", CaseRoom.Officer.Id), CaseRoom.Officer);
        var queue = Queue(alerts: alerts);
        Assert.Equal(["alert-1", "alert-2"], Ids(queue.For(CaseRoom.Officer, WorkShow.ForMe)));
        Assert.Equal(["alert-1"], Ids(queue.For(CaseRoom.Officer, WorkShow.Mine)));
        Assert.Equal(["alert-2"], Ids(queue.For(CaseRoom.OtherOfficer, WorkShow.ForMe)));
        Assert.Equal(["alert-1"], Ids(queue.For(CaseRoom.HeadOfUnit, WorkShow.Unit)));
        Assert.Empty(queue.For(CaseRoom.Head, WorkShow.Unit));
        // Nobody takes what somebody has, but a head gives it to another.
        Assert.Equal(
            RefusalKind.Conflict,
            _room.Refused(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-1", CaseRoom.OtherOfficer.Id), CaseRoom.OtherOfficer).Kind
        );
        _room.Done(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-1", CaseRoom.OtherOfficer.Id), CaseRoom.Head);
        // Who has it passes it on, and puts it back.
        _room.Done(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-1", CaseRoom.Analyst.Id), CaseRoom.OtherOfficer);
        _room.Done(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-1", ""), CaseRoom.Analyst);
        Assert.Equal(2, Queue(alerts: alerts).For(CaseRoom.Analyst, WorkShow.Free).Count());
    }

    [Theory]
    [InlineData(WorkKind.Alert, "alert-1", "nobody-at-all", "officer")]
    [InlineData(WorkKind.Alert, "alert-1", "a-ccb2", "officer")]
    [InlineData(WorkKind.Hold, "CASPKZKA/P1", "analyst-1", "officer")]
    [InlineData(WorkKind.None, "alert-1", "officer-1", "kind")]
    [InlineData((WorkKind)99, "alert-1", "officer-1", "kind")]
    [InlineData(WorkKind.Case, "case-1", "officer-1", "kind")]
    [InlineData(WorkKind.Look, "grant-1", "officer-1", "kind")]
    [InlineData(WorkKind.Measure, "m-2026-0009", "officer-1", "item")]
    [InlineData(WorkKind.Alert, "case-2026-0001", "officer-1", "item")]
    [InlineData(WorkKind.Hold, "P1", "officer-1", "item")]
    public void Ids_of_nobody_and_unknown_kinds_are_refused(WorkKind kind, string item, string officer, string field) =>
        Assert.Equal(field, _room.Refused(new GiveWork(_room.NextKey(), kind, item, officer), CaseRoom.Head).Field);

    [Fact]
    public void A_case_is_given_to_somebody_who_is_there()
    {
        var id = _room.Examined();
        Assert.Equal("officer", _room.Refused(new AssignCase(_room.NextKey(), id, "duty", "officer-9"), CaseRoom.Head).Field);
        Assert.Equal("officer", _room.Refused(new AssignCase(_room.NextKey(), id, "duty", CaseRoom.Analyst.Id), CaseRoom.Head).Field);
        var away = new StateAbsence(_room.NextKey(), CaseRoom.OtherOfficer.Id, _room.NowUs, _room.NowUs + (3 * DayUs));
        _room.Done(away, CaseRoom.OtherOfficer);
        Assert.Contains(
            "Away until",
            _room.Refused(new AssignCase(_room.NextKey(), id, "duty", CaseRoom.OtherOfficer.Id), CaseRoom.Head).Reason,
            StringComparison.Ordinal
        );
        _room.NowUs += 3 * DayUs;
        _room.Done(new AssignCase(_room.NextKey(), id, "duty", CaseRoom.OtherOfficer.Id), CaseRoom.Head);
    }

    [Fact]
    public void What_somebody_away_has_may_be_taken_and_nothing_is_given_to_them()
    {
        _room.Done(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-1", CaseRoom.Officer.Id), CaseRoom.Officer);
        _room.Done(new StateAbsence(_room.NextKey(), CaseRoom.Officer.Id, _room.NowUs, _room.NowUs + DayUs), CaseRoom.HeadOfUnit);
        Assert.Single(Queue(alerts: [Alert(1)]).For(CaseRoom.OtherOfficer, WorkShow.Free));
        Assert.Equal(
            "officer",
            _room.Refused(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-2", CaseRoom.Officer.Id), CaseRoom.HeadOfUnit).Field
        );
        _room.Done(new GiveWork(_room.NextKey(), WorkKind.Alert, "alert-1", CaseRoom.OtherOfficer.Id), CaseRoom.OtherOfficer);
        // Nobody says it of another unit's people; whoever is back says so.
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refused(new StateAbsence(_room.NextKey(), CaseRoom.Officer.Id, 0, long.MaxValue), CaseRoom.Head).Kind
        );
        _room.Done(new StateAbsence(_room.NextKey(), CaseRoom.Officer.Id, 0, 0), CaseRoom.Officer);
        Assert.Equal(0, _room.State.Of<AbsenceBook>().AwayUntil(CaseRoom.Officer.Id, _room.NowUs));
    }

    [Fact]
    public void Work_is_dealt_out_to_whoever_has_least_and_is_there()
    {
        var third = new Actor("officer-3", Role.Officer, "unit-a");
        _room.Hire(third);
        var holds = Enumerable.Range(0, 7).Select(i => Hold($"P{i}", _room.NowUs + HourUs)).ToList();
        _room.Done(new GiveWork(_room.NextKey(), WorkKind.Hold, holds[0].Id, CaseRoom.Officer.Id), CaseRoom.Officer);
        var (queue, given) = (Queue(holds), new Dictionary<string, int>());
        foreach (var item in queue.Items.Where(queue.IsFree))
        {
            if (item.Kind != WorkKind.Hold)
                continue;
            var officer = WorkQueue.LeastLoaded(queue.People(), item, "unit-a", given)!;
            given[officer] = given.GetValueOrDefault(officer) + 1;
        }
        Assert.Equal((3, 3), (given[CaseRoom.Officer.Id], given[third.Id]));
        _room.Done(new StateAbsence(_room.NextKey(), third.Id, _room.NowUs, _room.NowUs + DayUs), third);
        Assert.Equal(
            CaseRoom.Officer.Id,
            WorkQueue.LeastLoaded(Queue(holds).People(), queue.Items[1], "unit-a", new Dictionary<string, int>())
        );
        Assert.Null(WorkQueue.LeastLoaded(Queue(holds).People(), queue.Items[1], "unit-z", new Dictionary<string, int>()));
    }

    [Fact]
    public void A_closed_alert_waits_for_nobody_until_payments_come_to_it()
    {
        var close = new CloseAlert(_room.NextKey(), "alert-1", new SubjectId(1), "many_senders", AlertOutcome.Innocent, "A wedding.", "h");
        _room.Done(close, CaseRoom.Analyst);
        Assert.DoesNotContain(Queue(alerts: [Alert(1)]).Items, IsAlert);
        Assert.Contains(Queue(alerts: [Alert(1, hash: "h2")]).Items, IsAlert);
        Assert.Equal(RefusalKind.Conflict, _room.Refused(close with { Key = _room.NextKey() }, CaseRoom.Analyst).Kind);
        _room.Done(new ReopenAlert(_room.NextKey(), "alert-1", new SubjectId(1), "many_senders", "It was none."), CaseRoom.Analyst);
        Assert.Contains(Queue(alerts: [Alert(1)]).Items, IsAlert);
        _room.Examined(new CaseSource(SourceKind.Alert, "alert-1", new Dictionary<string, string>()));
        Assert.DoesNotContain(Queue(alerts: [Alert(1)]).Items, item => item.Kind == WorkKind.Alert);
        Assert.Equal(RefusalKind.Conflict, _room.Refused(close with { Key = _room.NextKey(), InputHash = "h3" }, CaseRoom.Analyst).Kind);
    }

    [Fact]
    public void Every_order_holds_the_same_pieces_and_due_ones_come_by_their_clock()
    {
        var holds = Enumerable
            .Range(0, 20)
            .Select(i => Hold($"P{i}", _room.NowUs + ((i * 7 % 20) + 1) * HourUs, (i * 13 % 20) + 1))
            .ToList();
        var queue = Queue(holds, [Alert(1), Alert(2, Outcome.Block)]);
        var all = Ids(queue.Items).Order(StringComparer.Ordinal).ToArray();
        foreach (var order in Enum.GetValues<WorkOrder>())
            Assert.Equal(all, Ids(WorkQueue.Sorted(queue.Items, order)).Order(StringComparer.Ordinal));
        var due = WorkQueue.Sorted(queue.Items.Reverse(), WorkOrder.Due).Select(item => item.DueUs).ToList();
        Assert.Equal(due.Order(), due);
        var amounts = WorkQueue.Sorted(queue.Items, WorkOrder.Amount).Select(item => item.Amount?.Micro ?? 0).ToList();
        Assert.Equal(amounts.OrderDescending(), amounts);
    }

    [Fact]
    public void A_released_hold_is_released_once_and_not_while_a_measure_is_about_it()
    {
        var release = new ReleaseHold(_room.NextKey(), "CASPKZKA", "P1", "The customer called.");
        Assert.Equal(RefusalKind.Forbidden, _room.Refused(release, CaseRoom.Analyst).Kind);
        Assert.Equal("reason", _room.Refused(release with { Key = _room.NextKey(), Reason = "800416100254" }, CaseRoom.Officer).Field);
        var id = _room.Examined();
        var target = new MeasureTarget(TargetKind.Payment, "P1", "CASPKZKA", "");
        var measure = _room.Done(
            new RequestMeasure(_room.NextKey(), id, "law", "suspend_payment", target, MeasureValue.None, "", "Cash."),
            CaseRoom.Officer
        );
        Assert.Equal(RefusalKind.Conflict, _room.Refused(release with { Key = _room.NextKey() }, CaseRoom.OtherOfficer).Kind);
        _room.Done(new WithdrawMeasure(_room.NextKey(), id, "duty", measure, "Not needed."), CaseRoom.Officer);
        _room.Done(release with { Key = _room.NextKey() }, CaseRoom.Officer);
        Assert.Equal(RefusalKind.Conflict, _room.Refused(release with { Key = _room.NextKey() }, CaseRoom.Officer).Kind);
    }

    [Fact]
    public void A_day_lists_what_somebody_did_and_begins_anew_at_midnight()
    {
        var id = _room.Examined();
        var book = _room.State.Of<QueueBook>();
        var (entries, count) = book.Today(CaseRoom.Officer.Id, _room.NowUs);
        Assert.Equal(["case.open", "case.assign", "case.move"], entries.Select(entry => entry.Command));
        Assert.Equal((3, id), (count, entries[^1].CaseId));
        Assert.Empty(book.Today(CaseRoom.Officer.Id, _room.NowUs + DayUs).Entries);
        for (var i = 0; i < QueueBook.DayEntriesMax + 5; i++)
            _room.Done(new NoteCase(_room.NextKey(), id, "duty", $"Note {i}."), CaseRoom.Officer);
        (entries, count) = book.Today(CaseRoom.Officer.Id, _room.NowUs);
        Assert.Equal((QueueBook.DayEntriesMax, QueueBook.DayEntriesMax + 8), (entries.Count, count));
    }
}
