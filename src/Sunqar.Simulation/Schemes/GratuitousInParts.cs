using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>Gifts to several people within a week, each below the threshold of reports and together above it.</summary>
internal sealed class GratuitousInParts : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "gratuitous_in_parts";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(40, 5);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var giver = story.Recruit();
        var day = dice.Below(Math.Max(1, story.Days - 6));
        for (var parts = dice.Between(3, 5); parts > 0; parts--)
        {
            var tiyn = dice.Between(24, 40) * 100_000 * Tenge;
            story.Give(story.At(day + dice.Below(6), dice.Between(9, 21), dice.Below(60)), giver, story.Recruit(), tiyn, Role.Holder);
            story.TurnOver(tiyn);
        }
    }
}
