namespace Sunqar.Core.Transfers;

/// <summary>An ordered list of rows for each account, which grows and shrinks. Not thread-safe while it changes.</summary>
internal sealed class RowLists
{
    private int[][] _lists = [];
    private int[] _counts = [];

    public ReadOnlySpan<int> this[int account] => account < _lists.Length ? _lists[account].AsSpan(0, _counts[account]) : [];

    /// <summary>Puts a row in its place by time, nearly always the last; rows of one moment stand as they are numbered.</summary>
    public void Insert(ReadOnlySpan<long> timeUs, int account, int row)
    {
        if (account >= _lists.Length)
        {
            var size = Math.Max(account + 1, _lists.Length * 2);
            var old = _lists.Length;
            Array.Resize(ref _lists, size);
            Array.Resize(ref _counts, size);
            Array.Fill(_lists, [], old, size - old);
        }
        var list = _lists[account];
        var count = _counts[account];
        if (count == list.Length)
            Array.Resize(ref list, Math.Max(2, count * 2));
        var place = count;
        if (count > 0 && IsAfter(timeUs, list[count - 1], row))
        {
            var low = 0;
            while (low < place)
            {
                var middle = (low + place) >>> 1;
                if (IsAfter(timeUs, list[middle], row))
                    place = middle;
                else
                    low = middle + 1;
            }
        }
        Array.Copy(list, place, list, place + 1, count - place);
        list[place] = row;
        _lists[account] = list;
        _counts[account]++;
    }

    private static bool IsAfter(ReadOnlySpan<long> timeUs, int a, int b) => timeUs[a] > timeUs[b] || (timeUs[a] == timeUs[b] && a > b);

    public void Remove(int account, int row)
    {
        var list = _lists[account];
        var place = Array.IndexOf(list, row, 0, _counts[account]);
        Array.Copy(list, place + 1, list, place, --_counts[account] - place);
    }
}
