using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// A busy trader on a licensed platform's P2P market: card transfers from and to many people all day, the USDT moves inside the platform,
/// balances are bought and sold there, and now and then something goes to the trader's own wallet.
/// </summary>
internal sealed class P2pTrader : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(40, 5);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var world = story.World;
        var trader = story.Recruit();
        story.InnocentCard("p2p_trader", trader);
        var platform = world.Exchanges.PlatformOf(trader);
        var wallet = story.OpenWallet();
        story.InnocentWallet("p2p_trader", wallet);
        var perDay = dice.Between(4, 14);
        for (var day = 0; day < story.Days; day++)
        {
            long net = 0;
            for (var trades = dice.Between(perDay / 2, perDay); trades > 0; trades--)
            {
                var tiyn = dice.Around(85_000, Quantiles.Wide) / 500 * 500 * Tenge;
                var time = story.At(day, dice.Between(9, 22), dice.Below(60), dice.Below(60));
                var comes = dice.Chance(520);
                story.Send(time, comes ? story.Anyone() : trader, comes ? trader : story.Anyone(), tiyn);
                net += comes ? tiyn : -tiyn;
            }
            var amount = Math.Abs(net) / Tenge * Tenge;
            if (amount < 20_000 * Tenge)
            {
                continue;
            }
            var micro = world.Rates.Micro(day, amount, 40);
            story.Trade(
                story.At(day, 23, dice.Below(30)),
                net > 0 ? PaymentKind.CryptoBuy : PaymentKind.CryptoSell,
                trader,
                platform,
                amount,
                micro
            );
            if (net > 0 && dice.Chance(150))
            {
                story.TakeOut(story.At(day, 23, 35), trader, platform, wallet, micro);
                story.Move(story.At(day, 23, 37), world.Exchanges.All[platform].Hot, wallet, micro);
            }
        }
    }
}
