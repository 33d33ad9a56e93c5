using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>A desk that settles late: its cards and wallets, the trade between them, and the rule of its own by which it settles.</summary>
/// <param name="Tried">How many pairs of a card and a wallet were tried, under every rule.</param>
internal sealed record LateDesk(Roster<int> Cards, Roster<int> Wallets, TradeLink Trade, LegRule Habit, double Tried);

/// <summary>
/// Finds desks whose second leg comes hours after the first, with cards that change. Over hours many more legs agree by chance than over
/// minutes, so what a desk keeps of the value is asked to be nearly always the same: first within bands that overlap, for pairs of one card
/// and one wallet; then within the desk's own lags and spreads (<see cref="TradeHabit"/>), for everybody who may be one more of it. Those
/// whom its own customers deal with are tried apart: they are few, so a card of a week is enough. What founding links keep is kept up; the
/// rest is worked out anew for the few groups there are.
/// </summary>
internal sealed class LateDesks(TransferGraph graph, ExchangerLegs legs, Func<int, HashSet<int>, bool> isCustomer, Func<int, bool> isBusy)
{
    private static readonly HabitLimits Limits = TradeHabit.Limits;

    private readonly Band[] _bands =
    [
        .. TradeHabit.Bands.Select(rule => new TradeMatch(legs, rule)).Select(match => new Band(match, new FoundingLinks(legs, match))),
    ];

    private readonly WalletPools _pools = new(graph);

    private readonly record struct Band(TradeMatch Match, FoundingLinks Links);

    private sealed record Founders(List<int> Cards, List<int> Wallets, List<LegPair> Pairs);

    /// <summary>How many links were put to the test so far; a measure of work.</summary>
    public long Tested => _bands.Sum(band => band.Links.Tested);

    /// <summary>Every late desk, by its smallest account.</summary>
    /// <param name="founding">Wallets that may found a group.</param>
    /// <param name="known">The desks that are found already; they, too, are grown by a habit of their own.</param>
    public List<LateDesk> Find(IReadOnlySet<int> founding, double cardsTried, double walletsTried, IReadOnlyList<Roster<int>> known)
    {
        var deskOf = new Dictionary<int, int>();
        for (var i = 0; i < known.Count; i++)
        {
            foreach (var account in known[i])
            {
                deskOf[account] = i;
            }
        }
        var groups = new Groups();
        // A desk's own wallets are the busiest, and whoever else is one of it joins it below.
        var unknown = founding.Where(wallet => !deskOf.ContainsKey(wallet) && isBusy(wallet)).ToHashSet();
        var tried = cardsTried * unknown.Count * _bands.Length;
        foreach (var (card, wallet) in Links(unknown, cardsTried))
        {
            groups.Join(card, wallet);
        }
        foreach (var pool in _pools.Of(unknown.Where(wallet => !groups.Contains(wallet))))
        {
            FoundTogether(pool, tried, groups);
        }
        foreach (var desk in known)
        {
            foreach (var member in desk)
            {
                groups.Join(desk[0], member);
            }
        }
        var grown = groups.All().Select(Found).Select(founders => Grow(founders, groups, cardsTried, walletsTried)).ToList();
        return [.. Unite(grown, tried).OrderBy(desk => Math.Min(desk.Cards[0], desk.Wallets[0]))];
    }

    private List<(int Card, int Wallet)> Links(IReadOnlySet<int> founding, double cardsTried)
    {
        var links = new List<(int Card, int Wallet)>();
        foreach (var (match, kept) in _bands)
        {
            var counted = new Dictionary<int, Dictionary<int, int>>();
            kept.Update(
                founding,
                cardsTried * _bands.Length,
                card => counted.TryGetValue(card, out var with) ? with : counted[card] = match.WalletsWith(new Roster<int>([card]))
            );
            links.AddRange(kept.Passing());
        }
        return links;
    }

    /// <summary>Cards that agree with the wallets of a pool taken together: a desk that pays now from this wallet, now from that.</summary>
    private void FoundTogether(Roster<int> pool, double tried, Groups groups)
    {
        var least = TradeMatch.LeastAgreements(tried, ExchangerMiner.Limits.FoundingOddsMax);
        foreach (var (match, _) in _bands)
        {
            foreach (var card in match.CardsWith(pool).Where(card => card.Value >= least).Select(card => card.Key).Order())
            {
                if (
                    match.Test(new Roster<int>([card]), pool) is { } link
                    && TradeMatch.Tried(link.Log10Chance, tried) <= ExchangerMiner.Limits.FoundingOddsMax
                )
                {
                    foreach (var wallet in pool)
                    {
                        groups.Join(card, wallet);
                    }
                }
            }
        }
    }

    /// <summary>The founders of a group, and their pairs in the band that holds most of them.</summary>
    private Founders Found(List<int> members)
    {
        var wallets = members.Where(IsWallet).ToList();
        var cards = members.Where(member => !IsWallet(member)).ToList();
        var (ofCards, ofWallets) = (new Roster<int>(cards), new Roster<int>(wallets));
        return new Founders(cards, wallets, _bands.Select(band => PairsOf(band.Match, ofCards, ofWallets)).MaxBy(pairs => pairs.Count)!);
    }

    private static List<LegPair> PairsOf(TradeMatch match, Roster<int> cards, Roster<int> wallets) =>
        match.Test(cards, wallets) is { } link ? [.. link.Sold.Pairs, .. link.Bought.Pairs] : [];

    /// <summary>Everybody who settles as the founders do with them, round after round.</summary>
    private (HashSet<int> Cards, HashSet<int> Wallets, LegRule Habit)? Grow(
        Founders founders,
        Groups others,
        double cardsTried,
        double walletsTried
    )
    {
        if (founders.Pairs.Count == 0)
            return null;
        var habit = TradeHabit.Of(founders.Pairs, graph.Table, row => legs.Value(row) ?? 0);
        var match = new TradeMatch(legs, habit);
        var (cards, wallets) = (founders.Cards.ToHashSet(), founders.Wallets.ToHashSet());
        for (var round = 0; round < Limits.Rounds; round++)
        {
            var (ofCards, ofWallets) = (new Roster<int>(cards.Order()), new Roster<int>(wallets.Order()));
            var group = cards.Union(wallets).ToHashSet();
            bool Free(int account) => !group.Contains(account) && !others.Contains(account) && !isCustomer(account, group);
            var more = Joining(match.CardsWith(ofWallets), cardsTried, card => match.Test(new Roster<int>([card]), ofWallets), Free);
            more.AddRange(
                Joining(match.WalletsWith(ofCards), walletsTried, wallet => match.Test(ofCards, new Roster<int>([wallet])), Free)
            );
            var dealt = DealtWith(match.Test(ofCards, ofWallets), cards, group);
            var agreements = match.CardsWith(ofWallets);
            for (var customers = 1; customers <= Limits.CustomersMax; customers++)
            {
                var near = dealt.Where(card => card.Value >= customers && Free(card.Key)).Select(card => card.Key).Order().ToList();
                more.AddRange(Near(near, card => agreements.ContainsKey(card) ? match.Chance(new Roster<int>([card]), ofWallets) : 0));
            }
            if (more.Count == 0)
                break;
            foreach (var account in more)
            {
                (IsWallet(account) ? wallets : cards).Add(account);
            }
        }
        return (cards, wallets, habit);
    }

    private static List<int> Joining(Dictionary<int, int> agreements, double tried, Func<int, TradeLink?> test, Func<int, bool> isFree)
    {
        var least = TradeMatch.LeastAgreements(tried, ExchangerMiner.Limits.JoiningOddsMax);
        return
        [
            .. agreements
                .Where(account => account.Value >= least && isFree(account.Key))
                .Select(account => account.Key)
                .Order()
                .Where(account =>
                    test(account) is { } link && TradeMatch.Tried(link.Log10Chance, tried) <= ExchangerMiner.Limits.JoiningOddsMax
                ),
        ];
    }

    /// <summary>Those of a few candidates who agree, so many that of all that are told hardly any is there by chance (Benjamini and
    /// Hochberg, Controlling the False Discovery Rate, JRSS B 57, 1995).</summary>
    /// <param name="log10Chance">That one candidate agrees so by chance; 0 for one who does not agree.</param>
    private static IEnumerable<int> Near(List<int> candidates, Func<int, double> log10Chance)
    {
        var ranked = candidates.Select(card => (Card: card, Chance: log10Chance(card))).OrderBy(card => card.Chance).ToList();
        var told = 0;
        for (var i = 0; i < ranked.Count; i++)
        {
            if (ranked[i].Chance <= Math.Log10(Limits.FalseMax * (i + 1) / ranked.Count))
                told = i + 1;
        }
        return ranked.Take(told).Select(card => card.Card);
    }

    /// <summary>Cards that customers of the group, and others with whom several of its cards deal, deal with besides; and with how many of
    /// those.</summary>
    private Dictionary<int, int> DealtWith(TradeLink? trade, HashSet<int> cards, HashSet<int> group)
    {
        var times = new Dictionary<int, int>();
        var known = Customers(trade, group);
        known.UnionWith(Common(cards, group));
        foreach (var card in known.SelectMany(Partners).Where(card => !group.Contains(card)))
        {
            times[card] = times.GetValueOrDefault(card) + 1;
        }
        return times;
    }

    /// <summary>Whom several of the cards deal with.</summary>
    private IEnumerable<int> Common(HashSet<int> cards, HashSet<int> group) =>
        cards
            .SelectMany(Partners)
            .GroupBy(partner => partner)
            .Where(partner => partner.Count() >= Math.Min(2, cards.Count) && !group.Contains(partner.Key))
            .Select(partner => partner.Key);

    /// <summary>Cards and accounts that one deals with, each once.</summary>
    private HashSet<int> Partners(int card)
    {
        var table = graph.Table;
        var partners = new HashSet<int>();
        foreach (var row in graph.Out(card))
        {
            if (CardFlows.IsPersonal(table, row))
                partners.Add(table.To[row]);
        }
        foreach (var row in graph.In(card))
        {
            if (CardFlows.IsPersonal(table, row))
                partners.Add(table.From[row]);
        }
        return partners;
    }

    /// <summary>Who paid the group's cards, or was paid by them, in its trade.</summary>
    private HashSet<int> Customers(TradeLink? trade, HashSet<int> group)
    {
        var table = graph.Table;
        return trade is null
            ? []
            :
            [
                .. trade
                    .Rows.Where(row => CardFlows.IsPersonal(table, row))
                    .SelectMany(row => (int[])[table.From[row], table.To[row]])
                    .Where(account => !group.Contains(account)),
            ];
    }

    /// <summary>Groups that have cards, wallets or more customers in common than chance gives are one desk.</summary>
    private List<LateDesk> Unite(List<(HashSet<int> Cards, HashSet<int> Wallets, LegRule Habit)?> grown, double tried)
    {
        var desks = new List<(HashSet<int> Cards, HashSet<int> Wallets, LegRule Habit, HashSet<int> Customers)>();
        foreach (var group in grown)
        {
            if (group is not (var cards, var wallets, var habit) || Told(cards, wallets, habit) is not { } trade)
                continue;
            desks.Add((cards, wallets, habit, Customers(trade, [.. cards, .. wallets])));
        }
        var persons = Math.Max(1, legs.CardsIn.Accounts);
        var sets = new Groups();
        for (var i = 0; i < desks.Count; i++)
        {
            sets.Root(i);
            for (var j = 0; j < i; j++)
            {
                var common = desks[i].Customers.Count(desks[j].Customers.Contains);
                var expected = Math.Max(LegMatch.ChanceMin, (double)desks[i].Customers.Count * desks[j].Customers.Count / persons);
                if (
                    desks[i].Cards.Overlaps(desks[j].Cards)
                    || desks[i].Wallets.Overlaps(desks[j].Wallets)
                    || TradeMatch.Tried(Odds.Log10AtLeast(common, expected), (double)desks.Count * desks.Count)
                        <= ExchangerMiner.Limits.FoundingOddsMax
                )
                {
                    sets.Join(i, j);
                }
            }
        }
        return
        [
            .. sets.All()
                .Select(set =>
                    (
                        Cards: set.SelectMany(i => desks[i].Cards).ToHashSet(),
                        Wallets: set.SelectMany(i => desks[i].Wallets).ToHashSet(),
                        Habit: Wide([.. set.Select(i => desks[i].Habit)])
                    )
                )
                .Select(desk => (desk, Trade: Told(desk.Cards, desk.Wallets, desk.Habit)))
                .Where(told => told.Trade is not null)
                .Select(told => new LateDesk(
                    new Roster<int>(told.desk.Cards.Order()),
                    new Roster<int>(told.desk.Wallets.Order()),
                    told.Trade!,
                    told.desk.Habit,
                    tried
                )),
        ];
    }

    private TradeLink? Told(HashSet<int> cards, HashSet<int> wallets, LegRule habit) =>
        new TradeMatch(legs, habit).Test(new Roster<int>(cards.Order()), new Roster<int>(wallets.Order()));

    private static LegRule Wide(List<LegRule> habits) =>
        new(
            habits.Max(habit => habit.WindowUs),
            habits.Min(habit => habit.SpreadMin),
            habits.Max(habit => habit.SpreadMax),
            habits.Min(habit => habit.LeastUs)
        );

    private bool IsWallet(int account) => graph.Table.Accounts.Kind(account) == AccountKind.Wallet;
}
