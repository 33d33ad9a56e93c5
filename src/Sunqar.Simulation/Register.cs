using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Simulation.Chain;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.People;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation;

/// <summary>What the supervisor's register and the public tag packs say of the simulated country.</summary>
internal static class Register
{
    private static readonly string[] SiteWords = ["btc", "usdt", "obmen", "kripto", "coin", "swap", "p2p", "cash", "change", "crypto"];
    private static readonly string[] SitePlaces = ["kz", "almaty", "astana", "qazaq", "steppe", "online", "express", "24", "market", "bot"];
    private static readonly string[] SiteEnds = ["com", "org", "net", "top", "site", "shop", "pro", "io"];

    public static IReadOnlyList<PlatformListing> Entries(World world, Chronicle chronicle)
    {
        var entries = new List<PlatformListing>();
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
            entries.Add(
                new PlatformListing(
                    $"SITE{i + 1:D5}",
                    "site",
                    domain,
                    [domain],
                    "",
                    "",
                    "",
                    "",
                    world.DayUs(-dice.Between(1, 360)),
                    long.MaxValue,
                    "blocked",
                    [domain],
                    [],
                    [],
                    []
                )
            );
        }
        return entries;
    }

    public static IReadOnlyList<WalletLabel> Labels(World world, Chronicle chronicle)
    {
        var labels = new List<WalletLabel>();
        foreach (var exchange in world.Exchanges.All)
        {
            var actor = exchange.Code.ToLowerInvariant();
            labels.Add(
                new WalletLabel(
                    "tron",
                    world.Wallets.Text(exchange.Hot),
                    $"{exchange.Name} hot wallet",
                    "exchange",
                    actor,
                    "simulated country",
                    "service_data"
                )
            );
            labels.Add(
                new WalletLabel(
                    "tron",
                    world.Wallets.Text(exchange.Cold),
                    $"{exchange.Name} cold wallet",
                    "exchange",
                    actor,
                    "simulated country",
                    "service_data"
                )
            );
        }
        for (var i = 0; i < world.MiningPools.Count; i++)
        {
            labels.Add(
                new WalletLabel(
                    "tron",
                    world.Wallets.Text(world.MiningPools[i]),
                    $"Mining pool {i + 1}",
                    "miner",
                    $"pool{i + 1}",
                    "simulated country",
                    "service_data"
                )
            );
        }
        labels.AddRange(chronicle.Labels);
        return labels;
    }

    private static PlatformListing Platform(World world, Exchange exchange, int number)
    {
        var dice = new Dice(world.Seed, Luck.Registry, number, 200);
        var national = dice.Chance(250);
        var domain = string.Concat(exchange.Name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant() + ".example";
        return new PlatformListing(
            exchange.Code,
            "platform",
            $"{exchange.Name} (simulated) Ltd",
            [exchange.Name],
            BinText.Of(ref dice),
            national ? "national" : "AIFC",
            national ? "National Bank" : "AFSA",
            "operating a digital asset trading facility",
            world.DayUs(-dice.Between(40, 700)),
            world.DayUs(dice.Between(400, 1_400)),
            PlatformListing.Licensed,
            [domain],
            [new ChainWallet("tron", world.Wallets.Text(exchange.Hot)), new ChainWallet("tron", world.Wallets.Text(exchange.Cold))],
            [$"@{exchange.Code.ToLowerInvariant()}"],
            []
        );
    }
}
