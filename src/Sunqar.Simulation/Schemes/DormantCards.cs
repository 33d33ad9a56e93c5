using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// A card that was kept in store: opened a few weeks before, or used once and left to lie for a month and more. Then strangers fill it
/// within a day, it is emptied on the next, and never used again.
/// </summary>
internal sealed class DormantCards : Scheme
{
    private const long Tenge = 100;
    private const int SleepDaysMin = 34;

    public override string Kind => "dormant_burst";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(120, 15);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var owner = story.Recruit();
        var card = story.OpenCard(owner);
        var sleeps = story.Days > SleepDaysMin + 6 && dice.Chance(600);
        var day = sleeps ? dice.Between(SleepDaysMin + 4, story.Days - 2) : dice.Below(Math.Max(1, story.Days - 1));
        story.OpenedOn(card, sleeps ? -dice.Between(100, 900) : day - dice.Between(1, 28));
        if (sleeps)
            story.Send(story.At(dice.Below(3), 12, dice.Below(60)), story.Anyone(), card, dice.Between(2, 20) * 1_000 * Tenge);
        long came = 0;
        for (var payers = dice.Between(2, 9); payers > 0; payers--)
        {
            var tiyn = dice.Between(10, 40) * 10_000 * Tenge;
            story.Send(story.At(day, dice.Between(9, 22), dice.Below(60)), story.Anyone(), card, tiyn, Role.None, Role.Dropper);
            came += tiyn;
            story.TurnOver(tiyn);
        }
        var time = story.At(day + 1, dice.Between(8, 18), dice.Below(60));
        var left = came * 98 / 100;
        if (dice.Chance(400))
        {
            story.Send(time, card, story.OpenCard(story.Recruit()), left / Tenge * Tenge, Role.Dropper);
            return;
        }
        for (; left >= 20_000 * Tenge; left -= 300_000 * Tenge)
        {
            time += dice.Between(30, 200) * 1_000_000L;
            var atm = story.World.Atms.Draw(story.World.People.City(owner), ref dice);
            story.Withdraw(time, card, atm, Math.Min(left, 300_000 * Tenge) / (1_000 * Tenge) * 1_000 * Tenge, Role.Dropper);
        }
    }
}
