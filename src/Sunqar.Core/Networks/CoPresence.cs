using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>Two cards that draw cash at the same terminals within minutes, again and again.</summary>
/// <param name="Occasions">Times they met, two meetings within two hours counting as one.</param>
/// <param name="Expected">How many meetings chance gives: the mean with one card's withdrawals shifted by 1 to 7 days either way.</param>
/// <param name="Log10Odds">log10 of the probability of so many or more, after counting all pairs tried.</param>
public readonly record struct CardMeeting(int A, int B, int Occasions, double Expected, double Log10Odds);

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
    private const int OccasionsMin = 3;

    private readonly TransferTable _table = graph.Table;

    /// <summary>Pairs among <paramref name="cards"/> whose odds are at most 10^<paramref name="log10OddsMax"/>, by card numbers.</summary>
    public IReadOnlyList<CardMeeting> Meetings(IReadOnlySet<int> cards, double log10OddsMax)
    {
        var visits = Visits(cards);
        var tried = Math.Max(1, (double)cards.Count * cards.Count / 2);
        var meetings = new List<CardMeeting>();
        foreach (var (a, b) in visits.Where(v => v.Value.Occasions >= OccasionsMin).Select(v => v.Key).Order())
        {
            var occasions = Occasions(a, b, 0);
            var shifted = 0;
            for (var day = 1; day <= ShiftDays; day++)
            {
                shifted += Occasions(a, b, day * DayUs) + Occasions(a, b, -day * DayUs);
            }
            var expected = (shifted + 0.5) / (2 * ShiftDays);
            var odds = Odds.Log10AtLeast(occasions, expected) + Math.Log10(tried);
            if (odds <= log10OddsMax)
            {
                meetings.Add(new CardMeeting(a, b, occasions, expected, odds));
            }
        }
        return meetings;
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
