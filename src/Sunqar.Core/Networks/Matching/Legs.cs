using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.Matching;

/// <summary>The legs of one account, or of some together, by time and then row.</summary>
internal sealed class AccountLegs(int room)
{
    private int[] _rows = new int[room];
    private long[] _timeUs = new long[room];
    private double[] _logValue = new double[room];

    public static AccountLegs None { get; } = new(0);

    public int Count { get; private set; }

    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    public ReadOnlySpan<long> TimeUs => _timeUs.AsSpan(0, Count);

    /// <summary>Natural logarithm of the value in tenge: a ratio within bounds is a difference within bounds.</summary>
    public ReadOnlySpan<double> LogValue => _logValue.AsSpan(0, Count);

    /// <summary>Puts a leg in its place, nearly always the last.</summary>
    public void Add(int row, long time, double value)
    {
        if (Count == _rows.Length)
        {
            var size = Math.Max(4, Count * 2);
            Array.Resize(ref _rows, size);
            Array.Resize(ref _timeUs, size);
            Array.Resize(ref _logValue, size);
        }
        var place = Count;
        while (place > 0 && (_timeUs[place - 1] > time || (_timeUs[place - 1] == time && _rows[place - 1] > row)))
        {
            (_rows[place], _timeUs[place], _logValue[place]) = (_rows[place - 1], _timeUs[place - 1], _logValue[place - 1]);
            place--;
        }
        (_rows[place], _timeUs[place], _logValue[place]) = (row, time, value);
        Count++;
    }

    public bool Same(AccountLegs other) => Rows.SequenceEqual(other.Rows) && LogValue.SequenceEqual(other.LogValue);

    /// <summary>The legs of several together.</summary>
    public static AccountLegs Join(IReadOnlyList<AccountLegs> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var all = new List<(long TimeUs, int Row, double LogValue)>(parts.Sum(part => part.Count));
        foreach (var part in parts)
        {
            for (var leg = 0; leg < part.Count; leg++)
            {
                all.Add((part._timeUs[leg], part._rows[leg], part._logValue[leg]));
            }
        }
        all.Sort((a, b) => a.TimeUs != b.TimeUs ? a.TimeUs.CompareTo(b.TimeUs) : a.Row.CompareTo(b.Row));
        var joined = new AccountLegs(all.Count);
        foreach (var (time, row, value) in all)
        {
            joined.Add(row, time, value);
        }
        return joined;
    }
}

/// <summary>One side of possible exchanges (fiat or crypto, in or out): the legs of each account, and all of them by value and
/// time.</summary>
internal sealed class Legs
{
    private readonly Dictionary<int, AccountLegs> _of = [];
    private readonly Dictionary<Roster<int>, AccountLegs> _joined = [];

    public LegIndex Index { get; } = new();

    /// <summary>How many accounts have a leg.</summary>
    public int Accounts => _of.Count;

    public bool Has(int account) => _of.ContainsKey(account);

    public AccountLegs Of(int account) => _of.GetValueOrDefault(account, AccountLegs.None);

    /// <summary>The legs of some accounts together. Not for several threads, unless it is one account.</summary>
    public AccountLegs Of(Roster<int> accounts)
    {
        if (accounts.Count == 1)
            return Of(accounts[0]);
        if (!_joined.TryGetValue(accounts, out var together))
            _joined[accounts] = together = AccountLegs.Join([.. accounts.Select(Of)]);
        return together;
    }

    public void Add(int account, int row, long timeUs, double logValue)
    {
        _of[account].Add(row, timeUs, logValue);
        Index.Add(account, timeUs, logValue);
    }

    /// <summary>Puts these in the place of the account's legs.</summary>
    /// <returns>False where they are the same.</returns>
    public bool Set(int account, AccountLegs legs)
    {
        var before = Of(account);
        if (before.Same(legs))
            return false;
        for (var leg = 0; leg < before.Count; leg++)
        {
            Index.Remove(account, before.TimeUs[leg], before.LogValue[leg]);
        }
        for (var leg = 0; leg < legs.Count; leg++)
        {
            Index.Add(account, legs.TimeUs[leg], legs.LogValue[leg]);
        }
        if (legs.Count > 0)
            _of[account] = legs;
        else
            _of.Remove(account);
        return true;
    }

    /// <summary>Drops what was put together of accounts whose legs changed.</summary>
    public void Part(IReadOnlySet<int> changed)
    {
        foreach (var accounts in _joined.Keys.Where(accounts => accounts.Any(changed.Contains)).ToList())
        {
            _joined.Remove(accounts);
        }
    }
}
