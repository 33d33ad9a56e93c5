using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A farmer sold the harvest for dollars and exchanges what the week's wages need, below the threshold; a sister gives once for
/// a flat.</summary>
internal sealed class FarmerExchange : Bystander
{
    private const long Tenge = 100;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(60, 8);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var farmer = story.Recruit();
        story.InnocentCard("farmer_exchange", farmer);
        var counter = story.World.Atms.Draw(story.World.People.City(farmer), ref dice);
        for (var day = dice.Below(7); day < story.Days; day += 9)
        {
            story.Exchange(story.At(day, dice.Between(9, 17), dice.Below(60)), farmer, counter, dice.Between(40, 90) * 100_000 * Tenge);
            story.Withdraw(story.At(day, 17, dice.Below(60)), farmer, counter, dice.Between(10, 60) * 100_000 * Tenge);
        }
        var sister = story.Recruit();
        story.InnocentCard("farmer_exchange", sister);
        story.Give(story.At(dice.Below(story.Days), 12, dice.Below(60)), sister, farmer, dice.Between(20, 69) * 100_000 * Tenge);
    }
}
