using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// A studio that is paid in USDT by clients abroad and pays its freelancers from the same wallet: many in, many out, refilled from an
/// exchange, near zero at month's end. On the chain alone it looks like a desk; no tenge stand against it.
/// </summary>
internal sealed class UsdtFreelancers : Bystander
{
    private const long Usdt = 1_000_000;

    public override int Count(PlantScale scale) => scale.Of(30, 4);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var wallets = story.World.Wallets;
        var studio = story.OpenWallet();
        story.InnocentWallet("usdt_freelancers", studio);
        var clients = Enumerable.Range(0, dice.Between(6, 20)).Select(_ => wallets.OfPerson(story.Anyone())).ToList();
        var people = Enumerable.Range(0, dice.Between(8, 30)).Select(_ => wallets.OfPerson(story.Anyone())).ToList();
        long held = 0;
        for (var day = 0; day < story.Days; day++)
        {
            for (var bills = dice.Below(4); bills > 0; bills--)
            {
                var micro = dice.Around(600, Quantiles.Wide) / 50 * 50 * Usdt;
                story.Move(story.At(day, dice.Between(10, 20), dice.Below(60)), dice.Pick(clients), studio, micro);
                held += micro;
            }
            if (day % 14 != 13)
            {
                continue;
            }
            var due = dice.Between(150, 600) * Usdt;
            if (held < due * people.Count)
            {
                var missing = (due * people.Count) - held;
                story.Move(story.At(day, 10), story.World.Exchanges.All[story.World.Exchanges.Platforms + 1].Hot, studio, missing);
                held += missing;
            }
            foreach (var freelancer in people)
            {
                story.Move(story.At(day, 21, dice.Below(60)), studio, freelancer, due);
                held -= due;
            }
        }
    }
}
