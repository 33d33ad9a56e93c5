using Sunqar.Core.Payments;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// Look-alikes of the wallets that people take their USDT out to send dust into those people's history; now and then one copies the wrong
/// address. The victims are the members whom a warning should reach; the poisoner is nobody's neighbour by a cent.
/// </summary>
internal sealed class AddressPoisoning : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "address_poisoning";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(40, 6);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var platformHot = story.OpenEthereum();
        story.Label(platformHot, $"Exchange on Ethereum {story.Number + 1}", "exchange");
        for (var victims = dice.Between(4, 9); victims > 0; victims--)
        {
            var person = story.Recruit();
            var platform = story.World.Exchanges.PlatformOf(person);
            var own = story.OpenEthereum();
            var likes = Enumerable.Range(0, dice.Between(1, 3)).Select(_ => story.OpenLookAlike(own)).ToList();
            var slip = dice.Chance(600) ? dice.Between(story.Days / 2, story.Days - 1) : -1;
            for (var day = dice.Below(10); day < story.Days; day += dice.Between(4, 9))
            {
                TakeOut(story, person, platform, platformHot, own, day, Role.None);
                foreach (var like in likes)
                    story.Move(story.At(day, 20, dice.Below(60)), like, own, dice.Between(1, 20_000));
            }
            if (slip >= 0)
                TakeOut(story, person, platform, platformHot, dice.Pick(likes), slip, Role.Buyer);
        }
    }

    private static void TakeOut(Story story, int person, int platform, int hot, int wallet, int day, Role role)
    {
        ref var dice = ref story.Dice;
        var tiyn = dice.Between(3, 40) * 10_000 * Tenge;
        var micro = story.World.Rates.Micro(day, tiyn, 60);
        var time = story.At(day, dice.Between(10, 18), dice.Below(60));
        story.Trade(time, PaymentKind.CryptoBuy, person, platform, tiyn, micro, role);
        story.TakeOut(time + 600_000_000, person, platform, wallet, micro, role);
        story.Move(time + 700_000_000, hot, wallet, micro, Role.None, role);
        if (role != Role.None)
            story.TurnOver(tiyn, micro);
    }
}
