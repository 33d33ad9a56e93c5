using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// Innocent wallets on one payer of energy: renters of a small house that lends energy to a few dozen strangers, of a large one that lends
/// to hundreds, and deposit addresses whose exchange pays for their emptying.
/// </summary>
internal sealed class EnergyRenters : Bystander
{
    private const long Usdt = 1_000_000;

    public override int Count(PlantScale scale) => scale.Of(12, 3);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        switch (story.Number % 3)
        {
            case 0:
                Rent(story, dice.Between(20, 60));
                break;
            case 1:
                Rent(story, dice.Between(250, 400));
                break;
            default:
                Deposits(story);
                break;
        }
    }

    /// <summary>Strangers who pay whom they like; a few of them know each other.</summary>
    private static void Rent(Story story, int renters)
    {
        ref var dice = ref story.Dice;
        var payer = story.OpenWallet();
        int[] wallets = [.. Enumerable.Range(0, renters).Select(_ => story.OpenWallet())];
        foreach (var wallet in wallets)
        {
            story.InnocentWallet("energy_renters", wallet);
            for (var times = dice.Between(2, 8); times > 0; times--)
            {
                var (day, hour, micro) = (dice.Below(story.Days), dice.Between(8, 20), dice.Between(30, 900) * Usdt);
                var exchange = story.World.Exchanges.All[dice.Below(story.World.Exchanges.Platforms)].Hot;
                story.Move(story.At(day, hour), exchange, wallet, micro);
                var to = dice.Chance(60) ? wallets[dice.Below(renters)] : story.World.Wallets.OfPerson(story.Anyone());
                var timeUs = story.At(day, hour + 1, dice.Below(60));
                story.PayEnergy(timeUs, payer, wallet);
                story.Move(timeUs, wallet, to, micro);
            }
        }
    }

    private static void Deposits(Story story)
    {
        ref var dice = ref story.Dice;
        var (payer, exchange) = (story.OpenWallet(), story.World.Exchanges.Platforms + dice.Below(5));
        for (var customers = dice.Between(15, 40); customers > 0; customers--)
        {
            var deposit = story.OpenDeposit(exchange);
            story.InnocentWallet("energy_renters", deposit);
            for (var times = dice.Between(3, 8); times > 0; times--)
            {
                var timeUs = story.At(dice.Below(story.Days), dice.Between(6, 18), dice.Below(60));
                story.Move(timeUs, story.World.Wallets.OfPerson(story.Anyone()), deposit, dice.Between(30, 900) * Usdt);
                story.PayEnergy(timeUs + 1_800_000_000, payer, deposit);
            }
        }
    }
}
