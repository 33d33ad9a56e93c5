using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>Cards and wallets whose legs agree more often than chance allows, both ways of trade taken together.</summary>
/// <param name="Log10Odds">log10 of the probability to see so many or more by chance, after counting how many others were tried; -9 = one in a thousand million.</param>
public sealed record TradeLink(int Card, int Wallet, LegAgreement Sold, LegAgreement Bought, double Log10Odds)
{
    public int Matches => Sold.Pairs.Count + Bought.Pairs.Count;

    public double Expected => Sold.Expected + Bought.Expected;
}

/// <summary>
/// Puts cards and wallets to the test on both ways of trade at once (<see cref="LegMatch"/>): a small desk's few sales and few purchases count together.
/// </summary>
public sealed class TradeMatch
{
    /// <summary>Fewer agreements are never a link, whatever the odds.</summary>
    private const int AgreementsMin = 3;

    /// <summary>A trade goes on for days; a wedding or a pay-out is one evening.</summary>
    private const int DaysMin = 3;

    private const int Parts = 16;

    private readonly LegMatch _sells;
    private readonly LegMatch _buys;

    public TradeMatch(LegMatch sells, LegMatch buys)
    {
        (_sells, _buys) = (sells, buys);
        sells.Prepare();
        buys.Prepare();
    }

    /// <summary>Every card and wallet whose odds, after <paramref name="tried"/> tries, are at most 10^<paramref name="log10OddsMax"/>; by wallet and card.</summary>
    /// <param name="wallets">Those to look at, ascending.</param>
    public IReadOnlyList<TradeLink> Links(IReadOnlyList<int> wallets, double tried, double log10OddsMax)
    {
        var least = LeastAgreements(tried, log10OddsMax);
        var found = new List<TradeLink>[Parts];
        // Wallets are independent of each other; the parts are put together in order, so the result is the same on any number of cores.
        Parallel.For(0, Parts, Cores.Options, part =>
        {
            found[part] = [];
            var agreements = new Dictionary<int, int>();
            for (var w = (int)((long)wallets.Count * part / Parts); w < (int)((long)wallets.Count * (part + 1) / Parts); w++)
            {
                agreements.Clear();
                _sells.CountCards([wallets[w]], agreements);
                _buys.CountCards([wallets[w]], agreements);
                foreach (var (card, _) in agreements.Where(a => a.Value >= least).OrderBy(a => a.Key))
                {
                    if (Test([card], [wallets[w]], tried, log10OddsMax) is { } link) found[part].Add(link);
                }
            }
        });
        return [.. found.SelectMany(part => part)];
    }

    /// <summary>Cards that agree with the wallets often enough to pass the test at all; ascending.</summary>
    public IReadOnlyList<int> CardsWith(IReadOnlyList<int> wallets, double tried, double log10OddsMax)
    {
        var agreements = new Dictionary<int, int>();
        _sells.CountCards(wallets, agreements);
        _buys.CountCards(wallets, agreements);
        return Enough(agreements, tried, log10OddsMax);
    }

    /// <summary>Wallets that agree with the cards often enough to pass the test at all; ascending.</summary>
    public IReadOnlyList<int> WalletsWith(IReadOnlyList<int> cards, double tried, double log10OddsMax)
    {
        var agreements = new Dictionary<int, int>();
        _sells.CountWallets(cards, agreements);
        _buys.CountWallets(cards, agreements);
        return Enough(agreements, tried, log10OddsMax);
    }

    /// <summary>Cards and wallets, each side taken together, put to the test; null where the odds are not good enough.</summary>
    public TradeLink? Test(IReadOnlyList<int> cards, IReadOnlyList<int> wallets, double tried, double log10OddsMax)
    {
        var (sells, buys) = (_sells.Glance(cards, wallets), _buys.Glance(cards, wallets));
        // Two of the shifts say already that nothing is here: no more pairs than three standard deviations above them.
        if (sells.Pairs + buys.Pairs is var seen && seen < AgreementsMin || seen < sells.Chance + buys.Chance + (3 * Math.Sqrt(sells.Chance + buys.Chance)))
        {
            return null;
        }
        var (sold, bought) = (_sells.Measure(cards, wallets), _buys.Measure(cards, wallets));
        var matches = sold.Pairs.Count + bought.Pairs.Count;
        // Each way has its own floor of chance; together they are one observation with one floor.
        var expected = Math.Max(LegMatch.ChanceMin, sold.Expected + bought.Expected - LegMatch.ChanceMin);
        var odds = Odds.Log10AtLeast(matches, expected) + Math.Log10(Math.Max(1, tried));
        return matches >= AgreementsMin && sold.Days.Union(bought.Days).Count() >= DaysMin && odds <= log10OddsMax
            ? new TradeLink(cards[0], wallets[0], sold, bought, odds)
            : null;
    }

    /// <summary>The rows of the table that the link's pairs are.</summary>
    public IEnumerable<int> Rows(TradeLink link) => _sells.Rows(link.Sold).Concat(_buys.Rows(link.Bought));

    private static List<int> Enough(Dictionary<int, int> agreements, double tried, double log10OddsMax)
    {
        var least = LeastAgreements(tried, log10OddsMax);
        return [.. agreements.Where(a => a.Value >= least).Select(a => a.Key).Order()];
    }

    /// <summary>The fewest agreements that can pass the test where chance is at its least; pairs one to one are never more than agreements.</summary>
    private static int LeastAgreements(double tried, double log10OddsMax)
    {
        var count = AgreementsMin;
        while (Odds.Log10AtLeast(count, LegMatch.ChanceMin) + Math.Log10(Math.Max(1, tried)) > log10OddsMax)
        {
            count++;
        }
        return count;
    }
}
