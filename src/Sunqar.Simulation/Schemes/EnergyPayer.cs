using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>A launderer's many wallets on TRON: takers of dirty value and those that pass it on, none of which ever holds coins for fees,
/// because one address pays the energy of all. It moves no tokens itself.</summary>
internal sealed class EnergyPayer : Scheme
{
    private const long Usdt = 1_000_000;

    public override string Kind => "energy_payer";

    public override int Count(PlantScale scale) => scale.Of(40, 5);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var payer = story.OpenWallet();
        int[] takers = [.. Enumerable.Range(0, dice.Between(4, 10)).Select(_ => story.OpenWallet())];
        int[] passers = [.. Enumerable.Range(0, dice.Between(2, 4)).Select(_ => story.OpenWallet())];
        var outlets = new int[dice.Between(2, 4)];
        for (var i = 0; i < outlets.Length; i++)
            outlets[i] = story.OpenDeposit(story.World.Exchanges.Platforms + dice.Below(5));
        for (var day = 0; day < story.Days; day++)
        {
            foreach (var taker in takers)
            {
                if (!dice.Chance(300))
                    continue;
                var micro = dice.Between(150, 4_000) * Usdt + dice.Below(1_000_000);
                var hour = dice.Between(9, 20);
                story.TurnOver(0, micro);
                story.Move(
                    story.At(day, hour, dice.Below(60)),
                    story.World.Wallets.OfPerson(story.Anyone()),
                    taker,
                    micro,
                    Role.None,
                    Role.Pool
                );
                var passer = passers[dice.Below(passers.Length)];
                Pass(story, story.At(day, hour + dice.Between(1, 2), dice.Below(60)), payer, taker, passer, micro, Role.Pool);
                var part = micro * dice.Between(850, 980) / 1_000;
                var outlet = outlets[dice.Below(outlets.Length)];
                Pass(story, story.At(day, hour + dice.Between(3, 5), dice.Below(60)), payer, passer, outlet, part, Role.None);
            }
        }
    }

    private static void Pass(Story story, long timeUs, int payer, int from, int to, long micro, Role toRole)
    {
        story.PayEnergy(timeUs, payer, from);
        story.Move(timeUs, from, to, micro, Role.Pool, toRole);
    }
}
