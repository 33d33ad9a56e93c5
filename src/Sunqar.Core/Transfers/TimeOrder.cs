namespace Sunqar.Core.Transfers;

/// <summary>
/// Sorts row numbers by time, ties by row number: a stable radix sort, since 100 M times of day precision hold few distinct values and a
/// comparison sort would visit them n·log n times.
/// </summary>
internal static class TimeOrder
{
    /// <summary>On return <paramref name="timeUs"/> is ordered and <paramref name="order"/> says which input row stands where.</summary>
    public static void Sort(long[] timeUs, int[] order)
    {
        var least = long.MaxValue;
        var most = long.MinValue;
        foreach (var t in timeUs)
        {
            least = Math.Min(least, t);
            most = Math.Max(most, t);
        }
        var span = unchecked((ulong)most - (ulong)least);
        var times = timeUs;
        var rows = order;
        var timesNext = new long[timeUs.Length];
        var rowsNext = new int[order.Length];
        var counts = new int[1 << 16];
        for (var shift = 0; shift < 64 && span >> shift != 0; shift += 16)
        {
            if (!Scatter(times, rows, timesNext, rowsNext, counts, least, shift))
                continue;
            (times, timesNext) = (timesNext, times);
            (rows, rowsNext) = (rowsNext, rows);
        }
        if (ReferenceEquals(times, timeUs))
            return;
        times.CopyTo(timeUs, 0);
        rows.CopyTo(order, 0);
    }

    private static bool Scatter(long[] times, int[] rows, long[] timesNext, int[] rowsNext, int[] counts, long least, int shift)
    {
        Array.Clear(counts);
        foreach (var t in times)
        {
            counts[Digit(t, least, shift)]++;
        }
        if (counts[Digit(times[0], least, shift)] == times.Length)
            return false;
        var start = 0;
        for (var digit = 0; digit < counts.Length; digit++)
        {
            (counts[digit], start) = (start, start + counts[digit]);
        }
        for (var i = 0; i < times.Length; i++)
        {
            var place = counts[Digit(times[i], least, shift)]++;
            timesNext[place] = times[i];
            rowsNext[place] = rows[i];
        }
        return true;
    }

    private static int Digit(long time, long least, int shift) => unchecked((int)(((ulong)time - (ulong)least) >> shift) & 0xFFFF);
}
