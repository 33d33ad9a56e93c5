using Sunqar.Simulation.Chain;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Schemes;

namespace Sunqar.Simulation;

/// <summary>What the supervisor's register and the public tag packs say of the simulated country.</summary>
internal static class Register
{
    private static readonly string[] SiteWords = ["btc", "usdt", "obmen", "kripto", "coin", "swap", "p2p", "cash", "change", "crypto"];
    private static readonly string[] SitePlaces = ["kz", "almaty", "astana", "qazaq", "steppe", "online", "express", "24", "market", "bot"];
    private static readonly string[] SiteEnds = ["com", "org", "net", "top", "site", "shop", "pro", "io"];

    public static IReadOnlyList<RegistryEntry> Entries(World world, Chronicle chronicle)
    {
        var entries = new List<RegistryEntry>();
        for (var i = 0; i < world.Exchanges.Platforms; i++)
        {
            entries.Add(Platform(world, world.Exchanges.All[i], i));
        }
        entries.AddRange(chronicle.Registry);
        var sites = world.Options.FullScale ? 3_500 : 350;
        for (var i = 0; i < sites; i++)
        {
            var dice = new Dice(world.Seed, Luck.Registry, i, 100);
            var domain = $"{dice.Pick(SiteWords)}-{dice.Pick(SitePlaces)}{i + 1}.{dice.Pick(SiteEnds)}";
            entries.Add(new RegistryEntry(
                $"SITE{i + 1:D5}", "site", "", domain, "", "blocked", "", "", "", world.Options.Start.AddDays(-dice.Between(1, 360)), null, domain, [], ""));
        }
        return entries;
    }

    public static IReadOnlyList<WalletLabel> Labels(World world, Chronicle chronicle)
    {
        var labels = new List<WalletLabel>();
        foreach (var exchange in world.Exchanges.All)
        {
            var actor = exchange.Code.ToLowerInvariant();
            labels.Add(new WalletLabel(world.Wallets.Text(exchange.Hot), $"{exchange.Name} hot wallet", "exchange", actor, "simulated country"));
            labels.Add(new WalletLabel(world.Wallets.Text(exchange.Cold), $"{exchange.Name} cold wallet", "exchange", actor, "simulated country"));
        }
        labels.AddRange(chronicle.Labels);
        return labels;
    }

    private static RegistryEntry Platform(World world, Exchange exchange, int number)
    {
        var dice = new Dice(world.Seed, Luck.Registry, number, 200);
        var national = dice.Chance(250);
        var domain = string.Concat(exchange.Name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant() + ".example";
        return new RegistryEntry(
            exchange.Code, "platform", $"{exchange.Name} (simulated) Ltd", exchange.Name, Bin(ref dice), "licensed",
            national ? "national" : "AIFC", national ? "National Bank" : "AFSA", "operating a digital asset trading facility",
            world.Options.Start.AddDays(-dice.Between(40, 700)), world.Options.Start.AddDays(dice.Between(400, 1_400)), domain,
            [world.Wallets.Text(exchange.Hot), world.Wallets.Text(exchange.Cold)], $"@{exchange.Code.ToLowerInvariant()}")
        {
            Reporting = exchange.Reporting,
        };
    }

    /// <summary>A BIN with the check digit of the IIN's rule; digit 5 is 4 (resident), digit 6 is 9, which no kind of company uses: nobody holds it.</summary>
    internal static string Bin(ref Dice dice)
    {
        while (true)
        {
            var digits = $"{dice.Between(0, 25):D2}{dice.Between(1, 12):D2}49{dice.Below(100_000):D5}";
            if (People.IinText.Check(digits) is var check and < 10)
            {
                return digits + check.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }
}
