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
/// <param name="Expected">How many pairs random pairing gives: the mean over the same legs shifted by whole days.</param>
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
/// Chance is measured, not assumed: the same legs are matched again with one side shifted by 1 to 7 days either way, which keeps the hours of the day,
/// the round amounts and the busy weeks as they are and breaks only what a trade ties together.
/// </summary>
public static class LegMatch
{
    private const long DayUs = 86_400_000_000;
    private const int ShiftDays = 7;

    /// <summary>A pair is looked at closely only from this many raw agreements.</summary>
    private const int RawMin = 3;

    /// <summary>log10 of the odds below which a link is claimed.</summary>
    public const double Log10OddsMax = -4;

    /// <param name="first">What the customer gives: tenge into cards, or tokens into wallets.</param>
    /// <param name="second">What the customer gets: tokens out of wallets, or tenge out of cards.</param>
    /// <param name="tried">How many pairs (card, wallet) there are to be linked; the odds are told after that many tries.</param>
    public static IReadOnlyList<LegLink> Links(LegColumns first, LegColumns second, Trade trade, LegRule rule, double tried)
    {
        var raw = Agreements(first, second, rule);
        var links = new List<LegLink>();
        foreach (var ((a, b), count) in raw.Where(r => r.Value >= RawMin).OrderBy(r => r.Key))
        {
            if (Test(first, second, a, b, trade, rule, tried) is { } link)
            {
                links.Add(link);
            }
        }
        return links;
    }

    /// <summary>One account of each side put to the test; null where the odds are not overwhelming.</summary>
    public static LegLink? Test(LegColumns first, LegColumns second, int a, int b, Trade trade, LegRule rule, double tried, double log10OddsMax = Log10OddsMax)
    {
        var (mine, theirs) = (first.Of(a), second.Of(b));
        var pairs = Pair(first, mine, second, theirs, rule, 0);
        var shifted = 0;
        for (var day = 1; day <= ShiftDays; day++)
        {
            shifted += Pair(first, mine, second, theirs, rule, day * DayUs).Count + Pair(first, mine, second, theirs, rule, -day * DayUs).Count;
        }
        // Half an event more than was seen: none in fourteen shifts does not prove a rate of zero.
        var expected = (shifted + 0.5) / (2 * ShiftDays);
        var odds = Odds.Log10AtLeast(pairs.Count, expected) + Math.Log10(Math.Max(1, tried));
        return pairs.Count >= RawMin && odds <= log10OddsMax
            ? new LegLink(trade, trade == Trade.DeskSells ? a : b, trade == Trade.DeskSells ? b : a, pairs, expected, odds)
            : null;
    }

    /// <summary>How often each two accounts agree, every agreement counted.</summary>
    private static Dictionary<(int A, int B), int> Agreements(LegColumns first, LegColumns second, LegRule rule)
    {
        var (low, high) = Bounds(rule);
        var index = new LegIndex(second);
        var counts = new Dictionary<(int, int), int>();
        for (var i = 0; i < first.Count; i++)
        {
            index.Visit(first.LogValue(i) + low, first.LogValue(i) + high, first.TimeUs(i), first.TimeUs(i) + rule.WindowUs, j =>
            {
                ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, (first.Account(i), second.Account(j)), out _);
                count++;
            });
        }
        return counts;
    }

    /// <summary>The desk keeps the spread, whichever way it trades: the second leg is worth less than the first.</summary>
    private static (double Low, double High) Bounds(LegRule rule) => (Math.Log(1 - rule.SpreadMax), Math.Log(1 - rule.SpreadMin));

    /// <summary>
    /// One to one by time: each first leg takes the earliest free second leg that agrees. Orders of one desk rarely overlap in amount, so a
    /// maximum matching would differ only where the count is large anyway.
    /// </summary>
    private static List<LegPair> Pair(LegColumns first, IReadOnlyList<int> mine, LegColumns second, IReadOnlyList<int> theirs, LegRule rule, long shiftUs)
    {
        var (low, high) = Bounds(rule);
        var pairs = new List<LegPair>();
        HashSet<int>? used = null;
        var start = 0;
        foreach (var i in mine)
        {
            var from = first.TimeUs(i) + shiftUs;
            while (start < theirs.Count && second.TimeUs(theirs[start]) < from)
            {
                start++;
            }
            for (var k = start; k < theirs.Count && second.TimeUs(theirs[k]) <= from + rule.WindowUs; k++)
            {
                var difference = second.LogValue(theirs[k]) - first.LogValue(i);
                if (difference >= low && difference <= high && (used ??= []).Add(theirs[k]))
                {
                    pairs.Add(new LegPair(i, theirs[k]));
                    break;
                }
            }
        }
        return pairs;
    }
}
