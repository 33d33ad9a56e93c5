using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>There is no default password: where nobody has an account, whoever started the server gets a link by which the first admin
/// makes one.</summary>
public static class FirstAdmin
{
    public static readonly TimeSpan LinkLife = TimeSpan.FromHours(24);
    private const string Unit = "administration";

    /// <summary>The link's path; null where somebody has an account. A link of an earlier start leads nowhere any more.</summary>
    public static async Task<string?> InviteAsync(ActDesk desk) =>
        desk.Read(state => state.Of<Staff>().Accounts.Count) > 0
            ? null
            : await InviteAsync(desk, Role.Admin, Unit, LinkLife, key: InvitePerson.PrintedKey + Guid.NewGuid().ToString("N"));

    /// <summary>A link by the house: for the folder's owner, who holds its root key anyhow.</summary>
    /// <param name="accountId">Whose credentials are replaced; null for somebody new.</param>
    /// <param name="key">The command's key; null for a fresh one.</param>
    public static async Task<string?> InviteAsync(
        ActDesk desk,
        Role role,
        string unit,
        TimeSpan life,
        string? accountId = null,
        string? key = null
    )
    {
        var (token, id) = Enrolment.Fresh();
        var answer = await desk.DoAsync(
            new InvitePerson(key ?? Guid.NewGuid().ToString("N"), id, role, unit, (long)life.TotalMicroseconds, accountId),
            Actor.House
        );
        return answer.IsDone ? Enrolment.PathOf(token) : null;
    }
}
