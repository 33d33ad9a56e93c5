using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// A contractor is paid for a job, pays his crew by card within the hour, and the crew takes the money out at the ATM by the site: a
/// network's spread and burst, every second Friday, with nothing that goes back up.
/// </summary>
internal sealed class BuildingCrew : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(50, 6);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var contractor = story.Recruit();
        var customer = story.Recruit();
        var crew = Enumerable.Range(0, dice.Between(5, 14)).Select(_ => story.Recruit()).ToList();
        foreach (var card in crew.Append(contractor))
        {
            story.InnocentCard("building_crew", card);
        }
        var atm = story.World.Atms.Draw(story.World.People.City(contractor), ref dice);
        for (var day = dice.Below(7); day < story.Days; day += 14)
        {
            var wage = dice.Between(90, 240) * 1_000 * Tenge;
            var time = story.At(day, dice.Between(14, 17), dice.Below(60));
            story.Send(time, customer, contractor, wage * crew.Count * 13 / 10);
            foreach (var worker in crew)
            {
                time += dice.Between(40, 300) * 1_000_000L;
                story.Send(time, contractor, worker, wage);
            }
            time += dice.Between(10, 60) * 60_000_000L;
            foreach (var worker in crew)
            {
                // Some leave it on the card.
                if (dice.Chance(700))
                {
                    time += dice.Between(40, 240) * 1_000_000L;
                    story.Withdraw(time, worker, atm, wage / (5_000 * Tenge) * (5_000 * Tenge));
                }
            }
        }
    }
}
