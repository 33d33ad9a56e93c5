namespace Sunqar.Core.Transfers;

/// <summary>
/// How long value stays where it passes through, first in first out, in order of time. Reusable; not to be shared between threads.
/// </summary>
public sealed class HoldingTime
{
    private readonly Queue<(long TimeUs, long Micro)> lots = [];
    private readonly List<(long HeldUs, long Micro)> held = [];
    private long takenOfFirst;
    private Int128 total;

    public void Clear()
    {
        lots.Clear();
        held.Clear();
        takenOfFirst = 0;
        total = 0;
    }

    public void In(long timeUs, long micro) => lots.Enqueue((timeUs, micro));

    /// <summary>Value that leaves without having been seen to come in is not counted.</summary>
    public void Out(long timeUs, long micro)
    {
        var left = micro;
        while (left > 0 && lots.TryPeek(out var lot))
        {
            var part = Math.Min(left, lot.Micro - takenOfFirst);
            held.Add((timeUs - lot.TimeUs, part));
            total += part;
            left -= part;
            takenOfFirst += part;
            if (takenOfFirst == lot.Micro)
            {
                lots.Dequeue();
                takenOfFirst = 0;
            }
        }
    }

    /// <summary>The median by value, microseconds; -1 where nothing passed through.</summary>
    public long MedianUs()
    {
        held.Sort();
        Int128 sum = 0;
        foreach (var (heldUs, micro) in held)
        {
            sum += micro;
            if (2 * sum >= total)
            {
                return heldUs;
            }
        }
        return -1;
    }
}
