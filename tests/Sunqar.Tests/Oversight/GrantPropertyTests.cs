using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Oversight;
using Sunqar.Core.Times;
using Xunit;
using static Sunqar.Tests.Oversight.AccessRoom;

namespace Sunqar.Tests.Oversight;

/// <summary>Whatever people send in whichever order, held against a second reading of the acts that came of it.</summary>
public class GrantPropertyTests
{
    private static readonly Actor[] People = [Officer, OtherOfficer, .. Heads, Overseer, new("analyst", Role.Analyst, "unit-b")];

    private static readonly long[] Pauses = [0, 1, 3_600_000_000, AccessLimits.UrgentUs, AccessLimits.DayUs * 2, AccessLimits.PendingUs];

    /// <summary>One step: who does what with which subjects, grant and pause.</summary>
    private static void Step(AccessRoom room, (byte Who, byte What, byte Which, byte More) step, int number)
    {
        var (who, key) = (People[step.Who % People.Length], $"k{number}");
        var grants = room.Access.Grants.OrderBy(grant => grant.AtUs).ThenBy(grant => grant.Id, StringComparer.Ordinal).ToArray();
        var grant = grants.Length == 0 ? null : grants[step.Which % grants.Length];
        var caseId = step.More % 3 == 0 ? OtherCase : FirstCase;
        switch (step.What % 12)
        {
            case 0 or 1:
                room.Do(Ask(key, Person(step.Which % 30)) with { CaseId = caseId, IsUrgent = step.More % 2 == 0 }, who);
                break;
            case 2:
                room.Do(Ask(key, [.. Enumerable.Range(step.Which % 30, 10).Select(Person)]), who);
                break;
            case 3 or 4 or 5 when grant is not null:
                // Mostly by the one who was drawn; the others must come to nothing.
                var drawn = room.Access.SecondOf(grant) is { } second && step.More % 4 != 0 ? People.First(one => one.Id == second) : who;
                room.Do(new AnswerGrant(key, grant.CaseId, grant.Id, step.More % 5 != 0, "A note."), drawn);
                break;
            case 6 or 7 or 8 when grant is not null:
                var looker = step.More % 4 != 0 ? People.First(one => one.Id == grant.Asker.Id) : who;
                room.Do(
                    Unmask(key, grant.Id, [.. grant.Request.Subjects]) with
                    {
                        CaseId = step.More % 7 == 0 ? OtherCase : grant.CaseId,
                    },
                    looker
                );
                break;
            case 9:
                room.Do(Unmask(key, grant?.Id, Person(step.Which)), who);
                break;
            case 10 when step.More % 8 == 0:
                room.Close(caseId);
                break;
            case 11 when step.More % 8 == 0:
                room.Happen(Head, caseId, new CaseAssigned(caseId, who.Id, step.Which % 2 == 0));
                break;
            default:
                room.NowUs += Pauses[step.Which % Pauses.Length];
                break;
        }
    }

    private static AccessRoom Run((byte, byte, byte, byte)[] steps)
    {
        var room = new AccessRoom();
        for (var i = 0; i < steps.Length; i++)
            Step(room, steps[i], i);
        return room;
    }

    /// <summary>The acts read again by hand: a look is in order where its reasons stand in the acts before it.</summary>
    private static void AssertLooksInOrder(List<Act> acts)
    {
        var asked = new Dictionary<string, (Act Act, GrantRequested Request)>();
        var allowed = new Dictionary<string, Act>();
        var declined = new HashSet<string>();
        var (closed, officers) = (new HashSet<string>(), new HashSet<(string, string)>());
        foreach (var act in acts)
        {
            foreach (var what in act.What)
            {
                switch (what)
                {
                    case GrantRequested request:
                        asked[request.GrantId] = (act, request);
                        break;
                    case GrantApproved approved:
                        var asker = asked[approved.GrantId].Act;
                        Assert.Equal(Role.Head, act.Role);
                        Assert.NotEqual(asker.Author, act.Author);
                        Assert.NotEqual(asker.Unit, act.Unit);
                        allowed[approved.GrantId] = act;
                        break;
                    case GrantReviewed review:
                        Assert.NotEqual(asked[review.GrantId].Act.Unit, act.Unit);
                        if (!review.IsJustified)
                            declined.Add(review.GrantId);
                        break;
                    case GrantDeclined no:
                        declined.Add(no.GrantId);
                        break;
                    case CaseMoved { To: CaseStatus.Closed } moved:
                        closed.Add(moved.CaseId);
                        break;
                    case CaseAssigned assigned:
                        if (assigned.Assigned)
                            officers.Add((assigned.CaseId, assigned.Officer));
                        else
                            officers.Remove((assigned.CaseId, assigned.Officer));
                        break;
                    case Looked looked:
                        var (request2, ends) = (asked[looked.GrantId!], 0L);
                        if (request2.Request.IsUrgent)
                            ends = request2.Act.AtUs + AccessLimits.UrgentUs;
                        if (allowed.TryGetValue(looked.GrantId!, out var yes))
                            ends = yes.AtUs + request2.Request.ValidDays * AccessLimits.DayUs;
                        Assert.True(act.AtUs < ends && act.AtUs >= request2.Act.AtUs, "looked outside the grant's time");
                        Assert.Equal((request2.Act.Author, request2.Act.CaseId), (act.Author, act.CaseId));
                        Assert.Empty(looked.Subjects.Except(request2.Request.Subjects));
                        Assert.Equal((LookFields)0, looked.Fields & ~request2.Request.Fields);
                        Assert.DoesNotContain(looked.GrantId!, declined);
                        Assert.DoesNotContain(act.CaseId!, closed);
                        if (act.Role == Role.Officer)
                            Assert.Contains((act.CaseId!, act.Author), officers);
                        break;
                }
            }
        }
    }

    private static void AssertLimits(List<Act> acts)
    {
        var looks = acts.SelectMany(act =>
                act.What.OfType<Looked>()
                    .SelectMany(looked =>
                        looked.Subjects.Select(subject => (act.Author, Day: LocalTime.Kazakhstan.Day(act.AtUs), act.CaseId, subject))
                    )
            )
            .Distinct();
        Assert.All(
            looks.GroupBy(look => (look.Author, look.Day, look.CaseId)),
            day => Assert.True(day.Count() <= AccessLimits.SubjectsPerCaseDayMax)
        );
        Assert.All(
            looks.GroupBy(look => (look.Author, look.Day)),
            day => Assert.True(day.Select(look => look.subject).Distinct().Count() <= AccessLimits.SubjectsPerDayMax)
        );
    }

    [Fact]
    public void No_order_of_commands_lets_anybody_look_without_a_live_grant()
    {
        var (looks, approvals) = (0, 0);
        var steps = Gen.ArrayOf(ArbMap.Default.GeneratorFor<(byte, byte, byte, byte)>(), 120).ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                steps,
                sample =>
                {
                    var acts = Run(sample).Acts;
                    AssertLooksInOrder(acts);
                    AssertLimits(acts);
                    looks += acts.Sum(act => act.What.OfType<Looked>().Count());
                    approvals += acts.Sum(act => act.What.OfType<GrantApproved>().Count());
                }
            )
        );
        // A property that nothing reaches holds for nothing.
        Assert.True(looks > 300 && approvals > 300, $"{looks} looks, {approvals} approvals");
    }

    [Fact]
    public void The_second_reading_catches_a_look_that_nobody_allowed()
    {
        var room = new AccessRoom();
        var grant = room.Done(Ask("k1", Person(1)), Officer);
        room.Happen(Officer, FirstCase, new Looked("look-1", LookKind.Unmask, [Person(1)], LookFields.Identifier, 0, 0, 1, grant));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertLooksInOrder(room.Acts));
    }

    [Fact]
    public void Replaying_the_acts_gives_the_same_state()
    {
        var steps = Gen.ArrayOf(ArbMap.Default.GeneratorFor<(byte, byte, byte, byte)>(), 80).ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(
                steps,
                sample =>
                {
                    var first = Run(sample);
                    var again = new AccessRoom { NowUs = first.NowUs };
                    foreach (var act in first.Acts.Skip(again.Acts.Count))
                        again.State.Apply(act);
                    Assert.Equal(
                        first.Access.Grants.OrderBy(g => g.Id, StringComparer.Ordinal).Select(g => (g.Id, g.Seed, g.At(first.NowUs))),
                        again.Access.Grants.OrderBy(g => g.Id, StringComparer.Ordinal).Select(g => (g.Id, g.Seed, g.At(first.NowUs)))
                    );
                    Assert.Equal(
                        first.Alarms.List(first.NowUs).Select(alarm => (alarm.Id, alarm.Evidence.Count)),
                        again.Alarms.List(first.NowUs).Select(alarm => (alarm.Id, alarm.Evidence.Count))
                    );
                }
            )
        );
    }

    [Fact]
    public void Each_head_is_drawn_about_as_often()
    {
        var drawn = Enumerable
            .Range(0, 3000)
            .Select(i => ApproverDraw.Draw((UInt128)(ulong)i * 0x9E3779B97F4A7C15, Officer, [], 1, new AccessRoom().Staff)!)
            .CountBy(head => head)
            .ToDictionary();
        Assert.Equal(["head-b", "head-c", "head-d"], drawn.Keys.Order());
        Assert.All(drawn.Values, count => Assert.InRange(count, 850, 1150));
    }
}
