using Sunqar.Core.Registry;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A licensed miner: the same daily payouts from the same pools as the illegal ones, but its wallets stand in the register, and it
/// sells on a licensed platform.</summary>
internal sealed class LicensedMiner : Bystander
{
    private const long Usdt = 1_000_000;

    public override int Count(PlantScale scale) => scale.Of(30, 5);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var world = story.World;
        var pool = world.MiningPools[dice.Below(world.MiningPools.Count)];
        var treasury = story.OpenWallet();
        var rigs = Enumerable.Range(0, dice.Between(2, 6)).Select(_ => story.OpenWallet()).ToList();
        var deposit = story.OpenDeposit(dice.Below(world.Exchanges.Platforms));
        foreach (var wallet in rigs.Append(treasury))
        {
            story.InnocentWallet("licensed_miner", wallet);
        }
        story.Register(
            new PlatformListing(
                $"MINER{story.Number + 1:D3}",
                "miner",
                $"Digital Mining {story.Number + 1} (simulated) Ltd",
                [],
                People.BinText.Of(ref dice),
                "national",
                "Ministry of Digital Development",
                "digital mining",
                world.DayUs(-dice.Between(40, 500)),
                world.DayUs(dice.Between(400, 1_000)),
                PlatformListing.Licensed,
                [],
                [.. rigs.Append(treasury).Select(wallet => new ChainWallet("tron", world.Wallets.Text(wallet)))],
                [],
                []
            )
        );
        var daily = dice.Between(60, 400);
        var hour = dice.Below(6);
        long held = 0;
        for (var day = 0; day < story.Days; day++)
        {
            foreach (var rig in rigs)
            {
                var micro = dice.Around(daily, Quantiles.Narrow) * Usdt + dice.Below(1_000_000);
                story.Move(story.At(day, hour, 0, dice.Below(600)), pool, rig, micro);
                story.Move(story.At(day, hour + 2, dice.Below(60)), rig, treasury, micro);
                held += micro;
            }
            if (day % 3 == 0)
            {
                story.Move(story.At(day, 15, dice.Below(60)), treasury, deposit, held / Usdt * Usdt);
                held -= held / Usdt * Usdt;
            }
        }
    }
}
