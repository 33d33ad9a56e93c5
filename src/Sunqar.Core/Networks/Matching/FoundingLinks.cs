using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.Matching;

/// <summary>
/// Cards and wallets that agree so often that they found a group, kept up: when legs come, the wallets are counted again that agree with
/// those cards, and the cards that agree with those wallets. How many were tried weighs on all of them at once, so what is kept is the
/// chance of each link alone.
/// </summary>
internal sealed class FoundingLinks(ExchangerLegs legs, TradeMatch match)
{
    private readonly Dictionary<int, Dictionary<int, Link>> _cardsOf = [];
    private readonly Dictionary<int, HashSet<int>> _walletsOf = [];
    private HashSet<int> _founding = [];
    private int _least = int.MaxValue;

    /// <param name="Log10Chance">Of the card and the wallet alone; infinite where chance explains them.</param>
    private readonly record struct Link(int Agreements, double Log10Chance);

    /// <summary>How many links were put to the test so far; a measure of work.</summary>
    public long Tested { get; private set; }

    /// <summary>How many pairs of a card and a wallet are tried.</summary>
    public double Tried { get; private set; }

    /// <summary>The links that pass, in no order.</summary>
    public IEnumerable<(int Card, int Wallet)> Passing()
    {
        var tries = TradeMatch.Tried(0, Tried);
        return from wallet in _cardsOf
            from card in wallet.Value
            where card.Value.Log10Chance + tries <= ExchangerMiner.Limits.FoundingOddsMax
            select (card.Key, wallet.Key);
    }

    /// <param name="now">The wallets that may found a group.</param>
    /// <param name="agreements">How often a card agrees with each wallet.</param>
    public void Update(IReadOnlySet<int> now, double cardsTried, Func<int, Dictionary<int, int>> agreements)
    {
        Tried = cardsTried * now.Count;
        var needed = TradeMatch.LeastAgreements(Tried, ExchangerMiner.Limits.FoundingOddsMax);
        // What was left out as too little may be enough now; and where most changed, counting from the wallets is the shorter way.
        var all =
            needed < _least
            || LegsOf(legs.ChangedCards) > now.Sum(wallet => (long)legs.TokensIn.Of(wallet).Count + legs.TokensOut.Of(wallet).Count);
        var again = now.Where(wallet => all || !_founding.Contains(wallet) || legs.ChangedWallets.Contains(wallet)).Order().ToList();
        foreach (var wallet in _founding.Where(wallet => !now.Contains(wallet)).Concat(again))
        {
            Drop(wallet);
        }
        if (needed > _least)
            DropBelow(needed);
        (_least, _founding) = (needed, [.. now]);
        CountCards(again);
        var counted = again.ToHashSet();
        if (all)
            return;
        foreach (var card in legs.ChangedCards)
        {
            foreach (var wallet in _walletsOf.GetValueOrDefault(card, []).Where(wallet => !counted.Contains(wallet)).ToList())
            {
                Remove(card, wallet);
            }
            foreach (var (wallet, count) in agreements(card))
            {
                if (count >= _least && _founding.Contains(wallet) && !counted.Contains(wallet))
                    Add(wallet, card, Test(card, wallet, count));
            }
        }
    }

    private long LegsOf(IReadOnlySet<int> cards) => cards.Sum(card => (long)legs.CardsIn.Of(card).Count + legs.CardsOut.Of(card).Count);

    private void CountCards(List<int> wallets)
    {
        legs.CardsIn.Index.Settle();
        legs.CardsOut.Index.Settle();
        var found = new List<(int Card, Link Link)>[wallets.Count];
        // Wallets are independent of each other, so the result is the same on any number of cores.
        Parallel.For(
            0,
            wallets.Count,
            Cores.Options,
            w =>
                found[w] = [
                    .. match
                        .CardsWith(new Roster<int>([wallets[w]]))
                        .Where(card => card.Value >= _least)
                        .Select(card => (card.Key, Test(card.Key, wallets[w], card.Value))),
                ]
        );
        for (var w = 0; w < wallets.Count; w++)
        {
            found[w].ForEach(card => Add(wallets[w], card.Card, card.Link));
            Tested += found[w].Count;
        }
    }

    private Link Test(int card, int wallet, int agreements) =>
        new(agreements, match.Test(new Roster<int>([card]), new Roster<int>([wallet]))?.Log10Chance ?? double.PositiveInfinity);

    private void Add(int wallet, int card, Link link)
    {
        if (!_cardsOf.TryGetValue(wallet, out var linked))
            _cardsOf[wallet] = linked = [];
        linked[card] = link;
        if (!_walletsOf.TryGetValue(card, out var wallets))
            _walletsOf[card] = wallets = [];
        wallets.Add(wallet);
    }

    private void Remove(int card, int wallet)
    {
        _cardsOf[wallet].Remove(card);
        _walletsOf[card].Remove(wallet);
    }

    private void Drop(int wallet)
    {
        if (!_cardsOf.Remove(wallet, out var linked))
            return;
        foreach (var card in linked.Keys)
        {
            _walletsOf[card].Remove(wallet);
        }
    }

    private void DropBelow(int needed)
    {
        foreach (var (wallet, linked) in _cardsOf)
        {
            foreach (var card in linked.Where(card => card.Value.Agreements < needed).Select(card => card.Key).ToList())
            {
                Remove(card, wallet);
            }
        }
    }
}
