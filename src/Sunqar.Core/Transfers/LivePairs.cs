namespace Sunqar.Core.Transfers;

/// <summary>
/// The one-off pairs of transfers that keep coming. A pair goes by the row of its one transfer; it is there until a second transfer, one
/// back, or one that shows an end to be a public place. Not thread-safe while it changes.
/// </summary>
internal sealed class LivePairs(LiveTransfers transfers, PublicPlaces places) : BriefPairs(transfers)
{
    private readonly RowLists _sent = new();
    private readonly RowLists _received = new();
    private readonly HashSet<int> _all = [];
    private int[] _rows = [];

    public override PublicPlaces Places => places;

    public override int Count => transfers.Table.Count;

    public override ReadOnlySpan<int> From => transfers.Table.From;

    public override ReadOnlySpan<int> To => transfers.Table.To;

    public override ReadOnlySpan<long> FirstUs => transfers.Table.TimeUs;

    public override ReadOnlySpan<long> LastUs => transfers.Table.TimeUs;

    /// <summary>Those that are there.</summary>
    public IReadOnlyCollection<int> All => _all;

    public bool Has(int pair) => _all.Contains(pair);

    public override ReadOnlySpan<int> Rows(int pair) => _rows.AsSpan(pair, 1);

    public override ReadOnlySpan<int> Out(int account) => _sent[account];

    public override ReadOnlySpan<int> In(int account) => _received[account];

    /// <summary>Looks at what an ordered pair of accounts has become.</summary>
    /// <param name="changed">Gets the rows of pairs that came to be or are no more.</param>
    public void Reassess(int from, int to, HashSet<int> changed)
    {
        var single = Single(from, to);
        var was = -1;
        foreach (var pair in _sent[from].Length <= _received[to].Length ? _sent[from] : _received[to])
        {
            if (From[pair] == from && To[pair] == to)
                was = pair;
        }
        if (single == was)
            return;
        if (was >= 0)
        {
            _sent.Remove(from, was);
            _received.Remove(to, was);
            _all.Remove(was);
            changed.Add(was);
        }
        if (single < 0)
            return;
        if (_rows.Length < Count)
            Grow();
        _sent.Insert(FirstUs, from, single);
        _received.Insert(FirstUs, to, single);
        _all.Add(single);
        changed.Add(single);
    }

    /// <summary>The one row between two accounts; −1 where there are none or more, or an end is left out.</summary>
    private int Single(int from, int to)
    {
        if (from == to || places.Has(from) || places.Has(to) || Row(to, from, -1) >= 0)
            return -1;
        var row = Row(from, to, -1);
        return row < 0 || Row(from, to, row) >= 0 ? -1 : row;
    }

    /// <summary>A row between two accounts other than one; −1 where there is none.</summary>
    private int Row(int from, int to, int other)
    {
        var table = transfers.Table;
        ReadOnlySpan<int> a = transfers.Out(from),
            b = transfers.In(to);
        foreach (var row in a.Length <= b.Length ? a : b)
        {
            if (row != other && table.From[row] == from && table.To[row] == to)
                return row;
        }
        return -1;
    }

    private void Grow()
    {
        var old = _rows.Length;
        Array.Resize(ref _rows, Math.Max(Count, old * 2));
        for (var row = old; row < _rows.Length; row++)
        {
            _rows[row] = row;
        }
    }
}
