using Sunqar.Core.Payments;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// Takes USDT for its goods: a shop of small things to whose one wallet many customers of a platform pay, or a dealer of cars to whom few
/// pay much.
/// </summary>
internal sealed class CryptoShop : Bystander
{
    private const long Tenge = 100;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(20, 4);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var exchanges = story.World.Exchanges;
        var isCars = story.Number % 2 == 1;
        var platform = dice.Below(exchanges.Platforms);
        var wallet = story.OpenWallet();
        story.InnocentWallet("crypto_shop", wallet);
        for (var sales = isCars ? dice.Between(2, 5) : dice.Between(30, 90); sales > 0; sales--)
        {
            var buyer = story.Recruit();
            story.InnocentCard("crypto_shop", buyer);
            var day = dice.Below(story.Days);
            var tiyn = (isCars ? dice.Between(400, 1_500) : dice.Between(1, 9)) * 10_000 * Tenge;
            var time = story.At(day, dice.Between(10, 21), dice.Below(60));
            var micro = story.World.Rates.Micro(day, tiyn, 40);
            story.Trade(time, PaymentKind.CryptoBuy, buyer, platform, tiyn, micro);
            story.TakeOut(time + 900_000_000, buyer, platform, wallet, micro);
            story.Move(time + 1_020_000_000, exchanges.All[platform].Hot, wallet, micro);
        }
    }
}
