using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>Notes of unknown origin are exchanged at counters within a week, each time below the threshold of reports.</summary>
internal sealed class CurrencyExchangeInParts : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "currency_exchange_in_parts";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(40, 5);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var holder = story.Recruit();
        var day = dice.Below(Math.Max(1, story.Days - 6));
        for (var parts = dice.Between(3, 5); parts > 0; parts--)
        {
            var tiyn = dice.Between(34, 60) * 100_000 * Tenge;
            var counter = story.World.Atms.Draw(story.World.People.City(holder), ref dice);
            story.Exchange(story.At(day + dice.Below(6), dice.Between(9, 18), dice.Below(60)), holder, counter, tiyn, Role.Holder);
            story.TurnOver(tiyn);
        }
    }
}
