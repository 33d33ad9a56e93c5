using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.People;
using Sunqar.Work.Acting;
using Xunit;

namespace Sunqar.Tests.Acting;

/// <summary>Accounts for the people of a test: whoever confirms something has one in good standing.</summary>
internal static class Hiring
{
    /// <summary>Partners that take their messages from folders, as the root key enters them.</summary>
    public static async Task ListPartnersAsync(this ActDesk desk, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var list = new ListPartner($"p-{name}", name, PartnerBook.Folder, "", [PartnerBook.Measures, PartnerBook.Identifiers]);
            Assert.True((await desk.DoAsync(list, Actor.House)).IsDone);
        }
    }

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
