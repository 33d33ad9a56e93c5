using System.Runtime.InteropServices;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Chain;

/// <summary>
/// The order in which value moves. Transfers of one transaction happen at one moment, and a file may tell what a pool paid out before what
/// was paid in: there a transfer comes after those that feed its sender, and where they feed each other in a circle, as in a swap, whoever
/// holds what it sends begins.
/// </summary>
internal sealed class TransactionOrder
{
    /// <summary>A transaction of more transfers than this pays out to many and stays as it is told.</summary>
    private const int TransfersMax = 256;

    private readonly TransferTable _table;
    private readonly Dictionary<int, Int128> _held = [];
    private int[]? _order;
    private int _counted;

    private TransactionOrder(TransferTable table) => _table = table;

    /// <summary>Rows in that order; null where it is the order of the table.</summary>
    public static int[]? Of(TransferTable table)
    {
        var order = new TransactionOrder(table);
        var times = table.TimeUs;
        for (int start = 0, end; start < table.Count; start = end)
        {
            end = start + 1;
            while (end < table.Count && times[end] == times[start])
            {
                end++;
            }
            if (end - start > 1)
                order.Sort(start, end);
        }
        return order._order;
    }

    /// <summary>Sorts the rows of one moment, each transaction's for themselves.</summary>
    private void Sort(int start, int end)
    {
        var transactions = new Dictionary<ulong, List<int>>();
        for (var row = start; row < end; row++)
        {
            ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(transactions, Transaction(row), out _);
            (rows ??= []).Add(row);
        }
        if (transactions.Count == end - start)
            return;
        _order ??= [.. Enumerable.Range(0, _table.Count)];
        var place = start;
        foreach (var left in transactions.Values)
        {
            while (left.Count > 0)
            {
                var next = left.Count > TransfersMax ? 0 : left.FindIndex(row => !left.Exists(other => Feeds(other, row)));
                if (next < 0)
                    next = Math.Max(0, left.FindIndex(row => Holds(start, row)));
                _order[place++] = left[next];
                left.RemoveAt(next);
            }
        }
    }

    private bool Feeds(int row, int next) => _table.To[row] == _table.From[next];

    /// <summary>Whether the sender held what it sends before a moment. Counted on from the moment asked of before.</summary>
    private bool Holds(int start, int row)
    {
        for (; _counted < start; _counted++)
        {
            ref var sender = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, _table.From[_counted], out _);
            sender -= Int128.Min(sender, _table.AmountMicro[_counted]);
            CollectionsMarshal.GetValueRefOrAddDefault(_held, _table.To[_counted], out _) += _table.AmountMicro[_counted];
        }
        return _held.GetValueOrDefault(_table.From[row]) >= _table.AmountMicro[row];
    }

    /// <summary>The transaction by 64 bits of the transfer's id, the place of a log within it (what follows the last colon) left
    /// out.</summary>
    private ulong Transaction(int row)
    {
        Span<byte> id = stackalloc byte[TransferIds.LengthMax];
        id = id[.._table.CopyId(row, id)];
        if (id.LastIndexOf((byte)':') is > 0 and var at)
            id = id[..at];
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var value in id)
            {
                hash = (hash ^ value) * 1099511628211UL;
            }
            return hash;
        }
    }
}
