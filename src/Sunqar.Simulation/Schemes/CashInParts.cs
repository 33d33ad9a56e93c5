using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>More than the threshold of reports is taken in notes within a week, in parts from two cards at several places, none of which
/// is reported alone.</summary>
internal sealed class CashInParts : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "cash_in_parts";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(60, 8);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var holder = story.Recruit();
        int[] cards = [story.OpenCard(holder), story.OpenCard(holder)];
        var brings = dice.Chance(400);
        var day = dice.Below(Math.Max(1, story.Days - 5));
        for (var parts = dice.Between(4, 6); parts > 0; parts--)
        {
            var tiyn = dice.Between(26, 36) * 100_000 * Tenge;
            var time = story.At(day + dice.Below(5), dice.Between(9, 18), dice.Below(60));
            var atm = story.World.Atms.Draw(story.World.People.City(holder), ref dice);
            if (brings)
                story.DepositCash(time, dice.Pick(cards), atm, tiyn, Role.Holder);
            else
                story.Withdraw(time, dice.Pick(cards), atm, tiyn, Role.Holder);
            story.TurnOver(tiyn);
        }
    }
}
