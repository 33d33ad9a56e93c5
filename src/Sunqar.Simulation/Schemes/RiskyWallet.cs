using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// Customers of a labelled darknet market, mixer or thief: some pay its wallet, most an address of their own that it sweeps, or through one
/// or two wallets of theirs; its sellers bring what they earned to a licensed platform and sell it.
/// </summary>
internal sealed class RiskyWallet : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "risky_wallet";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(40, 6);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var market = story.OpenWallet();
        var (name, category) = dice.Pick([
            ("Steppe Market", "darknet_market"),
            ("Night Bazaar", "market"),
            ("Still Water", "mixing_service"),
            ("Taken from Halcyon", "theft"),
        ]);
        story.Label(market, $"{name} {story.Number + 1}", category);
        for (var buyers = dice.Between(4, 8); buyers > 0; buyers--)
            Buy(story, market);
        for (var sellers = dice.Between(1, 3); sellers > 0; sellers--)
            Sell(story, market);
    }

    /// <summary>Buys USDT by card and takes it out, again and again; how far the market is from the wallet that is named differs.</summary>
    private static void Buy(Story story, int market)
    {
        ref var dice = ref story.Dice;
        var person = story.Recruit();
        var platform = story.World.Exchanges.PlatformOf(person);
        var hops = dice.Pick([0, 1, 1, 1, 1, 2, 2, 3]);
        int[] way = [.. Enumerable.Range(0, hops).Select(_ => story.OpenWallet()), market];
        var keeps = hops == 0 ? 0 : dice.Below(50);
        for (var times = dice.Between(2, 6); times > 0; times--)
        {
            var day = dice.Below(story.Days);
            var tiyn = dice.Between(6, 60) * 10_000 * Tenge;
            var micro = story.World.Rates.Micro(day, tiyn, 60);
            var time = story.At(day, dice.Between(9, 20), dice.Below(60));
            story.Trade(time, PaymentKind.CryptoBuy, person, platform, tiyn, micro, Role.Buyer);
            story.TakeOut(time + 600_000_000, person, platform, way[0], micro, Role.Buyer);
            story.Move(time + 660_000_000, story.World.Exchanges.All[platform].Hot, way[0], micro, Role.None, Role.Buyer);
            for (var step = 0; step < hops; step++)
            {
                time += dice.Between(10, 60) * 60_000_000L;
                micro -= step == 0 ? micro * keeps / 100 : 0;
                story.Move(time + 660_000_000, way[step], way[step + 1], micro, Role.Buyer, Role.None);
            }
            story.TurnOver(tiyn, micro);
        }
    }

    /// <summary>Is paid by the market, and brings it to a platform directly or through a wallet.</summary>
    private static void Sell(Story story, int market)
    {
        ref var dice = ref story.Dice;
        var person = story.Recruit();
        var platform = story.World.Exchanges.PlatformOf(person);
        var own = story.OpenWallet();
        var deposit = story.OpenDeposit(platform);
        for (var times = dice.Between(2, 5); times > 0; times--)
        {
            var day = dice.Below(story.Days);
            var tiyn = dice.Between(20, 150) * 10_000 * Tenge;
            var micro = story.World.Rates.Micro(day, tiyn, -60);
            var time = story.At(day, dice.Between(8, 18), dice.Below(60));
            story.Move(time, market, own, micro, Role.None, Role.Shop);
            story.Move(time + 3_600_000_000L, own, deposit, micro, Role.Shop, Role.None);
            story.BringIn(time + 3_900_000_000L, person, platform, own, micro, Role.Shop);
            story.Trade(time + 4_200_000_000L, PaymentKind.CryptoSell, person, platform, tiyn, micro, Role.Shop);
            story.TurnOver(tiyn, micro);
        }
    }
}
