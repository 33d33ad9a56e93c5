using System.Globalization;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Limits of exchangers, section <c>exchanger</c> of rulebooks/mining.limits.</summary>
[Limits("exchanger")]
internal sealed record ExchangerLimits(
    int PartiesMin,
    int FoundingPartiesMin,
    double FoundingOddsMax,
    double JoiningOddsMax,
    int MatchesMin,
    int CustomerParts,
    double PlainOddsMax,
    double Score,
    double PlainScore
);

/// <summary>
/// Finds unlicensed exchangers: wallets and drop cards whose tenge and token legs answer each other more often than chance allows
/// (<see cref="LegMatch"/>), with the accounts around them that mostly serve them (docs/patterns/exchanger.md). Over transfers that keep
/// coming it works again on what they touch; a table that stands still is what comes at once.
/// </summary>
internal sealed class ExchangerMiner : IMiner
{
    internal static readonly ExchangerLimits Limits = MiningTuning.Shipped.Of<ExchangerLimits>();

    private readonly TransferGraph _graph;
    private readonly WalletClassification _wallets;
    private readonly TengeRates _rates;
    private readonly ExchangerLegs _legs;
    private readonly TradeMatch _match;
    private readonly FoundingLinks _links;
    private readonly GroupGrowth _growth;
    private readonly LateDesks _late;
    private readonly HashSet<int> _founding = [];
    private readonly Kept<Whole, Sighting> _sights;
    private Dictionary<(Roster<int> Cards, Roster<int> Wallets), TradeLink?> _tested = [];
    private Dictionary<(Roster<int> Cards, Roster<int> Wallets), TradeLink?> _asked = [];

    /// <param name="Odds">log10, after all tries.</param>
    /// <param name="Habit">The rule by which its legs answer each other.</param>
    private sealed record Desk(Roster<int> Core, TradeLink Trade, double Odds, LegRule Habit);

    /// <summary>A group and its whole trade.</summary>
    private sealed record Whole(Roster<int> Core, TradeLink Trade);

    public ExchangerMiner(TransferGraph graph, WalletClassification wallets, TengeRates rates, RegistrySnapshot? registry = null)
    {
        (_graph, _wallets, _rates) = (graph, wallets, rates);
        _legs = new ExchangerLegs(graph, wallets, rates) { Lawful = registry is null ? null : new LawfulWallets(graph, registry) };
        _match = new TradeMatch(_legs, LegRule.Default);
        _links = new FoundingLinks(_legs, _match);
        _growth = new GroupGrowth(_legs, _match);
        _late = new LateDesks(graph, _legs, IsCustomer, IsBusy);
        _sights = new Kept<Whole, Sighting>(graph, Around);
    }

    private TransferTable Table => _graph.Table;

    /// <summary>Links put to the test, accounts whose legs were gathered and circles drawn so far; a measure of work.</summary>
    public long Looks => _links.Tested + _late.Tested + _legs.Gathered + _sights.WorkedOut;

    /// <summary>One sighting an exchanger, ordered by its smallest account, with its turnover.</summary>
    public IReadOnlyList<Sighting> Mine(MiningStep step)
    {
        Take(step);
        _legs.Update(step.Reclassified, step.Hours);
        foreach (
            var (cards, wallets) in _tested
                .Keys.Where(key => key.Cards.Any(_legs.ChangedCards.Contains) || key.Wallets.Any(_legs.ChangedWallets.Contains))
                .ToList()
        )
        {
            _tested.Remove((cards, wallets));
        }
        var (ofCards, ofWallets) = (Once(_match.WalletsWith), Once(_match.CardsWith));
        _links.Update(_founding, CardsTried, ofCards);
        var groups = new Groups();
        foreach (var (card, wallet) in _links.Passing())
        {
            groups.Join(card, wallet);
        }
        Grow(groups, ofCards, ofWallets);
        Unite(groups);
        var desks = new List<Desk>();
        foreach (var members in groups.All())
        {
            // The group's whole trade, one to one over all its cards and wallets: what two of them were linked by is a part of it.
            if (Test(Cards(members), Wallets(members)) is { } trade)
                Note(desks, new Roster<int>(members), trade, _links.Tried, LegRule.Default);
        }
        AddLate(desks);
        var sightings = desks.ConvertAll(desk => Claim(_sights.Of(new Whole(desk.Core, desk.Trade)), desk));
        _sights.ForgetUnasked();
        (_tested, _asked) = (_asked, []);
        return sightings;
    }

    private static void Note(List<Desk> desks, Roster<int> core, TradeLink trade, double tried, LegRule habit)
    {
        if (trade.Matches >= Limits.MatchesMin && TradeMatch.Tried(trade.Log10Chance, tried) is <= 0 and var odds)
            desks.Add(new Desk(core, trade, odds, habit));
    }

    /// <summary>Adds the desks that settle late. Where one is in part a desk that was found already, it takes its place if it explains
    /// clearly more of its trade.</summary>
    private void AddLate(List<Desk> desks)
    {
        var deskOf = new Dictionary<int, int>();
        for (var i = 0; i < desks.Count; i++)
        {
            foreach (var account in desks[i].Core)
            {
                deskOf[account] = i;
            }
        }
        var late = new List<Desk>();
        var replaced = new HashSet<int>();
        foreach (var desk in _late.Find(_founding, CardsTried, WalletsTried, desks.ConvertAll(desk => desk.Core)))
        {
            var core = desk.Cards.Concat(desk.Wallets).Order().ToList();
            var before = core.Where(deskOf.ContainsKey).Select(account => deskOf[account]).ToHashSet();
            // Of two that are one desk each had its own part of the trade.
            var least = before.Count == 1 ? TradeHabit.Limits.BetterMin : TradeHabit.Limits.UnitedMin;
            if (desk.Trade.Matches < least * before.Sum(i => desks[i].Trade.Matches))
                continue;
            Note(late, new Roster<int>(core), desk.Trade, desk.Tried, desk.Habit);
            replaced.UnionWith(before);
        }
        var kept = desks.Where((_, i) => !replaced.Contains(i)).Concat(late).OrderBy(desk => desk.Core[0]).ToList();
        desks.Clear();
        desks.AddRange(kept);
    }

    /// <summary>Takes in what changed.</summary>
    private void Take(MiningStep step)
    {
        foreach (var row in step.Rows)
        {
            _sights.Touch(Table.From[row], Table.TimeUs[row]);
            _sights.Touch(Table.To[row], Table.TimeUs[row]);
        }
        foreach (var wallet in step.IsAnew ? _wallets.Verdicts.Select(verdict => verdict.Wallet) : step.Wallets)
        {
            if (
                _wallets.TryGet(wallet, out var v)
                && v.Class != WalletClass.Service
                && v.Profile.Senders + v.Profile.Receivers >= Limits.FoundingPartiesMin
            )
            {
                _founding.Add(wallet);
            }
            else
            {
                _founding.Remove(wallet);
            }
        }
        foreach (var account in step.Reclassified)
        {
            _sights.Touch(account);
        }
    }

    private bool IsBusy(int wallet) =>
        _wallets.TryGet(wallet, out var verdict) && verdict.Profile.Senders + verdict.Profile.Receivers >= TradeHabit.Limits.PartiesMin;

    private double CardsTried => Math.Max(_legs.CardsIn.Accounts, _legs.CardsOut.Accounts);

    private double WalletsTried => Math.Max(_legs.TokensIn.Accounts, _legs.TokensOut.Accounts);

    private static Func<int, Dictionary<int, int>> Once(Func<Roster<int>, Dictionary<int, int>> count)
    {
        var counted = new Dictionary<int, Dictionary<int, int>>();
        return account =>
            counted.TryGetValue(account, out var agreements) ? agreements : counted[account] = count(new Roster<int>([account]));
    }

    /// <summary>Cards and wallets together put to the test, once while no leg of theirs changes.</summary>
    private TradeLink? Test(Roster<int> cards, Roster<int> wallets)
    {
        if (_asked.TryGetValue((cards, wallets), out var link))
            return link;
        if (!_tested.TryGetValue((cards, wallets), out link))
            link = _match.Test(cards, wallets);
        return _asked[(cards, wallets)] = link;
    }

    /// <summary>Further cards and wallets, each tested against the whole group: a card with few orders is linked by the group's
    /// many.</summary>
    private void Grow(Groups groups, Func<int, Dictionary<int, int>> ofCards, Func<int, Dictionary<int, int>> ofWallets)
    {
        _growth.Begin();
        foreach (var members in groups.All().ToList())
        {
            var set = members.ToHashSet();
            var (cards, wallets) = _growth.Of(
                Cards(members),
                Wallets(members),
                CardsTried,
                WalletsTried,
                Limits.JoiningOddsMax,
                ofCards,
                ofWallets
            );
            // Whoever belongs to a group stays in it: two desks are joined by founding links alone.
            var more = cards.Where(card => !groups.Contains(card) && !IsCustomer(card, set)).ToList();
            more.AddRange(wallets.Where(wallet => !groups.Contains(wallet) && !IsCustomer(wallet, set)));
            foreach (var account in more)
            {
                groups.Join(account, members[0]);
            }
        }
    }

    /// <summary>Two groups whose cards and wallets trade across are one exchanger that keeps its cards and wallets apart.</summary>
    private void Unite(Groups groups)
    {
        var all = groups.All().ToList();
        var (cards, wallets) = (all.ConvertAll(Cards), all.ConvertAll(Wallets));
        for (var i = 0; i < all.Count; i++)
        {
            for (var j = 0; j < all.Count; j++)
            {
                if (
                    i != j
                    && Test(cards[i], wallets[j]) is { } link
                    && TradeMatch.Tried(link.Log10Chance, (double)all.Count * all.Count) <= Limits.FoundingOddsMax
                )
                {
                    groups.Join(all[i][0], all[j][0]);
                }
            }
        }
    }

    /// <summary>A regular customer's own payments run beside the desk's trade; what tells a customer is to deal with the group's members
    /// directly.</summary>
    private bool IsCustomer(int candidate, HashSet<int> group)
    {
        var dealings = 0;
        foreach (var row in _graph.Out(candidate))
        {
            dealings += group.Contains(Table.To[row]) ? 1 : 0;
        }
        foreach (var row in _graph.In(candidate))
        {
            dealings += group.Contains(Table.From[row]) ? 1 : 0;
        }
        return Limits.CustomerParts * dealings > _graph.Out(candidate).Length + _graph.In(candidate).Length;
    }

    private Roster<int> Cards(List<int> members) => new(members.Where(member => !IsWallet(member)));

    private Roster<int> Wallets(List<int> members) => new(members.Where(IsWallet));

    private bool IsWallet(int account) => Table.Accounts.Kind(account) == AccountKind.Wallet;

    /// <summary>The group with whoever serves it, and its transfers.</summary>
    private Sighting Around(NotedGraph graph, Whole group)
    {
        var circle = new Circle(graph, group.Core, group.Trade.Rows.ToHashSet());
        var members = group.Core.Select(account => new Member(account, IsWallet(account) ? "desk" : "dropper")).ToList();
        members.AddRange(
            circle.Serving(wallet =>
            {
                graph.NoteUse(wallet);
                return _wallets.ClassOf(wallet);
            })
        );
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        var rows = circle.Rows(members, new CardFlows(graph));
        var evidence = EvidenceKeys.Evidence(Exchanger.Customers.Is(circle.Outsiders(rows)));
        return new Sighting(Exchanger.Name, rows, members, 0, evidence).WithTurnover(Table, Currency.Kzt, bothWays: true);
    }

    /// <summary>The odds and the rates move with everybody's transfers.</summary>
    private Sighting Claim(Sighting group, Desk desk)
    {
        var (_, trade, odds, habit) = desk;
        List<Observed> evidence =
        [
            Exchanger.Matched.Is(trade.Matches),
            Exchanger.Sold.Is(trade.Sold.Pairs.Count),
            Exchanger.Bought.Is(trade.Bought.Pairs.Count),
            Exchanger.ByChance.Is(trade.Expected.ToString("0.0", CultureInfo.InvariantCulture)),
            Exchanger.Odds.Is(Odds.Say(odds)),
            Exchanger.Days.Is(trade.Days),
            Exchanger.Rates.Is(_rates.Source),
            Exchanger.Customers.Is(group.Says(Exchanger.Customers)),
        ];
        if (habit != LegRule.Default)
            evidence.Add(Exchanger.Settles.Is(Minutes(habit)));
        return group with
        {
            Score = odds <= Limits.PlainOddsMax ? Limits.PlainScore : Limits.Score,
            Evidence = EvidenceKeys.Evidence([.. evidence]),
        };
    }

    private static string Minutes(LegRule habit) =>
        string.Create(CultureInfo.InvariantCulture, $"{habit.LeastUs / 60_000_000} to {habit.WindowUs / 60_000_000} minutes");
}
