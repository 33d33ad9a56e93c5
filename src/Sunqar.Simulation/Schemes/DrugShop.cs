using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// A drug shop's till: many small payers, mostly at night, on one card after another (each lives a week or two); what comes in is turned
/// into USDT every day or two and leaves the platform at once.
/// </summary>
internal sealed class DrugShop : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "fan_in";

    public override int Count(PlantScale scale) => scale.Of(40, 6);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var cards = Enumerable.Range(0, dice.Between(2, 4)).Select(_ => story.OpenCard(story.Recruit())).ToList();
        var wallet = story.OpenWallet();
        var buyers = Enumerable.Range(0, dice.Between(60, 240)).Select(_ => story.Anyone()).ToList();
        var perDay = dice.Between(4, 18);
        long till = 0;
        for (var day = 0; day < story.Days; day++)
        {
            var card = cards[day * cards.Count / story.Days];
            for (var sales = dice.Between(perDay / 2, perDay); sales > 0; sales--)
            {
                var tiyn = dice.Pick([6_000L, 8_000, 9_500, 12_000, 15_000, 18_000, 24_000, 35_000]) * Tenge;
                var time = story.At(day, dice.Chance(700) ? dice.Between(18, 23) : dice.Between(0, 12), dice.Below(60), dice.Below(60));
                story.Send(time, dice.Pick(buyers), card, tiyn, Role.None, Role.Shop);
                till += tiyn;
                story.TurnOver(tiyn);
            }
            var changes = (day + 1) * cards.Count / story.Days != day * cards.Count / story.Days;
            if (till > 60_000 * Tenge && (dice.Chance(550) || changes))
            {
                var owner = story.World.Identities.Owner(card);
                var platform = story.World.Exchanges.PlatformOf(owner);
                var tiyn = till * 98 / 100 / Tenge * Tenge;
                var micro = story.World.Rates.Micro(day, tiyn, 60);
                var time = story.At(day, 23, 50, dice.Below(400));
                story.Trade(time, PaymentKind.CryptoBuy, card, platform, tiyn, micro, Role.Shop);
                story.TakeOut(time + 420_000_000, owner, platform, wallet, micro, Role.Shop);
                story.Move(time + 500_000_000, story.World.Exchanges.All[platform].Hot, wallet, micro, Role.None, Role.Shop);
                till = 0;
            }
        }
    }
}
