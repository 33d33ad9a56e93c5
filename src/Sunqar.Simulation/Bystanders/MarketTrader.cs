using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A market trader who brings the day's notes to a kiosk, often a little below 500,000 KZT, on their own card with their own IIN
/// shown, once a day.</summary>
internal sealed class MarketTrader : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(80, 10);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var trader = story.Recruit();
        story.InnocentCard("market_trader", trader);
        var city = story.World.People.City(trader);
        var kiosk = story.World.Atms.Draw(city, ref dice);
        for (var day = 0; day < story.Days; day++)
        {
            if (dice.Chance(400))
            {
                continue;
            }
            var tiyn = dice.Between(260, 499) * 1_000 * Tenge;
            story.TopUp(story.At(day, dice.Between(18, 20), dice.Below(60)), trader, kiosk, tiyn, trader);
            story.Buy(
                story.At(day, 21, dice.Below(60)),
                trader,
                story.World.Companies.Shop(city, ref dice),
                tiyn * dice.Between(6, 9) / 10 / Tenge * Tenge
            );
        }
    }
}
