using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>Workmates at the factory gate: on pay day twenty cards empty at one ATM within the hour, minutes apart. A ring's burst, and
/// honest wages.</summary>
internal sealed class FactoryAtm : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(60, 8);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var workers = Enumerable.Range(0, dice.Between(12, 30)).Select(_ => story.Recruit()).ToList();
        foreach (var worker in workers)
        {
            story.InnocentCard("factory_atm", worker);
        }
        var atm = story.World.Atms.Draw(story.World.People.City(workers[0]), ref dice);
        for (var day = dice.Below(14); day < story.Days; day += 15)
        {
            var time = story.At(day, 17, dice.Below(20));
            foreach (var worker in workers)
            {
                time += dice.Between(40, 210) * 1_000_000L;
                story.Withdraw(time, worker, atm, dice.Between(6, 20) * 10_000 * Tenge);
            }
        }
    }
}
