using Sunqar.Core.Acts;

namespace Sunqar.Core.People;

/// <summary>
/// Signs an account's holder in. The caller has held password and code against the credentials; here it is decided what they are good for
/// now: in one order, so that a code is good once and a lock holds for tries that come together. The actor is the account with the role of
/// nobody.
/// </summary>
/// <param name="TotpStep">The time step whose code was given; 0 where it was none.</param>
public sealed record SignIn(string Key, string AccountId, string SessionId, SignInMeans Means, bool IsSecretRight, long TotpStep)
    : Command(Key, null, "")
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
        if (nowUs < account.LockedUntilUs)
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

/// <summary>Whoever asks may sign in with this passkey too; he has proved it.</summary>
public sealed record AddPasskey(string Key, string PasskeyId) : Command(Key, null, "")
{
    public override string Name => "people.add-passkey";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        state.Of<Staff>().Find(actor.Id) is null
            ? Refused(RefusalKind.NotFound, "Nobody is signed in.")
            : Done(PasskeyId, new PasskeyAdded(actor.Id, PasskeyId));
}

/// <summary>A passkey of whoever asks is good no more.</summary>
public sealed record RemovePasskey(string Key, string PasskeyId) : Command(Key, null, "")
{
    public override string Name => "people.remove-passkey";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        state.Of<Staff>().Find(actor.Id) is null
            ? Refused(RefusalKind.NotFound, "Nobody is signed in.")
            : Done(PasskeyId, new PasskeyRemoved(actor.Id, PasskeyId));
}
