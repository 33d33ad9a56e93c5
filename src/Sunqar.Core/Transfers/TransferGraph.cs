namespace Sunqar.Core.Transfers;

/// <summary>
/// The time-ordered graph over a <see cref="TransferTable"/>: for each account the rows it sent and the rows it received, by time.
/// Parallel transfers are kept apart; rows that move nothing (<see cref="TransferTable.Moves"/>) are left out.
/// </summary>
public abstract class TransferGraph
{
    public abstract TransferTable Table { get; }

    public abstract int Accounts { get; }

    /// <summary>Rows that the account sent, by time.</summary>
    public abstract ReadOnlySpan<int> Out(int account);

    /// <summary>Rows that the account received, by time.</summary>
    public abstract ReadOnlySpan<int> In(int account);

    /// <summary>Rows that the account sent within a time, both ends included, by time.</summary>
    public virtual ReadOnlySpan<int> Out(int account, long fromUs, long toUs) => Within(Out(account), fromUs, toUs);

    /// <summary>Rows that the account received within a time, both ends included, by time.</summary>
    public virtual ReadOnlySpan<int> In(int account, long fromUs, long toUs) => Within(In(account), fromUs, toUs);

    /// <summary>The graph over a table that stands still.</summary>
    public static TransferGraph Build(TransferTable table) => StoredGraph.Build(table);

    private ReadOnlySpan<int> Within(ReadOnlySpan<int> rows, long fromUs, long toUs)
    {
        var first = FirstAt(rows, fromUs);
        return toUs == long.MaxValue ? rows[first..] : rows[first..Math.Max(first, FirstAt(rows, toUs + 1))];
    }

    /// <summary>The place of the first row at or after a time.</summary>
    private int FirstAt(ReadOnlySpan<int> rows, long timeUs)
    {
        int low = 0,
            high = rows.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Table.TimeUs[rows[middle]] < timeUs)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

/// <summary>The graph over a table that stands still: two compressed adjacency lists, 8 bytes a transfer and 8 an account.</summary>
internal sealed class StoredGraph : TransferGraph
{
    private readonly int[] _outStart;
    private readonly int[] _outRows;
    private readonly int[] _inStart;
    private readonly int[] _inRows;

    private StoredGraph(TransferTable table, int[] outStart, int[] outRows, int[] inStart, int[] inRows)
    {
        Table = table;
        _outStart = outStart;
        _outRows = outRows;
        _inStart = inStart;
        _inRows = inRows;
    }

    public override TransferTable Table { get; }

    public override int Accounts => _outStart.Length - 1;

    public override ReadOnlySpan<int> Out(int account) => _outRows.AsSpan(_outStart[account], _outStart[account + 1] - _outStart[account]);

    public override ReadOnlySpan<int> In(int account) => _inRows.AsSpan(_inStart[account], _inStart[account + 1] - _inStart[account]);

    public static new StoredGraph Build(TransferTable table)
    {
        int[] outStart = [],
            outRows = [],
            inStart = [],
            inRows = [];
        // The two directions are independent, so the result is the same on one core or two.
        Parallel.Invoke(() => (outStart, outRows) = Adjacency(table, table.From), () => (inStart, inRows) = Adjacency(table, table.To));
        return new StoredGraph(table, outStart, outRows, inStart, inRows);
    }

    /// <summary>The rows of <paramref name="ends"/> grouped by account; a counting sort, so rows stay ordered by time.</summary>
    private static (int[] Start, int[] Rows) Adjacency(TransferTable table, ReadOnlySpan<int> ends)
    {
        var accounts = table.Accounts.Count;
        var start = new int[accounts + 1];
        for (var row = 0; row < ends.Length; row++)
        {
            start[ends[row] + 1] += table.Moves(row) ? 1 : 0;
        }
        for (var a = 0; a < accounts; a++)
        {
            start[a + 1] += start[a];
        }
        var rows = new int[start[accounts]];
        var next = start.AsSpan(0, accounts).ToArray();
        for (var row = 0; row < ends.Length; row++)
        {
            if (table.Moves(row))
                rows[next[ends[row]]++] = row;
        }
        return (start, rows);
    }
}
