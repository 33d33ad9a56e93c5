namespace Sunqar.Core.Transfers;

/// <summary>
/// Lets movements that several files tell pass once, as often as the file that tells them most: what a file tells for the third time is new
/// where no earlier one told it three times. So one token transaction may hold two equal transfers, and an export that overlaps another, in
/// whatever order, adds what the other lacks. 16 bytes a movement; not thread-safe.
/// </summary>
public sealed class ToldOnce
{
    private readonly List<ulong> _fresh = [];
    private ulong[] _known = [];
    private int[] _times = [],
        _here = [];

    /// <summary>Movements left out so far because an earlier file told them.</summary>
    public long Repeated { get; private set; }

    /// <summary>Whether the file at hand tells the movement oftener than those before; it counts as told.</summary>
    /// <param name="content">Its <see cref="TransferContent"/>.</param>
    public bool IsNew(ulong content)
    {
        var place = Array.BinarySearch(_known, content);
        if (place >= 0 && ++_here[place] <= _times[place])
        {
            Repeated++;
            return false;
        }
        _fresh.Add(content);
        return true;
    }

    /// <summary>A file is over: what it told is known to those that follow.</summary>
    public void EndFile()
    {
        _fresh.Sort();
        var known = new List<ulong>(_known.Length + _fresh.Count);
        var times = new List<int>(_known.Length + _fresh.Count);
        var next = 0;
        void Take(ulong content, int count)
        {
            if (known.Count > 0 && known[^1] == content)
            {
                times[^1] += count;
                return;
            }
            known.Add(content);
            times.Add(count);
        }
        for (var place = 0; place < _known.Length; place++)
        {
            for (; next < _fresh.Count && _fresh[next] < _known[place]; next++)
                Take(_fresh[next], 1);
            Take(_known[place], _times[place]);
        }
        for (; next < _fresh.Count; next++)
            Take(_fresh[next], 1);
        (_known, _times, _here) = ([.. known], [.. times], new int[known.Count]);
        _fresh.Clear();
    }
}
