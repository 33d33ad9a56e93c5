using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// A card that was lent to a shop without a licence or a bookmaker: on its days a dozen and more strangers pay small sums, and a robot
/// passes most on within the minute. Nobody buys bread with it.
/// </summary>
internal sealed class LentCards : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "no_household_life";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(150, 20);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var card = story.LentCard(story.Recruit());
        var collectors = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => story.OpenCard(story.Recruit())).ToList();
        var isRobot = dice.Chance(600);
        for (var days = dice.Between(3, 10); days > 0; days--)
        {
            var day = dice.Below(story.Days);
            for (var payers = dice.Between(6, 32); payers > 0; payers--)
            {
                var time = story.At(day, dice.Between(9, 22), dice.Below(60), dice.Below(60));
                var tiyn = dice.Between(6, 120) * 1_000 * Tenge;
                story.TurnOver(tiyn);
                story.Send(time, story.Anyone(), card, tiyn, Role.None, Role.Dropper);
                var delay = isRobot ? dice.Between(8, 55) : dice.Between(120, 9_000);
                story.Send(time + delay * 1_000_000L, card, dice.Pick(collectors), tiyn * 97 / 100 / Tenge * Tenge, Role.Dropper);
            }
        }
    }
}
