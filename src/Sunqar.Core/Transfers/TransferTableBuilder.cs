using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// Gathers rows from readers of any origin (several files may follow each other) and orders them into a <see cref="TransferTable"/>.
/// Columns grow by chunks, so building holds at most one column twice.
/// </summary>
public sealed class TransferTableBuilder : ITransferSink, INumberedTransfers
{
    private readonly Column<long> _times = new();
    private readonly Column<int> _from = new();
    private readonly Column<int> _to = new();
    private readonly Column<long> _amounts = new();
    private readonly Column<KindAndCurrency> _marks = new();
    private TransferIds _ids = new();
    private bool _ordered = true;
    private long _last = long.MinValue;

    /// <summary>The nodes met so far. A caller may intern accounts beforehand and add rows by number.</summary>
    public AccountTable Accounts { get; private set; } = new();

    AccountTable INumberedTransfers.Nodes => Accounts;

    public void Add(in TransferRow row) =>
        Add(row.Id, row.TimeUs, Accounts.Intern(row.From), Accounts.Intern(row.To), row.AmountMicro, row.Currency, row.Kind);

    /// <summary>Adds a transfer between accounts that <see cref="Accounts"/> has numbered.</summary>
    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="amountMicro">Millionths of one unit of <paramref name="currency"/>.</param>
    public void Add(
        ReadOnlySpan<byte> id,
        long timeUs,
        int fromAccount,
        int toAccount,
        long amountMicro,
        Currency currency,
        TransferKind kind
    )
    {
        _ids.Add(id);
        _times.Add(timeUs);
        _from.Add(fromAccount);
        _to.Add(toAccount);
        _amounts.Add(amountMicro);
        var marks = new KindAndCurrency(kind, currency);
        _marks.Add(marks);
        // What moves nothing tells nothing of its ends either.
        if (TransferTable.Moves(marks, fromAccount, toAccount, amountMicro))
        {
            var (fromKind, toKind) = AccountTable.Ends(kind);
            Accounts.See(fromAccount, fromKind);
            Accounts.See(toAccount, toKind);
        }
        _ordered &= timeUs >= _last;
        _last = timeUs;
    }

    /// <summary>The table of everything added. The builder is empty afterwards.</summary>
    public TransferTable Build()
    {
        var timeUs = _times.Take();
        int[]? order = null;
        if (!_ordered)
        {
            order = new int[timeUs.Length];
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }
            TimeOrder.Sort(timeUs, order);
        }
        var table = new TransferTable(
            timeUs,
            Ordered(_from, order),
            Ordered(_to, order),
            Ordered(_amounts, order),
            Ordered(_marks, order),
            order,
            _ids,
            Accounts
        );
        _ids = new TransferIds();
        Accounts = new AccountTable();
        _ordered = true;
        _last = long.MinValue;
        return table;
    }

    private static T[] Ordered<T>(Column<T> column, int[]? order)
        where T : unmanaged
    {
        var values = column.Take();
        if (order is null)
            return values;
        var sorted = new T[values.Length];
        for (var i = 0; i < order.Length; i++)
        {
            sorted[i] = values[order[i]];
        }
        return sorted;
    }

    /// <summary>A growing column in chunks: no copy while it grows, one when it is taken.</summary>
    private sealed class Column<T>
        where T : unmanaged
    {
        private const int ChunkBits = 16;
        private readonly List<T[]> _chunks = [];

        public int Count { get; private set; }

        public void Add(T value)
        {
            var place = Count & ((1 << ChunkBits) - 1);
            if (place == 0)
                _chunks.Add(new T[1 << ChunkBits]);
            _chunks[^1][place] = value;
            Count++;
        }

        public T[] Take()
        {
            var values = new T[Count];
            for (var i = 0; i < _chunks.Count; i++)
            {
                var start = i << ChunkBits;
                _chunks[i].AsSpan(0, Math.Min(1 << ChunkBits, Count - start)).CopyTo(values.AsSpan(start));
                _chunks[i] = [];
            }
            _chunks.Clear();
            Count = 0;
            return values;
        }
    }
}
