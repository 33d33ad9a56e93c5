using Sunqar.Core.Facts;

namespace Sunqar.Core.Blocking;

/// <summary>
/// On which ground access to a site is restricted. Law: "On communications" of 5 July 2004 No. 567, art. 41-1 (an order to the authorised
/// body, then to operators), and "On digital assets in the Republic of Kazakhstan" of 6 February 2023 No. 193-VII. Kept in facts: never
/// renumber.
/// </summary>
public enum BlockGround : byte
{
    None = 0,

    /// <summary>Digital assets are exchanged without a licence.</summary>
    UnlicensedExchange = 1,

    /// <summary>A financial pyramid.</summary>
    Pyramid = 2,

    /// <summary>Fraud, and sites that imitate a licensed platform.</summary>
    Fraud = 3,

    /// <summary>A court's decision.</summary>
    CourtDecision = 4,
}

/// <summary>Somebody asked that access to domains be restricted; nothing is blocked yet.</summary>
/// <param name="OrderId">Derived from author and key.</param>
/// <param name="Domains">In ASCII form, without the root's dot, in order; 1 to <see cref="BlockOrders.DomainsMax"/>.</param>
/// <param name="Evidence">Where it can be seen: a case's evidence id, a document's number.</param>
/// <param name="ExpiresUs">First moment when it no longer holds, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record BlockRequested(string OrderId, IReadOnlyList<string> Domains, BlockGround Ground, string Evidence, long ExpiresUs)
    : Fact;

/// <summary>A second person approved the order: from now on it holds.</summary>
public sealed record BlockApproved(string OrderId) : Fact;

/// <summary>A second person rejected the order.</summary>
public sealed record BlockRejected(string OrderId, string Reason) : Fact;

/// <summary>The order no longer holds for these domains.</summary>
/// <param name="Domains">Empty for all of them.</param>
public sealed record BlockLifted(string OrderId, IReadOnlyList<string> Domains, string Reason) : Fact;
