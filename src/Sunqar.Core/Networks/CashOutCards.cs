using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Cards that turn what others send into cash within hours, and whoever feeds them. A card is measured again when one of its transfers came, a feeder when one of its own did or a card
/// that it pays came to be such a card or is none any more.
/// </summary>
internal sealed class CashOutCards(TransferGraph graph)
{
    public const int CardsMin = 3;
    private const int WithdrawalsMin = 3;

    /// <summary>At least this part of what others send is drawn in cash soon after.</summary>
    private const double QuickOfInflowMin = 0.25;

    /// <summary>At least this part of the cash drawn had come in just before: on their own card people draw what they have.</summary>
    private const double QuickOfCashMin = 0.5;

    /// <summary>At least this part of what a collector sends goes to cards that turn it into cash.</summary>
    private const double FeedingMin = 0.6;

    private readonly CardFlows measure = new(graph);
    private readonly Dictionary<int, CardFlow> flows = [];
    private readonly SortedDictionary<int, List<int>> feeders = [];
    private readonly HashSet<int> touched = [];
    private HashSet<int> cards = [];
    private int measured;

    private TransferTable Table => graph.Table;

    /// <summary>The cards; a new object where another card is one.</summary>
    public IReadOnlySet<int> Cards => cards;

    /// <summary>Accounts that send mostly to such cards, with the cards; by account.</summary>
    public IReadOnlyDictionary<int, List<int>> Feeders => feeders;

    /// <summary>How many accounts were looked at so far; a measure of work.</summary>
    public long Looks { get; private set; }

    public CardFlow FlowOf(int card) => flows[card];

    public void Touch(int account) => touched.Add(account);

    /// <param name="taken">Accounts that something else explains.</param>
    public void Update(IReadOnlySet<int> taken)
    {
        foreach (var account in touched.Where(account => account < measured))
        {
            Measure(account);
        }
        for (; measured < graph.Accounts; measured++)
        {
            Measure(measured);
        }
        var now = flows.Keys.Where(card => !taken.Contains(card)).ToHashSet();
        var suspects = new HashSet<int>(touched);
        foreach (var card in cards.Where(card => !now.Contains(card)).Concat(now.Where(card => !cards.Contains(card))))
        {
            foreach (var row in graph.In(card))
            {
                if (CardFlows.IsPersonal(Table, row)) suspects.Add(Table.From[row]);
            }
        }
        if (!now.SetEquals(cards)) cards = now;
        foreach (var suspect in suspects)
        {
            Looks++;
            if (Feeds(suspect) is { } fed) feeders[suspect] = fed;
            else feeders.Remove(suspect);
        }
        touched.Clear();
    }

    private void Measure(int account)
    {
        Looks++;
        if (HasWithdrawals(account) && measure.Of(account) is { QuickOfInflow: >= QuickOfInflowMin, QuickOfCash: >= QuickOfCashMin } flow) flows[account] = flow;
        else flows.Remove(account);
    }

    private bool HasWithdrawals(int account)
    {
        var count = 0;
        foreach (var row in graph.Out(account))
        {
            if (Table.KindOf(row) == TransferKind.CashWithdrawal && ++count == WithdrawalsMin) return true;
        }
        return false;
    }

    /// <summary>The cards that a collector holds: several, each fed more than once, and they get most of what it sends. Null for whoever is none.</summary>
    private List<int>? Feeds(int suspect)
    {
        Int128 fed = 0, sent = 0;
        var times = new SortedDictionary<int, int>();
        foreach (var row in graph.Out(suspect))
        {
            if (!CardFlows.IsPersonal(Table, row)) continue;
            sent += Table.AmountMicro[row];
            if (!cards.Contains(Table.To[row])) continue;
            fed += Table.AmountMicro[row];
            times[Table.To[row]] = times.GetValueOrDefault(Table.To[row]) + 1;
        }
        var repeated = times.Where(card => card.Value >= 2).Select(card => card.Key).ToList();
        return repeated.Count >= CardsMin && (double)fed >= FeedingMin * (double)sent ? repeated : null;
    }
}
