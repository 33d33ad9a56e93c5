namespace Sunqar.Core.Transfers;

/// <summary>An ordered list of rows for each account, which grows and shrinks. Not thread-safe while it changes.</summary>
internal sealed class RowLists
{
    private int[][] lists = [];
    private int[] counts = [];

    public ReadOnlySpan<int> this[int account] => account < lists.Length ? lists[account].AsSpan(0, counts[account]) : [];

    /// <summary>Puts a row in its place, nearly always the last.</summary>
    public void Insert(TransferTable table, int account, int row)
    {
        if (account >= lists.Length)
        {
            var size = Math.Max(account + 1, lists.Length * 2);
            var old = lists.Length;
            Array.Resize(ref lists, size);
            Array.Resize(ref counts, size);
            Array.Fill(lists, [], old, size - old);
        }
        var list = lists[account];
        var count = counts[account];
        if (count == list.Length) Array.Resize(ref list, Math.Max(2, count * 2));
        var place = count > 0 && table.InTime(list[count - 1], row) > 0 ? table.After(list.AsSpan(0, count), row) : count;
        Array.Copy(list, place, list, place + 1, count - place);
        list[place] = row;
        lists[account] = list;
        counts[account]++;
    }

    public void Remove(int account, int row)
    {
        var list = lists[account];
        var place = Array.IndexOf(list, row, 0, counts[account]);
        Array.Copy(list, place + 1, list, place, --counts[account] - place);
    }
}
