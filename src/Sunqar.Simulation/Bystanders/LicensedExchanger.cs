using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>
/// A lawful exchange operator with a licence of the National Bank and its wallets in the register: tenge come onto its cards and USDT
/// leaves its wallets minutes later, and the reverse, all day, as at an unlawful desk. What it needs it buys on a licensed platform.
/// </summary>
internal sealed class LicensedExchanger : Bystander
{
    private const long Tenge = 100,
        Usdt = 1_000_000;

    public override int Count(PlantScale scale) => scale.Of(12, 3);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var world = story.World;
        var owner = story.Recruit();
        var cards = Enumerable.Range(0, dice.Between(2, 4)).Select(_ => story.OpenCard(owner)).ToList();
        var wallets = Enumerable.Range(0, dice.Between(1, 2)).Select(_ => story.OpenWallet()).ToList();
        foreach (var card in cards)
            story.InnocentCard("licensed_exchanger", card);
        foreach (var wallet in wallets)
            story.InnocentWallet("licensed_exchanger", wallet);
        Register(story, ref dice, wallets);
        var customers = Enumerable.Range(0, dice.Between(40, 120)).Select(_ => story.Anyone()).ToList();
        var platform = dice.Below(world.Exchanges.Platforms);
        var (most, spread) = (dice.Between(8, 24), dice.Between(40, 150));
        var (usual, held) = (dice.Between(60, 160) * 1_000L, 0L);
        for (var day = 0; day < story.Days; day++)
        {
            for (var orders = dice.Between(most / 2, most); orders > 0; orders--)
            {
                var (customer, card, wallet) = (dice.Pick(customers), dice.Pick(cards), dice.Pick(wallets));
                var time = story.At(day, dice.Between(9, 18), dice.Below(60), dice.Below(60));
                var paid = time + (dice.Between(60, 1_200) * 1_000_000L);
                var tiyn = Math.Clamp(dice.Around(usual, Quantiles.Wide), 20_000, 1_500_000) / 1_000 * 1_000 * Tenge;
                var sells = dice.Chance(600);
                var micro = world.Rates.Micro(day, tiyn, sells ? spread : -spread) / 10_000 * 10_000;
                var purse = world.Wallets.OfPerson(customer);
                if (sells)
                {
                    story.Send(time, customer, card, tiyn);
                    story.Move(paid, wallet, purse, micro);
                    held -= micro;
                }
                else
                {
                    story.Move(time, purse, wallet, micro);
                    story.Send(paid, card, customer, tiyn);
                    held += micro;
                }
            }
            if (held < 0)
                Refill(story, day, cards[0], platform, wallets[0], ref held);
        }
    }

    private static void Refill(Story story, int day, int card, int platform, int wallet, ref long held)
    {
        var world = story.World;
        var micro = (-held / Usdt + 500) * Usdt;
        story.Trade(story.At(day, 20), PaymentKind.CryptoBuy, card, platform, world.Rates.Tiyn(day, micro, 40), micro);
        story.TakeOut(story.At(day, 20, 4), world.Identities.Owner(card), platform, wallet, micro);
        story.Move(story.At(day, 20, 6), world.Exchanges.All[platform].Hot, wallet, micro);
        held += micro;
    }

    private static void Register(Story story, ref Dice dice, List<int> wallets)
    {
        var world = story.World;
        var name = $"Exchange House {story.Number + 1}";
        story.Register(
            new PlatformListing(
                $"EXCH{story.Number + 1:D3}",
                PlatformListing.Exchanger,
                $"{name} (simulated) Ltd",
                [name],
                People.BinText.Of(ref dice),
                "national",
                "National Bank",
                "exchange of digital assets",
                world.DayUs(-dice.Between(40, 300)),
                world.DayUs(dice.Between(400, 1_000)),
                PlatformListing.Licensed,
                [$"exchange-house-{story.Number + 1}.example"],
                [.. wallets.Select(wallet => new ChainWallet("tron", world.Wallets.Text(wallet)))],
                [],
                []
            )
        );
    }
}
