using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Simulation;
using WalletLabel = Sunqar.Core.Registry.WalletLabel;

namespace Sunqar.Server.Jobs;

/// <summary>What the simulated supervisor, tag packs and National Bank publish, as the facts that an import of their files would give.</summary>
internal static class CountryRegister
{
    /// <summary>One token of the chain that the country lives on.</summary>
    public const string Chain = "tron";

    public static IEnumerable<Fact> Facts(Country country)
    {
        yield return new PlatformsListed("simulated register", [.. country.Registry.Select(Listing)]);
        yield return new LabelsAttributed([.. country.WalletLabels.Select(label =>
            new WalletLabel(Chain, label.Address, label.Label, label.Category, label.Actor, label.Source, "service_data"))]);
        foreach (var rate in country.Rates)
        {
            yield return Rate(rate);
        }
    }

    private static RatePublished Rate(DailyRate rate) =>
        new(rate.Currency, Currency.Kzt, rate.KztMicro, 1_000_000, Midnight(rate.Date), "simulated National Bank");

    private static PlatformListing Listing(RegistryEntry entry) => new(
        entry.Code, entry.Kind, entry.LegalName, [entry.Brand], entry.Bin, entry.Regime, entry.Regulator, entry.Permission,
        entry.ValidFrom is { } from ? Midnight(from) : long.MinValue, entry.ValidTo is { } to ? Midnight(to) : long.MaxValue,
        entry.Status, entry.Domain.Length > 0 ? [entry.Domain] : [], [.. entry.Wallets.Select(wallet => new ChainWallet(Chain, wallet))],
        entry.Telegram.Length > 0 ? [entry.Telegram] : [], []);

    /// <summary>The first moment of a local day (UTC+5).</summary>
    private static long Midnight(DateOnly date) =>
        (new DateTimeOffset(date, default, TimeSpan.FromHours(5)) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
