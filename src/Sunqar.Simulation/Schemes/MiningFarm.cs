using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// An unlicensed mining farm: a pool pays its wallets at the same hour every day, they forward to the owner, who sells abroad. All farms
/// together earn what was seized from illegal mining (642,000 USD at full scale).
/// </summary>
internal sealed class MiningFarm : Scheme
{
    private const long Usdt = 1_000_000;
    private const long EarnedUsdt = 642_000;

    public override string Kind => "mining";

    public override int Count(PlantScale scale) => scale.Of(40, 4);

    public override void Tell(Story story)
    {
        var all = story.Shared(nameof(MiningFarm));
        var total = story.World.Options.FullScale ? EarnedUsdt : EarnedUsdt / 40 * story.Of;
        var earned = Shares.Split(total, story.Of, ref all)[story.Number] * Usdt;
        ref var dice = ref story.Dice;
        var pool = story.World.MiningPools[dice.Below(story.World.MiningPools.Count)];
        var owner = story.OpenWallet();
        var deposit = story.OpenDeposit(story.World.Exchanges.Platforms + dice.Below(5));
        var rigs = Enumerable.Range(0, dice.Between(2, 6)).Select(_ => story.OpenWallet()).ToList();
        var paid = Shares.Split(earned, rigs.Count * story.Days, ref dice);
        var hour = dice.Below(6);
        long held = 0;
        for (var day = 0; day < story.Days; day++)
        {
            for (var rig = 0; rig < rigs.Count; rig++)
            {
                // A pool pays by work done: nearly the same every day.
                var micro = ((earned / rigs.Count / story.Days * 8) + (paid[(day * rigs.Count) + rig] * 2)) / 10;
                story.Move(story.At(day, hour, 0, dice.Below(600)), pool, rigs[rig], micro, Role.None, Role.Miner);
                story.Move(story.At(day, hour + 2, rig * 5, dice.Below(240)), rigs[rig], owner, micro, Role.Miner, Role.Organiser);
                held += micro;
                story.TurnOver(0, micro);
                story.Hoard(micro);
            }
            if (day % 5 == story.Number % 5)
            {
                story.Move(story.At(day, 16, dice.Below(60)), owner, deposit, held / Usdt * Usdt, Role.Organiser);
                held -= held / Usdt * Usdt;
            }
        }
    }
}
