using Sunqar.Core.Acts;

namespace Sunqar.Core.People;

/// <summary>Gives an account another role or unit; its sessions end. Who approves or watches is made by invitation alone, which takes
/// two.</summary>
public sealed record GivePost(string Key, string AccountId, Role Role, string Unit) : Command(Key, null, "")
{
    public override string Name => "people.give-post";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Admin or Role.System))
            return Refused(RefusalKind.Forbidden, "Only an admin gives posts.");
        if (StaffRules.UnfitPost(Role, Unit) is { } unfit)
            return unfit;
        if (actor.Id == AccountId)
            return Refused(RefusalKind.Forbidden, "Nobody gives himself a post.", "account");
        if (state.Of<Staff>().Find(AccountId) is not { } account)
            return Refused(RefusalKind.NotFound, "There is no such account.", "account");
        // The unit of a guarded post counts too: a second person comes from another unit.
        if (actor.Role == Role.Admin && (StaffRules.IsGuarded(Role) || StaffRules.IsGuarded(account.Role)))
        {
            return Refused(
                RefusalKind.Forbidden,
                "Heads, supervisors, overseers and admins are invited anew, which a second admin confirms.",
                "role"
            );
        }
        return account.Role == Role && account.Unit == Unit
            ? Refused(RefusalKind.Conflict, "The account has this post.", "role")
            : Done(AccountId, new PostGiven(AccountId, Role, Unit));
    }
}

/// <summary>Suspends an account, limits it, or takes that back. Of a guarded role it takes two: one asks, a second admin or overseer
/// agrees.</summary>
public sealed record GiveStanding(string Key, string AccountId, Standing Standing, string Reason) : Command(Key, null, "")
{
    private static readonly Role[] Watchers = [Role.Admin, Role.Overseer];

    public override string Name => "people.give-standing";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Admin or Role.Overseer or Role.System))
            return Refused(RefusalKind.Forbidden, "Only an admin or an overseer gives a standing.");
        if (!Enum.IsDefined(Standing))
            return Refused(RefusalKind.Invalid, "There is no such standing.", "standing");
        if (StaffRules.UnfitReason(Reason) is { } unfit)
            return unfit;
        if (actor.Id == AccountId)
            return Refused(RefusalKind.Forbidden, "Nobody gives himself a standing.", "account");
        if (state.Of<Staff>().Find(AccountId) is not { } account)
            return Refused(RefusalKind.NotFound, "There is no such account.", "account");
        if (account.Standing == Standing)
            return Refused(RefusalKind.Conflict, "The account has this standing.", "standing");
        if (actor.Role == Role.Admin && account.Role == Role.Overseer)
        {
            return Refused(
                RefusalKind.Forbidden,
                "An admin does not suspend who watches him: another overseer does, or the folder's owner.",
                "account"
            );
        }
        // What the overseer or the house limited, no admin lifts.
        if (actor.Role == Role.Admin && account.Standing != Standing.Good && account.StandingBy != Role.Admin)
            return Refused(RefusalKind.Forbidden, "An overseer takes this back.", "account");
        var given = new StandingGiven(AccountId, Standing, Reason);
        // Whoever could limit an approver or a watcher alone would choose who is left.
        return actor.Role != Role.System && StaffRules.IsGuarded(account.Role)
            ? Proposed(
                state,
                actor,
                nowUs,
                Watchers,
                AccountId,
                $"The account's standing becomes {Standing.ToString().ToLowerInvariant()}.",
                given
            )
            : Done(AccountId, given);
    }
}

/// <summary>Puts on record that callers were refused; by the house, once a minute at most for each address and reason.</summary>
public sealed record NoteRefusals(string Key, string Endpoint, string Why, long Count, long SinceUs) : Command(Key, null, "")
{
    public override string Name => "access.refused";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        actor.Role == Role.System
            ? Done("", new CallersRefused(Endpoint, Why, Count, SinceUs))
            : Refused(RefusalKind.Forbidden, "The house alone keeps this record.");
}

/// <summary>What somebody known asks for at an address that is not for him: it comes to a refusal, always.</summary>
public sealed record EnterAddress(string Key, string Endpoint, string Why) : Command(Key, null, "")
{
    public override string Name => "access.enter";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) => Refused(RefusalKind.Forbidden, $"{Endpoint}: {Why}");
}
