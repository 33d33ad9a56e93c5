using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Simulation;
using Sunqar.Work.Replaying;

namespace Sunqar.Rehearsal;

/// <summary>The small files of a simulated country: what the supervisor, tag packs, the National Bank and the banks publish, last year's
/// cases, and who only looks guilty.</summary>
internal static class CountryTables
{
    public static void Write(Country country, string folder, string truthFolder)
    {
        Registry(country, Path.Combine(folder, "registry.csv"));
        Labels(country, Path.Combine(folder, "labels.yaml"));
        Rates(country, Path.Combine(folder, "rates.csv"));
        Atms(country, Path.Combine(folder, "atms.csv"));
        Energy(country, Path.Combine(folder, "energy.csv"));
        History(country, Path.Combine(folder, "history.ndjson"));
        Lookalikes(country, Path.Combine(truthFolder, "lookalikes.csv"));
        Plants(country, Path.Combine(truthFolder, "plants.csv"));
        Providers(country, Path.Combine(truthFolder, "providers.csv"));
    }

    /// <summary>Lists within a field are parted by a bar; dates are local, the end is the first day after.</summary>
    private static void Registry(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("code,kind,name,brands,bin,regime,regulator,permission,valid_from,valid_to,status,domains,wallets,telegram,apps");
        foreach (var entry in country.Registry)
        {
            rows.Field(entry.Code)
                .Field(entry.Kind)
                .Field(entry.Name)
                .Field(string.Join('|', entry.Brands))
                .Field(entry.Bin)
                .Field(entry.Regime)
                .Field(entry.Regulator)
                .Field(entry.Permission)
                .Field(LocalDate(entry.ValidFromUs))
                .Field(LocalDate(entry.ValidToUs))
                .Field(entry.Status)
                .Field(string.Join('|', entry.Domains))
                .Field(string.Join('|', entry.Wallets.Select(wallet => $"{wallet.Chain}:{wallet.Address}")))
                .Field(string.Join('|', entry.Telegram))
                .Field(string.Join('|', entry.Apps))
                .End();
        }
        rows.Complete();
    }

    /// <summary>A GraphSense tag pack. All texts are plain words of the simulation, so none needs quoting beyond the quotes
    /// given.</summary>
    private static void Labels(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("title: Simulated country");
        rows.Line("creator: Sunqar simulation");
        rows.Line("description: Wallets of exchanges and pools in a simulated country; nobody is behind them");
        rows.Line("is_cluster_definer: false");
        rows.Line("currency: TRX");
        rows.Line($"lastmod: {country.Options.Start:yyyy-MM-dd}");
        rows.Line("tags:");
        foreach (var label in country.WalletLabels)
        {
            rows.Line($"- address: {label.Address}");
            if (label.Chain == "ethereum")
                rows.Line("  currency: ETH");
            rows.Line($"  label: \"{label.Label}\"");
            rows.Line($"  category: {label.Category}");
            rows.Line($"  actor: {label.Actor}");
            rows.Line($"  source: \"{label.Source}\"");
            rows.Line($"  confidence: {label.Confidence}");
        }
        rows.Complete();
    }

    private static void Energy(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("time,owner_address,receiver_address,resource");
        foreach (var one in country.EnergyDelegations)
            rows.Time(one.TimeUs).Field(one.Payer).Field(one.Receiver).Field("ENERGY").End();
        rows.Complete();
    }

    private static void Rates(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("time,base,quote,numerator,denominator,source");
        foreach (var rate in country.Rates)
        {
            rows.Time(rate.FromUs)
                .Field(rate.Base.Code())
                .Field(rate.Quote.Code())
                .Field(rate.Numerator)
                .Field(rate.Denominator)
                .Field(rate.Source)
                .End();
        }
        rows.Complete();
    }

    private static void Atms(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("id,city,latitude,longitude,bank");
        foreach (var atm in country.Atms)
        {
            rows.Field(atm.Id).Field(atm.City).Field(Degrees(atm.LatitudeMicro)).Field(Degrees(atm.LongitudeMicro)).Field(atm.Bank).End();
        }
        rows.Complete();
    }

    private static void History(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        foreach (var item in country.History)
        {
            using (var json = new Utf8JsonWriter(rows.Raw))
            {
                json.WriteStartObject();
                json.WriteString("id", item.Id);
                json.WriteString("kind", item.Kind);
                json.WriteString("closed", item.Closed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                json.WriteString("name", item.Name);
                Amount(json, "turnover_usd", item.TurnoverUsdMicro, Currency.Usdt);
                Amount(json, "seized_usdt", item.SeizedUsdtMicro, Currency.Usdt);
                Amount(json, "recovered_usdt", item.RecoveredUsdtMicro, Currency.Usdt);
                Amount(json, "frozen_usdt", item.FrozenUsdtMicro, Currency.Usdt);
                Amount(json, "cash_kzt", item.CashTiyn, Currency.Kzt);
                json.WriteEndObject();
            }
            rows.End();
        }
        rows.Complete();
    }

    private static void Lookalikes(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("kind,account");
        foreach (var lookalike in country.Lookalikes)
        {
            rows.Field(lookalike.Kind).Field(lookalike.Account).End();
        }
        rows.Complete();
    }

    private static void Plants(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("kind,pattern_id,turnover_kzt,turnover_usdt,seizable_usdt");
        foreach (var plant in country.Plants)
        {
            rows.Field(plant.Kind)
                .Field(plant.PatternId)
                .Field(new Money(plant.TurnoverTiyn, Currency.Kzt))
                .Field(new Money(plant.TurnoverUsdtMicro, Currency.Usdt))
                .Field(new Money(plant.SeizableUsdtMicro, Currency.Usdt))
                .End();
        }
        rows.Complete();
    }

    private static void Providers(Country country, string path)
    {
        using var rows = new Utf8Rows(path);
        rows.Line("platform,reporting");
        foreach (var platform in country.Platforms)
        {
            rows.Field(platform.Code).Field(platform.Reporting).End();
        }
        rows.Complete();
    }

    /// <summary>Zeros are left out: a case says what it had. Millionths are written with six digits.</summary>
    private static void Amount(Utf8JsonWriter json, string name, long minor, Currency currency)
    {
        if (minor != 0)
        {
            json.WriteString(name, new Money(minor, currency).AmountText());
        }
    }

    private static string LocalDate(long timeUs) => timeUs is long.MinValue or long.MaxValue ? "" : LocalTime.Kazakhstan.IsoDay(timeUs);

    private static string Degrees(int micro) => string.Create(CultureInfo.InvariantCulture, $"{micro / 1_000_000}.{micro % 1_000_000:D6}");
}
