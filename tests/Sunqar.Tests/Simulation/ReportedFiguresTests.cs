using Sunqar.Simulation;
using Xunit;

namespace Sunqar.Tests.Simulation;

/// <summary>The figures that the agency reported are planted: all at full scale, a tenth by default.</summary>
public class ReportedFiguresTests
{
    private const long Million = 1_000_000;

    [Fact]
    public void Full_scale_plants_every_reported_figure()
    {
        // Plants do not depend on how many people there are; fewer make the test short.
        var country = Country.Create(new CountryOptions { People = 150_000, FullScale = true });
        var plants = country.Plants.GroupBy(plant => plant.Kind).ToDictionary(group => group.Key, group => group.ToList());
        Assert.Equal(130, plants["exchanger"].Count);
        Assert.Equal(81, plants["cash_out_network"].Count);
        Assert.Equal(2, plants["pyramid"].Count);
        // Over 24 bn KZT through the networks; 642,000 USD mined.
        Assert.InRange(plants["cash_out_network"].Sum(plant => plant.TurnoverTiyn) / 100, 24_000 * Million, 24_500 * Million);
        Assert.InRange(plants["mining"].Sum(plant => plant.TurnoverUsdtMicro) / Million, 635_000, 645_000);
        Assert.Equal(20, country.Platforms.Count);
        Assert.Equal(3_500, country.Registry.Count(entry => entry.Kind == "site" && entry.Status == "blocked"));
        Assert.Equal(["diligent", "hiding", "late"], country.Platforms.Select(platform => platform.Reporting).Distinct().Order());
    }

    [Fact]
    public void The_reserves_hold_at_the_end_what_was_seized()
    {
        var country = Country.Create(
            new CountryOptions
            {
                People = 1_000,
                Days = 30,
                FullScale = false,
            }
        );
        var held = new Dictionary<string, Int128>();
        var reserves = new HashSet<string>();
        foreach (var day in country.Days(TestContext.Current.CancellationToken))
        {
            foreach (var row in day.Truth.Where(row => row.Role == "reserve"))
            {
                reserves.Add(row.Account);
            }
            foreach (var transfer in day.Chain.Where(transfer => transfer.Token == Country.UsdtContract))
            {
                held[transfer.From] = held.GetValueOrDefault(transfer.From) - transfer.Units;
                held[transfer.To] = held.GetValueOrDefault(transfer.To) + transfer.Units;
            }
        }
        // 16.7 m USD over 130 exchangers.
        Assert.Equal(
            16_700_000 * (Int128)country.Plants.Count(plant => plant.Kind == "exchanger") / 130 * Million,
            reserves.Aggregate((Int128)0, (sum, wallet) => sum + held[wallet])
        );
    }

    [Fact]
    public void Last_years_cases_add_up_to_what_was_reported_for_it()
    {
        var cases = Country.Create(new CountryOptions { People = 1_000, Days = 1 }).History;
        Assert.Equal(36, cases.Count(item => item.Kind == "exchanger"));
        Assert.True(cases.Sum(item => item.TurnoverUsdMicro) > 100 * Million * Million);
        Assert.Equal(4_800_000 * Million, cases.Sum(item => item.SeizedUsdtMicro));
        Assert.Equal(545_000 * Million, cases.Sum(item => item.RecoveredUsdtMicro));
        Assert.Equal(120_000 * Million, cases.Sum(item => item.FrozenUsdtMicro));
        Assert.Equal(3_500, cases.Count(item => item.Kind == "site_block"));
        Assert.Equal(2, cases.Count(item => item.Kind == "pyramid"));
        Assert.Equal(12, cases.Count(item => item.Kind == "atm_volume"));
        // 13.2 tn KZT less the rise: about 12.2 tn.
        Assert.InRange(cases.Sum(item => item.CashTiyn) / 100, 12_100_000 * Million, 12_300_000 * Million);
        Assert.Equal(cases.Count, cases.Select(item => item.Id).Distinct().Count());
    }

    [Fact]
    public void The_default_country_is_as_large_as_promised_and_no_person_is_an_object()
    {
        long payments = 0,
            transfers = 0;
        WeakReference? first = null;
        var country = Country.Create(new CountryOptions());
        foreach (var day in country.Days(TestContext.Current.CancellationToken))
        {
            first ??= new WeakReference(day);
            payments += day.PaymentCount;
            transfers += day.ChainCount;
        }
        Assert.True(payments >= 2 * Million);
        Assert.True(transfers >= 200_000);
        Assert.True(country.Plants.Count(plant => plant.Kind == "exchanger") >= 13);
        Assert.True(country.Plants.Count(plant => plant.Kind == "cash_out_network") >= 8);
        Assert.Equal(2, country.Plants.Count(plant => plant.Kind == "pyramid"));
        // A day that was read is let go.
        GC.Collect();
        Assert.False(first!.IsAlive);
    }

    [Fact]
    public void Memory_grows_by_a_few_bytes_a_person()
    {
        var small = Held(100_000);
        var large = Held(1_100_000);
        Assert.True((large - small) / 1_000_000 < 48, $"{(large - small) / 1_000_000} bytes a person");

        static long Held(int people)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var country = Country.Create(new CountryOptions { People = people, Days = 2 });
            var after = GC.GetTotalMemory(forceFullCollection: true);
            GC.KeepAlive(country);
            return after - before;
        }
    }
}
