using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>Somebody is asked in, by a link that works once.</summary>
/// <param name="InvitationId">A hash of the link's secret: who reads the journal cannot follow the link.</param>
/// <param name="ExpiresUs">From this moment on the link leads nowhere; microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="AccountId">The account that gets new credentials; null where a new one is made.</param>
/// <param name="NeedsSecond">Leads nowhere before another admin confirmed it.</param>
public sealed record PersonInvited(string InvitationId, Role Role, string Unit, long ExpiresUs, string? AccountId, bool NeedsSecond) : Fact;

/// <summary>A second admin stands for an invitation.</summary>
public sealed record InvitationConfirmed(string InvitationId) : Fact;

/// <summary>An invitation leads nowhere any more.</summary>
public sealed record InvitationWithdrawn(string InvitationId) : Fact;

/// <summary>An invitation was taken up: there is an account. Its name and credentials lie in the credentials file, never in the
/// journal.</summary>
/// <param name="AccountId">Random; says nothing of the person.</param>
public sealed record AccountCreated(string AccountId, string InvitationId, Role Role, string Unit) : Fact;

/// <summary>An account got a new password and a new second factor, by an invitation.</summary>
public sealed record CredentialsReplaced(string AccountId, string InvitationId) : Fact;

/// <summary>An account has this role in this unit from now on.</summary>
public sealed record PostGiven(string AccountId, Role Role, string Unit) : Fact;

/// <summary>What an account may do at all. Kept in facts: never renumber.</summary>
public enum Standing : byte
{
    Good = 0,

    /// <summary>May sign in and work, and asks for no person's data.</summary>
    Limited = 1,

    /// <summary>May not sign in; its sessions have ended.</summary>
    Suspended = 2,
}

/// <summary>An account's standing from now on.</summary>
/// <param name="Reason">One sentence; no personal data.</param>
public sealed record StandingGiven(string AccountId, Standing Standing, string Reason) : Fact;

/// <summary>By what somebody proved to be the account's holder. Kept in facts: never renumber.</summary>
public enum SignInMeans : byte
{
    /// <summary>A password and a time-based one-time code (RFC 6238).</summary>
    PasswordAndCode = 0,

    /// <summary>A passkey that verified its user (WebAuthn).</summary>
    Passkey = 1,

    /// <summary>The body's own identity provider says so (OpenID Connect).</summary>
    Provider = 2,
}

/// <summary>A session began.</summary>
/// <param name="SessionId">A hash of the cookie's secret.</param>
/// <param name="TotpStep">The time step of the one-time code (RFC 6238, clause 4.2), which is good no second time; 0 where none was
/// used.</param>
public sealed record SignedIn(string AccountId, string SessionId, SignInMeans Means, long TotpStep) : Fact;

/// <summary>An account's holder may sign in with a passkey (WebAuthn).</summary>
/// <param name="PasskeyId">A hash of the credential's id.</param>
public sealed record PasskeyAdded(string AccountId, string PasskeyId) : Fact;

/// <summary>A passkey is good no more.</summary>
public sealed record PasskeyRemoved(string AccountId, string PasskeyId) : Fact;

/// <summary>An account's holder may bind an identity of the body's provider to it now, having proved password and code.</summary>
public sealed record IdentityAwaited(string AccountId) : Fact;

/// <summary>Whoever the body's provider knows by this identity may sign in to the account.</summary>
/// <param name="IdentityId">A hash of issuer and subject.</param>
public sealed record IdentityBound(string AccountId, string IdentityId) : Fact;

/// <summary>An account's holder was told that the credentials changed, and says that it was by him.</summary>
public sealed record ChangeSeen(string AccountId) : Fact;

/// <summary>A session was ended by its holder.</summary>
public sealed record SignedOut(string AccountId, string SessionId) : Fact;

/// <summary>Callers were refused at an address: those whom nobody knows, and the many of one, as one fact a minute, so that nobody can fill
/// the disk by knocking.</summary>
/// <param name="Endpoint">The address's name.</param>
/// <param name="Why">One word: why they were refused.</param>
/// <param name="SinceUs">When the first of them came, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record CallersRefused(string Endpoint, string Why, long Count, long SinceUs) : Fact;
