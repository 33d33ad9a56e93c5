using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// Droppers' cards are carried over the border: strangers send to each within a day, and on the next a courier empties the stack at one
/// ATM abroad, now and then while an owner still uses the card's copy at home.
/// </summary>
internal sealed class CashAbroad : Scheme
{
    private const long Tenge = 100;
    private static readonly (string Country, string City)[] Places =
    [
        ("KG", "Bishkek"),
        ("UZ", "Tashkent"),
        ("AE", "Dubai"),
        ("TR", "Istanbul"),
    ];

    public override string Kind => "cash_abroad";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(60, 8);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var (country, city) = dice.Pick(Places);
        var atm = story.OpenAtmAbroad(country, city);
        var owners = Enumerable.Range(0, dice.Between(3, 7)).Select(_ => story.Recruit()).ToList();
        var cards = owners.Select(story.LentCard).ToList();
        for (var rounds = dice.Between(1, 3); rounds > 0; rounds--)
        {
            var day = dice.Below(Math.Max(1, story.Days - 1));
            var time = story.At(day + 1, dice.Between(10, 20), dice.Below(60));
            foreach (var (index, card) in cards.Index())
            {
                long came = 0;
                for (var payers = dice.Between(2, 7); payers > 0; payers--)
                {
                    var tiyn = dice.Between(8, 30) * 10_000 * Tenge;
                    story.Send(story.At(day, dice.Between(9, 22), dice.Below(60)), story.Anyone(), card, tiyn, Role.None, Role.Dropper);
                    came += tiyn;
                    story.TurnOver(tiyn);
                }
                if (dice.Chance(80))
                {
                    var home = story.World.Atms.Draw(story.World.People.City(owners[index]), ref dice);
                    story.Withdraw(time - 20 * 60_000_000L, card, home, 20_000 * Tenge);
                }
                for (var left = came * 9 / 10; left >= 50_000 * Tenge; left -= 200_000 * Tenge)
                {
                    time += dice.Between(40, 150) * 1_000_000L;
                    story.Withdraw(time, card, atm, Math.Min(left, 200_000 * Tenge) / (1_000 * Tenge) * 1_000 * Tenge, Role.Dropper);
                }
            }
        }
    }
}
