using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// Transfers that keep coming, as a table and a graph: rows are numbered as they come, adjacency is by time, so one that comes late finds
/// its place. Not thread-safe while it grows.
/// </summary>
public sealed class LiveTransfers : TransferGraph, ITransferSink, INumberedTransfers
{
    private readonly TransferIds _ids = new();
    private readonly TransferIdIndex _index;
    private readonly AccountTable _accounts = new();
    private readonly RowLists _sent = new();
    private readonly RowLists _received = new();
    private long[] _timeUs = new long[1024];
    private int[] _from = new int[1024];
    private int[] _to = new int[1024];
    private long[] _amountMicro = new long[1024];
    private KindAndCurrency[] _marks = new KindAndCurrency[1024];
    private long _firstUs = long.MaxValue,
        _lastUs = long.MinValue;
    private TransferTable? _table;
    private int _count;

    public LiveTransfers() => _index = new TransferIdIndex(_ids);

    /// <summary>The transfers so far. An object that somebody holds stays as it was; the first who asks after more came makes the
    /// next.</summary>
    public override TransferTable Table => _table ??= View();

    public override int Accounts => _accounts.Count;

    /// <summary>Told of every account whose kind a transfer changed.</summary>
    internal Action<int>? KindChanged { get; set; }

    /// <summary>Told of every row that came.</summary>
    internal Action<int>? Came { get; set; }

    /// <inheritdoc/>
    public AccountTable Nodes => _accounts;

    public override ReadOnlySpan<int> Out(int account) => _sent[account];

    public override ReadOnlySpan<int> In(int account) => _received[account];

    /// <summary>Adds a transfer; one whose id was added this way before is the same and is left out.</summary>
    public void Add(in TransferRow row)
    {
        if (_index.TryAdd(row.Id, _count))
            Add(row.Id, row.TimeUs, _accounts.Intern(row.From), _accounts.Intern(row.To), row.AmountMicro, row.Currency, row.Kind);
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> id, long time, int fromAccount, int toAccount, long micro, Currency currency, TransferKind kind)
    {
        _ids.Add(id);
        if (_count == _timeUs.Length)
            Grow();
        _timeUs[_count] = time;
        _from[_count] = fromAccount;
        _to[_count] = toAccount;
        _amountMicro[_count] = micro;
        _marks[_count] = new KindAndCurrency(kind, currency);
        var row = _count++;
        _table = null;
        if (TransferTable.Moves(_marks[row], fromAccount, toAccount, micro))
        {
            (_firstUs, _lastUs) = (Math.Min(_firstUs, time), Math.Max(_lastUs, time));
            _sent.Insert(_timeUs, fromAccount, row);
            _received.Insert(_timeUs, toAccount, row);
            var (fromKind, toKind) = AccountTable.Ends(kind);
            See(fromAccount, fromKind);
            See(toAccount, toKind);
        }
        Came?.Invoke(row);
    }

    private void See(int account, AccountKind kind)
    {
        var before = _accounts.Kind(account);
        _accounts.See(account, kind);
        if (_accounts.Kind(account) != before)
            KindChanged?.Invoke(account);
    }

    private void Grow()
    {
        var size = _count * 2;
        Array.Resize(ref _timeUs, size);
        Array.Resize(ref _from, size);
        Array.Resize(ref _to, size);
        Array.Resize(ref _amountMicro, size);
        Array.Resize(ref _marks, size);
    }

    private TransferTable View() =>
        new(_timeUs, _from, _to, _amountMicro, _marks, null, _ids, _accounts, _count)
        {
            FirstUs = _firstUs <= _lastUs ? _firstUs : 0,
            LastUs = _firstUs <= _lastUs ? _lastUs : 0,
        };
}
