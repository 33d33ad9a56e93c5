using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Oversight;
using Xunit;
using static Sunqar.Tests.Oversight.AccessRoom;

namespace Sunqar.Tests.Oversight;

public class GrantTests
{
    private readonly AccessRoom _room = new();

    [Fact]
    public void Nobody_looks_before_the_drawn_head_of_another_unit_allowed_it()
    {
        var grant = _room.Done(Ask("k1", Person(1)), Officer);
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l1", grant, Person(1)), Officer));
        var second = _room.Second(grant);
        Assert.NotEqual(Officer.Unit, second.Unit);
        foreach (var other in Heads.Where(head => head != second).Append(Officer).Append(Overseer))
            Assert.Equal(RefusalKind.NotFound, _room.Refusal(new AnswerGrant("no-" + other.Id, FirstCase, grant, true, ""), other));
        _room.Done(new AnswerGrant("yes", FirstCase, grant, true, ""), second);
        _room.Done(Unmask("l2", grant, Person(1)), Officer);
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l3", grant, Person(1)), OtherOfficer));
    }

    [Fact]
    public void A_grant_is_as_narrow_as_it_was_asked_for()
    {
        var grant = _room.Granted("k1", Person(1), Person(2));
        var request = Ask("k1", Person(1));
        var query = new Look(
            "q",
            FirstCase,
            "pretrial",
            LookKind.Query,
            [Person(1)],
            LookFields.Transfers,
            request.FromUs,
            request.ToUs,
            12,
            grant
        );
        _room.Done(query, Officer);
        Assert.All(
            new Look[]
            {
                query with
                {
                    Key = "a",
                    Subjects = [Person(3)],
                },
                query with
                {
                    Key = "b",
                    Subjects = [Person(1), Person(3)],
                },
                query with
                {
                    Key = "c",
                    FromUs = request.FromUs - 1,
                },
                query with
                {
                    Key = "d",
                    ToUs = request.ToUs + 1,
                },
                query with
                {
                    Key = "e",
                    Fields = LookFields.Transfers | LookFields.Name,
                },
                query with
                {
                    Key = "f",
                    CaseId = OtherCase,
                },
                query with
                {
                    Key = "g",
                    CaseId = null,
                },
                query with
                {
                    Key = "h",
                    GrantId = null,
                },
                query with
                {
                    Key = "i",
                    Subjects = [],
                },
            },
            look => Assert.Equal(RefusalKind.Forbidden, _room.Refusal(look, Officer))
        );
        Assert.Equal(RefusalKind.Invalid, _room.Refusal(query with { Key = "j", Basis = "court-order" }, Officer));
        Assert.Equal(RefusalKind.Invalid, _room.Refusal(query with { Key = "k", Kind = LookKind.Unmask }, Officer));
    }

    [Fact]
    public void A_grant_ends_by_its_days_and_with_its_case()
    {
        var grant = _room.Granted("k1", Person(1));
        _room.NowUs += 3 * AccessLimits.DayUs - 1;
        _room.Done(Unmask("l1", grant, Person(1)), Officer);
        _room.NowUs++;
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l2", grant, Person(1)), Officer));
        var later = _room.Granted("k2", Person(1));
        _room.Close(FirstCase);
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l3", later, Person(1)), Officer));
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(Ask("k3", Person(1)), Officer));
    }

    [Fact]
    public void An_officer_taken_from_the_case_looks_no_more()
    {
        var grant = _room.Granted("k1", Person(1));
        _room.Happen(Head, FirstCase, new CaseAssigned(FirstCase, Officer.Id, false));
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l1", grant, Person(1)), Officer));
    }

    [Fact]
    public void What_nobody_answers_lapses_and_what_is_declined_stays_so()
    {
        var lapsed = _room.Done(Ask("k1", Person(1)), Officer);
        _room.NowUs += AccessLimits.PendingUs;
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(new AnswerGrant("late", FirstCase, lapsed, true, ""), _room.Second(lapsed)));
        var declined = _room.Done(Ask("k2", Person(1)), Officer);
        _room.Done(new AnswerGrant("no", FirstCase, declined, false, "The purpose says nothing."), _room.Second(declined));
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l1", declined, Person(1)), Officer));
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(new AnswerGrant("yes", FirstCase, declined, true, ""), _room.Second(declined)));
    }

    [Fact]
    public void Asking_again_for_the_same_person_draws_nobody_new()
    {
        var seconds = Enumerable.Range(0, 12).Select(i => _room.Second(_room.Done(Ask($"k{i}", Person(1)), Officer)).Id).Distinct();
        Assert.Single(seconds);
        // Another person may be answered for by somebody else, and mixing the two would let the asker choose.
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(Ask("both", Person(1), Person(2)), Officer));
        Assert.True(
            Enumerable.Range(2, 6).Select(i => _room.Second(_room.Done(Ask($"p{i}", Person(i)), Officer)).Id).Distinct().Count() > 1
        );
    }

    [Fact]
    public void Nobody_is_made_a_head_to_answer_a_request_that_waits()
    {
        var grant = _room.Done(Ask("k1", Person(1)), Officer);
        var drawn = _room.Second(grant).Id;
        for (var i = 0; i < 50; i++)
            _room.Staff.Add(new StaffMember($"friend-{i}", Role.Head, $"unit-z{i}", _room.NowUs + 1, true));
        Assert.Equal(drawn, _room.Access.SecondOf(_room.Access.Find(grant)!));
    }

    [Fact]
    public void Where_nobody_of_another_unit_is_there_nothing_can_be_asked()
    {
        _room.Staff.RemoveAll(member => member.Role == Role.Head && member.Unit != "unit-a");
        Assert.Equal(RefusalKind.Conflict, _room.Refusal(Ask("k1", Person(1)), Officer));
    }

    [Fact]
    public void Urgent_works_at_once_and_unreviewed_limits_the_account_until_the_overseer_lifts_it()
    {
        var urgent = _room.Done(Ask("k1", Person(1)) with { IsUrgent = true }, Officer);
        _room.Done(Unmask("l1", urgent, Person(1)), Officer);
        _room.NowUs += AccessLimits.UrgentUs;
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l2", urgent, Person(1)), Officer));
        _room.NowUs += AccessLimits.ReviewUs - AccessLimits.UrgentUs - 1;
        Assert.False(_room.Access.IsLimited(Officer.Id, _room.NowUs));
        _room.NowUs++;
        Assert.True(_room.Access.IsLimited(Officer.Id, _room.NowUs));
        Assert.Contains(_room.Alarms.List(_room.NowUs), alarm => alarm.Kind == AlarmKind.Unreviewed && alarm.Account == Officer.Id);
        Assert.Equal(RefusalKind.Limited, _room.Refusal(Ask("k2", Person(2)) with { IsUrgent = true }, Officer));
        _room.Done(Ask("k3", Person(2)), Officer);
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(new LiftLimit("lift", Officer.Id, "Spoken to."), Head));
        _room.Done(new LiftLimit("lift", Officer.Id, "Spoken to."), Overseer);
        _room.NowUs++;
        _room.Done(Ask("k4", Person(4)) with { IsUrgent = true }, Officer);
        Assert.Contains(_room.Alarms.List(_room.NowUs), alarm => alarm.Kind == AlarmKind.Unreviewed);
    }

    [Fact]
    public void An_urgent_look_found_unjustified_ends_at_once_and_limits_the_account()
    {
        var urgent = _room.Done(Ask("k1", Person(1)) with { IsUrgent = true }, Officer);
        _room.Done(new AnswerGrant("no", FirstCase, urgent, false, "It could have waited."), _room.Second(urgent));
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l1", urgent, Person(1)), Officer));
        Assert.True(_room.Access.IsLimited(Officer.Id, _room.NowUs));
        Assert.Contains(_room.Alarms.List(_room.NowUs), alarm => alarm.Kind == AlarmKind.Unjustified);
    }

    [Fact]
    public void A_limited_head_asks_only_in_cases_of_his_own()
    {
        _room.Done(Ask("k1", Person(1)) with { CaseId = OtherCase }, Head);
        _room.Done(Ask("k2", Person(2)) with { IsUrgent = true }, Head);
        _room.NowUs += AccessLimits.ReviewUs;
        Assert.Equal(RefusalKind.NotFound, _room.Refusal(Ask("k3", Person(3)) with { CaseId = OtherCase }, Head));
        _room.Happen(Head, OtherCase, new CaseAssigned(OtherCase, Head.Id, true));
        _room.Done(Ask("k4", Person(3)) with { CaseId = OtherCase }, Head);
    }

    [Fact]
    public void Whoever_has_a_stake_in_somebody_looks_by_no_grant()
    {
        _room.Done(new FlagSubject("f2", FlagKind.Close, Person(2), Officer.Id, true), Officer);
        foreach (var subject in new[] { SelfOf(Officer), Person(2) })
        {
            var grant = _room.Done(Ask("k" + subject, subject) with { IsUrgent = true }, Officer);
            Assert.Equal(GrantStanding.Declined, _room.Access.Find(grant)!.At(_room.NowUs));
            Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l" + subject, grant, subject), Officer));
        }
        Assert.Equal([AlarmKind.Self, AlarmKind.Close], _room.Alarms.List(_room.NowUs).Select(alarm => alarm.Kind).Order());
    }

    [Fact]
    public void Who_has_not_declared_himself_asks_for_nobody()
    {
        _room.Happen(Overseer, null, new SubjectFlagged(FlagKind.Self, SelfOf(Officer), Officer.Id, false));
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Ask("k1", Person(1)), Officer));
        _room.Done(new FlagSubject("f1", FlagKind.Self, SelfOf(Officer), Officer.Id, true), Officer);
        _room.Done(Ask("k2", Person(1)), Officer);
    }

    [Fact]
    public void A_grant_given_before_somebody_was_declared_close_is_of_no_use_afterwards()
    {
        var grant = _room.Granted("k1", Person(1));
        _room.Done(new FlagSubject("f1", FlagKind.Close, Person(1), Officer.Id, true), Officer);
        Assert.Equal(RefusalKind.Forbidden, _room.Refusal(Unmask("l1", grant, Person(1)), Officer));
    }

    [Fact]
    public void Twenty_people_in_a_case_and_a_day_and_no_bulk_export()
    {
        for (var i = 0; i < 2; i++)
        {
            var grant = _room.Granted($"k{i}", [.. Enumerable.Range(i * 10, 10).Select(Person)]);
            _room.Done(Unmask($"l{i}", grant, [.. Enumerable.Range(i * 10, 10).Select(Person)]), Officer);
        }
        var more = _room.Granted("k2", Person(20));
        Assert.Equal(RefusalKind.Limited, _room.Refusal(Unmask("l2", more, Person(20)), Officer));
        Assert.Contains(_room.Alarms.List(_room.NowUs), alarm => alarm.Kind == AlarmKind.Bulk);
        _room.NowUs += AccessLimits.DayUs;
        _room.Done(Unmask("l3", more, Person(20)), Officer);
        var two = _room.Granted("k3", Person(21), Person(22));
        var request = Ask("k3", Person(21));
        var export = new Look(
            "x",
            FirstCase,
            "pretrial",
            LookKind.Export,
            [Person(21), Person(22)],
            LookFields.Transfers,
            request.FromUs,
            request.ToUs,
            10,
            two
        );
        Assert.Equal(RefusalKind.Limited, _room.Refusal(export, Officer));
        Assert.Equal(
            RefusalKind.Limited,
            _room.Refusal(export with { Key = "y", Subjects = [Person(21)], ResultSize = AccessLimits.ExportRowsMax + 1 }, Officer)
        );
        _room.Done(export with { Key = "z", Subjects = [Person(21)] }, Officer);
    }

    [Theory]
    [InlineData("analyst", RefusalKind.Forbidden)]
    [InlineData("nobody's basis", RefusalKind.Invalid)]
    [InlineData("eleven people", RefusalKind.Invalid)]
    [InlineData("too long", RefusalKind.Invalid)]
    [InlineData("no case", RefusalKind.Forbidden)]
    [InlineData("no such case", RefusalKind.NotFound)]
    [InlineData("another's case", RefusalKind.NotFound)]
    [InlineData("iin in purpose", RefusalKind.Invalid)]
    [InlineData("urgent analysis", RefusalKind.Forbidden)]
    public void What_cannot_be_asked(string what, RefusalKind kind)
    {
        var ask = Ask("k1", Person(1));
        Assert.Equal(
            kind,
            what switch
            {
                "analyst" => _room.Refusal(ask, new Actor("analyst", Role.Analyst, "unit-a")),
                "nobody's basis" => _room.Refusal(ask with { Basis = "curiosity" }, Officer),
                "eleven people" => _room.Refusal(Ask("k1", [.. Enumerable.Range(0, 11).Select(Person)]), Officer),
                "too long" => _room.Refusal(ask with { FromUs = ask.ToUs - AccessLimits.PeriodUsMax - 1 }, Officer),
                "no case" => _room.Refusal(ask with { CaseId = null! }, Officer),
                "no such case" => _room.Refusal(ask with { CaseId = "case-9" }, Officer),
                "another's case" => _room.Refusal(ask with { CaseId = OtherCase }, Officer),
                "iin in purpose" => _room.Refusal(ask with { Purpose = "About 800416100254." }, Officer),
                _ => _room.Refusal(ask with { Basis = "aml-analysis", IsUrgent = true }, Officer),
            }
        );
    }
}
