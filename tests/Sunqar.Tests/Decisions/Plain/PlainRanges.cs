namespace Sunqar.Tests.Decisions.Plain;

/// <summary>Places in entries that are in order of time.</summary>
internal static class PlainRanges
{
    /// <summary>How many entries are not after <paramref name="timeUs"/>.</summary>
    public static int After(ReadOnlySpan<Entry> entries, long timeUs)
    {
        // Most questions are about now: the answer is at the end.
        var (low, high) = (0, entries.Length);
        if (high > 0 && entries[high - 1].TimeUs <= timeUs)
        {
            return high;
        }
        while (low < high)
        {
            var middle = (int)((uint)(low + high) / 2);
            if (entries[middle].TimeUs <= timeUs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}
