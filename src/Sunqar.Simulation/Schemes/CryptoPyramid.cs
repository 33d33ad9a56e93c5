using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// A crypto pyramid: members join in growing numbers, on the chain or through a collection card; early ones are paid weekly out of what late ones bring; when
/// joining slows the payouts stop and the organiser leaves. What stays in the treasury is what was recovered from one (545,000 USDT) and frozen at the other (120,000).
/// </summary>
internal sealed class CryptoPyramid : Scheme
{
    private const long Usdt = 1_000_000;

    public override string Kind => "pyramid";

    public override int Count(PlantScale scale) => scale.Of(2, 2);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var world = story.World;
        var left = (story.Number == 0 ? 545_000 : 120_000) * Usdt / (world.Options.FullScale ? 1 : 4);
        var treasury = story.OpenWallet();
        var organiser = story.OpenWallet();
        var card = story.OpenCard(story.Recruit());
        var insiders = Enumerable.Range(0, dice.Between(3, 6)).Select(_ => story.OpenWallet()).ToList();
        var deposit = story.OpenDeposit(world.Exchanges.Platforms + dice.Below(5));
        var collapse = Math.Max(2, story.Days * dice.Between(62, 82) / 100);
        var average = dice.Between(350, 700);
        var joiners = (int)(left / Usdt * 5 / 2 / average);
        var members = new List<(int Wallet, int Day, long Micro)>();
        members.AddRange(insiders.Select(wallet => (wallet, 0, 1_000 * Usdt)));
        long held = 0;
        foreach (var (wallet, _, micro) in members)
        {
            story.Move(story.At(0, 8, dice.Below(60)), wallet, treasury, micro, Role.EarlyMember, Role.Treasury);
            held += micro;
        }
        for (var day = 0; day < story.Days; day++)
        {
            held += day <= collapse ? Join(story, members, treasury, card, day, Joining(joiners, day, collapse), average) : 0;
            if (day <= collapse && day % 7 == 6)
            {
                held -= PayOut(story, members, insiders, treasury, day, held * 45 / 100);
            }
            if (day == Math.Min(collapse + 1, story.Days - 1) && held > left)
            {
                story.Move(story.At(day, 3, dice.Below(60)), treasury, organiser, held - left, Role.Treasury, Role.Organiser);
                story.Move(story.At(day, 4, dice.Below(60)), organiser, deposit, held - left, Role.Organiser);
                held = left;
            }
        }
    }

    /// <summary>Growth by the square of the day: as many in the last third as in the first two.</summary>
    private static int Joining(int joiners, int day, int collapse)
    {
        long from = (long)day * day * day, to = (long)(day + 1) * (day + 1) * (day + 1), all = (long)(collapse + 1) * (collapse + 1) * (collapse + 1);
        return (int)((joiners * to / all) - (joiners * from / all));
    }

    private static long Join(Story story, List<(int Wallet, int Day, long Micro)> members, int treasury, int card, int day, int count, int average)
    {
        ref var dice = ref story.Dice;
        long joined = 0;
        for (var i = 0; i < count; i++)
        {
            var person = story.Anyone();
            var wallet = story.World.Wallets.OfPerson(person);
            var micro = Math.Max(50, dice.Around(average, Quantiles.Wide) / 50 * 50) * Usdt;
            var time = story.At(day, dice.Between(8, 23), dice.Below(60), dice.Below(60));
            if (dice.Chance(250))
            {
                // Those without crypto pay tenge to a card; the organiser's people put the USDT in.
                story.Send(time, person, card, story.World.Rates.Tiyn(day, micro, 100) / 100 * 100, Role.None, Role.Collector);
                continue;
            }
            story.Move(time, wallet, treasury, micro, Role.None, Role.Treasury);
            members.Add((wallet, day, micro));
            joined += micro;
        }
        return joined;
    }

    private static long PayOut(
        Story story, List<(int Wallet, int Day, long Micro)> members, List<int> insiders, int treasury, int day, long most)
    {
        ref var dice = ref story.Dice;
        long paid = 0;
        foreach (var (wallet, joined, micro) in members)
        {
            var insider = insiders.Contains(wallet);
            var due = insider ? micro * 2 : micro * 8 / 100;
            if (joined > day - 7 || paid + due > most)
            {
                continue;
            }
            story.Move(story.At(day, 20, dice.Below(60), dice.Below(60)), treasury, wallet, due, Role.Treasury, insider ? Role.EarlyMember : Role.None);
            paid += due;
        }
        return paid;
    }
}
