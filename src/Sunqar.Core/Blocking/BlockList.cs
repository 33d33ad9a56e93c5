namespace Sunqar.Core.Blocking;

/// <summary>A blocked domain with the order that answers for it.</summary>
/// <param name="ExpiresUs">First moment when it is free again, microseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct BlockedDomain(string Domain, string OrderId, BlockGround Ground, string Basis, long ExpiresUs);

/// <summary>
/// What is blocked at one moment: every domain of an order in force once, and what is let through whatever else stands here. A licensed
/// platform's site is never in it, even where an order was approved before the licence.
/// </summary>
/// <param name="Domains">By name.</param>
/// <param name="Passed">Licensed platforms' domains, by name.</param>
/// <param name="WithheldForLicence">Domains of orders in force that are not blocked, because a licensed platform's site would go with them:
/// somebody should lift them.</param>
/// <param name="NextChangeUs">When the first of its orders expires or a licence begins or ends: until then only an act or a new list
/// changes it.</param>
public sealed record BlockList(
    IReadOnlyList<BlockedDomain> Domains,
    IReadOnlyList<string> Passed,
    IReadOnlyList<string> WithheldForLicence,
    long NextChangeUs
)
{
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static BlockList Of(IEnumerable<BlockOrder> orders, LicensedDomains licensed, long nowUs)
    {
        var (blocked, withheld, nextUs) = (
            new Dictionary<string, BlockedDomain>(StringComparer.Ordinal),
            new SortedSet<string>(StringComparer.Ordinal),
            licensed.NextChangeUs
        );
        foreach (var order in orders.Where(order => order.Status(nowUs) == BlockStatus.InForce))
        {
            nextUs = Math.Min(nextUs, order.ExpiresUs);
            foreach (var domain in order.Domains.Where(domain => !order.Lifted.Contains(domain)))
            {
                if (licensed.Touched(DomainName.OfZone(domain)) is not null)
                {
                    withheld.Add(domain);
                    continue;
                }
                // Of several orders the one that holds longest answers for it.
                if (
                    !blocked.TryGetValue(domain, out var known)
                    || (known.ExpiresUs, known.OrderId).CompareTo((order.ExpiresUs, order.Id)) < 0
                )
                {
                    blocked[domain] = new BlockedDomain(domain, order.Id, order.Ground, order.Basis, order.ExpiresUs);
                }
            }
        }
        return new BlockList(
            [.. blocked.Values.OrderBy(entry => entry.Domain, StringComparer.Ordinal)],
            [.. licensed.Platforms.Keys.Order(StringComparer.Ordinal)],
            [.. withheld],
            nextUs
        );
    }
}
