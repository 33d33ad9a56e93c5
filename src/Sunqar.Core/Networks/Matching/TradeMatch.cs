using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.Matching;

/// <summary>Cards and wallets whose legs agree, both ways of trade taken together.</summary>
/// <param name="Log10Chance">log10 of the probability to see so many agree or more by chance; -9 = one in a thousand million.</param>
internal sealed record TradeLink(LegAgreement Sold, LegAgreement Bought, double Log10Chance)
{
    public int Matches => Sold.Pairs.Count + Bought.Pairs.Count;

    public double Expected => Sold.Expected + Bought.Expected;

    public int Days => Sold.Days.Union(Bought.Days).Count();

    /// <summary>Rows of the pairs.</summary>
    public IEnumerable<int> Rows => Sold.Pairs.Concat(Bought.Pairs).SelectMany(pair => (int[])[pair.First, pair.Second]);
}

/// <summary>
/// Puts cards and wallets to the test on both ways of trade at once (<see cref="LegMatch"/>): a small desk's few sales and few purchases
/// count together. What is told here depends on the legs of those cards and wallets alone; that others were tried too is for the asker to
/// count (<see cref="Odds"/>).
/// </summary>
internal sealed class TradeMatch(ExchangerLegs legs, LegRule rule)
{
    private readonly LegMatch _sells = new(legs.CardsIn, legs.TokensOut, Trade.DeskSells, rule);
    private readonly LegMatch _buys = new(legs.CardsOut, legs.TokensIn, Trade.DeskBuys, rule);

    /// <summary>How often each card agrees with the wallets.</summary>
    public Dictionary<int, int> CardsWith(Roster<int> wallets)
    {
        var agreements = new Dictionary<int, int>();
        _sells.CountCards(legs.TokensOut.Of(wallets), agreements);
        _buys.CountCards(legs.TokensIn.Of(wallets), agreements);
        return agreements;
    }

    /// <summary>How often each wallet agrees with the cards.</summary>
    public Dictionary<int, int> WalletsWith(Roster<int> cards)
    {
        var agreements = new Dictionary<int, int>();
        _sells.CountWallets(legs.CardsIn.Of(cards), agreements);
        _buys.CountWallets(legs.CardsOut.Of(cards), agreements);
        return agreements;
    }

    /// <summary>Cards and wallets, each side taken together, put to the test; null where chance explains what agrees.</summary>
    public TradeLink? Test(Roster<int> cards, Roster<int> wallets)
    {
        var (sells, buys) = (_sells.Glance(cards, wallets), _buys.Glance(cards, wallets));
        // Two of the shifts say already that nothing is here: no more pairs than three standard deviations above them.
        if (
            sells.Pairs + buys.Pairs is var seen && seen < LegMatch.Limits.AgreementsMin
            || seen < sells.Chance + buys.Chance + (LegMatch.Limits.Deviations * Math.Sqrt(sells.Chance + buys.Chance))
        )
        {
            return null;
        }
        var (sold, bought) = (_sells.Measure(cards, wallets), _buys.Measure(cards, wallets));
        // Each way has its own floor of chance; together they are one observation with one floor.
        var expected = Math.Max(LegMatch.ChanceMin, sold.Expected + bought.Expected - LegMatch.ChanceMin);
        var link = new TradeLink(sold, bought, Odds.Log10AtLeast(sold.Pairs.Count + bought.Pairs.Count, expected));
        return link.Matches >= LegMatch.Limits.AgreementsMin && link.Days >= LegMatch.Limits.DaysMin ? link : null;
    }

    /// <summary>log10 of the probability to see so many agree or more by chance, however few they are.</summary>
    public double Chance(Roster<int> cards, Roster<int> wallets)
    {
        var (sold, bought) = (_sells.Measure(cards, wallets), _buys.Measure(cards, wallets));
        var expected = Math.Max(LegMatch.ChanceMin, sold.Expected + bought.Expected - LegMatch.ChanceMin);
        return Odds.Log10AtLeast(sold.Pairs.Count + bought.Pairs.Count, expected);
    }

    /// <summary>log10 of the odds after so many others were tried.</summary>
    public static double Tried(double log10Chance, double tried) => log10Chance + Math.Log10(Math.Max(1, tried));

    /// <summary>The fewest agreements that can pass the test where chance is at its least; pairs one to one are never more than
    /// agreements.</summary>
    public static int LeastAgreements(double tried, double log10OddsMax)
    {
        var count = LegMatch.Limits.AgreementsMin;
        while (Tried(Odds.Log10AtLeast(count, LegMatch.ChanceMin), tried) > log10OddsMax)
        {
            count++;
        }
        return count;
    }
}
