using Sunqar.Core.Registry;

namespace Sunqar.Core.Providers;

/// <summary>Which duties follow from what happened. Pure: the same events and register give the same duties.</summary>
public static class DutyFinder
{
    /// <summary>A transfer on a chain from one known platform to another: the sending one owes its message, whatever the amount.</summary>
    public static Duty? OfTransfer(string transaction, string from, string to, long usdMicro, long timeUs, RegistrySnapshot registry)
    {
        if (registry.PlatformOfWallet(from) is not { } sender || registry.PlatformOfWallet(to) is not { } receiver || sender == receiver)
            return null;
        return IsLicensedPlatform(registry, sender, timeUs) && IsLicensedPlatform(registry, receiver, timeUs)
            ? new Duty(sender, DutyKind.TravelRule, transaction, usdMicro, timeUs, DutyTerms.At(timeUs).TravelRuleDueUs(timeUs))
            : null;
    }

    /// <summary>An operation with digital assets on a platform, from the threshold up.</summary>
    public static Duty? OfOperation(string platform, string payment, Int128 kztMicro, long timeUs, RegistrySnapshot registry) =>
        kztMicro >= DutyTerms.ReportKztMicroMin
        && DutyTerms.At(timeUs) is var terms
        && kztMicro >= terms.ReportKztMicro
        && IsLicensedPlatform(registry, platform, timeUs)
            ? new Duty(platform, DutyKind.Threshold, payment, 0, timeUs, terms.ThresholdDueUs(timeUs))
            : null;

    /// <summary>A network that was found and whose wallets paid into a platform: it had the activity before its eyes.</summary>
    /// <param name="lastUs">The last payment into the platform.</param>
    public static Duty? OfSuspicion(string platform, string finding, long lastUs, RegistrySnapshot registry) =>
        IsLicensedPlatform(registry, platform, lastUs)
            ? new Duty(platform, DutyKind.Suspicion, finding, 0, lastUs, DutyTerms.At(lastUs).SuspicionDueUs(lastUs))
            : null;

    private static bool IsLicensedPlatform(RegistrySnapshot registry, string code, long timeUs) =>
        registry.LicenceAt(code, timeUs) is { Kind: "platform" } || registry.RegistrationAt(code, timeUs) is not null;
}
