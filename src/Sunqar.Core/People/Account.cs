using Sunqar.Core.Acts;

namespace Sunqar.Core.People;

/// <summary>Somebody's account, without the person's name: that lies in the credentials file.</summary>
/// <param name="PostSinceUs">Since when it has had this role and unit, or been allowed back; microseconds since
/// 1970-01-01T00:00:00Z.</param>
/// <param name="Version">Grows when role, unit, standing or credentials change; a session of an older version has ended.</param>
/// <param name="FailedInRow">Sign-ins refused since the last good one.</param>
/// <param name="LockedUntilUs">No sign-in before this moment; microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="LastTotpStep">The last time step of which a code was used.</param>
/// <param name="StandingBy">Who gave the standing.</param>
/// <param name="ChangedUs">When its credentials changed last; microseconds since 1970-01-01T00:00:00Z, 0 for never.</param>
/// <param name="ToldUs">Up to when its holder knows of changes.</param>
/// <param name="AwaitedUs">When its holder last proved that an identity may be bound to it; null where none is awaited.</param>
public sealed record Account(
    string Id,
    Role Role,
    string Unit,
    long CreatedUs,
    long PostSinceUs,
    Standing Standing,
    string StandingReason,
    Role StandingBy,
    int Version,
    int FailedInRow,
    long LockedUntilUs,
    long LastTotpStep,
    long ChangedUs = 0,
    long ToldUs = 0,
    long? AwaitedUs = null
)
{
    /// <summary>What the account's holder is, signed in.</summary>
    public Actor Actor => new(Id, Role, Unit);
}

/// <summary>A link that asks somebody in.</summary>
/// <param name="By">Who made it; another than this confirms it.</param>
public sealed record Invitation(string Id, Role Role, string Unit, long ExpiresUs, string? AccountId, string By, bool AwaitsSecond)
{
    /// <summary>A server printed it when it started on a folder where nobody has an account: the next start ends it, and no other
    /// link.</summary>
    public bool IsPrinted { get; init; }

    /// <summary>Whether the link leads anywhere.</summary>
    public bool IsOpen(long nowUs) => nowUs < ExpiresUs && !AwaitsSecond;
}
