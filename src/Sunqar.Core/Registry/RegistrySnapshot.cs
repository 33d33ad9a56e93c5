using System.Collections.Immutable;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Registry;

/// <summary>A watchlist's claim on a wallet, and when it holds.</summary>
/// <param name="FromUs">From when, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ToUs">First moment when it no longer holds; <see cref="long.MaxValue"/> while it does.</param>
public readonly record struct WalletSanction(string List, string EntryId, long FromUs, long ToUs);

/// <summary>All that is known of one wallet.</summary>
public sealed record WalletRecord(ImmutableArray<WalletLabel> Labels, ImmutableArray<WalletSanction> Sanctions)
{
    public static readonly WalletRecord Nothing = new([], []);
}

/// <summary>
/// The registry at one moment of the journal: immutable, shared freely between threads, answering without allocating. A new one is made by
/// <see cref="RegistryFold"/> and put in its place in one step.
/// </summary>
public sealed class RegistrySnapshot : IRegistryView
{
    /// <summary>Labels of these categories say that the coins cannot be moved, or must not be.</summary>
    public static bool IsSeizure(string category) => category is "black_list" or "seized" or "frozen";

    private readonly RegistrySections _sections;

    internal RegistrySnapshot(long version, RegistrySections sections)
    {
        Version = version;
        _sections = sections;
    }

    /// <summary>A registry before its first fact.</summary>
    public static RegistrySnapshot Empty { get; } = new(0, new RegistrySections());

    /// <summary>How many facts it holds; grows by every fact that says something to the registry.</summary>
    public long Version { get; }

    /// <summary>A watchlist is in force; or the country is simulated, and all that is known of it is its own.</summary>
    public bool KnowsWallets => _sections.Lists.Count > 0 || _sections.IsSimulated;

    public long WordEndsUs(string institution, ProofMeans means) =>
        _sections.WordEnds.TryGetValue((institution, means), out var us) ? us : long.MaxValue;

    /// <summary>Every institution whose word ends on a day, or has ended, in no order.</summary>
    public IEnumerable<(string Institution, ProofMeans Means, long FromUs)> WordsEnding =>
        _sections.WordEnds.Select(one => (one.Key.Institution, one.Key.Means, one.Value));

    /// <summary>Who pays whose energy on TRON; the same object for as long as nothing else is said.</summary>
    public EnergyPayers Energy => _sections.Energy;

    public int PlatformCount => _sections.Platforms.Count;

    /// <summary>The entries of every watchlist in force, by list and id.</summary>
    public IReadOnlyCollection<WatchlistEntry> Watchlist(string list) =>
        _sections.Lists.TryGetValue(list, out var state) ? state.Entries : [];

    /// <summary>The watchlists in force, in the order of their names.</summary>
    public IEnumerable<string> Watchlists => _sections.Lists.Keys.Order(StringComparer.Ordinal);

    /// <summary>The version of a watchlist that is in force, or null.</summary>
    public string? WatchlistVersion(string list) => _sections.Lists.TryGetValue(list, out var state) ? state.Version : null;

    /// <summary>When that version was published, microseconds since 1970-01-01T00:00:00Z; <see cref="long.MinValue"/> where none is in
    /// force.</summary>
    public long WatchlistPublishedUs(string list) => _sections.Lists.TryGetValue(list, out var state) ? state.PublishedUs : long.MinValue;

    /// <summary>Every row of the platform's code, whatever its status; empty where it is unknown.</summary>
    public ImmutableArray<PlatformListing> Listings(string code) => _sections.Platforms.GetValueOrDefault(code, []);

    /// <summary>All rows, in no order.</summary>
    public IEnumerable<PlatformListing> AllListings => _sections.Platforms.Values.SelectMany(l => l);

    /// <summary>The licence in force at the time, or null: a registration, an expired or a suspended licence is none.</summary>
    public PlatformListing? LicenceAt(string code, long timeUs)
    {
        foreach (var listing in Listings(code))
        {
            if (listing.IsLicenceInForce(timeUs))
            {
                return listing;
            }
        }
        return null;
    }

    /// <summary>The registration of a trading platform in force at the time, or null.</summary>
    public PlatformListing? RegistrationAt(string code, long timeUs) =>
        Listings(code).FirstOrDefault(listing => listing.IsRegistrationInForce(timeUs));

    /// <summary>
    /// Whether a licence or registration was in force at a time, by what the register said of that time: a suspension or revocation counts
    /// from the day since when it holds, and what was permitted before stays so. A change that bears no day counts for all time.
    /// </summary>
    public bool WasLawful(string code, long timeUs)
    {
        foreach (var listing in Listings(code))
        {
            var standing = listing.StatusSinceUs <= timeUs ? listing : null;
            // Backwards through what the row said before: the first that held by then is what held.
            var past = Past(code);
            for (var i = past.Length - 1; standing is null && i >= 0; i--)
            {
                standing = past[i].Key == listing.Key && past[i].StatusSinceUs <= timeUs ? past[i] : null;
            }
            if (standing?.IsLawful(timeUs) == true)
            {
                return true;
            }
        }
        return false;
    }

    public PlatformStanding Platform(string code, long timeUs)
    {
        var standing = PlatformStanding.Unknown;
        foreach (var listing in Listings(code))
        {
            if (listing.IsLicenceInForce(timeUs))
            {
                return PlatformStanding.Licensed;
            }
            if (listing.IsRegistrationInForce(timeUs))
            {
                standing = PlatformStanding.Registered;
            }
            else if (standing != PlatformStanding.Registered && !listing.IsPressClaim)
            {
                standing = PlatformStanding.Unlicensed;
            }
        }
        return standing;
    }

    /// <summary>What rows of the platform said before later ones replaced them, oldest first: its status history.</summary>
    public ImmutableArray<PlatformListing> Past(string code) => _sections.Past.GetValueOrDefault(code, []);

    public IEnumerable<Actor> Actors => _sections.Actors.Values;

    /// <summary>Labels and sanctions of a wallet, on whatever chain its address lives; asked for in its chain's own spelling.</summary>
    public WalletRecord Wallet(string address) => _sections.Wallets.GetValueOrDefault(address, WalletRecord.Nothing);

    public WalletStanding Wallet(string chain, string address, long timeUs)
    {
        var record = Wallet(address);
        foreach (var sanction in record.Sanctions)
        {
            if (sanction.FromUs <= timeUs && timeUs < sanction.ToUs)
            {
                return WalletStanding.Sanctioned;
            }
        }
        foreach (var label in record.Labels)
        {
            if (IsSeizure(label.Category))
            {
                return WalletStanding.Seized;
            }
        }
        return WalletStanding.Clear;
    }

    public ExposureRecord Exposure(string address) => _sections.Exposures.GetValueOrDefault(address, ExposureRecord.Nothing);

    public long SurveyedUs(string chain) => _sections.Surveyed.TryGetValue(chain, out var us) ? us : long.MinValue;

    /// <summary>Every wallet of which a source tells an exposure, in no order.</summary>
    public IEnumerable<KeyValuePair<string, ExposureRecord>> Exposures => _sections.Exposures;

    /// <summary>Every wallet with labels or sanctions, in no order.</summary>
    public IEnumerable<KeyValuePair<string, WalletRecord>> Wallets => _sections.Wallets;

    /// <summary>The code of the platform that lists the wallet as its own, in whatever spelling it is asked for; null where none
    /// does.</summary>
    public string? PlatformOfWallet(string address) => _sections.PlatformWallets.GetValueOrDefault(AccountForm.Of(address));

    /// <summary>The domain, or one above it, is on a list of dangerous ones and none below that on a list of harmless ones.</summary>
    public bool IsDangerousDomain(string domain)
    {
        for (var name = domain.Trim('.'); name.Length > 0; name = name.IndexOf('.') is >= 0 and var dot ? name[(dot + 1)..] : "")
        {
            if (_sections.HarmlessDomains.Contains(name))
            {
                return false;
            }
            if (_sections.DangerousDomains.Contains(name))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Every domain that a list calls dangerous, in no order.</summary>
    public IReadOnlyCollection<string> DangerousDomains => _sections.DangerousDomains;

    /// <summary>Measures on persons come with cases; until then there are none.</summary>
    public MeasureStanding Measure(SubjectId subject, long timeUs) => MeasureStanding.None;
}
