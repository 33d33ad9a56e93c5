namespace Sunqar.Simulation;

/// <summary>One row of truth: a planted transfer touched a member. One row a (transfer, member, role).</summary>
public sealed record TruthRow(string Kind, string PatternId, string TransferId, string Account, string Role);

/// <summary>A planted pattern and what it turned over: value that entered it, each sum once (its transfers move that sum several
/// times).</summary>
/// <param name="SeizableUsdtMicro">What the reported seizure would take of it: an exchanger's reserve at the end, all that a farm mined;
/// else 0.</param>
public sealed record Plant(string Kind, string PatternId, long TurnoverTiyn, long TurnoverUsdtMicro, long SeizableUsdtMicro = 0);

/// <summary>Somebody innocent who looks like a pattern: must never be a member of a finding.</summary>
public sealed record Lookalike(string Kind, string Account);

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
    long CashTiyn
);

/// <summary>An ATM or payment kiosk with its place; degrees in millionths.</summary>
public sealed record AtmPlace(string Id, string City, int LatitudeMicro, int LongitudeMicro, string Bank)
{
    /// <summary>ISO 3166-1 alpha-2; null at home, where terminals do not say it.</summary>
    public string? Country { get; init; }
}

/// <summary>A bank: BIC, the number in its IBANs, a name.</summary>
public sealed record BankPlace(string Bic, int IbanNumber, string Name);

/// <summary>A licensed platform.</summary>
/// <param name="Reporting">How it does a provider's duties: diligent, late or hiding. Truth for breaches; never written to the
/// register.</param>
public sealed record PlatformPlace(string Code, string Name, string HotWallet, string Reporting);
