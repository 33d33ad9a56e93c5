using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>Asks somebody in. By an admin; by the house for the first admin, and where the folder's owner does it beside a stopped
/// server.</summary>
/// <param name="InvitationId">A hash of the link's secret.</param>
/// <param name="LifetimeUs">How long the link works, in microseconds.</param>
/// <param name="AccountId">Whose credentials are replaced, where it is not for somebody new: role and unit stay theirs.</param>
public sealed record InvitePerson(string Key, string InvitationId, Role Role, string Unit, long LifetimeUs, string? AccountId = null)
    : Command(Key, null, "")
{
    /// <summary>Three days.</summary>
    public const long LifetimeUsMax = 3 * 86_400_000_000;

    /// <summary>Invitations that may be open at once.</summary>
    public const int OpenMax = 200;

    /// <summary>How the key of an invitation begins that a server prints when it starts.</summary>
    public const string PrintedKey = "first-admin-";

    public override string Name => "people.invite";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        var staff = state.Of<Staff>();
        if (actor.Role is not (Role.Admin or Role.System))
            return Refused(RefusalKind.Forbidden, "Only an admin invites.");
        if (LifetimeUs is <= 0 or > LifetimeUsMax)
            return Refused(RefusalKind.Invalid, "A link works for at most three days.", "lifetime");
        if (staff.FindInvitation(InvitationId) is not null)
            return Refused(RefusalKind.Conflict, "There is such an invitation.");
        var (role, unit) = (Role, Unit);
        if (AccountId is not null)
        {
            if (AccountId == actor.Id)
                return Refused(RefusalKind.Forbidden, "Nobody renews his own credentials: another admin does.", "account");
            if (staff.Find(AccountId) is not { } account)
                return Refused(RefusalKind.NotFound, "There is no such account.", "account");
            (role, unit) = (account.Role, account.Unit);
        }
        if (StaffRules.UnfitPost(role, unit) is { } unfit)
            return unfit;
        var isPrinted = actor.Role == Role.System && Key.StartsWith(PrintedKey, StringComparison.Ordinal);
        var withdrawn = Stale(staff, nowUs, isPrinted);
        if (staff.Invitations.Count - withdrawn.Count >= OpenMax)
            return Refused(RefusalKind.Limited, $"{OpenMax} invitations are open; withdraw some.");
        // A single admin would else make his own approver and watcher. Where there is no second admin, whoever holds the root key invites
        // at the machine itself: how many admins are at hand never counts, since one of them could see to that.
        var needsSecond = actor.Role == Role.Admin && StaffRules.IsGuarded(role);
        return new CommandOutcome.Done(
            [.. withdrawn, new PersonInvited(InvitationId, role, unit, nowUs + LifetimeUs, AccountId, needsSecond)],
            InvitationId
        );
    }

    /// <summary>What has expired is cleared away, and the link that an earlier start of a server printed; whom else the house asked in
    /// keeps the link, the first admin whom the folder's owner asked in too.</summary>
    private static List<Fact> Stale(Staff staff, long nowUs, bool isPrinted) =>
        [
            .. staff
                .Invitations.Where(one => one.ExpiresUs <= nowUs || (isPrinted && one.IsPrinted))
                .Select(one => new InvitationWithdrawn(one.Id)),
        ];
}

/// <summary>A second admin stands for an invitation to a guarded role, or to new credentials of one.</summary>
public sealed record ConfirmInvitation(string Key, string InvitationId) : Command(Key, null, "")
{
    public override string Name => "people.confirm-invitation";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Admin)
            return Refused(RefusalKind.Forbidden, "Only an admin confirms an invitation.");
        if (state.Of<Staff>().FindInvitation(InvitationId) is not { } invitation || invitation.ExpiresUs <= nowUs)
            return Refused(RefusalKind.NotFound, "There is no such invitation.", "invitation");
        if (invitation.By == actor.Id)
            return Refused(RefusalKind.Forbidden, "Another admin than the one who invited confirms.", "invitation");
        if (invitation.AccountId == actor.Id)
            return Refused(RefusalKind.Forbidden, "Nobody confirms his own credentials.", "invitation");
        if (invitation.AwaitsSecond && state.Of<Staff>().Find(invitation.By) is not { Role: Role.Admin, Standing: Standing.Good })
            return Refused(RefusalKind.Conflict, "Whoever invited is limited by now, or no admin any more: invite anew.", "invitation");
        return invitation.AwaitsSecond
            ? Done(InvitationId, new InvitationConfirmed(InvitationId))
            : Refused(RefusalKind.Conflict, "It needs no second admin.", "invitation");
    }
}

/// <summary>Ends an invitation.</summary>
public sealed record WithdrawInvitation(string Key, string InvitationId) : Command(Key, null, "")
{
    public override string Name => "people.withdraw-invitation";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Admin or Role.Overseer or Role.System))
            return Refused(RefusalKind.Forbidden, "Only an admin or an overseer withdraws an invitation.");
        return state.Of<Staff>().FindInvitation(InvitationId) is null
            ? Refused(RefusalKind.NotFound, "There is no such invitation.", "invitation")
            : Done(InvitationId, new InvitationWithdrawn(InvitationId));
    }
}

/// <summary>Takes up an invitation: the account is made, or gets its new credentials, and its holder is signed in.</summary>
/// <param name="AccountId">Of the account to be made.</param>
/// <param name="TotpStep">The time step of the code that proved the second factor.</param>
public sealed record Enrol(string Key, string InvitationId, string AccountId, string SessionId, long TotpStep) : Command(Key, null, "")
{
    public override string Name => "people.enrol";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        var staff = state.Of<Staff>();
        if (staff.FindInvitation(InvitationId) is not { } invitation || !invitation.IsOpen(nowUs))
            return Refused(RefusalKind.NotFound, "This link leads nowhere any more; ask for another.");
        if (invitation.AccountId is { } renewed)
        {
            return renewed == AccountId && staff.Find(renewed) is { Standing: not Standing.Suspended }
                ? Done(
                    renewed,
                    new CredentialsReplaced(renewed, InvitationId),
                    new SignedIn(renewed, SessionId, SignInMeans.PasswordAndCode, TotpStep)
                )
                : Refused(RefusalKind.Forbidden, "This account takes no new credentials.");
        }
        return staff.Find(AccountId) is not null
            ? Refused(RefusalKind.Conflict, "There is such an account.")
            : Done(
                AccountId,
                new AccountCreated(AccountId, InvitationId, invitation.Role, invitation.Unit),
                new SignedIn(AccountId, SessionId, SignInMeans.PasswordAndCode, TotpStep)
            );
    }
}
