using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// An underground network that turns crypto and proceeds into notes: the organiser's wallet is sold on a licensed platform through a
/// collector, or proceeds arrive on cards; collectors spread them over droppers; the droppers empty their cards at the same few ATMs in
/// bursts, minutes apart; a part goes back up. All networks together turn over what was reported (24 bn KZT at full scale).
/// </summary>
internal sealed class CashOutNetwork : Scheme
{
    private const long Tenge = 100;
    private const long TurnoverTenge = 24_060_000_000;

    public override string Kind => "cash_out_network";

    public override int Count(PlantScale scale) => scale.Of(81, 8);

    public override void Tell(Story story)
    {
        var all = story.Shared(nameof(CashOutNetwork));
        var total = story.World.Options.FullScale ? TurnoverTenge : TurnoverTenge / 81 * story.Of;
        var turnover = Shares.Split(total, story.Of, ref all)[story.Number];
        var crew = new Crew(story, turnover);
        ref var dice = ref story.Dice;
        foreach (var dropper in crew.Droppers)
        {
            crew.Evasion.Live(dropper);
        }
        var first = dice.Below(Math.Max(1, story.Days / 4));
        var last = Math.Min(story.Days - 1, first + Math.Max(8, dice.Between(story.Days / 2, story.Days)));
        var days = Enumerable.Range(first, last - first + 1).Where(_ => story.Dice.Chance(640)).DefaultIfEmpty(first).ToList();
        var shares = Shares.Split(turnover / 10_000, days.Count, ref dice);
        for (var i = 0; i < days.Count; i++)
        {
            Run(story, crew, days[i], Math.Max(400_000, shares[i] * 10_000) * Tenge);
        }
    }

    /// <summary>One day's round: money in, spread, out.</summary>
    private static void Run(Story story, Crew crew, int day, long tiyn)
    {
        ref var dice = ref story.Dice;
        var collector = dice.Pick(crew.Collectors);
        story.TurnOver(tiyn);
        var time = story.At(day, crew.Hour + dice.Below(4), dice.Below(60), dice.Below(60));
        if (dice.Chance(crew.CryptoPerMille))
        {
            time = SellCrypto(story, crew, collector, day, time, tiyn);
        }
        else
        {
            time = Gather(story, collector, time, tiyn);
        }
        var parts = Spread(story, crew, collector, ref time, tiyn);
        CashOut(story, crew, collector, parts, time + dice.Between(4, 70) * 60_000_000L);
    }

    private static long SellCrypto(Story story, Crew crew, int collector, int day, long time, long tiyn)
    {
        ref var dice = ref story.Dice;
        var world = story.World;
        var owner = world.Identities.Owner(collector);
        var platform = world.Exchanges.PlatformOf(owner);
        var micro = world.Rates.Micro(day, tiyn, -60);
        // The wallet is fed from elsewhere on the chain, in a few pieces.
        var pieces = dice.Between(1, 4);
        for (var i = 0; i < pieces; i++)
        {
            var from = dice.Chance(400)
                ? world.Exchanges.All[world.Exchanges.Platforms + dice.Below(5)].Hot
                : dice.Below(world.Wallets.Private);
            story.Move(time - dice.Between(60, 400) * 60_000_000L, from, crew.Wallet, micro / pieces, Role.None, Role.Organiser);
        }
        story.Move(time, crew.Wallet, world.Wallets.DepositOfPerson(owner), micro / pieces * pieces, Role.Organiser);
        time += dice.Between(90, 400) * 1_000_000L;
        story.BringIn(time, owner, platform, crew.Wallet, micro / pieces * pieces, Role.Organiser);
        time += dice.Between(2, 30) * 60_000_000L;
        story.Trade(time, PaymentKind.CryptoSell, collector, platform, tiyn, micro / pieces * pieces, Role.Collector);
        return time;
    }

    /// <summary>Proceeds: payers who do not know each other, within two hours.</summary>
    private static long Gather(Story story, int collector, long time, long tiyn)
    {
        ref var dice = ref story.Dice;
        var payers = Math.Clamp((int)(tiyn / 35_000_000), 3, 40);
        var sums = Shares.Split(tiyn / 100_000, payers, ref dice);
        var last = time;
        foreach (var sum in sums)
        {
            var at = time + dice.Below(2 * 3_600) * 1_000_000L;
            story.Send(at, story.Anyone(), collector, Math.Max(10, sum) * 100_000, Role.None, Role.Collector);
            last = Math.Max(last, at);
        }
        return last;
    }

    private static List<(int Card, long Tiyn)> Spread(Story story, Crew crew, int collector, ref long time, long tiyn)
    {
        ref var dice = ref story.Dice;
        var droppers = crew.Droppers.ToArray();
        dice.Shuffle(droppers);
        var parts = new List<(int Card, long Tiyn)>();
        var left = tiyn * 97 / 100;
        for (var i = 0; left > 50_000 * Tenge && i < droppers.Length * 3; i++)
        {
            var sum = Math.Min(left, crew.Evasion.Ceiling(dice.Between(190, 495) * 1_000 * Tenge)) / Tenge * Tenge;
            time += dice.Between(25, 200) * 1_000_000L;
            story.Send(time, collector, droppers[i % droppers.Length], sum, Role.Collector, Role.Dropper);
            parts.Add((droppers[i % droppers.Length], sum));
            left -= sum;
        }
        return parts;
    }

    private static void CashOut(Story story, Crew crew, int collector, List<(int Card, long Tiyn)> parts, long time)
    {
        ref var dice = ref story.Dice;
        var atm = dice.Pick(crew.Atms);
        foreach (var (card, tiyn) in parts)
        {
            // After some cards the runner walks to the next machine.
            if (dice.Chance(140))
            {
                atm = dice.Pick(crew.Atms);
                time += dice.Between(4, 15) * 60_000_000L;
            }
            var (machine, later) = crew.Evasion.Machine(atm);
            time += later;
            var fee = tiyn * dice.Between(1, 4) / 100;
            if (dice.Chance(170))
            {
                var up = (tiyn - fee) / Tenge * Tenge;
                var toTop = dice.Chance(600);
                story.Send(
                    time + dice.Between(1, 30) * 60_000_000L,
                    card,
                    toTop ? crew.OrganiserCard : collector,
                    up,
                    Role.Dropper,
                    toTop ? Role.Organiser : Role.Collector
                );
                continue;
            }
            var notes = (tiyn - fee) / (5_000 * Tenge) * (5_000 * Tenge);
            while (notes > 0)
            {
                var taken = Math.Min(notes, crew.Evasion.Ceiling(200_000 * Tenge));
                time += dice.Between(30, 140) * 1_000_000L;
                story.Withdraw(time, card, machine, taken, Role.Dropper);
                notes -= taken;
            }
        }
    }

    /// <summary>Who is in it: one organiser, a collector for each 20 droppers or so, the droppers, the ATMs that they prefer.</summary>
    private sealed class Crew
    {
        public Crew(Story story, long turnoverTenge)
        {
            ref var dice = ref story.Dice;
            var organiser = story.Recruit();
            var city = story.World.People.City(organiser);
            OrganiserCard = story.OpenCard(organiser);
            Wallet = story.OpenWallet();
            var droppers = Math.Clamp((int)(turnoverTenge / 14_000_000) + dice.Between(-4, 4), 5, 60);
            Collectors = [.. Enumerable.Range(0, 1 + (droppers / 18)).Select(_ => story.OpenCard(story.Recruit()))];
            Droppers = [.. Enumerable.Range(0, droppers).Select(_ => story.LentCard(story.Recruit()))];
            Atms = [.. Enumerable.Range(0, dice.Between(2, 4)).Select(_ => story.World.Atms.Draw(city, ref story.Dice))];
            CryptoPerMille = dice.Between(500, 850);
            Hour = dice.Between(9, 17);
            Evasion = new CashEvasion(story, nameof(CashOutNetwork), city);
        }

        public CashEvasion Evasion { get; }

        public int OrganiserCard { get; }

        public int Wallet { get; }

        public IReadOnlyList<int> Collectors { get; }

        public IReadOnlyList<int> Droppers { get; }

        public IReadOnlyList<int> Atms { get; }

        public int CryptoPerMille { get; }

        public int Hour { get; }
    }
}
