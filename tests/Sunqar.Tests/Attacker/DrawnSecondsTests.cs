using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>Whoever answers for a look is drawn once, and no act of the asker or a friend moves the draw; and no paper is looked by that is
/// not there.</summary>
public sealed class DrawnSecondsTests
{
    private readonly AttackedHouse _house = new();
    private readonly Actor _officer;

    public DrawnSecondsTests()
    {
        _officer = _house.Hire("officer", Role.Officer, "unit-a");
        foreach (var unit in new[] { "unit-b", "unit-d", "unit-e" })
            _house.Hire("head-" + unit, Role.Head, unit);
        _house.Assign(_officer);
        _house.NowUs += 1_000_000;
    }

    private AccessBook Book => _house.State.Of<AccessBook>();

    /// <summary>By what an attacker makes the drawn head unfit: what happens, and which fact records it.</summary>
    public static TheoryData<string, Func<string, Fact>> Moves =>
        new()
        {
            { "she is assigned to the case", head => new CaseAssigned("c", head, true) },
            { "she is limited", head => new StandingGiven(head, Standing.Limited, "a quarrel") },
            { "she is suspended", head => new StandingGiven(head, Standing.Suspended, "a quarrel") },
            { "she is moved to the asker's unit", head => new PostGiven(head, Role.Head, "unit-a") },
            { "she is no head any more", head => new PostGiven(head, Role.Analyst, "unit-b") },
        };

    [Theory]
    [MemberData(nameof(Moves))]
    public void A_draw_is_not_moved(string what, Func<string, Fact> move)
    {
        var grant = _house.Done(_house.AskLook(), _officer);
        var drawn = _house.Drawn(grant);
        _house.Happen(Actor.House, move(drawn.Id));
        // The request has lapsed; nobody answers for it, neither she nor another.
        Assert.Equal(GrantStanding.Lapsed, Book.Find(grant)!.At(_house.NowUs));
        foreach (var head in _house.Staff.Accounts.Where(one => one.Role == Role.Head).ToList())
            Assert.Equal(RefusalKind.NotFound, _house.Refusal(new AnswerGrant(_house.Key, "c", grant, true, ""), head.Actor));
        var alarm = Assert.Single(_house.Alarms, one => one.Kind == AlarmKind.DrawMoved);
        Assert.Equal(_officer.Id, alarm.Account);
        // Asking anew draws nobody else, whatever becomes of her afterwards, until the overseer found it proper.
        Assert.Equal(RefusalKind.Conflict, _house.Refusal(_house.AskLook(), _officer));
        _house.Happen(Actor.House, new StandingGiven(drawn.Id, Standing.Good, "back"));
        Assert.Equal(RefusalKind.Conflict, _house.Refusal(_house.AskLook(), _officer));
        var overseer = _house.Hire("overseer", Role.Overseer, "oversight");
        _house.Done(new StepTask(_house.Key, alarm.Id, TaskStep.ClosedProper, "She left the service."), overseer);
        _house.NowUs += 1_000_000;
        Assert.True(_house.Do(_house.AskLook(), _officer) is CommandOutcome.Done, what);
    }

    /// <summary>Nor in another case to which she is assigned first.</summary>
    [Fact]
    public void A_draw_is_not_moved_by_another_case()
    {
        var drawn = _house.Drawn(_house.Done(_house.AskLook(), _officer));
        _house.State.Apply(new CaseOpened("d", "exchanger", "Another", null, 0, 0, 0));
        foreach (var officer in new[] { _officer.Id, drawn.Id })
            _house.Happen(Actor.House, new CaseAssigned("d", officer, true));
        Assert.Equal(RefusalKind.Conflict, _house.Refusal(_house.AskLook() with { CaseId = "d" }, _officer));
        Assert.Contains(_house.Alarms, one => one.Kind == AlarmKind.DrawMoved);
    }

    /// <summary>Who is of the drawn head's unit meets the next one; who was moved there after the draw does not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_draw_is_not_moved_by_moving_the_asker(bool isMoved)
    {
        foreach (var unit in new[] { "unit-b", "unit-c", "unit-d", "unit-e" })
            _house.Happen(Actor.House, new CaseAssigned("c", _house.Hire("officer-" + unit, Role.Officer, unit).Id, true));
        _house.NowUs += 1_000_000;
        var drawn = _house.Drawn(_house.Done(_house.AskLook(), _officer));
        _house.NowUs += 1_000_000;
        if (isMoved)
            _house.Happen(Actor.House, new PostGiven(_officer.Id, Role.Officer, drawn.Unit));
        var asker = isMoved ? _officer.Id : "officer-" + drawn.Unit;
        var asked = _house.Do(_house.AskLook(), _house.Staff.Find(asker)!.Actor);
        Assert.Equal(isMoved, asked is CommandOutcome.Refused);
    }

    public static TheoryData<string, Role, string, bool, RefusalKind> Papers =>
        new()
        {
            { "court-order", Role.Head, "", false, RefusalKind.Forbidden },
            { "court-order", Role.Officer, "", false, RefusalKind.Forbidden },
            { "own-request", Role.Head, "", false, RefusalKind.Forbidden },
            { "court-order", Role.Head, "not evidence of this case", false, RefusalKind.Forbidden },
            { "court-order", Role.Head, "paper", true, RefusalKind.None },
            { "court-order", Role.Officer, "paper", false, RefusalKind.None },
            { "own-request", Role.Head, "paper", false, RefusalKind.None },
            { "pretrial", Role.Head, "", false, RefusalKind.None },
        };

    [Theory]
    [MemberData(nameof(Papers))]
    public void Nobody_looks_by_a_paper_that_is_not_there(string basis, Role role, string paper, bool isLive, RefusalKind refusal)
    {
        var asker = role == Role.Officer ? _officer : _house.Hire("asking-head", Role.Head, "unit-a");
        var hash = string.Concat(Enumerable.Repeat("ab", 32));
        _house.Happen(_officer, new EvidenceTaken("c", "e-1", "Order 17", "application/pdf", hash, 100, "the court"));
        var document = paper switch
        {
            "" => "",
            "paper" => hash,
            _ => new string('c', 64),
        };
        var outcome = _house.Do(_house.AskLook(basis) with { Document = document }, asker);
        Assert.Equal(refusal, outcome is CommandOutcome.Refused refused ? refused.Kind : RefusalKind.None);
        if (outcome is not CommandOutcome.Done { Answer: var id })
            return;
        Assert.Equal(isLive, Book.Find(id)!.At(_house.NowUs) == GrantStanding.Live);
        if (!isLive)
            return;
        // What rests on a paper alone is reviewed by a drawn head of another unit; unreviewed it is an alarm, and the account is limited.
        Assert.NotEqual(asker.Unit, _house.Drawn(id).Unit);
        Assert.True(Book.Find(id)!.WaitsForSecond(_house.NowUs));
        _house.NowUs += AccessLimits.ReviewUs;
        Assert.Contains(_house.Alarms, one => one.Kind == AlarmKind.Unreviewed && one.Account == asker.Id);
        Assert.True(Book.IsLimited(asker.Id, _house.NowUs));
    }
}
