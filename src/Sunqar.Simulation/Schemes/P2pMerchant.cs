using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// Deals with the public on a platform's P2P market as an exchange without a licence would: dozens of customers a day pay by card, their
/// USDT changes hands inside the platform, and what came buys new USDT every few hours.
/// </summary>
internal sealed class P2pMerchant : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "p2p_merchant";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(12, 3);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var world = story.World;
        var merchant = story.Recruit();
        var platform = world.Exchanges.PlatformOf(merchant);
        var perDay = dice.Between(12, 45);
        for (var day = dice.Below(story.Days / 3); day < story.Days; day++)
        {
            long held = 0;
            for (var hour = 9; hour <= 22; hour++)
            {
                for (var deals = dice.Below((2 * perDay / 14) + 1); deals > 0; deals--)
                {
                    var tiyn = dice.Around(140_000, Quantiles.Wide) / 500 * 500 * Tenge;
                    held += tiyn;
                    story.TurnOver(tiyn);
                    story.Send(story.At(day, hour, dice.Below(59)), story.Anyone(), merchant, tiyn, Role.None, Role.Desk);
                }
                if (hour % 4 != 2 || held < 50_000 * Tenge)
                    continue;
                var bought = held * dice.Between(85, 98) / 100 / Tenge * Tenge;
                held -= bought;
                var micro = world.Rates.Micro(day, bought, 30);
                story.Trade(story.At(day, hour, 59), PaymentKind.CryptoBuy, merchant, platform, bought, micro, Role.Desk);
            }
        }
    }
}
