using Sunqar.Core.Payments;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// Innocent wallets near a high-risk one: a seller whom one of many customers pays with a market's money, customers of a small desk that
/// serves a market's seller among others, and somebody to whom a market's wallet sent dust.
/// </summary>
internal sealed class RiskyNeighbour : Bystander
{
    private const long Usdt = 1_000_000;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(40, 6);

    public override void Tell(Story story)
    {
        var market = story.OpenWallet();
        story.Label(market, $"Old Town {story.Number + 1}", "darknet_market");
        Seller(story, market);
        Desk(story, market);
        Dusted(story, market);
    }

    private static void Seller(Story story, int market)
    {
        ref var dice = ref story.Dice;
        var seller = story.Recruit();
        story.InnocentCard("risky_neighbour", seller);
        var (wallet, stranger) = (story.OpenWallet(), story.OpenWallet());
        var tainted = dice.Below(story.Days);
        for (var day = 0; day < story.Days; day++)
        {
            if (!dice.Chance(350))
                continue;
            var micro = dice.Between(60, 600) * Usdt;
            story.Move(story.At(day, dice.Between(9, 18)), story.World.Wallets.OfPerson(story.Anyone()), wallet, micro);
            BringIn(story, seller, wallet, day, micro);
        }
        story.Move(story.At(tainted, 10), market, stranger, 100 * Usdt);
        story.Move(story.At(tainted, 11), stranger, wallet, dice.Between(40, 90) * Usdt);
    }

    /// <summary>A desk that no pack knows: some of what it pays out, a third at most, came from a market.</summary>
    private static void Desk(Story story, int market)
    {
        ref var dice = ref story.Dice;
        var desk = story.OpenWallet();
        var tainted = dice.Between(2, 35);
        var exchange = story.World.Exchanges.All[story.World.Exchanges.Platforms].Hot;
        story.Move(story.At(0, 8), exchange, desk, 20_000 * Usdt);
        int[] customers = [.. Enumerable.Range(0, dice.Between(6, 14)).Select(_ => story.Recruit())];
        int[] wallets = [.. customers.Select(_ => story.OpenWallet())];
        foreach (var customer in customers)
            story.InnocentCard("risky_neighbour", customer);
        for (var day = 1; day < story.Days; day++)
        {
            story.Move(story.At(day, 8), exchange, desk, (100 - tainted) * 10 * Usdt);
            if (day % 5 == 0)
                story.Move(story.At(day, 9), market, desk, tainted * dice.Between(30, 70) * Usdt);
            var one = dice.Below(customers.Length);
            var micro = dice.Between(100, 1_500) * Usdt;
            story.Move(story.At(day, 14), desk, wallets[one], micro);
            BringIn(story, customers[one], wallets[one], day, micro);
        }
    }

    /// <summary>A cent from a market's wallet is no dealing with it.</summary>
    private static void Dusted(Story story, int market)
    {
        ref var dice = ref story.Dice;
        var person = story.Recruit();
        story.InnocentCard("risky_neighbour", person);
        var wallet = story.OpenWallet();
        var platform = story.World.Exchanges.PlatformOf(person);
        for (var times = dice.Between(2, 5); times > 0; times--)
        {
            var day = dice.Below(story.Days);
            var micro = dice.Between(100, 2_000) * Usdt;
            story.TakeOut(story.At(day, 12), person, platform, wallet, micro);
            story.Move(story.At(day, 12, 5), story.World.Exchanges.All[platform].Hot, wallet, micro);
            story.Move(story.At(day, 13), market, wallet, 10_000);
        }
    }

    private static void BringIn(Story story, int person, int wallet, int day, long micro)
    {
        var platform = story.World.Exchanges.PlatformOf(person);
        story.Move(story.At(day, 20), wallet, story.World.Wallets.DepositOfPerson(person), micro);
        story.BringIn(story.At(day, 20, 8), person, platform, wallet, micro);
        story.Trade(story.At(day, 21), PaymentKind.CryptoSell, person, platform, story.World.Rates.Tiyn(day, micro, 40), micro);
    }
}
