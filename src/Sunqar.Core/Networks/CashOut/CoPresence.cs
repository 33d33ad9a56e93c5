using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>Limits of <see cref="CoPresence"/>, section <c>meeting</c> of rulebooks/mining.limits.</summary>
[Limits("meeting")]
internal sealed record MeetingLimits(long VisitUs, long OccasionUs, int OccasionsMin, int ShiftDays, double Unseen);

/// <summary>
/// Finds cards that stand at one cash terminal within minutes of each other more often than their own habits explain: whoever draws on
/// several people's cards carries them together. What is known of a card holds until one of its transfers, or one near it at its terminals,
/// comes.
/// </summary>
public sealed class CoPresence
{
    private static readonly MeetingLimits Limits = MiningTuning.Shipped.Of<MeetingLimits>();

    private const long DayUs = 86_400_000_000;
    private readonly TransferGraph _graph;
    private readonly Kept<int, int[]> _met;
    private readonly Dictionary<int, Visit[]> _visits = [];
    private readonly HashSet<int> _stale = [];
    private readonly Dictionary<(int A, int B), Meetings> _pairs = [];
    private readonly Dictionary<Roster<int>, (Visit[][] Visits, (int Occasions, double Expected, double Log10Odds) Met)> _groups = [];

    public CoPresence(TransferGraph graph)
    {
        _graph = graph;
        _met = new Kept<int, int[]>(graph, Met);
    }

    private readonly record struct Visit(long TimeUs, int Terminal);

    /// <param name="Shifted">Meetings with the other's visits shifted by days, all shifts together.</param>
    private sealed record Meetings(Visit[] OfA, Visit[] OfB, int Occasions, int Shifted);

    /// <summary>How many cards and pairs of them were looked at so far; a measure of work.</summary>
    internal long Looks => _met.WorkedOut + _pairLooks;

    /// <summary>Counts up when cards may have met otherwise than before.</summary>
    internal long Changes { get; private set; }

    private long _pairLooks;

    /// <summary>A withdrawal of the card, or at the terminal, came.</summary>
    internal void Touch(int account, long timeUs)
    {
        var known = _met.Count;
        _met.Touch(account, timeUs);
        Changes += known - _met.Count;
        if (_visits.ContainsKey(account))
            _stale.Add(account);
    }

    /// <summary>Forgets what is known of cards that nobody asks for any more.</summary>
    internal void ForgetAllBut(IReadOnlySet<int> cards)
    {
        _met.ForgetAllBut(cards);
        _groups.Clear();
        foreach (var card in _visits.Keys.Where(card => !cards.Contains(card)).ToList())
        {
            _visits.Remove(card);
        }
        foreach (var pair in _pairs.Keys.Where(pair => !cards.Contains(pair.A) || !cards.Contains(pair.B)).ToList())
        {
            _pairs.Remove(pair);
        }
    }

    /// <summary>Pairs among <paramref name="cards"/> that met on at least two occasions, each from both of its cards.</summary>
    public IEnumerable<(int A, int B)> Pairs(IReadOnlySet<int> cards) =>
        cards.SelectMany(card => _met.Of(card).Where(cards.Contains).Select(other => (card, other)));

    /// <summary>
    /// Meetings within a group: occasions when a card meets another, how many chance gives (each card's withdrawals against the others'
    /// shifted by 1 to 7 days either way), and log10 of the probability of so many.
    /// </summary>
    /// <param name="group">Cards in ascending order.</param>
    internal (int Occasions, double Expected, double Log10Odds) Of(Roster<int> group)
    {
        Visit[][] now = [.. group.Select(Visits)];
        if (_groups.TryGetValue(group, out var known) && known.Visits.AsSpan().SequenceEqual(now))
            return known.Met;
        int occasions = 0,
            shifted = 0;
        for (var i = 0; i < group.Count; i++)
        {
            for (var j = i + 1; j < group.Count; j++)
            {
                var pair = Between(group[i], group[j], now[i], now[j]);
                occasions += pair.Occasions;
                shifted += pair.Shifted;
            }
        }
        var expected = (shifted + Limits.Unseen) / (2 * Limits.ShiftDays);
        // A run with many cards gives many pairs at once: what counts as independent is a card's visit, not a pair, so pairs are taken down
        // to cards.
        var perCard = Math.Max(1, (group.Count - 1) / 2.0);
        var measured = (occasions, expected, Odds.Log10AtLeast((int)(occasions / perCard), expected / perCard));
        _groups[group] = (now, measured);
        return measured;
    }

    /// <summary>Whoever met the card often enough at a terminal, candidate or not.</summary>
    private static int[] Met(TransferGraph graph, int card)
    {
        var table = graph.Table;
        // An occasion is told by when the card with the smaller number drew, so that both cards of a pair count the same.
        var times = new Dictionary<int, List<long>>();
        foreach (var row in graph.Out(card))
        {
            if (table.KindOf(row) != TransferKind.CashWithdrawal)
                continue;
            var time = table.TimeUs[row];
            foreach (var other in graph.In(table.To[row], time - Limits.VisitUs, time + Limits.VisitUs))
            {
                if (table.KindOf(other) != TransferKind.CashWithdrawal || table.From[other] == card)
                    continue;
                if (!times.TryGetValue(table.From[other], out var list))
                    times[table.From[other]] = list = [];
                list.Add(card < table.From[other] ? time : table.TimeUs[other]);
            }
        }
        return
        [
            .. times
                .Where(other => other.Value.Count >= Limits.OccasionsMin && OccasionsOf(other.Value) >= Limits.OccasionsMin)
                .Select(other => other.Key)
                .Order(),
        ];
    }

    private static int OccasionsOf(List<long> times)
    {
        times.Sort();
        var occasions = 0;
        var last = long.MinValue / 2;
        foreach (var time in times)
        {
            if (time - last > Limits.OccasionUs)
                (occasions, last) = (occasions + 1, time);
        }
        return occasions;
    }

    private Meetings Between(int a, int b, Visit[] ofA, Visit[] ofB)
    {
        if (_pairs.TryGetValue((a, b), out var known) && ReferenceEquals(known.OfA, ofA) && ReferenceEquals(known.OfB, ofB))
            return known;
        var shifted = 0;
        for (var day = 1; day <= Limits.ShiftDays; day++)
        {
            shifted += Occasions(ofA, ofB, day * DayUs) + Occasions(ofA, ofB, -day * DayUs);
        }
        _pairLooks++;
        return _pairs[(a, b)] = new Meetings(ofA, ofB, Occasions(ofA, ofB, 0), shifted);
    }

    /// <summary>The card's withdrawals by time; the same object for as long as they are the same.</summary>
    private Visit[] Visits(int card)
    {
        var known = _visits.GetValueOrDefault(card);
        if (known is not null && !_stale.Contains(card))
            return known;
        _stale.Remove(card);
        var table = _graph.Table;
        var now = new List<Visit>();
        foreach (var row in _graph.Out(card))
        {
            if (table.KindOf(row) == TransferKind.CashWithdrawal)
                now.Add(new Visit(table.TimeUs[row], table.To[row]));
        }
        return known is not null && now.SequenceEqual(known) ? known : _visits[card] = [.. now];
    }

    /// <summary>Meetings with the second card's withdrawals shifted.</summary>
    private static int Occasions(Visit[] ours, Visit[] theirs, long shiftUs)
    {
        var occasions = 0;
        var last = long.MinValue / 2;
        var start = 0;
        foreach (var (time, terminal) in ours)
        {
            while (start < theirs.Length && theirs[start].TimeUs + shiftUs < time - Limits.VisitUs)
            {
                start++;
            }
            for (var k = start; k < theirs.Length && theirs[k].TimeUs + shiftUs <= time + Limits.VisitUs; k++)
            {
                if (theirs[k].Terminal == terminal && time - last > Limits.OccasionUs)
                {
                    occasions++;
                    last = time;
                }
            }
        }
        return occasions;
    }
}
