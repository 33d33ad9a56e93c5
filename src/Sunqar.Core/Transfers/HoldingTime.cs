namespace Sunqar.Core.Transfers;

/// <summary>
/// How long value stays where it passes through, first in first out, in order of time. Reusable; not to be shared between threads.
/// </summary>
public sealed class HoldingTime
{
    private readonly Queue<(long TimeUs, long Micro)> _lots = [];
    private readonly List<(long HeldUs, long Micro)> _held = [];
    private long _takenOfFirst;
    private Int128 _total;

    public void Clear()
    {
        _lots.Clear();
        _held.Clear();
        _takenOfFirst = 0;
        _total = 0;
    }

    public void In(long timeUs, long micro) => _lots.Enqueue((timeUs, micro));

    /// <summary>Value that leaves without having been seen to come in is not counted.</summary>
    public void Out(long timeUs, long micro)
    {
        var left = micro;
        while (left > 0 && _lots.TryPeek(out var lot))
        {
            var part = Math.Min(left, lot.Micro - _takenOfFirst);
            _held.Add((timeUs - lot.TimeUs, part));
            _total += part;
            left -= part;
            _takenOfFirst += part;
            if (_takenOfFirst == lot.Micro)
            {
                _lots.Dequeue();
                _takenOfFirst = 0;
            }
        }
    }

    /// <summary>The median by value, microseconds; -1 where nothing passed through.</summary>
    public long MedianUs()
    {
        _held.Sort();
        Int128 sum = 0;
        foreach (var (heldUs, micro) in _held)
        {
            sum += micro;
            if (2 * sum >= _total)
            {
                return heldUs;
            }
        }
        return -1;
    }
}
