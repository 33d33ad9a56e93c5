using System.Text;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>
/// Transfers of value as columns, ordered by (time, order of input). Rows are numbered 0..Count-1 in that order, so a smaller row never
/// happened later (but for one that grows). 26 bytes a transfer plus its id; ids that count up cost about 4 bytes
/// (<see cref="TransferIds"/>). Immutable: many threads may read. Made by <see cref="TransferTableBuilder"/>.
/// </summary>
public sealed class TransferTable
{
    private readonly long[] _timeUs;
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly long[] _amountMicro;
    private readonly KindAndCurrency[] _marks;
    private readonly int[]? _inputOrder;
    private readonly TransferIds _ids;

    /// <param name="ids">Ids in the order of input.</param>
    /// <param name="count">How many rows there are where columns have room for more, which are then in the order they came; −1 where they
    /// are full and by time.</param>
    internal TransferTable(
        long[] timeUs,
        int[] from,
        int[] to,
        long[] amountMicro,
        KindAndCurrency[] marks,
        int[]? inputOrder,
        TransferIds ids,
        AccountTable accounts,
        int count = -1
    )
    {
        Count = count < 0 ? timeUs.Length : count;
        IsByTime = count < 0;
        _timeUs = timeUs;
        _from = from;
        _to = to;
        _amountMicro = amountMicro;
        _marks = marks;
        _inputOrder = inputOrder;
        _ids = ids;
        Accounts = accounts;
        if (!IsByTime)
            return;
        var (first, last) = (0, Count - 1);
        while (first < Count && !Moves(first))
            first++;
        while (last > first && !Moves(last))
            last--;
        if (first < Count)
            (FirstUs, LastUs) = (timeUs[first], timeUs[last]);
    }

    public int Count { get; }

    /// <summary>Whether rows are numbered by time. A table that grows numbers them as they come.</summary>
    public bool IsByTime { get; }

    public AccountTable Accounts { get; }

    /// <summary>Time of the first and the last transfer that moves something, microseconds since the epoch; zero where none does.</summary>
    public long FirstUs { get; init; }

    public long LastUs { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z; never decreasing where <see cref="IsByTime"/>.</summary>
    public ReadOnlySpan<long> TimeUs => _timeUs;

    /// <summary>The sending account's number.</summary>
    public ReadOnlySpan<int> From => _from;

    /// <summary>The receiving account's number.</summary>
    public ReadOnlySpan<int> To => _to;

    /// <summary>Millionths of one unit of the transfer's currency.</summary>
    public ReadOnlySpan<long> AmountMicro => _amountMicro;

    public TransferKind KindOf(int row) => _marks[row].Kind;

    public Currency CurrencyOf(int row) => _marks[row].Currency;

    /// <summary>Whether the row moves anything from one account to another: what does not is no transfer, however it is booked, and
    /// <see cref="Dust"/> moves nothing either.</summary>
    public bool Moves(int row) => Moves(_marks[row], _from[row], _to[row], _amountMicro[row]);

    internal static bool Moves(KindAndCurrency marks, int from, int to, long amountMicro) =>
        amountMicro > 0 && from != to && !Dust.Is(marks.Kind, marks.Currency, amountMicro);

    /// <summary>The order of two rows: by time, those of one moment as they came.</summary>
    public int InTime(int a, int b)
    {
        if (IsByTime)
            return a.CompareTo(b);
        var byTime = _timeUs[a].CompareTo(_timeUs[b]);
        return byTime != 0 ? byTime : a.CompareTo(b);
    }

    /// <summary>Rows in their order.</summary>
    public int[] InTimeOrder(IEnumerable<int> rows)
    {
        var ordered = rows.ToArray();
        if (IsByTime)
            Array.Sort(ordered);
        else
            Array.Sort(ordered, InTime);
        return ordered;
    }

    /// <summary>The place of the first of <paramref name="rows"/> (ordered) that comes after a row.</summary>
    public int After(ReadOnlySpan<int> rows, int row)
    {
        int low = 0,
            high = rows.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (InTime(rows[middle], row) <= 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Runs of rows compared row by row.</summary>
    public Comparer<int[]> RunOrder =>
        Comparer<int[]>.Create(
            (a, b) =>
            {
                for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
                {
                    var byRow = InTime(a[i], b[i]);
                    if (byRow != 0)
                        return byRow;
                }
                return a.Length.CompareTo(b.Length);
            }
        );

    /// <summary>The place of a row in the input it came from, 0-based.</summary>
    public int InputIndex(int row) => _inputOrder is null ? row : _inputOrder[row];

    public string Id(int row)
    {
        Span<byte> id = stackalloc byte[TransferIds.LengthMax];
        return Encoding.UTF8.GetString(id[..CopyId(row, id)]);
    }

    /// <summary>Writes the id's UTF-8 into <paramref name="into"/> (at least <see cref="TransferIds.LengthMax"/> bytes) and returns its
    /// length.</summary>
    public int CopyId(int row, Span<byte> into) => _ids.Copy(InputIndex(row), into);

    /// <summary>Bytes held by columns and ids, accounts apart.</summary>
    public long Bytes => (Count * (26L + (_inputOrder is null ? 0 : 4))) + _ids.Bytes;
}
