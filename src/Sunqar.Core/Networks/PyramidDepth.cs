using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Whose money a pyramid's pay-outs are made of: the newest first, as what came last is what is there. A saver gets their own back; in a
/// pyramid the early are paid with what the late bring.
/// </summary>
/// <param name="Depth">Members in the longest line in which each was paid with what the next, who joined later, had brought; 0 where nobody
/// was.</param>
/// <param name="FromLater">Share 0..1 of the pay-outs to members that others who joined later had brought.</param>
internal readonly record struct PyramidDepth(int Depth, double FromLater)
{
    /// <param name="paidIn">Rows by time.</param>
    /// <param name="paidOut">Rows by time.</param>
    public static PyramidDepth Of(TransferTable table, IReadOnlyList<int> paidIn, IReadOnlyList<int> paidOut)
    {
        var joined = new Dictionary<int, int>();
        var lots = new Stack<(int Payer, long Left)>();
        var above = new List<SortedSet<int>>();
        Int128 toMembers = 0,
            fromLater = 0;
        var next = 0;
        foreach (var row in paidOut)
        {
            for (; next < paidIn.Count && table.InTime(paidIn[next], row) < 0; next++)
            {
                if (joined.TryAdd(table.From[paidIn[next]], above.Count))
                    above.Add([]);
                lots.Push((joined[table.From[paidIn[next]]], table.AmountMicro[paidIn[next]]));
            }
            var member = joined.GetValueOrDefault(table.To[row], -1);
            for (var left = table.AmountMicro[row]; left > 0 && lots.TryPop(out var lot); )
            {
                var part = Math.Min(left, lot.Left);
                left -= part;
                if (lot.Left > part)
                    lots.Push((lot.Payer, lot.Left - part));
                if (member < 0)
                    continue;
                toMembers += part;
                if (lot.Payer <= member)
                    continue;
                fromLater += part;
                above[lot.Payer].Add(member);
            }
        }
        var line = new int[above.Count];
        for (var payer = 0; payer < above.Count; payer++)
        {
            // Whoever is above joined before, so their lines are known.
            foreach (var member in above[payer])
            {
                line[payer] = Math.Max(line[payer], Math.Max(1, line[member]) + 1);
            }
        }
        return new PyramidDepth(line.DefaultIfEmpty(0).Max(), toMembers == 0 ? 0 : (double)fromLater / (double)toMembers);
    }
}
