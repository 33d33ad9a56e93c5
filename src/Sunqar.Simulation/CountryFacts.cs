using Sunqar.Core.Payments;

namespace Sunqar.Simulation;

/// <summary>What one unit of a currency cost on a day.</summary>
/// <param name="KztMicro">Millionths of a tenge for one unit.</param>
public sealed record DailyRate(DateOnly Date, Currency Currency, long KztMicro);

/// <summary>One row of truth: a planted transfer touched a member. One row a (transfer, member, role).</summary>
public sealed record TruthRow(string Kind, string PatternId, string TransferId, string Account, string Role);

/// <summary>Somebody innocent who looks like a pattern: must never be a member of a finding.</summary>
public sealed record Lookalike(string Kind, string Account);

/// <summary>A wallet with a public label, as a tag pack gives it.</summary>
/// <param name="Category">GraphSense's word: exchange, service, mining pool (<c>miner</c>), ...</param>
public sealed record WalletLabel(string Address, string Label, string Category, string Actor, string Source);

/// <summary>Something the supervisor's register says: a platform, a miner, a pool, a blocked site.</summary>
/// <param name="Kind">platform, miner, mining_pool, site.</param>
/// <param name="Status">licensed, registered, unlicensed, blocked.</param>
/// <param name="Regime">AIFC or national; empty where no licence is held.</param>
/// <param name="Reporting">How a platform reports: diligent, late or hiding. Truth for the breaches; never written to the register.</param>
public sealed record RegistryEntry(
    string Code,
    string Kind,
    string LegalName,
    string Brand,
    string Bin,
    string Status,
    string Regime,
    string Regulator,
    string Permission,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    string Domain,
    IReadOnlyList<string> Wallets,
    string Telegram)
{
    internal string Reporting { get; init; } = "diligent";
}

/// <summary>One closed matter of last year, or a month of last year's cash volume. USDT and USD in millionths, KZT in tiyn.</summary>
/// <param name="Kind">exchanger, pyramid, site_block, atm_volume.</param>
public sealed record ClosedCase(
    string Id,
    string Kind,
    DateOnly Closed,
    string Name,
    long TurnoverUsdMicro,
    long SeizedUsdtMicro,
    long RecoveredUsdtMicro,
    long FrozenUsdtMicro,
    long CashTiyn);

/// <summary>An ATM or payment kiosk with its place; degrees in millionths.</summary>
public sealed record AtmPlace(string Id, string City, int LatitudeMicro, int LongitudeMicro, string Bank);

/// <summary>A bank: BIC, the three digits of its IBANs, a name.</summary>
public sealed record BankPlace(string Bic, string IbanCode, string Name);

/// <summary>A licensed platform.</summary>
public sealed record PlatformPlace(string Code, string Name, string HotWallet);
