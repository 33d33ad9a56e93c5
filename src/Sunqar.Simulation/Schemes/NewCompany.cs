using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>A company of a few weeks pays large sums onto its founder's cards, and is left behind.</summary>
internal sealed class NewCompany : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "new_company";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(30, 4);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        // Not three months old on any of the country's first thirty days.
        var company = story.OpenCompany(dice.Between(5, 55));
        int[] cards = [story.OpenCard(story.Recruit()), story.OpenCard(story.Recruit())];
        for (var times = dice.Between(2, 4); times > 0; times--)
        {
            var tiyn = dice.Between(100, 300) * 100_000 * Tenge;
            story.Settle(
                story.At(dice.Below(Math.Min(story.Days, 30)), dice.Between(9, 17), dice.Below(60)),
                company,
                dice.Pick(cards),
                tiyn,
                Role.Holder
            );
            story.TurnOver(tiyn);
        }
    }
}
