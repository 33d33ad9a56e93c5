using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A wedding: a hundred guests send gifts to the couple's card in one evening; the hall and the honeymoon are paid within
/// days.</summary>
internal sealed class Wedding : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(60, 8);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var couple = story.Recruit();
        story.InnocentCard("wedding", couple);
        var day = dice.Below(story.Days);
        var city = story.World.People.City(couple);
        long gifts = 0;
        for (var guests = dice.Between(60, 180); guests > 0; guests--)
        {
            var tiyn = dice.Pick([20_000L, 20_000, 30_000, 50_000, 50_000, 100_000, 200_000]) * Tenge;
            story.Send(story.At(day, dice.Between(15, 23), dice.Below(60), dice.Below(60)), story.Anyone(), couple, tiyn);
            gifts += tiyn;
        }
        story.Buy(story.At(day + 1, 12, dice.Below(60)), couple, story.World.Companies.Shop(city, ref dice), gifts / 2 / Tenge * Tenge);
        story.Withdraw(story.At(day + 2, 11, dice.Below(60)), couple, story.World.Atms.Draw(city, ref dice), 300_000 * Tenge);
        story.Buy(story.At(day + 3, 13, dice.Below(60)), couple, story.World.Companies.Shop(city, ref dice), gifts / 4 / Tenge * Tenge);
    }
}
