using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>One phone for the whole family: grandparents' and children's cards are all worked from the daughter's device.</summary>
internal sealed class SharedTablet : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(80, 10);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var daughter = story.Recruit();
        var cards = Enumerable.Range(0, dice.Between(3, 6)).Select(_ => story.Recruit()).ToList();
        foreach (var card in cards)
        {
            story.InnocentCard("shared_tablet", card);
        }
        for (var times = story.Days * dice.Between(2, 6) / 10; times > 0; times--)
        {
            var tiyn = dice.Around(12_000, Quantiles.Wide) / 500 * 500 * Tenge;
            story.Send(
                story.At(dice.Below(story.Days), dice.Between(9, 21), dice.Below(60)),
                dice.Pick(cards),
                story.Anyone(),
                tiyn,
                device: daughter
            );
        }
    }
}
