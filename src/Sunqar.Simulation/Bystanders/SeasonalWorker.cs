using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>Months away and then a season's pay at once, most of it sent home.</summary>
internal sealed class SeasonalWorker : Bystander
{
    private const long Tenge = 100;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(100, 12);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var worker = story.Recruit();
        var card = story.OpenCard(worker);
        story.OpenedOn(card, -dice.Between(200, 900));
        story.InnocentCard("seasonal_worker", card);
        var firm = story.OpenCompany(dice.Between(200, 2_000));
        story.Send(story.At(dice.Below(3), 12), story.Anyone(), card, dice.Between(2, 20) * 1_000 * Tenge);
        var day = dice.Between(story.Days / 2, story.Days - 2);
        var pay = dice.Between(6, 19) * 100_000 * Tenge;
        story.Settle(story.At(day, 11), firm, card, pay);
        story.Send(story.At(day, 18, dice.Below(60)), card, story.Recruit(), pay * 8 / 10);
    }
}
