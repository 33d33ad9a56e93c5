using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// Transfers that keep coming, as a table and a graph: rows are numbered as they come, adjacency is by time, so one that comes late finds its
/// place. Not thread-safe while it grows.
/// </summary>
public sealed class LiveTransfers : TransferGraph, ITransferSink, INumberedTransfers
{
    private readonly TransferIds ids = new();
    private readonly TransferIdIndex index;
    private readonly AccountTable accounts = new();
    private readonly RowLists sent = new();
    private readonly RowLists received = new();
    private long[] timeUs = new long[1024];
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private long[] amountMicro = new long[1024];
    private byte[] kindAndCurrency = new byte[1024];
    private long firstUs = long.MaxValue, lastUs = long.MinValue;
    private TransferTable table;
    private int count;

    public LiveTransfers()
    {
        index = new TransferIdIndex(ids);
        table = View();
    }

    /// <summary>The transfers so far. A new object after each that came; old ones stay as they were.</summary>
    public override TransferTable Table => table;

    public override int Accounts => accounts.Count;

    /// <summary>Told of every account whose kind a transfer changed.</summary>
    internal Action<int>? KindChanged { get; set; }

    /// <summary>Told of every row that came.</summary>
    internal Action<int>? Came { get; set; }

    /// <inheritdoc/>
    public AccountTable Nodes => accounts;

    public override ReadOnlySpan<int> Out(int account) => sent[account];

    public override ReadOnlySpan<int> In(int account) => received[account];

    /// <summary>Adds a transfer; one whose id was added this way before is the same and is left out.</summary>
    public void Add(in TransferRow row)
    {
        if (index.TryAdd(row.Id, count)) Add(row.Id, row.TimeUs, accounts.Intern(row.From), accounts.Intern(row.To), row.AmountMicro, row.Currency, row.Kind);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> id, long time, int fromAccount, int toAccount, long micro, Currency currency, TransferKind kind)
    {
        ids.Add(id);
        if (count == timeUs.Length) Grow();
        timeUs[count] = time;
        from[count] = fromAccount;
        to[count] = toAccount;
        amountMicro[count] = micro;
        kindAndCurrency[count] = (byte)(((int)currency << 4) | (int)kind);
        (firstUs, lastUs) = (Math.Min(firstUs, time), Math.Max(lastUs, time));
        var row = count++;
        table = View();
        sent.Insert(table, fromAccount, row);
        received.Insert(table, toAccount, row);
        var (fromKind, toKind) = AccountTable.Ends(kind);
        See(fromAccount, fromKind);
        See(toAccount, toKind);
        Came?.Invoke(row);
    }

    private void See(int account, AccountKind kind)
    {
        var before = accounts.Kind(account);
        accounts.See(account, kind);
        if (accounts.Kind(account) != before) KindChanged?.Invoke(account);
    }

    private void Grow()
    {
        var size = count * 2;
        Array.Resize(ref timeUs, size);
        Array.Resize(ref from, size);
        Array.Resize(ref to, size);
        Array.Resize(ref amountMicro, size);
        Array.Resize(ref kindAndCurrency, size);
    }

    private TransferTable View() =>
        new(timeUs, from, to, amountMicro, kindAndCurrency, null, ids, accounts, count) { FirstUs = firstUs, LastUs = lastUs };
}
