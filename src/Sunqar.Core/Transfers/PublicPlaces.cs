using Sunqar.Core.Tuning;

namespace Sunqar.Core.Transfers;

/// <summary>Limits of <see cref="PublicPlaces"/>, section <c>place</c> of rulebooks/mining.limits.</summary>
[Limits("place")]
internal sealed record PlaceLimits(
    int RowsMin,
    int DaysMin,
    int OneSidedIn,
    int CounterpartiesMin,
    double OneSidedADay,
    double TwoSidedADay,
    double OneSidedDays,
    double TwoSidedDays
);

/// <summary>
/// Accounts that are open to everyone: shops, cash machines, tills, platforms. Everyone meets there, so that two who pay the same shop have
/// nothing to do with each other, and motifs are not looked for through one. A place is told by how it lives, in every file; where the
/// kinds of transfers say what an account is, that is heard too. Wallets are left out as well: on a chain a new address for every payment
/// is good custom, so who pays whom once says nothing there.
/// </summary>
/// <remarks>
/// Limits are per day observed, with floors for short files: absolute counts would make every account of a long file a place, and none of a
/// short one. They were set on simulated countries of 10,000 and 20,000 people, 30 and 60 days, AMLSim and AMLGentex.
/// </remarks>
public sealed class PublicPlaces
{
    private static readonly PlaceLimits Limits = MiningTuning.Shipped.Of<PlaceLimits>();

    private const long DayUs = 86_400_000_000;

    private readonly TransferGraph _graph;
    private bool[] _leftOut = [];
    private int _judged;
    private long _daysObserved;

    private PublicPlaces(TransferGraph graph) => _graph = graph;

    /// <summary>The places of a graph; of one that grows they are kept up by <see cref="Update"/>.</summary>
    public static PublicPlaces Of(TransferGraph graph)
    {
        var places = new PublicPlaces(graph);
        places.Update([]);
        return places;
    }

    /// <summary>Whether pairs with the account are not looked at: it is a place, or a wallet.</summary>
    public bool Has(int account) => _leftOut[account];

    /// <summary>Judges accounts whose transfers changed, those that are new, and, where the time observed grew by a day, all.</summary>
    /// <returns>Known accounts of which something else holds now.</returns>
    internal IReadOnlyCollection<int> Update(IEnumerable<int> touched)
    {
        var known = _judged;
        if (_leftOut.Length < _graph.Accounts)
            Array.Resize(ref _leftOut, Math.Max(_graph.Accounts, 2 * _leftOut.Length));
        _judged = _graph.Accounts;
        var daysObserved = _graph.Table.Count == 0 ? 1 : Math.Max(1, (_graph.Table.LastUs - _graph.Table.FirstUs) / DayUs);
        int[] again = daysObserved == _daysObserved ? [.. touched.Where(account => account < known)] : [.. Enumerable.Range(0, known)];
        _daysObserved = daysObserved;
        var before = Array.ConvertAll(again, Has);
        Parallel.ForEach(
            [.. again, .. Enumerable.Range(known, _judged - known)],
            Cores.Options,
            account => _leftOut[account] = Judge(account)
        );
        return [.. again.Where((account, i) => Has(account) != before[i])];
    }

    private bool Judge(int account) =>
        _graph.Table.Accounts.Kind(account) is AccountKind.Merchant or AccountKind.Platform or AccountKind.Terminal or AccountKind.Wallet
        || IsPlace(_graph, account, _daysObserved);

    /// <summary>Whether an account lives as a place does; read from its own transfers alone.</summary>
    internal static bool IsPlace(TransferGraph graph, int account, long daysObserved)
    {
        ReadOnlySpan<int> received = graph.In(account),
            sent = graph.Out(account);
        int rows = received.Length + sent.Length,
            smaller = Math.Min(received.Length, sent.Length);
        if (rows < Limits.RowsMin || rows < Limits.OneSidedDays * daysObserved)
            return false;
        var days = new HashSet<long>();
        var table = graph.Table;
        var payers = Counterparties(received, table.From, table.TimeUs, days);
        var payees = Counterparties(sent, table.To, table.TimeUs, days);
        var counterparties = payers + payees;
        var (aDay, part) =
            smaller * Limits.OneSidedIn <= rows ? (Limits.OneSidedADay, Limits.OneSidedDays) : (Limits.TwoSidedADay, Limits.TwoSidedDays);
        return counterparties >= Limits.CounterpartiesMin
            && counterparties >= aDay * daysObserved
            && days.Count >= Math.Max(Limits.DaysMin, part * daysObserved);
    }

    private static int Counterparties(ReadOnlySpan<int> rows, ReadOnlySpan<int> ends, ReadOnlySpan<long> timeUs, HashSet<long> days)
    {
        var met = new HashSet<int>();
        foreach (var row in rows)
        {
            met.Add(ends[row]);
            days.Add(timeUs[row] / DayUs);
        }
        return met.Count;
    }
}
