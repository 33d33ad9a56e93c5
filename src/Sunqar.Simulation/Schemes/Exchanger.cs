using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// An unlicensed exchanger, as desks work through Telegram: a customer's tenge arrive on a drop card and USDT leaves the desk's wallet
/// minutes later, 1–5 % off the day's rate; and the reverse. Once a day it squares itself: the desk's wallet is refilled from an exchange
/// or empties into one, drop cards are emptied at ATMs or passed to the operator's card. Size, hours, number of cards, wallets, spread and
/// care differ by draws. All reserves together hold what was seized (16.7 m USD at full scale).
/// </summary>
internal sealed class Exchanger : Scheme
{
    private const long SeizedUsdt = 16_700_000;

    public override string Kind => "exchanger";

    public override int Count(PlantScale scale) => scale.Of(130, 13);

    public override void Tell(Story story)
    {
        var all = story.Shared(nameof(Exchanger));
        var total = story.World.Options.FullScale ? SeizedUsdt : SeizedUsdt * story.Of / 130;
        var seized = Shares.Split(total, story.Of, ref all)[story.Number];
        new ExchangerDesk(story, seized * ExchangerDesk.Usdt).Work();
    }
}
