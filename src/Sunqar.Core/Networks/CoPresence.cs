using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Finds cards that stand at one cash terminal within minutes of each other more often than their own habits explain: whoever draws on
/// several people's cards carries them together.
/// </summary>
public sealed class CoPresence(TransferGraph graph)
{
    /// <summary>Two withdrawals at one terminal within this time are one visit.</summary>
    public const long VisitUs = 10 * 60 * 1_000_000L;

    private const long OccasionUs = 2 * 3_600_000_000L;
    private const long DayUs = 86_400_000_000;
    private const int ShiftDays = 7;

    private readonly TransferTable _table = graph.Table;

    /// <summary>Pairs among <paramref name="cards"/> that met on at least <paramref name="occasionsMin"/> occasions, by card numbers.</summary>
    public IReadOnlyList<(int A, int B)> Pairs(IReadOnlySet<int> cards, int occasionsMin) =>
        [.. Visits(cards).Where(v => v.Value.Occasions >= occasionsMin).Select(v => v.Key).Order()];

    /// <summary>
    /// Meetings within a group: occasions when a card meets another, how many chance gives (each card's withdrawals against the others' shifted by 1 to 7 days
    /// either way), and log10 of the probability of so many.
    /// </summary>
    public (int Occasions, double Expected, double Log10Odds) Of(IReadOnlyList<int> group)
    {
        int occasions = 0, shifted = 0;
        for (var i = 0; i < group.Count; i++)
        {
            for (var j = i + 1; j < group.Count; j++)
            {
                occasions += Occasions(group[i], group[j], 0);
                for (var day = 1; day <= ShiftDays; day++)
                {
                    shifted += Occasions(group[i], group[j], day * DayUs) + Occasions(group[i], group[j], -day * DayUs);
                }
            }
        }
        var expected = (shifted + 0.5) / (2 * ShiftDays);
        // A run with many cards gives many pairs at once: what counts as independent is a card's visit, not a pair, so pairs are taken down to cards.
        var perCard = Math.Max(1, (group.Count - 1) / 2.0);
        return (occasions, expected, Odds.Log10AtLeast((int)(occasions / perCard), expected / perCard));
    }

    private Dictionary<(int A, int B), (int Occasions, long LastUs)> Visits(IReadOnlySet<int> cards)
    {
        var visits = new Dictionary<(int, int), (int Occasions, long LastUs)>();
        var present = new List<int>();
        for (var terminal = 0; terminal < graph.Accounts; terminal++)
        {
            if (_table.Accounts.Kind(terminal) != AccountKind.Terminal)
            {
                continue;
            }
            present.Clear();
            foreach (var row in graph.In(terminal))
            {
                if (_table.KindOf(row) == TransferKind.CashWithdrawal && cards.Contains(_table.From[row])) present.Add(row);
            }
            for (var i = 0; i < present.Count; i++)
            {
                for (var j = i + 1; j < present.Count && _table.TimeUs[present[j]] - _table.TimeUs[present[i]] <= VisitUs; j++)
                {
                    Note(visits, _table.From[present[i]], _table.From[present[j]], _table.TimeUs[present[j]]);
                }
            }
        }
        return visits;
    }

    private static void Note(Dictionary<(int, int), (int Occasions, long LastUs)> visits, int a, int b, long timeUs)
    {
        if (a == b)
        {
            return;
        }
        ref var visit = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(visits, (Math.Min(a, b), Math.Max(a, b)), out var known);
        // Terminals are walked one after the other, so a meeting elsewhere may lie before: any distance of two hours is another occasion.
        if (!known || Math.Abs(timeUs - visit.LastUs) > OccasionUs)
        {
            visit.Occasions++;
        }
        visit.LastUs = timeUs;
    }

    /// <summary>Meetings with the second card's withdrawals shifted; both lists are by time.</summary>
    private int Occasions(int a, int b, long shiftUs)
    {
        var occasions = 0;
        var last = long.MinValue / 2;
        var start = 0;
        var theirs = graph.Out(b);
        foreach (var row in graph.Out(a))
        {
            if (_table.KindOf(row) != TransferKind.CashWithdrawal)
            {
                continue;
            }
            var time = _table.TimeUs[row];
            while (start < theirs.Length && _table.TimeUs[theirs[start]] + shiftUs < time - VisitUs)
            {
                start++;
            }
            for (var k = start; k < theirs.Length && _table.TimeUs[theirs[k]] + shiftUs <= time + VisitUs; k++)
            {
                if (_table.KindOf(theirs[k]) == TransferKind.CashWithdrawal && _table.To[theirs[k]] == _table.To[row] && time - last > OccasionUs)
                {
                    occasions++;
                    last = time;
                }
            }
        }
        return occasions;
    }
}
