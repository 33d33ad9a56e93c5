using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>
/// Signs an account's holder in. The caller has held password and code against the credentials; here it is decided what they are good for
/// now: in one order, so that a code is good once and a lock holds for tries that come together. The actor is the account with the role of
/// nobody.
/// </summary>
/// <param name="TotpStep">The time step whose code was given; 0 where it was none.</param>
/// <param name="IsKnownDevice">The holder signed in on this device before, and nobody tried there too often since.</param>
public sealed record SignIn(
    string Key,
    string AccountId,
    string SessionId,
    SignInMeans Means,
    bool IsSecretRight,
    long TotpStep,
    bool IsKnownDevice = false
) : Command(Key, null, "")
{
    public const string CommandName = "people.sign-in";

    /// <summary>What anybody is told whose sign-in fails, so that it says nothing of which part was wrong or whether there is such an
    /// account.</summary>
    public const string Refusal = "The name, the password or the code is wrong, or the account is locked.";

    public override string Name => CommandName;

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (state.Of<Staff>().Find(AccountId) is not { } account)
            return Refused(RefusalKind.NotFound, Refusal);
        // Nobody guesses a passkey, and a device that its holder signed in on before has a count of its own: strangers lock out neither.
        if (nowUs < account.LockedUntilUs && Means == SignInMeans.PasswordAndCode && !IsKnownDevice)
            return Refused(RefusalKind.Limited, Refusal, "lock");
        if (!IsSecretRight)
            return Refused(RefusalKind.Forbidden, Refusal, "secret");
        if (Means == SignInMeans.PasswordAndCode && TotpStep <= 0)
            return Refused(RefusalKind.Forbidden, Refusal, "code");
        if (Means == SignInMeans.PasswordAndCode && TotpStep <= account.LastTotpStep)
            return Refused(RefusalKind.Forbidden, Refusal, "used-code");
        return account.Standing == Standing.Suspended
            ? Refused(RefusalKind.Forbidden, Refusal, "standing")
            : Done(SessionId, new SignedIn(AccountId, SessionId, Means, TotpStep));
    }
}

/// <summary>Ends the session of whoever asks.</summary>
public sealed record SignOut(string Key, string SessionId) : Command(Key, null, "")
{
    public override string Name => "people.sign-out";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        state.Of<Staff>().Find(actor.Id) is null
            ? Refused(RefusalKind.NotFound, "Nobody is signed in.")
            : Done(SessionId, new SignedOut(actor.Id, SessionId));
}

/// <summary>Changes by what its holder proves to be one, and so asks for password and code again: a session alone, which may be stolen, is
/// not enough. The caller has held both against the credentials.</summary>
/// <param name="TotpStep">The time step whose code was given; 0 where it was none.</param>
/// <param name="SessionId">Of the session in which its holder goes on; every other ends.</param>
public abstract record ChangeOfCredentials(string Key, string SessionId, bool IsSecretRight, long TotpStep) : Command(Key, null, "")
{
    /// <summary>Names of the commands whose refusals count as failed sign-ins.</summary>
    public static IReadOnlyList<string> Names { get; } = [AddPasskey.CommandName, RemovePasskey.CommandName, AwaitIdentity.CommandName];

    /// <summary>What it comes to.</summary>
    private protected abstract Fact What(string accountId);

    private protected abstract string Answer { get; }

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (state.Of<Staff>().Find(actor.Id) is not { } account)
            return Refused(RefusalKind.NotFound, "Nobody is signed in.");
        if (nowUs < account.LockedUntilUs)
            return Refused(RefusalKind.Limited, SignIn.Refusal, "lock");
        if (!IsSecretRight)
            return Refused(RefusalKind.Forbidden, SignIn.Refusal, "secret");
        if (TotpStep <= account.LastTotpStep)
            return Refused(RefusalKind.Forbidden, SignIn.Refusal, TotpStep <= 0 ? "code" : "used-code");
        return Done(Answer, new SignedIn(actor.Id, SessionId, SignInMeans.PasswordAndCode, TotpStep), What(actor.Id));
    }
}

/// <summary>Whoever asks may sign in with this passkey too; the device has proved it.</summary>
public sealed record AddPasskey(string Key, string PasskeyId, string SessionId, bool IsSecretRight, long TotpStep)
    : ChangeOfCredentials(Key, SessionId, IsSecretRight, TotpStep)
{
    public const string CommandName = "people.add-passkey";

    public override string Name => CommandName;

    private protected override string Answer => PasskeyId;

    private protected override Fact What(string accountId) => new PasskeyAdded(accountId, PasskeyId);
}

/// <summary>A passkey of whoever asks is good no more.</summary>
public sealed record RemovePasskey(string Key, string PasskeyId, string SessionId, bool IsSecretRight, long TotpStep)
    : ChangeOfCredentials(Key, SessionId, IsSecretRight, TotpStep)
{
    public const string CommandName = "people.remove-passkey";

    public override string Name => CommandName;

    private protected override string Answer => PasskeyId;

    private protected override Fact What(string accountId) => new PasskeyRemoved(accountId, PasskeyId);
}

/// <summary>Whoever asks has been told that the credentials changed, and says that it was by him.</summary>
public sealed record SeeChange(string Key) : Command(Key, null, "")
{
    public override string Name => "people.see-change";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        state.Of<Staff>().Find(actor.Id) is { } account && account.ChangedUs > account.ToldUs
            ? Done(account.Id, new ChangeSeen(account.Id))
            : Refused(RefusalKind.Conflict, "There is nothing to say of.");
}

/// <summary>Whoever asks will show who the body's provider says he is; for ten minutes it may be bound to the account.
/// What was bound before is good no more.</summary>
public sealed record AwaitIdentity(string Key, string SessionId, bool IsSecretRight, long TotpStep)
    : ChangeOfCredentials(Key, SessionId, IsSecretRight, TotpStep)
{
    public const string CommandName = "people.await-identity";

    /// <summary>Ten minutes.</summary>
    public const long PatienceUs = 600_000_000;

    public override string Name => CommandName;

    private protected override string Answer => "awaited";

    private protected override Fact What(string accountId) => new IdentityAwaited(accountId);
}

/// <summary>Binds what the provider said to the account that awaited it.</summary>
public sealed record BindIdentity(string Key, string IdentityId) : Command(Key, null, "")
{
    public override string Name => "people.bind-identity";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        var staff = state.Of<Staff>();
        if (
            staff.Find(actor.Id) is not { AwaitedUs: { } awaitedUs, Standing: not Standing.Suspended }
            || nowUs - awaitedUs > AwaitIdentity.PatienceUs
        )
        {
            return Refused(RefusalKind.Forbidden, "Prove password and code first, and then come back within ten minutes.");
        }
        return staff.AccountOf(IdentityId) is { } other && other != actor.Id
            ? Refused(RefusalKind.Conflict, "This identity belongs to another account.")
            : Done(IdentityId, new IdentityBound(actor.Id, IdentityId));
    }
}
