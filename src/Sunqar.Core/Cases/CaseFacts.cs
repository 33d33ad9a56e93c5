using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases;

/// <summary>A case was opened.</summary>
/// <param name="CaseId">Unique; a case about a network takes the network's id into its own, so opening it twice adds nothing.</param>
/// <param name="Kind">exchanger, cash_out_network, pyramid, mining, site_block, ...</param>
/// <param name="NetworkId">What it is about; null for a case that came from elsewhere.</param>
/// <param name="OpenedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record CaseOpened(
    string CaseId,
    string Kind,
    string Title,
    string? NetworkId,
    long OpenedUs,
    Int128 TurnoverKztMicro,
    Int128 TurnoverUsdMicro
) : Fact
{
    /// <summary>The case about a network.</summary>
    public static CaseOpened About(Networks.Network network, long openedUs) =>
        new(
            "case-" + network.Id,
            network.Kind,
            $"{network.Kind.Replace('_', ' ')}, {network.Roles.Count} members",
            network.Id,
            openedUs,
            network.TurnoverKztMicro,
            network.TurnoverUsdMicro
        );
}

/// <summary>
/// A case was closed with what it brought. Cases of years before the journal come as this fact alone. Amounts are millionths of a unit; 0
/// where nothing.
/// </summary>
/// <param name="Year">The year whose report it counts in, by local date.</param>
/// <param name="Sites">Sites to which access was restricted.</param>
/// <param name="CashKztMicro">Cash volume, for the monthly figures that reports set beside the cases (kind atm_volume).</param>
public sealed record CaseClosed(
    string CaseId,
    int Year,
    string Kind,
    string Title,
    long ClosedUs,
    Int128 TurnoverUsdMicro,
    Int128 SeizedUsdtMicro,
    Int128 FrozenUsdtMicro,
    Int128 RecoveredUsdtMicro,
    int Sites,
    Int128 CashKztMicro
) : Fact;
