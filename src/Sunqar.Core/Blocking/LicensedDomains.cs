using Sunqar.Core.Registry;

namespace Sunqar.Core.Blocking;

/// <summary>The domains of platforms that hold a licence in force: no order touches one, and the zone lets them through whatever else it
/// holds.</summary>
public sealed class LicensedDomains
{
    private readonly Dictionary<string, string> _platforms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _above = new(StringComparer.Ordinal);

    private LicensedDomains() { }

    public static LicensedDomains None { get; } = new();

    /// <summary>When the next licence begins or ends, microseconds since 1970-01-01T00:00:00Z.</summary>
    public long NextChangeUs { get; private set; } = long.MaxValue;

    /// <summary>By the name: the platform's code.</summary>
    public IReadOnlyDictionary<string, string> Platforms => _platforms;

    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static LicensedDomains Of(RegistrySnapshot registry, long timeUs)
    {
        var domains = new LicensedDomains();
        foreach (var listing in registry.AllListings)
        {
            foreach (var edge in (ReadOnlySpan<long>)[listing.ValidFromUs, listing.ValidToUs])
            {
                if (edge > timeUs)
                    domains.NextChangeUs = Math.Min(domains.NextChangeUs, edge);
            }
            if (!listing.IsLawful(timeUs))
                continue;
            foreach (var text in listing.Domains)
            {
                // Registers of earlier times have whole addresses too.
                if (DomainName.TryParse(DomainName.HostOf(text), out var name, out _))
                    domains.Add(name, listing.Code);
            }
        }
        return domains;
    }

    private void Add(DomainName name, string platform)
    {
        _platforms[name.Ascii] = platform;
        foreach (var above in name.Upwards().Skip(1))
            _above.Add(above);
    }

    /// <summary>The licensed platform whose site would go dark with this name: it is the platform's own, or below it, or above it. Null
    /// where none would.</summary>
    public string? Touched(DomainName name)
    {
        foreach (var at in name.Upwards())
        {
            if (_platforms.TryGetValue(at, out var platform))
                return platform;
        }
        return _above.Contains(name.Ascii)
            ? _platforms.First(pair => pair.Key.EndsWith("." + name.Ascii, StringComparison.Ordinal)).Value
            : null;
    }
}
