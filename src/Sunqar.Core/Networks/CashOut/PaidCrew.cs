using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>
/// The innocent explanation of cards that meet at the machine that comes closest: a crew that is paid by its contractor and goes there
/// together. Its money comes from one payer, or its members get the same sum on the same day. A ring's and a collector's money comes from
/// many, or from tokens sold.
/// </summary>
internal static class PaidCrew
{
    private const long DayUs = 86_400_000_000;

    public static bool Is(TransferGraph graph, IReadOnlyList<int> cards, IReadOnlyList<int> collectors)
    {
        var table = graph.Table;
        var bySender = new Dictionary<int, Int128>();
        Int128 total = 0;
        foreach (var account in collectors.Count > 0 ? collectors : cards)
        {
            foreach (var row in graph.In(account))
            {
                if (CardFlows.IsPersonal(table, row) || table.KindOf(row) == TransferKind.CryptoSell)
                {
                    total += table.AmountMicro[row];
                    // What a platform pays was somebody's tokens: no payer of wages.
                    var sender = CardFlows.IsPersonal(table, row) ? table.From[row] : ~row;
                    bySender[sender] = bySender.GetValueOrDefault(sender) + table.AmountMicro[row];
                }
            }
        }
        return bySender.Values.Any(micro => (double)micro > CashOutCards.Limits.OnePayerMax * (double)total)
            || (collectors.Count > 0 && PaysWages(graph, cards, collectors));
    }

    /// <summary>On most days when a collector pays at least three of the cards, all get the same sum.</summary>
    private static bool PaysWages(TransferGraph graph, IReadOnlyList<int> cards, IReadOnlyList<int> collectors)
    {
        var table = graph.Table;
        var set = cards.ToHashSet();
        int days = 0,
            equal = 0;
        foreach (var collector in collectors)
        {
            var byDay = new Dictionary<long, List<(int Card, long Micro)>>();
            foreach (var row in graph.Out(collector))
            {
                if (set.Contains(table.To[row]))
                {
                    var day = table.TimeUs[row] / DayUs;
                    byDay.TryAdd(day, []);
                    byDay[day].Add((table.To[row], table.AmountMicro[row]));
                }
            }
            foreach (var paid in byDay.Values.Where(p => p.Select(x => x.Card).Distinct().Count() >= CashOutCards.Limits.CardsMin))
            {
                days++;
                equal += paid.Select(x => x.Micro).Distinct().Count() == 1 ? 1 : 0;
            }
        }
        return 2 * equal > days;
    }
}
