using Sunqar.Core.Payments;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// A droppers' farm inside a licensed platform: one payer lends money by contracts that nobody means, its receivers buy USDT on the
/// platform, each under their own name, and take it out to one of a few wallets; from there it goes to another platform.
/// </summary>
internal sealed class PlatformFarm : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "platform_farm";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(12, 2);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var exchanges = story.World.Exchanges;
        var lender = story.OpenCard(story.Recruit());
        var platform = dice.Below(exchanges.Platforms);
        var wallets = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => story.OpenWallet()).ToList();
        var way = story.OpenDeposit((platform + 1) % exchanges.Platforms);
        var droppers = Enumerable.Range(0, dice.Between(14, 30)).Select(_ => story.Recruit()).ToList();
        // Some move house between two rounds: a new wallet a fortnight.
        var rounds = dice.Between(2, 5);
        for (var round = 0; round < rounds; round++)
        {
            var first = dice.Below(Math.Max(1, story.Days - 3));
            foreach (var dropper in droppers)
            {
                if (dice.Chance(150))
                    continue;
                var time = story.At(first + dice.Below(3), dice.Between(9, 20), dice.Below(60));
                var tiyn = dice.Between(30, 240) * 10_000 * Tenge;
                story.TurnOver(tiyn);
                story.Send(time, lender, dropper, tiyn, Role.Organiser, Role.Dropper);
                var bought = tiyn * 98 / 100 / Tenge * Tenge;
                var bit = time + (dice.Between(15, 300) * 60_000_000L);
                var micro = story.World.Rates.Micro(first, bought, 60);
                story.Trade(bit, PaymentKind.CryptoBuy, dropper, platform, bought, micro, Role.Dropper);
                var wallet = dice.Pick(wallets);
                var outUs = bit + (dice.Between(10, 90) * 60_000_000L);
                story.TakeOut(outUs, dropper, platform, wallet, micro, Role.Collector);
                story.Move(outUs + 120_000_000, exchanges.All[platform].Hot, wallet, micro);
                story.Move(outUs + (dice.Between(30, 600) * 60_000_000L), wallet, way, micro);
            }
        }
    }
}
