using System.Runtime.InteropServices;

namespace Sunqar.Core.Networks;

/// <summary>
/// One side of a possible exchange (fiat or crypto, in or out) as columns: row of the table, account, time, and the value in
/// millionths of a tenge. Rows ascend, so times do not decrease.
/// </summary>
public sealed class LegColumns
{
    private readonly List<int> _rows = [];
    private readonly List<int> _accounts = [];
    private readonly List<long> _timeUs = [];
    private readonly List<double> _logValue = [];
    private Dictionary<int, int[]>? _ofAccount;

    public int Count => _rows.Count;

    /// <summary>The accounts that have a leg, in no order. The first call sorts legs to accounts; until then the columns are not for several threads.</summary>
    public IReadOnlyCollection<int> AllAccounts => ByAccount().Keys;

    public int Row(int leg) => _rows[leg];

    public int Account(int leg) => _accounts[leg];

    public ReadOnlySpan<long> TimeUs => CollectionsMarshal.AsSpan(_timeUs);

    /// <summary>Natural logarithm of the value in tenge: a ratio within bounds is a difference within bounds.</summary>
    public ReadOnlySpan<double> LogValue => CollectionsMarshal.AsSpan(_logValue);

    public void Add(int row, int account, long timeUs, double tenge)
    {
        if (tenge > 0)
        {
            _rows.Add(row);
            _accounts.Add(account);
            _timeUs.Add(timeUs);
            _logValue.Add(Math.Log(tenge));
        }
    }

    /// <summary>The legs of some accounts together, by time.</summary>
    public ReadOnlySpan<int> Of(IReadOnlyList<int> accounts)
    {
        var ofAccount = ByAccount();
        if (accounts.Count == 1)
        {
            return ofAccount.GetValueOrDefault(accounts[0]);
        }
        var legs = new List<int>();
        foreach (var account in accounts)
        {
            legs.AddRange(ofAccount.GetValueOrDefault(account).AsSpan());
        }
        legs.Sort();
        return CollectionsMarshal.AsSpan(legs);
    }

    private Dictionary<int, int[]> ByAccount()
    {
        if (_ofAccount is null)
        {
            var lists = new Dictionary<int, List<int>>();
            for (var leg = 0; leg < Count; leg++)
            {
                ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(lists, _accounts[leg], out _);
                (list ??= []).Add(leg);
            }
            _ofAccount = lists.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
        }
        return _ofAccount;
    }
}
