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
    private const int PartiesMin = 3;

    /// <summary>A wallet that founds a group has at least so many counterparties on both sides; one that joins it may have fewer.</summary>
    private const int FoundingPartiesMin = 10;

    /// <summary>log10 of the odds, after all tries, for the links that found a group.</summary>
    private const double FoundingOddsMax = -4;

    /// <summary>The same for a further card or wallet of a group that stands already.</summary>
    private const double JoiningOddsMax = -2;

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
        var match = new TradeMatch(
            new LegMatch(_cardsIn, _tokensOut, Trade.DeskSells, LegRule.Default), new LegMatch(_tokensIn, _cardsOut, Trade.DeskBuys, LegRule.Default));
        int[] founding = [.. _wallets.Verdicts.Where(v => v.Class != WalletClass.Service && v.Profile.Senders + v.Profile.Receivers >= FoundingPartiesMin)
            .Select(v => v.Wallet).Order()];
        var tried = CardsTried * founding.Length;
        var groups = new Groups();
        foreach (var link in match.Links(founding, tried, FoundingOddsMax))
        {
            groups.Join(link.Card, link.Wallet);
        }
        Grow(groups, match);
        Unite(groups, match);
        var sightings = new List<Sighting>();
        foreach (var members in groups.All())
        {
            // The group's whole trade, one to one over all its cards and wallets: what two of them were linked by is a part of it.
            var trade = match.Test([.. members.Where(m => !IsWallet(m))], [.. members.Where(IsWallet)], tried, 0);
            if (trade is { Matches: >= MatchesMin })
            {
                sightings.Add(Sight(members, trade, [.. match.Rows(trade)]));
            }
        }
        return sightings;
    }

    private double CardsTried => Math.Max(_cardsIn.AllAccounts.Count, _cardsOut.AllAccounts.Count);

    private double WalletsTried => Math.Max(_tokensIn.AllAccounts.Count, _tokensOut.AllAccounts.Count);

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
    private void Grow(Groups groups, TradeMatch match)
    {
        foreach (var members in groups.All().ToList())
        {
            var set = members.ToHashSet();
            var (cards, wallets) = (members.Where(m => !IsWallet(m)).ToList(), members.Where(IsWallet).ToList());
            // Whoever belongs to a group stays in it: two desks are joined by founding links alone.
            var more = match.CardsWith(wallets, CardsTried, JoiningOddsMax)
                .Where(card => !groups.Contains(card) && match.Test([card], wallets, CardsTried, JoiningOddsMax) is not null && !IsCustomer(card, set)).ToList();
            more.AddRange(match.WalletsWith(cards, WalletsTried, JoiningOddsMax)
                .Where(wallet => !groups.Contains(wallet) && match.Test(cards, [wallet], WalletsTried, JoiningOddsMax) is not null && !IsCustomer(wallet, set)));
            foreach (var account in more)
            {
                groups.Join(account, members[0]);
            }
        }
    }

    /// <summary>Two groups whose cards and wallets trade across are one exchanger that keeps its cards and wallets apart.</summary>
    private void Unite(Groups groups, TradeMatch match)
    {
        var all = groups.All().ToList();
        var cards = all.ConvertAll(g => g.Where(m => !IsWallet(m)).ToList());
        var wallets = all.ConvertAll(g => g.Where(IsWallet).ToList());
        for (var i = 0; i < all.Count; i++)
        {
            for (var j = 0; j < all.Count; j++)
            {
                if (i != j && match.Test(cards[i], wallets[j], (double)all.Count * all.Count, FoundingOddsMax) is not null)
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

    private bool IsWallet(int account) => _table.Accounts.Kind(account) == AccountKind.Wallet;

    private Sighting Sight(List<int> core, TradeLink trade, HashSet<int> tradeRows)
    {
        var circle = new Circle(_graph, core, tradeRows);
        var members = core.ConvertAll(account => new Member(account, IsWallet(account) ? "desk" : "dropper"));
        members.AddRange(circle.Serving(_wallets));
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        var rows = circle.Rows(members, new CardFlows(_graph));
        var evidence = new Dictionary<string, string>
        {
            ["matched_exchanges"] = Text(trade.Matches),
            ["sold"] = Text(trade.Sold.Pairs.Count),
            ["bought"] = Text(trade.Bought.Pairs.Count),
            ["expected_by_chance"] = trade.Expected.ToString("0.0", CultureInfo.InvariantCulture),
            ["odds"] = string.Create(
                CultureInfo.InvariantCulture, $"1 to 10^{-trade.Log10Odds:0} that so many legs agree by chance, after all pairs of a card and a wallet tried"),
            ["days"] = Text(trade.Sold.Days.Union(trade.Bought.Days).Count()),
            ["rates"] = _rates.Source,
            ["customers"] = Text(circle.Outsiders(rows)),
        };
        return new Sighting(PatternKinds.Exchanger, rows, members, trade.Log10Odds <= -10 ? 0.97 : 0.85, evidence);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
