using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Work.Acting;
using Xunit;

namespace Sunqar.Tests.Acting;

/// <summary>Accounts for the people of a test: whoever confirms something has one in good standing.</summary>
internal static class Hiring
{
    public static async Task HireAsync(this ActDesk desk, params IEnumerable<Actor> people)
    {
        foreach (var one in people.Where(one => StaffRules.PeopleRoles.Contains(one.Role)))
        {
            var invite = new InvitePerson($"i-{one.Id}", $"i-{one.Id}", one.Role, one.Unit, 3_600_000_000);
            Assert.True((await desk.DoAsync(invite, Actor.House)).IsDone);
            Assert.True(
                (await desk.DoAsync(new Enrol($"e-{one.Id}", $"i-{one.Id}", one.Id, "s", 1), one with { Role = Role.Nobody })).IsDone
            );
        }
    }
}
