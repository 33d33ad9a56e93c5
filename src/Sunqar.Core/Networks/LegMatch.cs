using System.Globalization;

namespace Sunqar.Core.Networks;

/// <summary>Which way value changes hands.</summary>
public enum Trade : byte
{
    /// <summary>The customer pays tenge to a card and gets tokens from a wallet.</summary>
    DeskSells,
    /// <summary>The customer sends tokens to a wallet and gets tenge from a card, or cash that the card drew.</summary>
    DeskBuys,
}

/// <summary>The first leg of an exchange and the second that answers it; numbers into the two <see cref="LegColumns"/>.</summary>
public readonly record struct LegPair(int First, int Second);

/// <summary>A card and a wallet whose legs agree more often than chance allows.</summary>
/// <param name="Pairs">One to one.</param>
/// <param name="Expected">How many pairs random pairing gives: the mean over the same legs shifted in time.</param>
/// <param name="Log10Odds">log10 of the probability to see so many or more by chance, after counting how many card–wallet pairs were tried; -9 = one in a thousand million.</param>
public sealed record LegLink(Trade Trade, int Card, int Wallet, IReadOnlyList<LegPair> Pairs, double Expected, double Log10Odds)
{
    public string Evidence => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pairs.Count} matching legs where chance gives {Expected:0.00}; odds 1 to 10^{-Log10Odds:0} after all pairs tried");
}

/// <summary>What two legs must have in common to be called a match.</summary>
/// <param name="WindowUs">The second leg follows the first within this time, microseconds.</param>
/// <param name="SpreadMin">Least part of the value that the desk keeps; a little below zero since the desk's rate is not exactly the market's.</param>
/// <param name="SpreadMax">Most of it.</param>
public readonly record struct LegRule(long WindowUs, double SpreadMin, double SpreadMax)
{
    public static readonly LegRule Default = new(45 * 60 * 1_000_000L, -0.015, 0.085);
}

/// <summary>
/// Joins the two legs of an exchange that have no identifier in common: tenge into a drop card, tokens out of a wallet minutes later at the day's rate less a
/// spread, and the reverse. A single agreement means nothing; a card and a wallet are linked when there are so many that chance is out of the question.
/// Chance is measured, not assumed: the same legs are matched again with one side shifted, by 1 to 7 days either way and by 1 to 4 windows either way, which keeps
/// the hours of the day, the round amounts and the bursts as they are and breaks only what a trade ties together. The larger of the two counts.
/// </summary>
public sealed class LegMatch
{
    private const long DayUs = 86_400_000_000;
    private const int ShiftDays = 7;
    private const int ShiftWindows = 4;

    /// <summary>A trade goes on for days; a wedding or a pay-out is one evening.</summary>
    private const int DaysMin = 3;

    /// <summary>Fewer agreements are never a link, whatever the odds.</summary>
    private const int AgreementsMin = 3;

    /// <summary>What half an event in all shifts by windows comes to: chance is never taken for less.</summary>
    private const double ChanceMin = 0.5 / (2 * ShiftWindows);

    private const int Parts = 16;

    private readonly LegColumns _first;
    private readonly LegColumns _second;
    private readonly LegColumns _cards;
    private readonly LegColumns _wallets;
    private readonly Trade _trade;
    private readonly LegRule _rule;
    private readonly double _logLow;
    private readonly double _logHigh;
    private readonly Lazy<LegIndex> _cardIndex;
    private readonly Lazy<LegIndex> _walletIndex;

    /// <param name="first">What the customer gives: tenge into cards, or tokens into wallets.</param>
    /// <param name="second">What the customer gets: tokens out of wallets, or tenge out of cards.</param>
    public LegMatch(LegColumns first, LegColumns second, Trade trade, LegRule rule)
    {
        (_first, _second, _trade, _rule) = (first, second, trade, rule);
        (_cards, _wallets) = trade == Trade.DeskSells ? (first, second) : (second, first);
        // The desk keeps the spread, whichever way it trades: the second leg is worth less than the first.
        (_logLow, _logHigh) = (Math.Log(1 - rule.SpreadMax), Math.Log(1 - rule.SpreadMin));
        _cardIndex = new Lazy<LegIndex>(() => new LegIndex(_cards));
        _walletIndex = new Lazy<LegIndex>(() => new LegIndex(_wallets));
    }

    /// <summary>Every card and wallet whose odds, after <paramref name="tried"/> tries, are at most 10^<paramref name="log10OddsMax"/>; by wallet and card.</summary>
    public IReadOnlyList<LegLink> Links(double tried, double log10OddsMax)
    {
        var least = LeastAgreements(tried, log10OddsMax);
        int[] wallets = [.. _wallets.AllAccounts.Order()];
        _ = (_cards.AllAccounts, _cardIndex.Value);
        var found = new List<LegLink>[Parts];
        // Wallets are independent of each other; the parts are put together in order, so the result is the same on any number of cores.
        Parallel.For(0, Parts, part =>
        {
            found[part] = [];
            var agreements = new Dictionary<int, int>();
            for (var w = (int)((long)wallets.Length * part / Parts); w < (int)((long)wallets.Length * (part + 1) / Parts); w++)
            {
                agreements.Clear();
                CountAgreeing(_wallets, [wallets[w]], _cardIndex.Value, ownIsFirst: _trade == Trade.DeskBuys, agreements);
                foreach (var (card, _) in agreements.Where(a => a.Value >= least).OrderBy(a => a.Key))
                {
                    if (Test([card], [wallets[w]], tried, log10OddsMax) is { } link) found[part].Add(link);
                }
            }
        });
        return [.. found.SelectMany(part => part)];
    }

    /// <summary>The accounts of one side that agree with the other side's given accounts often enough to pass the test at all; ascending.</summary>
    public IEnumerable<int> AgreeingWith(IReadOnlyList<int> accounts, bool seeksCards, double tried, double log10OddsMax)
    {
        var agreements = new Dictionary<int, int>();
        if (seeksCards) CountAgreeing(_wallets, accounts, _cardIndex.Value, ownIsFirst: _trade == Trade.DeskBuys, agreements);
        else CountAgreeing(_cards, accounts, _walletIndex.Value, ownIsFirst: _trade == Trade.DeskSells, agreements);
        var least = LeastAgreements(tried, log10OddsMax);
        return agreements.Where(a => a.Value >= least).Select(a => a.Key).Order();
    }

    /// <summary>The fewest agreements that can pass the test where chance is at its least; pairs one to one are never more than agreements.</summary>
    private static int LeastAgreements(double tried, double log10OddsMax)
    {
        var count = AgreementsMin;
        while (Odds.Log10AtLeast(count, ChanceMin) + Math.Log10(Math.Max(1, tried)) > log10OddsMax)
        {
            count++;
        }
        return count;
    }

    private void CountAgreeing(LegColumns own, IReadOnlyList<int> accounts, LegIndex others, bool ownIsFirst, Dictionary<int, int> agreements)
    {
        foreach (var leg in own.Of(accounts))
        {
            var (value, time) = (own.LogValue(leg), own.TimeUs(leg));
            if (ownIsFirst) others.Count(value + _logLow, value + _logHigh, time, time + _rule.WindowUs, agreements);
            else others.Count(value - _logHigh, value - _logLow, time - _rule.WindowUs, time, agreements);
        }
    }

    /// <summary>Cards and wallets, each side taken together, put to the test; null where the odds are not good enough.</summary>
    public LegLink? Test(IReadOnlyList<int> cards, IReadOnlyList<int> wallets, double tried, double log10OddsMax) =>
        _trade == Trade.DeskSells ? TestSides(cards, wallets, tried, log10OddsMax) : TestSides(wallets, cards, tried, log10OddsMax);

    private LegLink? TestSides(IReadOnlyList<int> a, IReadOnlyList<int> b, double tried, double log10OddsMax)
    {
        var (mine, theirs) = (_first.Of(a), _second.Of(b));
        var pairs = Pair(mine, theirs, 0);
        if (pairs.Count < AgreementsMin)
        {
            return null;
        }
        if (pairs.Select(p => _first.TimeUs(p.First) / DayUs).Distinct().Count() < DaysMin)
        {
            return null;
        }
        var expected = Math.Max(Chance(mine, theirs, DayUs, ShiftDays), Chance(mine, theirs, _rule.WindowUs + (5 * 60_000_000L), ShiftWindows));
        var odds = Odds.Log10AtLeast(pairs.Count, expected) + Math.Log10(Math.Max(1, tried));
        var (card, wallet) = _trade == Trade.DeskSells ? (a[0], b[0]) : (b[0], a[0]);
        return odds <= log10OddsMax ? new LegLink(_trade, card, wallet, pairs, expected, odds) : null;
    }

    /// <summary>
    /// Agreements a shift, the mean over shifts either way. Shifted by days, hours of the day and busy weeks stay as they are; shifted by little more than the
    /// window, so does a burst of one evening.
    /// </summary>
    private double Chance(IReadOnlyList<int> mine, IReadOnlyList<int> theirs, long stepUs, int steps)
    {
        var shifted = 0;
        for (var step = 1; step <= steps; step++)
        {
            shifted += Pair(mine, theirs, step * stepUs).Count + Pair(mine, theirs, -step * stepUs).Count;
        }
        // Half an event more than was seen: none in all shifts does not prove a rate of zero.
        return (shifted + 0.5) / (2 * steps);
    }

    /// <summary>
    /// One to one by time: each first leg takes the earliest free second leg that agrees. Orders of one desk rarely overlap in amount, so a
    /// maximum matching would differ only where the count is large anyway.
    /// </summary>
    private List<LegPair> Pair(IReadOnlyList<int> mine, IReadOnlyList<int> theirs, long shiftUs)
    {
        var pairs = new List<LegPair>();
        HashSet<int>? used = null;
        var start = 0;
        foreach (var i in mine)
        {
            var from = _first.TimeUs(i) + shiftUs;
            while (start < theirs.Count && _second.TimeUs(theirs[start]) < from)
            {
                start++;
            }
            for (var k = start; k < theirs.Count && _second.TimeUs(theirs[k]) <= from + _rule.WindowUs; k++)
            {
                var difference = _second.LogValue(theirs[k]) - _first.LogValue(i);
                if (difference >= _logLow && difference <= _logHigh && (used ??= []).Add(theirs[k]))
                {
                    pairs.Add(new LegPair(i, theirs[k]));
                    break;
                }
            }
        }
        return pairs;
    }
}
