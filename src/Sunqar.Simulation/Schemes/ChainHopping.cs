using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>Crime's money hops chains: over a bridge, on the other side at once back over it to a fresh wallet, and into a platform, where
/// people sell it. The trail on each chain ends at the bridge.</summary>
internal sealed class ChainHopping : Scheme
{
    public override string Kind => "chain_hopping";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(40, 6);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var bridge = new BridgeService(story, $"Starbridge {story.Number + 1}");
        bridge.LiveOn(dice.Between(20, 60));
        var source = story.OpenWallet();
        for (var people = dice.Between(3, 6); people > 0; people--)
        {
            var person = story.Recruit();
            var platform = story.World.Exchanges.PlatformOf(person);
            var (last, deposit) = (story.OpenWallet(), story.OpenDeposit(platform));
            for (var times = dice.Between(2, 5); times > 0; times--)
            {
                var (day, first, second) = (dice.Below(story.Days), story.OpenEthereum(), story.OpenEthereum());
                var micro = dice.Between(300_000, 6_000_000) * 1_000L;
                story.TurnOver(0, micro);
                var (time, held) = bridge.Cross(story.At(day, dice.Between(0, 9), dice.Below(60)), source, first, micro, Role.Organiser);
                if (dice.Chance(400))
                {
                    time += dice.Between(5, 60) * 60_000_000L;
                    story.Move(time, first, second, held, Role.Organiser, Role.Organiser);
                }
                else
                {
                    second = first;
                }
                time += dice.Between(10, 90) * 60_000_000L;
                (time, held) = bridge.Cross(time, second, last, held, Role.Organiser, Role.Organiser);
                time += dice.Between(10, 60) * 60_000_000L;
                story.Move(time, last, deposit, held, Role.Organiser, Role.None);
                story.BringIn(time + 300_000_000, person, platform, last, held, Role.Organiser);
                story.Trade(
                    time + 900_000_000,
                    PaymentKind.CryptoSell,
                    person,
                    platform,
                    story.World.Rates.Tiyn(day, held, -60),
                    held,
                    Role.Organiser
                );
            }
        }
    }
}
