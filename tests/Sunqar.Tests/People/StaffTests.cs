using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Xunit;

namespace Sunqar.Tests.People;

/// <summary>Who may ask in whom, change whom and suspend whom; what a code and a link are good for.</summary>
public sealed class StaffTests
{
    private const long HourUs = 3_600_000_000;

    [Theory]
    [InlineData(Role.Analyst, false)]
    [InlineData(Role.Officer, false)]
    [InlineData(Role.Supervisor, true)]
    [InlineData(Role.Head, true)]
    [InlineData(Role.Overseer, true)]
    [InlineData(Role.Admin, true)]
    public void Who_approves_or_watches_is_made_by_two_admins(Role role, bool needsSecond)
    {
        var room = new StaffRoom();
        var (one, two) = (room.Hire("admin-1", Role.Admin), room.Hire("admin-2", Role.Admin));
        Assert.Equal(RefusalKind.None, room.Refusal(new InvitePerson(room.Key, "i", role, "unit-a", HourUs), one));
        if (needsSecond)
        {
            Assert.Equal(RefusalKind.NotFound, room.Refusal(new Enrol(room.Key, "i", "a", "s", 1), Actor.Nobody));
            Assert.Equal(RefusalKind.Forbidden, room.Refusal(new ConfirmInvitation(room.Key, "i"), one));
            Assert.Equal(RefusalKind.None, room.Refusal(new ConfirmInvitation(room.Key, "i"), two));
        }
        Assert.Equal(RefusalKind.Conflict, room.Refusal(new ConfirmInvitation(room.Key, "i"), two));
        Assert.Equal(RefusalKind.None, room.Refusal(new Enrol(room.Key, "i", "a", "s", 1), Actor.Nobody));
        Assert.Equal(role, room.Staff.Find("a")!.Role);
    }

    /// <summary>An admin alone would else invite himself under another name, and be two.</summary>
    [Fact]
    public void The_second_admin_comes_by_the_root_key_alone()
    {
        var room = new StaffRoom();
        var one = room.Hire("admin-1", Role.Admin);
        Assert.Equal(RefusalKind.None, room.Refusal(new InvitePerson(room.Key, "i", Role.Admin, "unit-a", HourUs), one));
        Assert.True(room.Staff.FindInvitation("i")!.AwaitsSecond);
        Assert.Equal(RefusalKind.NotFound, room.Refusal(new Enrol(room.Key, "i", "admin-2", "s", 1), Actor.Nobody));
        var two = room.Hire("admin-2", Role.Admin);
        Assert.Equal(RefusalKind.None, room.Refusal(new ConfirmInvitation(room.Key, "i"), two));
    }

    [Theory]
    [InlineData(Role.System)]
    [InlineData(Role.Bank)]
    [InlineData(Role.Platform)]
    [InlineData(Role.Citizen)]
    [InlineData(Role.Nobody)]
    [InlineData((Role)99)]
    public void No_person_has_a_role_that_is_not_a_persons(Role role)
    {
        var room = new StaffRoom();
        var admin = room.Hire("admin", Role.Admin);
        room.Hire("a", Role.Analyst);
        Assert.Equal(RefusalKind.Invalid, room.Refusal(new InvitePerson(room.Key, "i", role, "unit-a", HourUs), admin));
        Assert.Equal(RefusalKind.Invalid, room.Refusal(new GivePost(room.Key, "a", role, "unit-a"), admin));
    }

    [Fact]
    public void A_link_works_once_in_time_and_not_when_withdrawn()
    {
        var room = new StaffRoom();
        var admin = room.Hire("admin", Role.Admin);
        foreach (var id in (string[])["used", "late", "withdrawn"])
            room.Do(new InvitePerson(room.Key, id, Role.Analyst, "unit-a", HourUs), admin);
        Assert.Equal(RefusalKind.None, room.Refusal(new Enrol(room.Key, "used", "a", "s", 1), Actor.Nobody));
        Assert.Equal(RefusalKind.NotFound, room.Refusal(new Enrol(room.Key, "used", "b", "s", 1), Actor.Nobody));
        room.Do(new WithdrawInvitation(room.Key, "withdrawn"), admin);
        Assert.Equal(RefusalKind.NotFound, room.Refusal(new Enrol(room.Key, "withdrawn", "b", "s", 1), Actor.Nobody));
        room.NowUs += HourUs;
        Assert.Equal(RefusalKind.NotFound, room.Refusal(new Enrol(room.Key, "late", "b", "s", 1), Actor.Nobody));
        Assert.Equal(RefusalKind.NotFound, room.Refusal(new Enrol(room.Key, "never", "b", "s", 1), Actor.Nobody));
        Assert.Equal(["a", "admin"], room.Staff.Accounts.Select(one => one.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_link_that_a_start_prints_ends_the_one_of_the_start_before_and_no_other()
    {
        var room = new StaffRoom();
        // The folder's owner asks somebody in at the machine; then a server starts twice and prints a link each time.
        room.Do(new InvitePerson(room.Key, "by hand", Role.Admin, "administration", HourUs), Actor.House);
        foreach (var day in (string[])["monday", "tuesday"])
            room.Do(new InvitePerson(InvitePerson.PrintedKey + day, day, Role.Admin, "administration", HourUs), Actor.House);
        Assert.Equal(RefusalKind.NotFound, room.Refusal(new Enrol(room.Key, "monday", "a", "s", 1), Actor.Nobody));
        Assert.Equal(RefusalKind.None, room.Refusal(new Enrol(room.Key, "by hand", "b", "s", 1), Actor.Nobody));
        Assert.Equal(RefusalKind.None, room.Refusal(new Enrol(room.Key, "tuesday", "a", "s", 1), Actor.Nobody));
    }

    public static TheoryData<Role, string, Func<StaffRoomKey, Command>> Forbidden =>
        new()
        {
            { Role.Admin, "a post for himself", k => new GivePost(k.Key, k.Self, Role.Officer, "unit-b") },
            { Role.Admin, "a standing for himself", k => new GiveStanding(k.Key, k.Self, Standing.Limited, "why") },
            { Role.Admin, "credentials for himself", k => new InvitePerson(k.Key, "i", Role.Admin, "unit-a", HourUs, k.Self) },
            { Role.Admin, "an analyst made head", k => new GivePost(k.Key, "analyst", Role.Head, "unit-b") },
            { Role.Admin, "an analyst made overseer", k => new GivePost(k.Key, "analyst", Role.Overseer, "unit-b") },
            { Role.Admin, "a head moved to another unit", k => new GivePost(k.Key, "head", Role.Head, "unit-b") },
            { Role.Admin, "the overseer suspended", k => new GiveStanding(k.Key, "overseer", Standing.Suspended, "why") },
            { Role.Overseer, "an invitation", k => new InvitePerson(k.Key, "i", Role.Analyst, "unit-a", HourUs) },
            { Role.Overseer, "a post", k => new GivePost(k.Key, "analyst", Role.Officer, "unit-b") },
            { Role.Officer, "an invitation", k => new InvitePerson(k.Key, "i", Role.Analyst, "unit-a", HourUs) },
            { Role.Officer, "a post", k => new GivePost(k.Key, "analyst", Role.Officer, "unit-b") },
            { Role.Officer, "a standing", k => new GiveStanding(k.Key, "analyst", Standing.Suspended, "why") },
            { Role.Head, "a standing", k => new GiveStanding(k.Key, "analyst", Standing.Suspended, "why") },
            { Role.Officer, "a record of refusals", k => new NoteRefusals(k.Key, "x", "y", 1, 1) },
            { Role.Bank, "an invitation", k => new InvitePerson(k.Key, "i", Role.Analyst, "unit-a", HourUs) },
        };

    /// <summary>What a forbidden command is made of.</summary>
    public sealed record StaffRoomKey(string Key, string Self);

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void What_a_role_may_not_do_is_refused_and_changes_nothing(Role role, string what, Func<StaffRoomKey, Command> command)
    {
        var room = new StaffRoom();
        foreach (
            var (id, other) in new[]
            {
                ("analyst", Role.Analyst),
                ("head", Role.Head),
                ("overseer", Role.Overseer),
                ("admin-0", Role.Admin),
            }
        )
        {
            room.Hire(id, other);
        }
        var self = role == Role.Bank ? new Actor("key:CASPKZKA", Role.Bank, "", "CASPKZKA") : room.Hire("self", role);
        var before = room.Staff.Accounts.ToList();
        Assert.True(room.Refusal(command(new StaffRoomKey(room.Key, self.Id)), self) == RefusalKind.Forbidden, what);
        Assert.Equal(before, room.Staff.Accounts);
    }

    [Fact]
    public void What_the_overseer_limited_no_admin_lifts()
    {
        var room = new StaffRoom();
        var (admin, overseer) = (room.Hire("admin", Role.Admin), room.Hire("overseer", Role.Overseer));
        room.Hire("officer", Role.Officer);
        Assert.Equal(
            RefusalKind.None,
            room.Refusal(new GiveStanding(room.Key, "officer", Standing.Limited, "looked without a case"), overseer)
        );
        Assert.Equal(RefusalKind.Forbidden, room.Refusal(new GiveStanding(room.Key, "officer", Standing.Good, "why"), admin));
        Assert.Equal(RefusalKind.None, room.Refusal(new GiveStanding(room.Key, "officer", Standing.Good, "explained"), overseer));
        Assert.Equal(RefusalKind.None, room.Refusal(new GiveStanding(room.Key, "officer", Standing.Suspended, "left"), admin));
    }

    [Fact]
    public void A_code_is_good_once_and_so_is_every_code_before_it()
    {
        var room = new StaffRoom();
        room.Hire("a", Role.Analyst);
        Assert.Equal(RefusalKind.Forbidden, room.SignIn("a", true, 1));
        Assert.Equal(RefusalKind.None, room.SignIn("a", true, 11));
        Assert.Equal(RefusalKind.Forbidden, room.SignIn("a", true, 11));
        Assert.Equal(RefusalKind.Forbidden, room.SignIn("a", true, 10));
        Assert.Equal(RefusalKind.Forbidden, room.SignIn("a", true, 0));
        Assert.Equal(RefusalKind.None, room.SignIn("a", true, 12));
    }

    [Fact]
    public void Failures_lock_the_account_for_longer_and_longer_and_a_good_sign_in_forgets_them()
    {
        var room = new StaffRoom();
        room.Hire("a", Role.Analyst);
        for (var i = 0; i < Staff.FailuresFree; i++)
            Assert.Equal(RefusalKind.Forbidden, room.SignIn("a", false, 5));
        Assert.Equal(RefusalKind.Limited, room.SignIn("a", true, 5));
        Assert.Equal(Staff.LockUsMin, room.Staff.Find("a")!.LockedUntilUs - room.NowUs);
        room.NowUs += Staff.LockUsMin;
        Assert.Equal(RefusalKind.Forbidden, room.SignIn("a", true, 0));
        Assert.Equal(2 * Staff.LockUsMin, room.Staff.Find("a")!.LockedUntilUs - room.NowUs);
        room.NowUs += 2 * Staff.LockUsMin;
        Assert.Equal(RefusalKind.None, room.SignIn("a", true, 6));
        Assert.Equal((0, 0L), (room.Staff.Find("a")!.FailedInRow, room.Staff.Find("a")!.LockedUntilUs));
    }

    [Fact]
    public void Whoever_tries_every_second_of_a_day_gets_few_tries()
    {
        var room = new StaffRoom();
        room.Hire("a", Role.Analyst);
        var tried = 0;
        for (var second = 0; second < 86_400; second++, room.NowUs += 1_000_000)
        {
            if (room.SignIn("a", false, 5) == RefusalKind.Forbidden)
                tried++;
        }
        // Five, then the doubling up to an hour, then one an hour.
        Assert.InRange(tried, Staff.FailuresFree + 7, Staff.FailuresFree + 7 + 24);
    }

    [Fact]
    public void Whoever_is_suspended_cannot_sign_in_and_every_change_ends_the_sessions()
    {
        var room = new StaffRoom();
        room.Hire("a", Role.Analyst);
        var versions = new List<int> { room.Staff.Find("a")!.Version };
        void Change(Command command, Actor actor)
        {
            Assert.Equal(RefusalKind.None, room.Refusal(command, actor));
            versions.Add(room.Staff.Find("a")!.Version);
        }
        Change(new GivePost(room.Key, "a", Role.Officer, "unit-a"), Actor.House);
        Change(new GivePost(room.Key, "a", Role.Officer, "unit-b"), Actor.House);
        Change(new GiveStanding(room.Key, "a", Standing.Suspended, "left"), Actor.House);
        Assert.Equal(RefusalKind.Forbidden, room.SignIn("a", true, 9));
        Change(new GiveStanding(room.Key, "a", Standing.Good, "back"), Actor.House);
        room.Do(new InvitePerson(room.Key, "renewal", Role.Admin, "other", HourUs, "a"), Actor.House);
        Assert.Equal(RefusalKind.Forbidden, room.Refusal(new Enrol(room.Key, "renewal", "b", "s", 1), Actor.Nobody));
        Change(new Enrol(room.Key, "renewal", "a", "s", 1), Actor.Nobody);
        Assert.Equal(versions.Distinct(), versions);
        Assert.Equal((Role.Officer, "unit-b"), (room.Staff.Find("a")!.Role, room.Staff.Find("a")!.Unit));
    }
}
