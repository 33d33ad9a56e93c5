using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Oversight;
using Xunit;
using static Sunqar.Tests.Oversight.AccessRoom;

namespace Sunqar.Tests.Oversight;

public class AlarmTests
{
    private readonly AccessRoom _room = new();

    private AlarmKind[] Kinds => [.. _room.Alarms.List(_room.NowUs).Select(alarm => alarm.Kind).Order()];

    [Fact]
    public void A_proper_look_by_day_calls_nobody()
    {
        var grant = _room.Granted("k1", Person(1));
        _room.Done(Unmask("l1", grant, Person(1)), Officer);
        _room.Done(new Look("v1", FirstCase, "aml-analysis", LookKind.View, [], LookFields.None, 0, 0, 12, null), Officer);
        Assert.Empty(Kinds);
    }

    [Fact]
    public void Wanting_to_look_without_a_case()
    {
        _room.Do(Unmask("l1", null, Person(7)) with { CaseId = null }, Officer);
        var alarm = Assert.Single(_room.Alarms.List(_room.NowUs));
        Assert.Equal((AlarmKind.NoCase, Officer.Id), (alarm.Kind, alarm.Account));
        Assert.Equal(("access.look", "l1", Person(7)), (alarm.Evidence[0].Command, alarm.Evidence[0].ActKey, alarm.Evidence[0].Subject));
    }

    [Theory]
    [InlineData(FlagKind.PublicLife, AlarmKind.PublicLife)]
    [InlineData(FlagKind.Decoy, AlarmKind.Decoy)]
    public void At_somebody_on_the_overseers_lists_even_where_it_was_refused(FlagKind flag, AlarmKind kind)
    {
        _room.Done(new FlagSubject("f1", flag, Person(1), "", true), Overseer);
        _room.Do(Unmask("l1", null, Person(1)), Officer);
        Assert.Equal([kind], Kinds);
    }

    [Fact]
    public void At_a_colleague_and_at_who_was_declared_close_by_someone_else_not()
    {
        _room.Done(new FlagSubject("f2", FlagKind.Close, Person(2), OtherOfficer.Id, true), OtherOfficer);
        var grant = _room.Granted("k1", SelfOf(OtherOfficer), Person(2));
        Assert.Equal([AlarmKind.Colleague], Kinds);
        _room.Done(Unmask("l1", grant, SelfOf(OtherOfficer), Person(2)), Officer);
        Assert.Equal([AlarmKind.Colleague], Kinds);
        Assert.Equal(2, _room.Alarms.List(_room.NowUs)[0].Evidence.Count);
    }

    [Fact]
    public void A_list_that_grows_later_is_held_against_earlier_looks()
    {
        var grant = _room.Granted("k1", Person(1));
        _room.Done(Unmask("l1", grant, Person(1)), Officer);
        _room.NowUs += 20 * AccessLimits.DayUs;
        _room.Done(new FlagSubject("f1", FlagKind.Close, Person(1), Officer.Id, true), Officer);
        Assert.Equal([AlarmKind.Close], Kinds);
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(22, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void At_night_by_local_time(int hour, bool isNight)
    {
        _room.NowUs = StartUs + (hour + 24 - 12) * 3_600_000_000L;
        var grant = _room.Granted("k1", Person(1));
        _room.Done(Unmask("l1", grant, Person(1)), Officer);
        Assert.Equal(isNight, Kinds.Contains(AlarmKind.Night));
    }

    [Fact]
    public void Ten_people_by_an_account_that_never_opened_a_case()
    {
        var grant = _room.Granted("k1", [.. Enumerable.Range(0, 10).Select(Person)]);
        _room.Done(Unmask("l1", grant, [.. Enumerable.Range(0, 9).Select(Person)]), Officer);
        Assert.Empty(Kinds);
        _room.Done(Unmask("l2", grant, Person(9)), Officer);
        Assert.Equal([AlarmKind.NeverOpens], Kinds);
        var other = new AccessRoom();
        other.Happen(Officer, null, new CaseOpened("case-3", "exchanger", "Mine", null, 0, 0, 0));
        grant = other.Granted("k1", [.. Enumerable.Range(0, 10).Select(Person)]);
        other.Done(Unmask("l1", grant, [.. Enumerable.Range(0, 10).Select(Person)]), Officer);
        Assert.Empty(other.Alarms.List(other.NowUs));
    }

    [Fact]
    public void The_overseer_takes_notes_and_closes_and_nobody_else_does()
    {
        _room.Do(Unmask("l1", null, Person(7)) with { CaseId = null }, Officer);
        var id = _room.Alarms.List(_room.NowUs)[0].Id;
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(new StepTask("t0", id, TaskStep.Taken, ""), Head));
        _room.Done(new StepTask("t1", id, TaskStep.Taken, ""), Overseer);
        Assert.Equal(RefusalKind.Invalid, _room.Refusal(new StepTask("t2", id, TaskStep.Noted, ""), Overseer));
        _room.Done(new StepTask("t3", id, TaskStep.ClosedImproper, "He was curious."), Overseer);
        Assert.True(_room.State.Of<WorkBook>().IsClosed(id));
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(new StepTask("t4", id, TaskStep.ClosedProper, "After all."), Overseer));
        Assert.Equal(RefusalKind.NotFound, _room.Refusal(new StepTask("t5", "alarm-0", TaskStep.Taken, ""), Overseer));
    }

    [Fact]
    public void Nobody_lists_others_and_what_was_declared_the_overseer_alone_takes_off()
    {
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refusal(new FlagSubject("f1", FlagKind.Close, Person(1), OtherOfficer.Id, true), Officer)
        );
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(new FlagSubject("f2", FlagKind.PublicLife, Person(1), "", true), Head));
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(new FlagSubject("f4", FlagKind.Self, Person(2), Officer.Id, true), Officer));
        Assert.Equal(
            RefusalKind.Forbidden,
            _room.Refusal(new FlagSubject("f5", FlagKind.Self, SelfOf(Officer), Officer.Id, false), Officer)
        );
        _room.Done(new FlagSubject("f6", FlagKind.Self, SelfOf(Officer), Officer.Id, false), Overseer);
    }
}
