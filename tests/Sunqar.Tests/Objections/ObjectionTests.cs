using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Law;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;
using Sunqar.Core.Payments;
using Sunqar.Tests.Cases;
using Xunit;

namespace Sunqar.Tests.Objections;

/// <summary>Objections to decisions and breaches of personal data, decided on the folds of the house.</summary>
public sealed class ObjectionTests
{
    private const long HourUs = 3_600_000_000;

    private static readonly Actor Citizen = new("citizen", Role.Citizen),
        Bank = new("key:CASPKZKA", Role.Bank, "", "CASPKZKA"),
        OtherBank = new("key:HSBKKZKX", Role.Bank, "", "HSBKKZKX"),
        Overseer = new("overseer-1", Role.Overseer, "oversight"),
        Admin = new("admin-1", Role.Admin, "it");

    private static readonly SubjectId Sender = new(0x51),
        Recipient = new(0x52),
        Stranger = new(0x53),
        Card = new(0x54);

    private static readonly SealedText Words = new(new byte[] { 1, 2, 3 });

    private static StoppedPayment Stopped(string id = "P1", Outcome outcome = Outcome.Hold) =>
        new(
            new SealedPayment(
                id,
                PaymentKinds.Table[0].Kind,
                0,
                new Money(100_00, Currency.Kzt),
                "CASPKZKA",
                new SealedParty(Sender, default, Card, IinStatus.Valid, false),
                new SealedParty(Recipient, default, default, IinStatus.Valid, false),
                null,
                null,
                default,
                null,
                null,
                null,
                null,
                0,
                0
            ),
            outcome,
            [new Reason("unknown_platform", "Unknown.", "unknown", "licensed", "source")],
            0,
            0,
            0
        );

    private static ObjectToDecision Object(CaseRoom room, SubjectId who, string payment = "P1") =>
        new(room.NextKey(), Stopped(payment), who, Words);

    /// <summary>Over random instants of four years: the answer is due at the end of the third working day after, which a plain count over
    /// the calendar gives too.</summary>
    [Fact]
    public void The_answer_is_due_at_the_end_of_the_third_working_day()
    {
        var (dice, days) = (new Random(5), WorkingDays.Kazakhstan);
        for (var round = 0; round < 300; round++)
        {
            var room = new CaseRoom { NowUs = 1_767_225_600_000_000 + dice.NextInt64(4 * 365 * 24 * HourUs) };
            var id = room.Done(Object(room, Sender), Citizen);
            var (day, left) = (days.Clock.Day(room.NowUs), 3);
            while (left > 0)
            {
                day = day.AddDays(1);
                left -= days.IsWorking(day) ? 1 : 0;
            }
            Assert.Equal(days.Clock.EndUs(day), room.State.Of<ObjectionBook>().Find(id)!.Made.DueUs);
        }
    }

    [Fact]
    public void A_party_objects_once_and_nobody_else_does()
    {
        var room = new CaseRoom();
        Assert.Equal(RefusalKind.NotFound, room.Refused(Object(room, Stranger), Citizen).Kind);
        Assert.Equal(RefusalKind.NotFound, room.Refused(Object(room, SubjectId.None), Citizen).Kind);
        Assert.Equal(RefusalKind.NotFound, room.Refused(new ObjectToDecision("k", null, Sender, Words), Citizen).Kind);
        Assert.Equal(RefusalKind.NotFound, room.Refused(Object(room, Sender), OtherBank).Kind);
        Assert.Equal(RefusalKind.Forbidden, room.Refused(Object(room, Sender), CaseRoom.Officer).Kind);
        Assert.Equal(RefusalKind.Invalid, room.Refused(new ObjectToDecision("k2", Stopped(), Sender, default), Citizen).Kind);
        room.Done(Object(room, Sender), Citizen);
        Assert.Equal(RefusalKind.Conflict, room.Refused(Object(room, Sender), Bank).Kind);
        room.Done(Object(room, Recipient), Bank);
        for (var i = 1; i < ObjectToDecision.WaitingMax; i++)
            room.Done(Object(room, Sender, $"Q{i}"), Citizen);
        Assert.Equal(RefusalKind.Limited, room.Refused(Object(room, Sender, "Z"), Citizen).Kind);
    }

    [Fact]
    public void Whoever_took_part_in_a_measure_against_a_party_does_not_answer_and_somebody_else_does()
    {
        foreach (var target in new[] { Sender.ToString(), Card.ToString(), "payment" })
        {
            var room = new CaseRoom();
            var objection = room.Done(Object(room, Sender), Citizen);
            var found = room.State.Of<ObjectionBook>().Find(objection)!.Made;
            Assert.False(AnswerObjection.Decided(room.State, found, CaseRoom.Officer.Id));
            var caseId = room.Examined();
            var measure = new MeasureRequested(
                "m-" + target,
                caseId,
                MeasureKinds.All[0].Name,
                target == "payment"
                    ? new MeasureTarget(TargetKind.Payment, "P1", "CASPKZKA", "")
                    : new MeasureTarget(TargetKind.Subject, target, "CASPKZKA", ""),
                MeasureValue.None,
                "",
                "Why.",
                long.MaxValue,
                0
            );
            room.State.Apply(Act(CaseRoom.Officer, room.NowUs, measure));
            room.State.Apply(Act(CaseRoom.Head, room.NowUs, new MeasureStepped(measure.MeasureId, MeasureStep.Approve, "Yes.", "", 0)));
            foreach (var actor in new[] { CaseRoom.Officer, CaseRoom.Head })
            {
                Assert.Equal(RefusalKind.Forbidden, room.Refused(Answer(room, objection), actor).Kind);
                Assert.True(AnswerObjection.Decided(room.State, found, actor.Id));
            }
            room.Done(Answer(room, objection), CaseRoom.OtherOfficer);
            Assert.Equal(RefusalKind.Conflict, room.Refused(Answer(room, objection), CaseRoom.HeadOfUnit).Kind);
            var answer = room.State.Of<ObjectionBook>().Find(objection)!.Answer!;
            Assert.Equal((ObjectionOutcome.Lifted, CaseRoom.OtherOfficer.Id), (answer.Outcome, answer.By));
        }
    }

    [Fact]
    public void An_answer_has_an_outcome_a_reason_and_an_objection()
    {
        var room = new CaseRoom();
        var id = room.Done(Object(room, Sender), Citizen);
        Assert.Equal(RefusalKind.NotFound, room.Refused(Answer(room, "objection-0"), CaseRoom.Officer).Kind);
        Assert.Equal(RefusalKind.Invalid, room.Refused(Answer(room, id) with { Outcome = ObjectionOutcome.None }, CaseRoom.Officer).Kind);
        Assert.Equal(RefusalKind.Invalid, room.Refused(Answer(room, id) with { Reason = " " }, CaseRoom.Officer).Kind);
        Assert.Equal(RefusalKind.Invalid, room.Refused(Answer(room, id) with { Reason = "It was 800416100254." }, CaseRoom.Officer).Kind);
        foreach (var actor in new[] { Citizen, Bank, Overseer, Admin, CaseRoom.Analyst })
            Assert.Equal(RefusalKind.Forbidden, room.Refused(Answer(room, id), actor).Kind);
        room.Done(Answer(room, id), CaseRoom.Officer);
    }

    [Fact]
    public void What_is_not_answered_in_time_is_an_alarm_and_stays_one()
    {
        var room = new CaseRoom();
        var (late, inTime) = (room.Done(Object(room, Sender), Citizen), room.Done(Object(room, Recipient), Citizen));
        var due = room.State.Of<ObjectionBook>().Find(late)!.Made.DueUs;
        room.Done(Answer(room, inTime), CaseRoom.Officer);
        Assert.Empty(Late(room, due - 1));
        var alarm = Assert.Single(Late(room, due));
        Assert.Contains(late, alarm.Evidence[0].ActKey, StringComparison.Ordinal);
        room.NowUs = due + HourUs;
        room.Done(new StepTask(room.NextKey(), alarm.Id, TaskStep.Taken, ""), Overseer);
        room.Done(Answer(room, late), CaseRoom.Officer);
        Assert.Equal(alarm.Id, Assert.Single(Late(room, due + 24 * HourUs)).Id);
    }

    [Fact]
    public void A_breach_is_a_task_until_its_notice_left_and_late_where_it_did_not()
    {
        var room = new CaseRoom();
        var found = room.NowUs - HourUs;
        foreach (var actor in new[] { CaseRoom.Officer, CaseRoom.Head, Citizen, Bank })
            Assert.Equal(RefusalKind.Forbidden, room.Refused(Record(room, found), actor).Kind);
        Assert.Equal(RefusalKind.Invalid, room.Refused(Record(room, room.NowUs + 1), Overseer).Kind);
        Assert.Equal(RefusalKind.Invalid, room.Refused(Record(room, found) with { People = -1 }, Overseer).Kind);
        var (sent, unsent) = (room.Done(Record(room, found), Overseer), room.Done(Record(room, found), Admin));
        var due = room.State.Of<BreachBook>().Find(sent)!.Recorded.DueUs;
        Assert.Equal(LawRegister.Shipped.EndUs(RecordBreach.Term, found), due);
        Assert.Equal(RefusalKind.NotFound, room.Refused(new NotifyBreach(room.NextKey(), "breach-0", "authority", "17"), Overseer).Kind);
        room.Done(new NotifyBreach(room.NextKey(), sent, "the authority", "letter 17"), Admin);
        room.NowUs = due;
        var book = room.State.Of<BreachBook>();
        Assert.Equal((false, true), (book.Find(sent)!.IsLate(due), book.Find(unsent)!.IsLate(due)));
        Assert.Equal(2, room.State.Of<AlarmBook>().List(due).Count(alarm => alarm.Kind == AlarmKind.Breach));
        room.Done(new NotifyBreach(room.NextKey(), unsent, "the authority", "letter 18"), Overseer);
        Assert.True(book.Find(unsent)!.IsLate(due + HourUs));
    }

    private static RecordBreach Record(CaseRoom room, long foundUs) =>
        new(room.NextKey(), foundUs, 12, "A file was sent to the wrong bank.");

    private static List<Alarm> Late(CaseRoom room, long nowUs) =>
        [.. room.State.Of<AlarmBook>().List(nowUs).Where(alarm => alarm.Kind == AlarmKind.ObjectionLate)];

    private static AnswerObjection Answer(CaseRoom room, string id) =>
        new(room.NextKey(), id, ObjectionOutcome.Lifted, "The platform was registered the day before.");

    private static Act Act(Actor by, long atUs, Sunqar.Core.Facts.Fact what) =>
        new("a" + what.GetHashCode(), "test", by.Id, by.Role, by.Unit, null, "", atUs, 0, "", [what]);
}
