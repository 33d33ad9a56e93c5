namespace Sunqar.Core.Patterns.Pairs;

/// <summary>Accounts marked since the last clearing; clearing is one addition. Not to be shared between threads.</summary>
internal sealed class AccountMarks(int accounts)
{
    private int[] stamps = new int[accounts];
    private int stamp;

    public void Clear() => stamp++;

    public void Set(int account)
    {
        if (account >= stamps.Length) Array.Resize(ref stamps, Math.Max(account + 1, stamps.Length * 2));
        stamps[account] = stamp;
    }

    public bool Has(int account) => account < stamps.Length && stamps[account] == stamp;
}
