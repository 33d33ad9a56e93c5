using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// A crypto pyramid: members join in growing numbers, on the chain or through a collection card; early ones are paid weekly out of what
/// late ones bring; when joining slows the payouts stop and the organiser leaves. What stays in the treasury is what was recovered from one
/// (545,000 USDT) and frozen at the other (120,000).
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
        var organiser = story.OpenWallet();
        var deposit = story.OpenDeposit(world.Exchanges.Platforms + dice.Below(5));
        var collapse = Math.Max(2, story.Days * dice.Between(62, 82) / 100);
        var average = dice.Between(350, 700);
        var joiners = (int)(left / Usdt * 5 / 2 / average);
        var scheme = new Books(story, dice.Between(3, 6));
        for (var day = 0; day < story.Days; day++)
        {
            for (var count = day <= collapse ? Joining(joiners, day, collapse) : 0; count > 0; count--)
            {
                scheme.Join(day, average);
            }
            if (day <= collapse && (day % 7 == 6 || day == collapse))
            {
                scheme.Exchange(day);
                scheme.PayOut(day);
            }
            if (day == Math.Min(collapse + 1, story.Days - 1) && scheme.Held > left)
            {
                var gone = scheme.Held - left;
                story.Move(story.At(day, 3, dice.Below(60)), scheme.Treasury, organiser, gone, Role.Treasury, Role.Organiser);
                story.Move(story.At(day, 4, dice.Below(60)), organiser, deposit, gone, Role.Organiser);
            }
        }
    }

    /// <summary>Growth by the square of the day: as many in the last third as in the first two.</summary>
    private static int Joining(int joiners, int day, int collapse)
    {
        long from = (long)day * day * day,
            to = (long)(day + 1) * (day + 1) * (day + 1),
            all = (long)(collapse + 1) * (collapse + 1) * (collapse + 1);
        return (int)((joiners * to / all) - (joiners * from / all));
    }

    /// <summary>The pyramid's treasury, its collection card, and who put in how much when.</summary>
    private sealed class Books
    {
        private readonly Story _story;
        private readonly int _card;
        private readonly HashSet<int> _insiders = [];
        private readonly List<(int Wallet, int Day, long Micro)> _members = [];
        private long _tiyn;

        public Books(Story story, int insiders)
        {
            _story = story;
            Treasury = story.OpenWallet();
            _card = story.OpenCard(story.Recruit());
            for (var i = 0; i < insiders; i++)
            {
                // The organiser's own people go first, with money lent for it.
                var wallet = story.OpenWallet();
                var micro = 1_000 * Usdt;
                var time = story.At(0, 8, story.Dice.Below(60));
                story.Move(
                    time - 3_600_000_000,
                    story.World.Exchanges.All[story.World.Exchanges.Platforms].Hot,
                    wallet,
                    micro + Usdt,
                    Role.None,
                    Role.EarlyMember
                );
                story.Move(time, wallet, Treasury, micro, Role.EarlyMember, Role.Treasury);
                _insiders.Add(wallet);
                _members.Add((wallet, 0, micro));
                Held += micro;
            }
        }

        public int Treasury { get; }

        public long Held { get; private set; }

        public void Join(int day, int average)
        {
            ref var dice = ref _story.Dice;
            var person = _story.Anyone();
            var wallet = _story.World.Wallets.OfPerson(person);
            var micro = Math.Max(50, dice.Around(average, Quantiles.Wide) / 50 * 50) * Usdt;
            var time = _story.At(day, dice.Between(8, 22), dice.Below(60), dice.Below(60));
            _members.Add((wallet, day, micro));
            if (dice.Chance(250))
            {
                // Those without crypto pay tenge to a card.
                var tiyn = _story.World.Rates.Tiyn(day, micro, 100) / 100 * 100;
                _story.Send(time, person, _card, tiyn, Role.None, Role.Collector);
                _story.TurnOver(tiyn);
                _tiyn += tiyn;
                return;
            }
            _story.Move(time, wallet, Treasury, micro, Role.None, Role.Treasury);
            _story.TurnOver(0, micro);
            Held += micro;
        }

        /// <summary>The card's tenge become USDT on a licensed platform.</summary>
        public void Exchange(int day)
        {
            if (_tiyn < 5_000_000)
            {
                return;
            }
            var owner = _story.World.Identities.Owner(_card);
            var platform = _story.World.Exchanges.PlatformOf(owner);
            var micro = _story.World.Rates.Micro(day, _tiyn, 60) / Usdt * Usdt;
            var time = _story.At(day, 23, 5, _story.Dice.Below(600));
            _story.Trade(time, Core.Payments.PaymentKind.CryptoBuy, _card, platform, _tiyn, micro, Role.Collector);
            _story.TakeOut(time + 300_000_000, owner, platform, Treasury, micro, Role.Treasury);
            _story.Move(time + 420_000_000, _story.World.Exchanges.All[platform].Hot, Treasury, micro, Role.None, Role.Treasury);
            (_tiyn, Held) = (0, Held + micro);
        }

        /// <summary>A return on what was put in at least a week ago, while less than half of what is there goes out for it.</summary>
        public void PayOut(int day)
        {
            ref var dice = ref _story.Dice;
            var most = Held * 45 / 100;
            foreach (var (wallet, joined, micro) in _members)
            {
                var insider = _insiders.Contains(wallet);
                var due = insider ? micro * 2 : micro * 8 / 100;
                if (joined > day - 7 || due > most)
                {
                    continue;
                }
                _story.Move(
                    _story.At(day, 23, 40, dice.Below(1_000)),
                    Treasury,
                    wallet,
                    due,
                    Role.Treasury,
                    insider ? Role.EarlyMember : Role.None
                );
                most -= due;
                Held -= due;
            }
        }
    }
}
