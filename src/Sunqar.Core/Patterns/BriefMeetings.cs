using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="BriefMeetings"/>, section <c>brief</c> of rulebooks/mining.limits.</summary>
[Limits("brief")]
internal sealed record BriefLimits(int LifeRowsMax, long ObservedMinUs, long MonthliesUs, int LargeTimes, int LivesObserved);

/// <summary>
/// Transfers between accounts that meet for a while only, and not for a trifle: all that ever passed between the two, either way and
/// however often, lies within days, and either the sum alone is one that matters (<see cref="UsualAmounts"/>) or both
/// accounts are met nowhere else for longer. They are rare, so two of them that meet are worth a look (<see cref="BriefShapes"/>) where
/// ordinary one-off pairs are not. Few, so plain dictionaries do.
/// </summary>
internal sealed class BriefMeetings
{
    private static readonly BriefLimits Limits = MiningTuning.Shipped.Of<BriefLimits>();

    private readonly Dictionary<int, List<int>> _sent = [];
    private readonly Dictionary<int, List<int>> _received = [];
    private readonly Dictionary<int, (int From, int To)> _all = [];
    private readonly Dictionary<int, bool> _secluded = [];

    public IReadOnlyCollection<int> All => _all.Keys;

    /// <summary>Whether so many meet an account that it is a public place: nothing is looked for there.</summary>
    public bool IsPublic(int account) =>
        Out(account).Count + In(account).Count > PairEvidence.Limits.PublicTimes * PairEvidence.Limits.PublicPairs;

    public static BriefMeetings Of(MiningGround ground)
    {
        var meetings = new BriefMeetings();
        if (ground.ObservedUs < Limits.ObservedMinUs)
            return meetings;
        foreach (
            var row in AccountWalk.Gather<int>(
                ground.Graph.Accounts,
                (account, found) =>
                {
                    foreach (var row in ground.Graph.Out(account))
                    {
                        if (Is(ground, row))
                            found.Add(row);
                    }
                }
            )
        )
        {
            meetings.Add(ground, row);
        }
        return meetings;
    }

    /// <summary>Rows that the account sent, by time.</summary>
    public IReadOnlyList<int> Out(int account) => _sent.TryGetValue(account, out var rows) ? rows : [];

    /// <summary>Rows that the account received, by time.</summary>
    public IReadOnlyList<int> In(int account) => _received.TryGetValue(account, out var rows) ? rows : [];

    /// <summary>Whether an account's whole life is brief.</summary>
    public static bool IsSecluded(MiningGround ground, int account)
    {
        ReadOnlySpan<int> paid = ground.Graph.Out(account),
            got = ground.Graph.In(account);
        if (paid.Length + got.Length > Limits.LifeRowsMax)
            return false;
        long first = long.MaxValue,
            last = long.MinValue;
        Stretch(ground.Table, paid, ref first, ref last);
        Stretch(ground.Table, got, ref first, ref last);
        return last - first <= BriefUs(ground);
    }

    /// <summary>Takes rows that came, and leaves out those at accounts of which something else is known now: what is brief may become long,
    /// never the other way.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Update(MiningGround ground, IEnumerable<int> came, IEnumerable<int> touched)
    {
        if (ground.ObservedUs < Limits.ObservedMinUs)
            return false;
        var gone = touched.SelectMany(account => Out(account).Concat(In(account))).Distinct().Where(row => !Is(ground, row)).ToList();
        gone.ForEach(Remove);
        var isOther = false;
        foreach (var account in touched.Where(_secluded.ContainsKey))
        {
            var was = _secluded[account];
            isOther |= was != (_secluded[account] = IsSecluded(ground, account));
        }
        var here = came.Where(row => Is(ground, row)).ToList();
        here.ForEach(row => Add(ground, row));
        return isOther || gone.Count + here.Count > 0;
    }

    private static long BriefUs(MiningGround ground) => Math.Min(ground.WindowUs, ground.ObservedUs / Limits.LivesObserved);

    private static bool Is(MiningGround ground, int row)
    {
        var table = ground.Table;
        int from = table.From[row],
            to = table.To[row];
        if (!table.Moves(row) || ground.Places.Has(from) || ground.Places.Has(to))
            return false;
        var isLong = ground.ObservedUs >= Limits.MonthliesUs;
        if (IsSecluded(ground, from) && IsSecluded(ground, to))
            return true;
        return isLong && IsLarge(ground, row) && MeetBriefly(ground, from, to);
    }

    private static bool IsLarge(MiningGround ground, int row) =>
        ground.Table.AmountMicro[row] >= (Int128)Limits.LargeTimes * ground.Usual.Of(ground.Table.CurrencyOf(row));

    private static bool MeetBriefly(MiningGround ground, int a, int b)
    {
        long first = long.MaxValue,
            last = long.MinValue;
        Between(ground, a, b, ref first, ref last);
        Between(ground, b, a, ref first, ref last);
        return last - first <= BriefUs(ground);
    }

    private static void Between(MiningGround ground, int from, int to, ref long first, ref long last)
    {
        var table = ground.Table;
        ReadOnlySpan<int> paid = ground.Graph.Out(from),
            got = ground.Graph.In(to);
        foreach (var row in paid.Length <= got.Length ? paid : got)
        {
            if (table.From[row] != from || table.To[row] != to)
                continue;
            first = Math.Min(first, table.TimeUs[row]);
            last = Math.Max(last, table.TimeUs[row]);
        }
    }

    /// <param name="rows">By time.</param>
    private static void Stretch(TransferTable table, ReadOnlySpan<int> rows, ref long first, ref long last)
    {
        if (rows.Length == 0)
            return;
        first = Math.Min(first, table.TimeUs[rows[0]]);
        last = Math.Max(last, table.TimeUs[rows[^1]]);
    }

    private void Add(MiningGround ground, int row)
    {
        var table = ground.Table;
        if (!_all.TryAdd(row, (table.From[row], table.To[row])))
            return;
        Insert(table, _sent, table.From[row], row);
        Insert(table, _received, table.To[row], row);
        foreach (var account in (ReadOnlySpan<int>)[table.From[row], table.To[row]])
        {
            if (!_secluded.ContainsKey(account))
                _secluded[account] = IsSecluded(ground, account);
        }
    }

    private void Remove(int row)
    {
        _all.Remove(row, out var accounts);
        _sent[accounts.From].Remove(row);
        _received[accounts.To].Remove(row);
    }

    private static void Insert(TransferTable table, Dictionary<int, List<int>> map, int account, int row)
    {
        if (!map.TryGetValue(account, out var rows))
            map[account] = rows = [];
        var at = rows.Count;
        while (at > 0 && table.InTime(rows[at - 1], row) > 0)
        {
            at--;
        }
        rows.Insert(at, row);
    }
}
