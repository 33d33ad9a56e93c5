using Sunqar.Core.Facts;

namespace Sunqar.Core.Registry;

/// <summary>
/// One row of a supervisor's registry: a platform (or another registered business, or a blocked site) and one licence, registration or
/// order that it holds. A platform with two licences stands in two rows of the same code.
/// </summary>
/// <param name="Code">The platform's code as payments carry it; 1 to 64 characters.</param>
/// <param name="Kind">platform, exchanger, miner, mining_pool, site, ...</param>
/// <param name="Regime">Under which law: AIFC, national, ...; empty where no licence is held.</param>
/// <param name="Regulator">Who supervises: AFSA, the National Bank, ...</param>
/// <param name="Permission">What is permitted, in the regulator's words.</param>
/// <param name="ValidFromUs">First moment of validity, microseconds since 1970-01-01T00:00:00Z; <see cref="long.MinValue"/> where
/// open.</param>
/// <param name="ValidToUs">First moment after validity; <see cref="long.MaxValue"/> where open.</param>
/// <param name="Status">licensed, registered, suspended, revoked, unlicensed, blocked, ...: "licensed" permits what it says;
/// "registered" does for a trading platform whose registration says by whom, for what and since when.</param>
public sealed record PlatformListing(
    string Code,
    string Kind,
    string Name,
    IReadOnlyList<string> Brands,
    string Bin,
    string Regime,
    string Regulator,
    string Permission,
    long ValidFromUs,
    long ValidToUs,
    string Status,
    IReadOnlyList<string> Domains,
    IReadOnlyList<ChainWallet> Wallets,
    IReadOnlyList<string> Telegram,
    IReadOnlyList<string> Apps
)
{
    /// <summary>The regime of the country's own law, outside the AIFC.</summary>
    public const string National = "national";

    /// <summary>The regime of the Astana International Financial Centre.</summary>
    public const string Aifc = "AIFC";

    /// <summary>The kind of an exchange operator.</summary>
    public const string Exchanger = "exchanger";

    public const string Licensed = "licensed",
        Registered = "registered",
        Suspended = "suspended",
        Revoked = "revoked";

    /// <summary>Since when the status holds, microseconds since 1970-01-01T00:00:00Z; <see cref="long.MinValue"/> where the register does
    /// not say.</summary>
    public long StatusSinceUs { get; init; } = long.MinValue;

    /// <summary>Where the row can be checked: an order, a page, a newspaper with its date; empty where the register itself is the
    /// source.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>The row repeats what the press wrote. It is shown with its source and licenses nothing; nor does it make a platform an
    /// unlicensed one.</summary>
    public bool IsPressClaim { get; init; }

    /// <summary>A licence: a regime, a regulator and a permission under the status "licensed", in force at the time.</summary>
    public bool IsLicenceInForce(long timeUs) =>
        Status == Licensed
        && !IsPressClaim
        && Regime.Length > 0
        && Regulator.Length > 0
        && Permission.Length > 0
        && ValidFromUs <= timeUs
        && timeUs < ValidToUs;

    /// <summary>A trading platform's registration, which national law puts beside the licence of an exchange operator: a regulator, a
    /// permission and a first day under the status "registered", in force at the time. Any other entry of that status, such as a company
    /// registered in the AIFC, permits nothing.</summary>
    public bool IsRegistrationInForce(long timeUs) =>
        Status == Registered
        && !IsPressClaim
        && Kind == "platform"
        && Regime == National
        && Regulator.Length > 0
        && Permission.Length > 0
        && ValidFromUs != long.MinValue
        && ValidFromUs <= timeUs
        && timeUs < ValidToUs;

    /// <summary>Licensed or registered at the time.</summary>
    public bool IsLawful(long timeUs) => IsLicenceInForce(timeUs) || IsRegistrationInForce(timeUs);

    /// <summary>Two rows with the same key are the same licence: the later one replaces the earlier.</summary>
    public (string Code, string Regime, string Regulator, string Permission, long ValidFromUs) Key =>
        (Code, Regime, Regulator, Permission, ValidFromUs);
}

/// <summary>A wallet by chain (tron, ethereum, bitcoin, ...) and address.</summary>
public readonly record struct ChainWallet(string Chain, string Address);

/// <summary>A supervisor listed platforms; one fact carries a run of rows.</summary>
public sealed record PlatformsListed(string Source, IReadOnlyList<PlatformListing> Listings) : Fact;
