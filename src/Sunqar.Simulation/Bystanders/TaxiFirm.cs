using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A taxi firm: hundreds of small payers on one card all day, fuel and drivers' shares out of it.</summary>
internal sealed class TaxiFirm : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(30, 4);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var owner = story.Recruit();
        var till = story.OpenCard(owner);
        story.InnocentCard("taxi_firm", till);
        var city = story.World.People.City(owner);
        var drivers = Enumerable.Range(0, dice.Between(4, 9)).Select(_ => story.Recruit()).ToList();
        for (var day = 0; day < story.Days; day++)
        {
            long takings = 0;
            for (var rides = dice.Between(25, 70); rides > 0; rides--)
            {
                var tiyn = dice.Between(6, 45) * 100 * Tenge;
                story.Send(story.At(day, dice.Between(6, 23), dice.Below(60), dice.Below(60)), story.Anyone(), till, tiyn);
                takings += tiyn;
            }
            story.Buy(story.At(day, 23, 10), till, story.World.Companies.Shop(city, ref dice), takings / 4 / Tenge * Tenge);
            foreach (var driver in drivers)
            {
                story.Send(story.At(day, 23, 20, dice.Below(1_800)), till, driver, takings * 6 / 10 / drivers.Count / Tenge * Tenge);
            }
        }
    }
}
