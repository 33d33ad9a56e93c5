using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>Limits of cash-out, section <c>cash</c> of rulebooks/mining.limits.</summary>
[Limits("cash")]
internal sealed record CashLimits(
    int CardsMin,
    int WithdrawalsMin,
    long QuickUs,
    double QuickOfInflowMin,
    double QuickOfCashMin,
    double FeedingMin,
    double OnePayerMax,
    double OddsMax,
    double PlainOddsMax,
    double Score,
    double PlainScore
);

/// <summary>
/// Cards that turn what others send into cash within hours, and whoever feeds them. A card is measured again when value came to it or left
/// it, a feeder when it sent something or a card that it pays came to be such a card or is none any more.
/// </summary>
internal sealed class CashOutCards(TransferGraph graph)
{
    internal static readonly CashLimits Limits = MiningTuning.Shipped.Of<CashLimits>();

    private readonly CardFlows _measure = new(graph);
    private readonly Dictionary<int, CardFlow> _flows = [];
    private readonly SortedDictionary<int, List<int>> _feeders = [];
    private readonly HashSet<int> _touched = [],
        _drew = [];
    private readonly HashSet<(int From, int To)> _paid = [];
    private HashSet<int> _cards = [];
    private HashSet<int> _left = [];
    private bool[] _draws = [];
    private bool _flowing;
    private int _measured;

    /// <summary>The cards; a new object where another card is one.</summary>
    public IReadOnlySet<int> Cards => _cards;

    /// <summary>Accounts that send mostly to such cards, with the cards; by account.</summary>
    public IReadOnlyDictionary<int, List<int>> Feeders => _feeders;

    /// <summary>How many accounts were looked at so far; a measure of work.</summary>
    public long Looks { get; private set; }

    /// <summary>Counts up when another card is one, or is fed otherwise.</summary>
    public long Changes { get; private set; }

    public CardFlow FlowOf(int card) => _flows[card];

    /// <summary>Value passed between people, or to a cash machine.</summary>
    public void Touch(int row)
    {
        var (from, to) = (graph.Table.From[row], graph.Table.To[row]);
        _touched.Add(from);
        if (graph.Table.KindOf(row) == TransferKind.CashWithdrawal)
        {
            _drew.Add(from);
            return;
        }
        _touched.Add(to);
        _paid.Add((from, to));
    }

    /// <param name="taken">Accounts that something else explains.</param>
    public void Update(IReadOnlySet<int> taken)
    {
        if (_draws.Length < graph.Accounts)
            Array.Resize(ref _draws, Math.Max(graph.Accounts, _draws.Length * 2));
        foreach (var account in _drew.Where(account => account < _measured && !_draws[account]))
        {
            _draws[account] = Draws(account);
        }
        foreach (var account in _touched.Where(account => account < _measured && _draws[account]))
        {
            Measure(account);
        }
        for (; _measured < graph.Accounts; _measured++)
        {
            if (_draws[_measured] = Draws(_measured))
                Measure(_measured);
        }
        var before = _cards;
        if (_flowing || !_left.SetEquals(taken))
            Choose(taken);
        foreach (var suspect in Suspects(before))
        {
            Looks++;
            _feeders.TryGetValue(suspect, out var known);
            if (Feeds(suspect) is not { } fed)
            {
                Changes += _feeders.Remove(suspect) ? 1 : 0;
            }
            else if (known is null || !fed.SequenceEqual(known))
            {
                _feeders[suspect] = fed;
                Changes++;
            }
        }
        _touched.Clear();
        _drew.Clear();
        _paid.Clear();
    }

    /// <summary>The cards that nothing else explains.</summary>
    private void Choose(IReadOnlySet<int> taken)
    {
        (_left, _flowing) = ([.. taken], false);
        var now = _flows.Keys.Where(card => !taken.Contains(card)).ToHashSet();
        if (now.SetEquals(_cards))
            return;
        _cards = now;
        Changes++;
    }

    /// <summary>Whoever may feed otherwise than before: who paid a card, or paid one that came to be such a card or is none any more; and
    /// feeders that paid anybody.</summary>
    private HashSet<int> Suspects(HashSet<int> before)
    {
        var suspects = _paid
            .Where(pair => _cards.Contains(pair.To) || _feeders.ContainsKey(pair.From))
            .Select(pair => pair.From)
            .ToHashSet();
        if (ReferenceEquals(before, _cards))
            return suspects;
        foreach (var card in before.Where(card => !_cards.Contains(card)).Concat(_cards.Where(card => !before.Contains(card))))
        {
            foreach (var row in graph.In(card))
            {
                if (CardFlows.IsPersonal(graph.Table, row))
                    suspects.Add(graph.Table.From[row]);
            }
        }
        return suspects;
    }

    private void Measure(int account)
    {
        Looks++;
        var known = _flows.Count;
        if (_measure.Of(account) is { } flow && flow.QuickOfInflow >= Limits.QuickOfInflowMin && flow.QuickOfCash >= Limits.QuickOfCashMin)
            _flows[account] = flow;
        else
            _flows.Remove(account);
        _flowing |= _flows.Count != known;
    }

    /// <summary>Whether enough was drawn from it in cash to tell.</summary>
    private bool Draws(int account)
    {
        var table = graph.Table;
        var count = 0;
        foreach (var row in graph.Out(account))
        {
            if (table.KindOf(row) == TransferKind.CashWithdrawal && ++count == Limits.WithdrawalsMin)
                return true;
        }
        return false;
    }

    /// <summary>The cards that a collector holds: several, each fed more than once, and they get most of what it sends. Null for whoever is
    /// none.</summary>
    private List<int>? Feeds(int suspect)
    {
        var table = graph.Table;
        Int128 fed = 0,
            sent = 0;
        var times = new SortedDictionary<int, int>();
        foreach (var row in graph.Out(suspect))
        {
            if (!CardFlows.IsPersonal(table, row))
                continue;
            sent += table.AmountMicro[row];
            if (!_cards.Contains(table.To[row]))
                continue;
            fed += table.AmountMicro[row];
            times[table.To[row]] = times.GetValueOrDefault(table.To[row]) + 1;
        }
        var repeated = times.Where(card => card.Value >= 2).Select(card => card.Key).ToList();
        return repeated.Count >= Limits.CardsMin && (double)fed >= Limits.FeedingMin * (double)sent ? repeated : null;
    }
}
