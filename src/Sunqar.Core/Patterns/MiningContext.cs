using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Patterns;

/// <summary>What mining is told besides the transfers; all of it may be empty, and then it makes do.</summary>
/// <param name="Labels">Known services by wallet. Without them hot wallets are told by the deposit addresses that empty into them. An
/// object of their own for as long as they say the same.</param>
/// <param name="Rates">Tenge rates of the period. Without them they are estimated from purchases on platforms.</param>
/// <param name="Registry">Who is licensed; null where there is no register.</param>
/// <param name="Devices">Which cards were worked from which devices; null where only bare transfers are known. Grows at its end.</param>
public sealed record MiningContext(
    ServiceLabels Labels,
    RateTable Rates,
    RegistrySnapshot? Registry = null,
    IReadOnlyList<DeviceUse>? Devices = null
)
{
    /// <summary>Nothing is known but the transfers.</summary>
    public static MiningContext Bare() => new(new ServiceLabels(), new RateTable());
}

/// <summary>A card was worked from a device.</summary>
/// <param name="Account">The card's number in the transfer table.</param>
/// <param name="Holder">Whose IIN the payments show; none where they show none.</param>
/// <param name="IinInvalid">The IIN shown cannot have been issued.</param>
public readonly record struct DeviceUse(SubjectId Device, int Account, SubjectId Holder, bool IinInvalid);
