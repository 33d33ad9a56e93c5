using Sunqar.Core.Facts;

namespace Sunqar.Core.Chain;

/// <summary>What a token's issuer did. The byte is what the journal holds.</summary>
public enum TokenEventKind : byte
{
    /// <summary>Never in a fact.</summary>
    None = 0,

    /// <summary>The wallet can no longer send: Tether's <c>AddedBlackList</c>.</summary>
    Frozen = 1,

    /// <summary>The freeze ended: <c>RemovedBlackList</c>.</summary>
    Unfrozen = 2,

    /// <summary>A frozen wallet's tokens were destroyed: <c>DestroyedBlackFunds</c>.</summary>
    Destroyed = 3,

    /// <summary>New tokens came into being, in the issuer's own wallet: <c>Issue</c>.</summary>
    Issued = 4,

    /// <summary>Tokens of the issuer's own wallet were taken back: <c>Redeem</c>.</summary>
    Redeemed = 5,
}

/// <summary>An act of a token's issuer, as the chain shows it: a freeze is confirmed by this and by nothing less.</summary>
/// <param name="Id">Transaction id and place of the log: <c>tx:log</c>.</param>
/// <param name="Token">The token's contract address.</param>
/// <param name="Wallet">The wallet that it befell; empty for <see cref="TokenEventKind.Issued"/> and
/// <see cref="TokenEventKind.Redeemed"/>.</param>
/// <param name="Units">Quantity in the token's smallest unit; 0 for a freeze and its end.</param>
/// <param name="TimeUs">Block time, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record TokenEvent(string Id, string Chain, string Token, TokenEventKind Kind, string Wallet, Int128 Units, long TimeUs);

/// <summary>A token's issuer acted; one fact carries a run of acts.</summary>
public sealed record TokenEventsSeen(IReadOnlyList<TokenEvent> Events) : Fact;
