using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A shop owner paid by card transfers who withdraws the day's till at the ATM next door every evening, in several goes.</summary>
internal sealed class TillOwner : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(80, 10);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var owner = story.Recruit();
        var till = story.OpenCard(owner);
        story.InnocentCard("till_owner", till);
        var city = story.World.People.City(owner);
        var atm = story.World.Atms.Draw(city, ref dice);
        for (var day = 0; day < story.Days; day++)
        {
            if (dice.Chance(130))
            {
                continue;
            }
            long takings = 0;
            for (var sales = dice.Between(15, 45); sales > 0; sales--)
            {
                var tiyn = dice.Around(9_000, Quantiles.Wide) * Tenge;
                story.Send(story.At(day, dice.Between(9, 20), dice.Below(60), dice.Below(60)), story.Anyone(), till, tiyn);
                takings += tiyn;
            }
            var time = story.At(day, 21, dice.Below(40));
            for (var left = takings * 8 / 10 / (5_000 * Tenge) * 5_000 * Tenge; left > 0; left -= 200_000 * Tenge)
            {
                time += dice.Between(40, 90) * 1_000_000L;
                story.Withdraw(time, till, atm, Math.Min(left, 200_000 * Tenge));
            }
        }
    }
}
