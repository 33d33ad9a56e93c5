using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Finds unlicensed exchangers: wallets and drop cards whose tenge and token legs answer each other more often than chance allows
/// (<see cref="LegMatch"/>), with the accounts around them that mostly serve them (docs/patterns/exchanger.md).
/// </summary>
public sealed class ExchangerMiner
{
    /// <summary>Fewer counterparties on a side make no desk, and their legs would only add tries.</summary>
    private const int PartiesMin = 4;

    /// <summary>log10 of the odds, after all tries, for the links that found a group.</summary>
    private const double FoundingOddsMax = -4;

    /// <summary>The same for a further card or wallet of a group that stands already.</summary>
    private const double JoiningOddsMax = -3;

    /// <summary>Matched exchanges that a group needs altogether.</summary>
    private const int MatchesMin = 8;

    private readonly TransferGraph _graph;
    private readonly TransferTable _table;
    private readonly WalletClassification _wallets;
    private readonly TengeRates _rates;
    private readonly LegColumns _cardsIn = new();
    private readonly LegColumns _cardsOut = new();
    private readonly LegColumns _tokensIn = new();
    private readonly LegColumns _tokensOut = new();

    public ExchangerMiner(TransferGraph graph, WalletClassification wallets, TengeRates rates)
    {
        (_graph, _table, _wallets, _rates) = (graph, graph.Table, wallets, rates);
        GatherLegs();
    }

    /// <summary>One sighting an exchanger, ordered by its smallest account.</summary>
    public IReadOnlyList<Sighting> Mine()
    {
        var sells = new LegMatch(_cardsIn, _tokensOut, Trade.DeskSells, LegRule.Default);
        var buys = new LegMatch(_tokensIn, _cardsOut, Trade.DeskBuys, LegRule.Default);
        var links = new List<LegLink>();
        links.AddRange(sells.Links(Tried(_cardsIn, _tokensOut), FoundingOddsMax));
        links.AddRange(buys.Links(Tried(_tokensIn, _cardsOut), FoundingOddsMax));
        var groups = new Groups();
        foreach (var link in links)
        {
            groups.Join(link.Card, link.Wallet);
        }
        Grow(groups, sells, buys);
        Unite(groups, sells, buys);
        var sightings = new List<Sighting>();
        foreach (var members in groups.All())
        {
            var cards = members.Where(m => !IsWallet(m)).ToList();
            var wallets = members.Where(IsWallet).ToList();
            // The group's whole trade, one to one over all its cards and wallets: what two of them were linked by is a part of it.
            var trade = ((LegMatch[])[sells, buys]).Select(m => m.Test(cards, wallets, Tried(_cardsIn, _tokensOut), 0)).OfType<LegLink>().ToList();
            if (trade.Sum(l => l.Pairs.Count) >= MatchesMin)
            {
                sightings.Add(Sight(members, trade));
            }
        }
        return sightings;
    }

    private static double Tried(LegColumns cards, LegColumns wallets) => (double)cards.Accounts * wallets.Accounts;

    private void GatherLegs()
    {
        var profile = new Dictionary<int, WalletProfile>();
        foreach (var verdict in _wallets.Verdicts)
        {
            if (verdict.Class != WalletClass.Service && (verdict.Profile.Senders >= PartiesMin || verdict.Profile.Receivers >= PartiesMin))
            {
                profile[verdict.Wallet] = verdict.Profile;
            }
        }
        var parties = new PartyCounts(_graph);
        for (var row = 0; row < _table.Count; row++)
        {
            int from = _table.From[row], to = _table.To[row];
            var time = _table.TimeUs[row];
            var units = _table.AmountMicro[row] / 1e6;
            if (WalletProfiler.IsOnChain(_table, row))
            {
                var tenge = units * _rates.PerToken(time);
                if (profile.TryGetValue(from, out var sender) && sender.Receivers >= PartiesMin) _tokensOut.Add(row, from, time, tenge);
                if (profile.TryGetValue(to, out var receiver) && receiver.Senders >= PartiesMin) _tokensIn.Add(row, to, time, tenge);
            }
            else if (_table.CurrencyOf(row) is Currency.Kzt or Currency.None)
            {
                var personal = CardFlows.IsPersonal(_table, row);
                if (personal && parties.Senders(to) >= PartiesMin) _cardsIn.Add(row, to, time, units);
                if (personal && parties.Receivers(from) >= PartiesMin) _cardsOut.Add(row, from, time, units);
            }
        }
    }

    /// <summary>Further cards and wallets, each tested against the whole group: a card with few orders is linked by the group's many.</summary>
    private void Grow(Groups groups, LegMatch sells, LegMatch buys)
    {
        foreach (var members in groups.All().ToList())
        {
            var set = members.ToHashSet();
            foreach (var seeksCards in (bool[])[true, false])
            {
                var others = members.Where(m => seeksCards == IsWallet(m)).ToList();
                foreach (var match in (LegMatch[])[sells, buys])
                {
                    // Whoever belongs to a group stays in it: two desks are joined by founding links alone.
                    var tried = seeksCards ? Math.Max(_cardsIn.Accounts, _cardsOut.Accounts) : Math.Max(_tokensIn.Accounts, _tokensOut.Accounts);
                    foreach (var candidate in match.AgreeingWith(others, seeksCards, tried, JoiningOddsMax).Where(c => !groups.Contains(c)).ToList())
                    {
                        var joins = seeksCards
                            ? match.Test([candidate], others, tried, JoiningOddsMax)
                            : match.Test(others, [candidate], tried, JoiningOddsMax);
                        if (joins is not null && !IsCustomer(candidate, set))
                        {
                            groups.Join(candidate, members[0]);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Two groups whose cards and wallets trade across are one exchanger that keeps its cards and wallets apart.</summary>
    private void Unite(Groups groups, LegMatch sells, LegMatch buys)
    {
        var all = groups.All().ToList();
        var cards = all.ConvertAll(g => g.Where(m => !IsWallet(m)).ToList());
        var wallets = all.ConvertAll(g => g.Where(IsWallet).ToList());
        var tried = (double)all.Count * all.Count;
        for (var i = 0; i < all.Count; i++)
        {
            for (var j = 0; j < all.Count; j++)
            {
                if (i != j
                    && (sells.Test(cards[i], wallets[j], tried, FoundingOddsMax) is not null || buys.Test(cards[i], wallets[j], tried, FoundingOddsMax) is not null))
                {
                    groups.Join(all[i][0], all[j][0]);
                }
            }
        }
    }

    /// <summary>A regular customer's own payments run beside the desk's trade; what tells a customer is to deal with the group's members directly.</summary>
    private bool IsCustomer(int candidate, HashSet<int> group)
    {
        var dealings = 0;
        foreach (var row in _graph.Out(candidate))
        {
            dealings += group.Contains(_table.To[row]) ? 1 : 0;
        }
        foreach (var row in _graph.In(candidate))
        {
            dealings += group.Contains(_table.From[row]) ? 1 : 0;
        }
        return 4 * dealings > _graph.Out(candidate).Length + _graph.In(candidate).Length;
    }

    private HashSet<int> TradeRows(List<LegLink> links)
    {
        var rows = new HashSet<int>();
        foreach (var link in links)
        {
            var (first, second) = link.Trade == Trade.DeskSells ? (_cardsIn, _tokensOut) : (_tokensIn, _cardsOut);
            foreach (var pair in link.Pairs)
            {
                rows.Add(first.Row(pair.First));
                rows.Add(second.Row(pair.Second));
            }
        }
        return rows;
    }

    private bool IsWallet(int account) => _table.Accounts.Kind(account) == AccountKind.Wallet;

    private Sighting Sight(List<int> core, List<LegLink> links)
    {
        var circle = new Circle(_graph, core, TradeRows(links));
        var members = new List<Member>();
        foreach (var account in core)
        {
            members.Add(new Member(account, IsWallet(account) ? "desk" : "dropper"));
        }
        members.AddRange(circle.Serving(_wallets));
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        var rows = circle.Rows(members);
        var matched = links.Sum(l => l.Pairs.Count);
        var bestOdds = links.Min(l => l.Log10Odds);
        var sold = links.Where(l => l.Trade == Trade.DeskSells).Sum(l => l.Pairs.Count);
        var evidence = new Dictionary<string, string>
        {
            ["matched_exchanges"] = matched.ToString(CultureInfo.InvariantCulture),
            ["sold"] = sold.ToString(CultureInfo.InvariantCulture),
            ["bought"] = (matched - sold).ToString(CultureInfo.InvariantCulture),
            ["expected_by_chance"] = links.Sum(l => l.Expected).ToString("0.0", CultureInfo.InvariantCulture),
            ["odds"] = string.Create(CultureInfo.InvariantCulture, $"1 to 10^{-bestOdds:0} that so many legs agree by chance, after all pairs of a card and a wallet tried"),
            ["rates"] = _rates.Source,
            ["customers"] = circle.Outsiders(rows).ToString(CultureInfo.InvariantCulture),
        };
        return new Sighting(PatternKinds.Exchanger, rows, members, bestOdds <= -10 ? 0.97 : 0.85, evidence);
    }
}
