using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Blocking;

/// <summary>
/// Names that imitate a licensed platform's or a blocked site's, among all that lists call dangerous, and that no order holds yet: proposed
/// to an officer, who decides. Made anew when a list or an order changed, by whoever asks next. For any number of threads.
/// </summary>
public sealed class LookAlikeProposals(ActDoor acts, ZonePublisher publisher)
{
    /// <summary>Proposals at most; the rest come when these are dealt with.</summary>
    public const int ProposalsMax = 200;

    private readonly Lock _gate = new();
    private (long Registry, uint Serial) _seen = (-1, 0);
    private IReadOnlyList<LookAlike> _proposals = [];

    public IReadOnlyList<LookAlike> Current
    {
        get
        {
            if (acts.Current is not { } desk || publisher.Current is not { } published)
                return [];
            lock (_gate)
            {
                var registry = publisher.Registry;
                if (_seen == (registry.Version, published.Zone.Serial))
                    return _proposals;
                var finder = new LookAlikes(ShippedSuffixes.Instance, Brands(registry, published.Zone.List, desk.NowUs));
                var blocked = published.Zone.List.Domains.Select(entry => entry.Domain).ToHashSet(StringComparer.Ordinal);
                _proposals = finder.BrandCount == 0 ? [] : [.. Find(finder, registry, blocked).Take(ProposalsMax)];
                _seen = (registry.Version, published.Zone.Serial);
                return _proposals;
            }
        }
    }

    /// <summary>Whom others imitate: platforms with a licence in force, and sites that were blocked and come back under other
    /// names.</summary>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static IEnumerable<Brand> Brands(RegistrySnapshot registry, BlockList blocked, long nowUs)
    {
        foreach (var (domain, platform) in LicensedDomains.Of(registry, nowUs).Platforms)
        {
            if (DomainName.TryParse(domain, out var name, out _))
                yield return new Brand(name, platform);
        }
        foreach (var entry in blocked.Domains)
        {
            if (DomainName.TryParse(entry.Domain, out var name, out _))
                yield return new Brand(name, entry.OrderId);
        }
    }

    private static IEnumerable<LookAlike> Find(LookAlikes finder, RegistrySnapshot registry, HashSet<string> blocked)
    {
        foreach (var text in registry.DangerousDomains)
        {
            if (DomainName.TryParse(text, out var name, out _) && !blocked.Contains(name.Ascii) && finder.Find(name) is { } found)
                yield return found;
        }
    }
}
