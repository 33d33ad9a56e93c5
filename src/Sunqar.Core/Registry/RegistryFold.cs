using System.Collections.Immutable;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Registry;

/// <summary>A watchlist as of its last whole version.</summary>
internal sealed record ListState(string Version, long PublishedUs, ImmutableArray<WatchlistEntry> Entries);

/// <summary>The parts of a snapshot. Persistent maps: a new snapshot shares with the last all that did not change.</summary>
internal sealed record RegistrySections
{
    public ImmutableDictionary<string, ImmutableArray<PlatformListing>> Platforms { get; init; } =
        ImmutableDictionary.Create<string, ImmutableArray<PlatformListing>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What rows said before a later one of the same licence replaced them, oldest first.</summary>
    public ImmutableDictionary<string, ImmutableArray<PlatformListing>> Past { get; init; } =
        ImmutableDictionary.Create<string, ImmutableArray<PlatformListing>>(StringComparer.OrdinalIgnoreCase);

    public ImmutableDictionary<string, string> PlatformWallets { get; init; } =
        ImmutableDictionary.Create<string, string>(WalletComparer.Instance);

    public ImmutableDictionary<string, WalletRecord> Wallets { get; init; } =
        ImmutableDictionary.Create<string, WalletRecord>(WalletComparer.Instance);

    public ImmutableDictionary<string, ExposureRecord> Exposures { get; init; } =
        ImmutableDictionary.Create<string, ExposureRecord>(WalletComparer.Instance);

    public ImmutableDictionary<string, long> Surveyed { get; init; } = ImmutableDictionary<string, long>.Empty;

    public EnergyPayers Energy { get; init; } = EnergyPayers.Nobody;

    /// <summary>The folder holds a simulated country.</summary>
    public bool IsSimulated { get; init; }

    public ImmutableDictionary<(string Institution, ProofMeans Means), long> WordEnds { get; init; } =
        ImmutableDictionary<(string, ProofMeans), long>.Empty;

    public ImmutableDictionary<string, ListState> Lists { get; init; } = ImmutableDictionary<string, ListState>.Empty;

    public ImmutableDictionary<string, Actor> Actors { get; init; } = ImmutableDictionary<string, Actor>.Empty;

    public ImmutableHashSet<string> DangerousDomains { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    public ImmutableHashSet<string> HarmlessDomains { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// The registry as a fold over facts. <see cref="Snapshot"/> is replaced in one step, so readers on any thread see one whole state or the
/// next; one thread applies facts. Imported facts come through <see cref="ImportGate"/> first.
/// </summary>
public sealed class RegistryFold
{
    private readonly Dictionary<(string List, string Version), List<WatchlistEntry>> _pending = [];
    private volatile RegistrySnapshot _snapshot = RegistrySnapshot.Empty;
    private RegistrySections _sections = new();
    private long _version;

    public RegistrySnapshot Snapshot => _snapshot;

    /// <summary>Takes in what a fact says to the registry; false for a fact that says nothing to it.</summary>
    public bool Apply(Fact fact)
    {
        switch (fact)
        {
            case PlatformsListed listed:
                Apply(listed);
                break;
            case LabelsAttributed attributed:
                Apply(attributed);
                break;
            case WalletsExposed exposed:
                Apply(exposed);
                break;
            case ChainSurveyed surveyed:
                _sections = _sections with { Surveyed = _sections.Surveyed.SetItem(surveyed.Chain, surveyed.AsOfUs) };
                break;
            case EnergyDelegated delegated:
                _sections = _sections with { Energy = _sections.Energy.With(delegated.Delegations) };
                break;
            case ActorsDescribed described:
                _sections = _sections with
                {
                    Actors = _sections.Actors.SetItems(described.Actors.Select(a => KeyValuePair.Create(a.Id, a))),
                };
                break;
            case DomainsListed { Harmless: true } listed:
                _sections = _sections with { HarmlessDomains = _sections.HarmlessDomains.Union(listed.Domains.Select(Bare)) };
                break;
            case DomainsListed listed:
                _sections = _sections with { DangerousDomains = _sections.DangerousDomains.Union(listed.Domains.Select(Bare)) };
                break;
            case WordEnds ends:
                _sections = _sections with { WordEnds = _sections.WordEnds.SetItem((ends.Institution, ends.Means), ends.FromUs) };
                break;
            case CountrySimulated:
                _sections = _sections with { IsSimulated = true };
                break;
            case WatchlistEntries entries:
                Pending(entries.List, entries.Version).AddRange(entries.Entries);
                return true;
            case WatchlistPublished published:
                Apply(published);
                break;
            default:
                return false;
        }
        _snapshot = new RegistrySnapshot(++_version, _sections);
        return true;
    }

    /// <summary><c>*.fleek.co</c> means fleek.co and what lies below it, as every entry does.</summary>
    private static string Bare(string domain) => domain.StartsWith("*.", StringComparison.Ordinal) ? domain[2..] : domain;

    private void Apply(PlatformsListed listed)
    {
        var platforms = _sections.Platforms.ToBuilder();
        var wallets = _sections.PlatformWallets.ToBuilder();
        var past = _sections.Past.ToBuilder();
        foreach (var listing in listed.Listings)
        {
            var known = platforms.GetValueOrDefault(listing.Code, []);
            if (
                known.FirstOrDefault(l => l.Key == listing.Key) is { } before
                && (before.Status, before.ValidToUs) != (listing.Status, listing.ValidToUs)
            )
            {
                past[listing.Code] = past.GetValueOrDefault(listing.Code, []).Add(before);
            }
            platforms[listing.Code] = [.. known.Where(l => l.Key != listing.Key), listing];
            foreach (var wallet in listing.Wallets)
            {
                wallets[wallet.Address] = listing.Code;
            }
        }
        _sections = _sections with
        {
            Platforms = platforms.ToImmutable(),
            Past = past.ToImmutable(),
            PlatformWallets = wallets.ToImmutable(),
        };
    }

    private void Apply(LabelsAttributed attributed)
    {
        var wallets = _sections.Wallets.ToBuilder();
        foreach (var label in attributed.Labels)
        {
            var record = wallets.GetValueOrDefault(label.Address, WalletRecord.Nothing);
            if (!record.Labels.Contains(label))
            {
                wallets[label.Address] = record with { Labels = record.Labels.Add(label) };
            }
        }
        _sections = _sections with { Wallets = wallets.ToImmutable() };
    }

    private void Apply(WalletsExposed exposed)
    {
        var exposures = _sections.Exposures.ToBuilder();
        foreach (var wallet in exposed.Wallets)
        {
            var record = exposures.GetValueOrDefault(wallet.Address, ExposureRecord.Nothing);
            exposures[wallet.Address] = record.With(new ExposureStatement(exposed.Source, exposed.AsOfUs, wallet.Shares));
        }
        _sections = _sections with { Exposures = exposures.ToImmutable() };
    }

    private List<WatchlistEntry> Pending(string list, string version)
    {
        if (!_pending.TryGetValue((list, version), out var entries))
        {
            _pending[(list, version)] = entries = [];
        }
        return entries;
    }

    private void Apply(WatchlistPublished published)
    {
        _pending.Remove((published.List, published.Version), out var entries);
        var before = _sections.Lists.GetValueOrDefault(published.List);
        if ((entries?.Count ?? 0) != published.EntryCount || before?.PublishedUs >= published.PublishedUs)
        {
            // A broken import, the same version again, or one older than what is in force.
            return;
        }
        var state = new ListState(published.Version, published.PublishedUs, [.. entries ?? []]);
        _sections = _sections with { Lists = _sections.Lists.SetItem(published.List, state), Wallets = Relist(published, before, state) };
    }

    /// <summary>Ends the claims that the new version no longer makes and adds the new ones.</summary>
    private ImmutableDictionary<string, WalletRecord> Relist(WatchlistPublished published, ListState? before, ListState now)
    {
        var wallets = _sections.Wallets.ToBuilder();
        var claims = now.Entries.SelectMany(e => e.Wallets.Select(w => (w.Address, e.Id))).ToHashSet();
        foreach (var (address, id) in (before?.Entries ?? []).SelectMany(e => e.Wallets.Select(w => (w.Address, e.Id))).Distinct())
        {
            if (!claims.Contains((address, id)) && wallets.TryGetValue(address, out var record))
            {
                wallets[address] = record with
                {
                    Sanctions =
                    [
                        .. record.Sanctions.Select(s =>
                            s.List == published.List && s.EntryId == id && s.ToUs == long.MaxValue
                                ? s with
                                {
                                    ToUs = Math.Max(s.FromUs, published.PublishedUs),
                                }
                                : s
                        ),
                    ],
                };
            }
        }
        foreach (var entry in now.Entries)
        {
            foreach (var wallet in entry.Wallets)
            {
                var record = wallets.GetValueOrDefault(wallet.Address, WalletRecord.Nothing);
                if (!record.Sanctions.Any(s => s.List == published.List && s.EntryId == entry.Id && s.ToUs == long.MaxValue))
                {
                    var sanction = new WalletSanction(published.List, entry.Id, entry.SinceUs, long.MaxValue);
                    wallets[wallet.Address] = record with { Sanctions = record.Sanctions.Add(sanction) };
                }
            }
        }
        return wallets.ToImmutable();
    }
}
