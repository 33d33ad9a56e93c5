using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A pensioner who only takes the pension out in notes, and a courier who is paid for each of many errands and lives on the
/// card.</summary>
internal sealed class WithdrawingPensioner : Bystander
{
    private const long Tenge = 100;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(100, 12);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var pensioner = story.Recruit();
        var card = story.OpenCard(pensioner);
        var fund = story.OpenCompany(9_000);
        story.InnocentCard("withdrawing_pensioner", card);
        for (var day = dice.Below(10); day < story.Days; day += 30)
        {
            var pension = dice.Between(9, 18) * 10_000 * Tenge;
            story.Settle(story.At(day, 9), fund, card, pension);
            story.Withdraw(
                story.At(day, dice.Between(10, 17)),
                card,
                story.World.Atms.Draw(story.World.People.City(pensioner), ref dice),
                pension
            );
        }
        var courier = story.Recruit();
        story.InnocentCard("withdrawing_pensioner", courier);
        for (var day = 0; day < story.Days; day++)
        {
            for (var errands = dice.Between(0, 9); errands > 0; errands--)
                story.Send(story.At(day, dice.Between(9, 22), dice.Below(60)), story.Anyone(), courier, dice.Between(10, 40) * 100 * Tenge);
            story.Buy(
                story.At(day, 21, dice.Below(60)),
                courier,
                story.World.Companies.Shop(story.World.People.City(courier), ref dice),
                4_000 * Tenge
            );
        }
    }
}
