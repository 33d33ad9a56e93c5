using Sunqar.Core.Payments;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// Honest people on a bridge: one takes his savings back from Ethereum once and sells them, one trades on both chains and comes back within
/// the day to the wallet that he left, one comes back after a week.
/// </summary>
internal sealed class BridgeUsers : Bystander
{
    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(40, 6);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var bridge = new BridgeService(story, $"Stone Bridge {story.Number + 1}");
        bridge.LiveOn(dice.Between(20, 60));
        Saver(story, bridge);
        Trader(story, bridge, withinDay: true);
        Trader(story, bridge, withinDay: false);
    }

    private static void Saver(Story story, BridgeService bridge)
    {
        ref var dice = ref story.Dice;
        var (person, wallet) = (story.Recruit(), story.OpenWallet());
        story.InnocentCard("bridge_user", person);
        var day = dice.Below(story.Days);
        var (time, held) = bridge.Cross(story.At(day, 10), story.OpenEthereum(), wallet, dice.Between(500_000, 4_000_000) * 1_000L);
        Sell(story, person, wallet, day, time, held);
    }

    private static void Trader(Story story, BridgeService bridge, bool withinDay)
    {
        ref var dice = ref story.Dice;
        var (person, home, abroad) = (story.Recruit(), story.OpenWallet(), story.OpenEthereum());
        story.InnocentCard("bridge_user", person);
        for (var day = dice.Below(7); day + 8 < story.Days; day += dice.Between(3, 9))
        {
            var (time, held) = bridge.Cross(story.At(day, 8), home, abroad, dice.Between(400_000, 3_000_000) * 1_000L);
            var back = withinDay ? day : day + 7;
            (time, held) = bridge.Cross(withinDay ? time + 7_200_000_000L : story.At(back, 11), abroad, home, held);
            Sell(story, person, home, back, time, held);
        }
    }

    private static void Sell(Story story, int person, int wallet, int day, long time, long micro)
    {
        var platform = story.World.Exchanges.PlatformOf(person);
        story.Move(time + 1_800_000_000, wallet, story.World.Wallets.DepositOfPerson(person), micro);
        story.BringIn(time + 2_100_000_000, person, platform, wallet, micro);
        story.Trade(time + 2_700_000_000, PaymentKind.CryptoSell, person, platform, story.World.Rates.Tiyn(day, micro, -60), micro);
    }
}
