namespace Sunqar.Storage.Ids;

/// <summary>The newest fingerprints, in memory: open addressing, several entries of one fingerprint allowed. A test uses it
/// alone.</summary>
public sealed class MemoryIds : IPaymentIds
{
#if DEBUG
    private const int PlacesMin = 8;
#else
    private const int PlacesMin = 1 << 12;
#endif

    private readonly Lock _gate = new();
    private IdEntry[] _places = new IdEntry[PlacesMin];

    public int Count { get; private set; }

    public long Next { get; private set; }

    public void Add(ulong fingerprint, long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, Next);
        lock (_gate)
        {
            if (Count >= _places.Length / 2)
                Grow();
            Put(_places, new IdEntry(fingerprint, sequence + 1));
            Count++;
            Next = sequence + 1;
        }
    }

    public void Advance(long next)
    {
        lock (_gate)
            Next = Math.Max(Next, next);
    }

    public void Find(ulong fingerprint, List<long> into)
    {
        lock (_gate)
        {
            var from = into.Count;
            for (var at = Place(fingerprint, _places); _places[at].After != 0; at = (at + 1) & (_places.Length - 1))
            {
                if (_places[at].Fingerprint == fingerprint)
                    into.Add(_places[at].After - 1);
            }
            if (into.Count > from + 1)
                into.Sort(from, into.Count - from, null);
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _places = new IdEntry[PlacesMin];
            (Count, Next) = (0, 0);
        }
    }

    /// <summary>Every entry, by fingerprint and then sequence.</summary>
    internal IdEntry[] Sorted()
    {
        IdEntry[] sorted;
        lock (_gate)
        {
            sorted = new IdEntry[Count];
            var filled = 0;
            foreach (ref readonly var place in _places.AsSpan())
            {
                if (place.After != 0)
                    sorted[filled++] = place;
            }
        }
        // Apart from the lock: nobody who searches waits for it.
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Begins at a sequence instead of 0.</summary>
    internal static MemoryIds From(long next) => new() { Next = next };

    private void Grow()
    {
        var larger = new IdEntry[_places.Length * 2];
        foreach (ref readonly var place in _places.AsSpan())
        {
            if (place.After != 0)
                Put(larger, place);
        }
        _places = larger;
    }

    private static void Put(IdEntry[] places, IdEntry entry)
    {
        var at = Place(entry.Fingerprint, places);
        while (places[at].After != 0)
            at = (at + 1) & (places.Length - 1);
        places[at] = entry;
    }

    // The fingerprint is a keyed hash already: its low bits are as good as any.
    private static int Place(ulong fingerprint, IdEntry[] places) => (int)(fingerprint & (ulong)(places.Length - 1));

    public void Dispose() { }
}

/// <param name="After">The fact's sequence plus one, so that zero is an empty place.</param>
internal readonly record struct IdEntry(ulong Fingerprint, long After) : IComparable<IdEntry>
{
    public int CompareTo(IdEntry other)
    {
        var byFingerprint = Fingerprint.CompareTo(other.Fingerprint);
        return byFingerprint != 0 ? byFingerprint : After.CompareTo(other.After);
    }
}
