using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks.Matching;

/// <summary>Which way value changes hands.</summary>
internal enum Trade : byte
{
    /// <summary>The customer pays tenge to a card and gets tokens from a wallet.</summary>
    DeskSells,

    /// <summary>The customer sends tokens to a wallet and gets tenge from a card, or cash that the card drew.</summary>
    DeskBuys,
}

/// <summary>The rows of an exchange's first leg and of the second that answers it.</summary>
internal readonly record struct LegPair(int First, int Second);

/// <summary>How legs of some cards and some wallets agree, one way of trade.</summary>
/// <param name="Pairs">One to one.</param>
/// <param name="Expected">How many pairs random pairing gives: the mean over the same legs shifted in time.</param>
/// <param name="Days">Days with a pair.</param>
internal sealed record LegAgreement(IReadOnlyList<LegPair> Pairs, double Expected, IReadOnlySet<long> Days);

/// <summary>What two legs must have in common to be called a match.</summary>
/// <param name="WindowUs">The second leg follows the first within this time, microseconds.</param>
/// <param name="SpreadMin">Least part of the value that the desk keeps; a little below zero since the desk's rate is not exactly the
/// market's.</param>
/// <param name="SpreadMax">Most of it.</param>
/// <param name="LeastUs">The second leg follows the first no sooner than this, microseconds.</param>
internal readonly record struct LegRule(long WindowUs, double SpreadMin, double SpreadMax, long LeastUs = 0)
{
    public static readonly LegRule Default = new(LegMatch.Limits.WindowUs, LegMatch.Limits.SpreadMin, LegMatch.Limits.SpreadMax);
}

/// <summary>Limits of <see cref="LegMatch"/>, section <c>match</c> of rulebooks/mining.limits.</summary>
[Limits("match")]
internal sealed record MatchLimits(
    long WindowUs,
    double SpreadMin,
    double SpreadMax,
    int ShiftDays,
    int ShiftWindows,
    long ShiftPauseUs,
    double Unseen,
    int AgreementsMin,
    int DaysMin,
    int Deviations
);

/// <summary>
/// Joins the two legs of an exchange that have no identifier in common: tenge into a drop card, tokens out of a wallet minutes later at the
/// day's rate less a spread, and the reverse. A single agreement means nothing; a card and a wallet are linked when there are so many that
/// chance is out of the question. Chance is measured, not assumed: the same legs are matched again with one side shifted, by 1 to 7 days
/// either way and by 1 to 4 windows either way, which keeps the hours of the day, the round amounts and the bursts as they are and breaks
/// only what a trade ties together. The larger of the two counts.
/// </summary>
internal sealed class LegMatch
{
    internal static readonly MatchLimits Limits = MiningTuning.Shipped.Of<MatchLimits>();

    private const long DayUs = 86_400_000_000;

    /// <summary>Chance is never taken for less.</summary>
    public static double ChanceMin { get; } = Limits.Unseen / (2 * Limits.ShiftWindows);

    private readonly Legs _cards;
    private readonly Legs _wallets;
    private readonly Trade _trade;
    private readonly LegRule _rule;
    private readonly double _logLow;
    private readonly double _logHigh;

    /// <param name="cards">Tenge into cards where the desk sells, out of them where it buys.</param>
    /// <param name="wallets">Tokens out of wallets where the desk sells, into them where it buys.</param>
    public LegMatch(Legs cards, Legs wallets, Trade trade, LegRule rule)
    {
        (_cards, _wallets, _trade, _rule) = (cards, wallets, trade, rule);
        // The desk keeps the spread, whichever way it trades: the second leg is worth less than the first.
        (_logLow, _logHigh) = (Math.Log(1 - rule.SpreadMax), Math.Log(1 - rule.SpreadMin));
    }

    /// <summary>Counts to each card how often it agrees with the wallets.</summary>
    public void CountCards(AccountLegs wallets, Dictionary<int, int> agreements) =>
        CountAgreeing(wallets, _cards.Index, ownIsFirst: _trade == Trade.DeskBuys, agreements);

    /// <summary>Counts to each wallet how often it agrees with the cards.</summary>
    public void CountWallets(AccountLegs cards, Dictionary<int, int> agreements) =>
        CountAgreeing(cards, _wallets.Index, ownIsFirst: _trade == Trade.DeskSells, agreements);

    /// <summary>Cards and wallets, each side taken together: their pairs one to one, and how many chance gives.</summary>
    public LegAgreement Measure(Roster<int> cards, Roster<int> wallets)
    {
        var first = Both(cards, wallets, out var second);
        var pairs = new List<LegPair>();
        var days = new SortedSet<long>();
        Pair(
            first,
            second,
            0,
            (i, k, a, b) =>
            {
                pairs.Add(new LegPair(a.Rows[i], b.Rows[k]));
                days.Add(a.TimeUs[i] / DayUs);
            }
        );
        return new LegAgreement(
            pairs,
            Math.Max(Chance(first, second, ShiftDaysUs, Limits.ShiftDays), Chance(first, second, ShiftUs, Limits.ShiftWindows)),
            days
        );
    }

    /// <summary>The pairs, and a first look at chance: the mean over one window either way. For telling cheaply what is not worth
    /// measuring.</summary>
    public (int Pairs, double Chance) Glance(Roster<int> cards, Roster<int> wallets)
    {
        var first = Both(cards, wallets, out var second);
        return (Pair(first, second, 0, null), Chance(first, second, ShiftUs, 1));
    }

    private void CountAgreeing(AccountLegs own, LegIndex others, bool ownIsFirst, Dictionary<int, int> agreements)
    {
        ReadOnlySpan<long> times = own.TimeUs;
        ReadOnlySpan<double> values = own.LogValue;
        for (var leg = 0; leg < times.Length; leg++)
        {
            var time = times[leg];
            others.Count(
                values[leg],
                ownIsFirst,
                _logLow,
                _logHigh,
                ownIsFirst ? time + _rule.LeastUs : time - _rule.WindowUs,
                ownIsFirst ? time + _rule.WindowUs : time - _rule.LeastUs,
                agreements
            );
        }
    }

    /// <summary>
    /// Agreements a shift, the mean over shifts either way. Shifted by days, hours of the day and busy weeks stay as they are; shifted by
    /// little more than the window, so does a burst of one evening.
    /// </summary>
    private double Chance(AccountLegs first, AccountLegs second, long stepUs, int steps)
    {
        var shifted = 0;
        for (var step = 1; step <= steps; step++)
        {
            shifted += Pair(first, second, step * stepUs, null) + Pair(first, second, -step * stepUs, null);
        }
        return (shifted + Limits.Unseen) / (2 * steps);
    }

    private long ShiftUs => _rule.WindowUs - _rule.LeastUs + Limits.ShiftPauseUs;

    /// <summary>Whole days, so many that a shifted window lies beside the first.</summary>
    private long ShiftDaysUs => Math.Max(1, (_rule.WindowUs - _rule.LeastUs + DayUs - 1) / DayUs) * DayUs;

    private AccountLegs Both(Roster<int> cards, Roster<int> wallets, out AccountLegs second)
    {
        var (ofCards, ofWallets) = (_cards.Of(cards), _wallets.Of(wallets));
        second = _trade == Trade.DeskSells ? ofWallets : ofCards;
        return _trade == Trade.DeskSells ? ofCards : ofWallets;
    }

    /// <summary>
    /// One to one by time: each first leg takes the earliest free second leg that agrees. Orders of one desk rarely overlap in amount, so a
    /// maximum matching would differ only where the count is large anyway. Where either side has nothing for a while the other is skipped.
    /// </summary>
    private int Pair(AccountLegs first, AccountLegs second, long shiftUs, Action<int, int, AccountLegs, AccountLegs>? paired)
    {
        ReadOnlySpan<long> myTimes = first.TimeUs,
            theirTimes = second.TimeUs;
        ReadOnlySpan<double> myValues = first.LogValue,
            theirValues = second.LogValue;
        HashSet<int>? used = null;
        for (int i = 0, start = 0; i < myTimes.Length; )
        {
            var from = myTimes[i] + shiftUs + _rule.LeastUs;
            var until = myTimes[i] + shiftUs + _rule.WindowUs;
            start = FirstAt(theirTimes, start, from);
            if (start == theirTimes.Length)
                break;
            if (theirTimes[start] > until)
            {
                i = FirstAt(myTimes, i + 1, theirTimes[start] - _rule.WindowUs - shiftUs);
                continue;
            }
            for (var k = start; k < theirTimes.Length && theirTimes[k] <= until; k++)
            {
                var difference = theirValues[k] - myValues[i];
                if (difference >= _logLow && difference <= _logHigh && (used ??= []).Add(k))
                {
                    paired?.Invoke(i, k, first, second);
                    break;
                }
            }
            i++;
        }
        return used?.Count ?? 0;
    }

    /// <summary>The place of the first time at or after one, from a place on: by steps that double, since it is nearly always
    /// close.</summary>
    private static int FirstAt(ReadOnlySpan<long> times, int from, long timeUs)
    {
        int low = from,
            high = from;
        for (var step = 1; high < times.Length && times[high] < timeUs; step *= 2)
        {
            low = high + 1;
            high += step;
        }
        high = Math.Min(high, times.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (times[middle] < timeUs)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
