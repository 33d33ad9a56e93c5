using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A group on holiday: pocket money out of the one ATM of the airport within minutes, money changed at a booth by card, and
/// somebody whose parents send more.</summary>
internal sealed class TouristsAbroad : Bystander
{
    private const long Tenge = 100;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(60, 8);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var (country, city) = dice.Chance(500) ? ("TR", "Antalya") : ("AE", "Dubai");
        var airport = story.OpenAtmAbroad(country, city);
        var booth = story.OpenAtmAbroad(country, city);
        var changer = story.OpenMerchant("6051", null);
        var day = dice.Below(Math.Max(1, story.Days - 7));
        var landing = story.At(day, dice.Between(6, 22), dice.Below(60));
        for (var travellers = dice.Between(6, 18); travellers > 0; travellers--)
        {
            var card = story.Recruit();
            story.InnocentCard("tourists_abroad", card);
            story.Withdraw(landing + dice.Below(1_500) * 1_000_000L, card, airport, dice.Between(2, 8) * 10_000 * Tenge);
            if (dice.Chance(300))
            {
                story.Charge(
                    landing + dice.Between(1, 90) * 3_600_000_000L,
                    card,
                    changer,
                    dice.Between(3, 40) * 10_000 * Tenge,
                    Role.None,
                    booth
                );
            }
            if (!dice.Chance(250))
                continue;
            foreach (var parent in new[] { story.Recruit(), story.Recruit() })
                story.Send(story.At(day + 2, dice.Between(9, 20), dice.Below(60)), parent, card, dice.Between(10, 40) * 10_000 * Tenge);
            story.Withdraw(story.At(day + 3, dice.Between(9, 21), dice.Below(60)), card, airport, dice.Between(20, 50) * 10_000 * Tenge);
        }
    }
}
