using Sunqar.Core.Payments;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// What a deceived person sends passes through two to four mules within minutes, each keeping a little, and ends as notes or USDT. The
/// chain of cards is used for several victims.
/// </summary>
internal sealed class FraudProceeds : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "pass_through";

    public override int Count(PlantScale scale) => scale.Of(150, 20);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var mules = Enumerable.Range(0, dice.Between(2, 4)).Select(_ => story.LentCard(story.Recruit())).ToList();
        var city = story.World.People.City(story.World.Identities.Owner(mules[^1]));
        var byCrypto = dice.Chance(450);
        for (var victims = dice.Between(2, 7); victims > 0; victims--)
        {
            var day = dice.Below(story.Days);
            var time = story.At(day, dice.Between(9, 20), dice.Below(60));
            var tiyn = dice.Between(120, 2_400) * 1_000 * Tenge;
            story.TurnOver(tiyn);
            story.Send(time, story.Anyone(), mules[0], tiyn, Role.None, Role.Mule);
            for (var i = 1; i < mules.Count; i++)
            {
                time += dice.Between(2, 25) * 60_000_000L;
                tiyn = tiyn * dice.Between(960, 992) / 1_000 / Tenge * Tenge;
                story.Send(time, mules[i - 1], mules[i], tiyn, Role.Mule, Role.Mule);
            }
            time += dice.Between(3, 40) * 60_000_000L;
            if (byCrypto)
            {
                var platform = story.World.Exchanges.PlatformOf(story.World.Identities.Owner(mules[^1]));
                story.Trade(time, PaymentKind.CryptoBuy, mules[^1], platform, tiyn, story.World.Rates.Micro(day, tiyn, 60), Role.Mule);
                continue;
            }
            var atm = story.World.Atms.Draw(city, ref dice);
            for (var left = tiyn / (5_000 * Tenge) * 5_000 * Tenge; left > 0; left -= 200_000 * Tenge)
            {
                time += dice.Between(35, 100) * 1_000_000L;
                story.Withdraw(time, mules[^1], atm, Math.Min(left, 200_000 * Tenge), Role.Mule);
            }
        }
    }
}
