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

/// <summary>How legs of some cards and some wallets agree, one way of trade.</summary>
/// <param name="Pairs">One to one.</param>
/// <param name="Expected">How many pairs random pairing gives: the mean over the same legs shifted in time.</param>
/// <param name="Days">Days with a pair.</param>
public sealed record LegAgreement(Trade Trade, IReadOnlyList<LegPair> Pairs, double Expected, IReadOnlyList<long> Days);

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

    /// <summary>Half an event more than was seen: none in all shifts does not prove a rate of zero.</summary>
    private const double Unseen = 0.5;

    /// <summary>Chance is never taken for less.</summary>
    public const double ChanceMin = Unseen / (2 * ShiftWindows);

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

    /// <summary>Readies what is made once, so that several threads may ask.</summary>
    public void Prepare() => _ = (_cards.AllAccounts, _wallets.AllAccounts, _cardIndex.Value, _walletIndex.Value);

    /// <summary>Counts to each card how often it agrees with the wallets.</summary>
    public void CountCards(IReadOnlyList<int> wallets, Dictionary<int, int> agreements) =>
        CountAgreeing(_wallets, wallets, _cardIndex.Value, ownIsFirst: _trade == Trade.DeskBuys, agreements);

    /// <summary>Counts to each wallet how often it agrees with the cards.</summary>
    public void CountWallets(IReadOnlyList<int> cards, Dictionary<int, int> agreements) =>
        CountAgreeing(_cards, cards, _walletIndex.Value, ownIsFirst: _trade == Trade.DeskSells, agreements);

    /// <summary>Cards and wallets, each side taken together: their pairs one to one, and how many chance gives.</summary>
    public LegAgreement Measure(IReadOnlyList<int> cards, IReadOnlyList<int> wallets)
    {
        var mine = Legs(cards, wallets, out var theirs);
        var pairs = new List<LegPair>();
        Pair(mine, theirs, 0, pairs);
        var expected = Math.Max(Chance(mine, theirs, DayUs, ShiftDays), Chance(mine, theirs, ShiftUs, ShiftWindows));
        var days = new SortedSet<long>();
        foreach (var pair in pairs)
        {
            days.Add(_first.TimeUs[pair.First] / DayUs);
        }
        return new LegAgreement(_trade, pairs, expected, [.. days]);
    }

    /// <summary>The pairs, and a first look at chance: the mean over one window either way. For telling cheaply what is not worth measuring.</summary>
    public (int Pairs, double Chance) Glance(IReadOnlyList<int> cards, IReadOnlyList<int> wallets)
    {
        var mine = Legs(cards, wallets, out var theirs);
        return (Pair(mine, theirs, 0, null), Chance(mine, theirs, ShiftUs, 1));
    }

    /// <summary>The rows of the table that the pairs are.</summary>
    public IEnumerable<int> Rows(LegAgreement agreement) => agreement.Pairs.SelectMany(p => (int[])[_first.Row(p.First), _second.Row(p.Second)]);

    private void CountAgreeing(LegColumns own, IReadOnlyList<int> accounts, LegIndex others, bool ownIsFirst, Dictionary<int, int> agreements)
    {
        foreach (var leg in own.Of(accounts))
        {
            var (value, time) = (own.LogValue[leg], own.TimeUs[leg]);
            if (ownIsFirst) others.Count(value + _logLow, value + _logHigh, time, time + _rule.WindowUs, agreements);
            else others.Count(value - _logHigh, value - _logLow, time - _rule.WindowUs, time, agreements);
        }
    }

    /// <summary>
    /// Agreements a shift, the mean over shifts either way. Shifted by days, hours of the day and busy weeks stay as they are; shifted by little more than the
    /// window, so does a burst of one evening.
    /// </summary>
    private double Chance(ReadOnlySpan<int> mine, ReadOnlySpan<int> theirs, long stepUs, int steps)
    {
        var shifted = 0;
        for (var step = 1; step <= steps; step++)
        {
            shifted += Pair(mine, theirs, step * stepUs, null) + Pair(mine, theirs, -step * stepUs, null);
        }
        return (shifted + Unseen) / (2 * steps);
    }

    private long ShiftUs => _rule.WindowUs + (5 * 60_000_000L);

    private ReadOnlySpan<int> Legs(IReadOnlyList<int> cards, IReadOnlyList<int> wallets, out ReadOnlySpan<int> second)
    {
        second = _second.Of(_trade == Trade.DeskSells ? wallets : cards);
        return _first.Of(_trade == Trade.DeskSells ? cards : wallets);
    }

    /// <summary>
    /// One to one by time: each first leg takes the earliest free second leg that agrees. Orders of one desk rarely overlap in amount, so a
    /// maximum matching would differ only where the count is large anyway.
    /// </summary>
    private int Pair(ReadOnlySpan<int> mine, ReadOnlySpan<int> theirs, long shiftUs, List<LegPair>? into)
    {
        var myTimes = _first.TimeUs;
        var myValues = _first.LogValue;
        var theirTimes = _second.TimeUs;
        var theirValues = _second.LogValue;
        var used = new HashSet<int>();
        var start = 0;
        foreach (var i in mine)
        {
            var from = myTimes[i] + shiftUs;
            while (start < theirs.Length && theirTimes[theirs[start]] < from)
            {
                start++;
            }
            for (var k = start; k < theirs.Length && theirTimes[theirs[k]] <= from + _rule.WindowUs; k++)
            {
                var difference = theirValues[theirs[k]] - myValues[i];
                if (difference >= _logLow && difference <= _logHigh && used.Add(k))
                {
                    into?.Add(new LegPair(i, theirs[k]));
                    break;
                }
            }
        }
        return used.Count;
    }
}
