namespace Sunqar.Core.Patterns.Pairs;

/// <summary>Accounts marked since the last clearing; clearing is one addition. Not to be shared between threads.</summary>
internal sealed class AccountMarks(int accounts)
{
    private int[] _stamps = new int[accounts];
    private int _stamp;

    public void Clear() => _stamp++;

    public void Set(int account)
    {
        if (account >= _stamps.Length)
            Array.Resize(ref _stamps, Math.Max(account + 1, _stamps.Length * 2));
        _stamps[account] = _stamp;
    }

    public bool Has(int account) => account < _stamps.Length && _stamps[account] == _stamp;
}
