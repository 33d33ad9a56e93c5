using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>What some accounts held together over time, in one currency, as far as transfers tell: what was there before the first is not
/// known, so a balance may be below zero.</summary>
/// <param name="BalanceMicro">At the end of each of <see cref="CanvasLimits.Bars"/> parts of the time, millionths of one unit.</param>
/// <param name="DwellUs">How long what left in each part had stayed, first in first out, the median by value, microseconds; −1 where
/// nothing left that was seen to come.</param>
/// <param name="MedianDwellUs">The same over all of the time.</param>
public sealed record CanvasHolding(
    Currency Currency,
    long FirstUs,
    long LastUs,
    Int128 InMicro,
    Int128 OutMicro,
    IReadOnlyList<Int128> BalanceMicro,
    IReadOnlyList<long> DwellUs,
    long MedianDwellUs
)
{
    /// <summary>Of each currency that moved in or out; what accounts moved among themselves changes nothing.</summary>
    public static IReadOnlyList<CanvasHolding> Of(CanvasGround ground, IReadOnlyCollection<int> accounts)
    {
        var (own, table) = (accounts.ToHashSet(), ground.Table);
        var rows = new List<int>();
        foreach (var account in own.Order())
        {
            foreach (var row in ground.Out(account, CanvasSieve.All))
            {
                if (!own.Contains(table.To[row]))
                    rows.Add(row);
            }
            foreach (var row in ground.In(account, CanvasSieve.All))
            {
                if (!own.Contains(table.From[row]))
                    rows.Add(row);
            }
        }
        return [.. rows.GroupBy(table.CurrencyOf).OrderBy(one => one.Key).Select(one => Of(table, one.Key, table.InTimeOrder(one), own))];
    }

    private static CanvasHolding Of(TransferTable table, Currency currency, int[] rows, HashSet<int> own)
    {
        var (firstUs, lastUs) = (table.TimeUs[rows[0]], table.TimeUs[rows[^1]]);
        var (balance, dwell) = (new Int128[CanvasLimits.Bars], new long[CanvasLimits.Bars]);
        var lots = new LinkedList<(long TimeUs, long Micro)>();
        var (all, part) = (new List<(long HeldUs, long Micro)>(), new List<(long HeldUs, long Micro)>());
        Int128 now = 0,
            into = 0,
            outOf = 0;
        var at = 0;
        for (var bar = 0; bar < CanvasLimits.Bars; bar++)
        {
            part.Clear();
            for (; at < rows.Length && PartOf(table.TimeUs[rows[at]], firstUs, lastUs) == bar; at++)
            {
                var (row, micro) = (rows[at], table.AmountMicro[rows[at]]);
                if (own.Contains(table.To[row]))
                {
                    (now, into) = (now + micro, into + micro);
                    lots.AddLast((table.TimeUs[row], micro));
                }
                else
                {
                    (now, outOf) = (now - micro, outOf + micro);
                    Leave(lots, table.TimeUs[row], micro, part);
                }
            }
            all.AddRange(part);
            (balance[bar], dwell[bar]) = (now, Median(part));
        }
        return new CanvasHolding(currency, firstUs, lastUs, into, outOf, balance, dwell, Median(all));
    }

    /// <summary>The part of a time that a moment is in.</summary>
    public static int PartOf(long timeUs, long firstUs, long lastUs) =>
        lastUs == firstUs ? 0 : Math.Min(CanvasLimits.Bars - 1, (int)((Int128)(timeUs - firstUs) * CanvasLimits.Bars / (lastUs - firstUs)));

    private static void Leave(LinkedList<(long TimeUs, long Micro)> lots, long timeUs, long micro, List<(long HeldUs, long Micro)> held)
    {
        while (micro > 0 && lots.First is { } first)
        {
            var lot = first.Value;
            var taken = Math.Min(micro, lot.Micro);
            held.Add((timeUs - lot.TimeUs, taken));
            micro -= taken;
            lots.RemoveFirst();
            if (taken < lot.Micro)
                lots.AddFirst(lot with { Micro = lot.Micro - taken });
        }
    }

    private static long Median(List<(long HeldUs, long Micro)> held)
    {
        var half = held.Aggregate((Int128)0, (sum, one) => sum + one.Micro);
        Int128 sum = 0;
        foreach (var (heldUs, micro) in held.OrderBy(one => one.HeldUs))
        {
            if (2 * (sum += micro) >= half)
                return heldUs;
        }
        return -1;
    }
}
