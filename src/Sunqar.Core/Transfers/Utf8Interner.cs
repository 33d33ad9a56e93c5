namespace Sunqar.Core.Transfers;

/// <summary>
/// Numbers texts 0, 1, 2, ... in order of first appearance. Texts live as UTF-8 in chunks, so a million account ids are a few arrays
/// and no objects. Not thread-safe while adding; reading from many threads is.
/// </summary>
public sealed class Utf8Interner
{
    private const int ChunkBits = 20;
    private const int ChunkBytes = 1 << ChunkBits;

    /// <summary>The longest text, in bytes.</summary>
    public const int LengthMax = 1024;

    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkBytes;
    private long[] _starts = new long[1024];
    private ushort[] _lengths = new ushort[1024];
    private uint[] _hashes = new uint[1024];
    private int[] _slots = new int[4096];

    public int Count { get; private set; }

    /// <summary>The text of a number; the span stays valid for the life of the interner.</summary>
    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)Count);
            var start = _starts[number];
            return _chunks[(int)(start >> ChunkBits)].AsSpan((int)(start & (ChunkBytes - 1)), _lengths[number]);
        }
    }

    /// <summary>The number of a text, given now if it is new.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="LengthMax"/>.</exception>
    public int Intern(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        var slot = Slot(text, hash);
        if (_slots[slot] != 0)
            return _slots[slot] - 1;
        return Append(text, hash, slot);
    }

    public bool TryFind(ReadOnlySpan<byte> text, out int number)
    {
        number = _slots[Slot(text, Hash(text))] - 1;
        return number >= 0;
    }

    private int Append(ReadOnlySpan<byte> text, uint hash, int slot)
    {
        if (text.Length > LengthMax)
            throw new ArgumentException($"An id is at most {LengthMax} bytes long.", nameof(text));
        if (_used + text.Length > ChunkBytes)
        {
            _chunks.Add(new byte[ChunkBytes]);
            _used = 0;
        }
        if (Count == _starts.Length)
        {
            Array.Resize(ref _starts, Count * 2);
            Array.Resize(ref _lengths, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }
        text.CopyTo(_chunks[^1].AsSpan(_used));
        _starts[Count] = ((long)(_chunks.Count - 1) << ChunkBits) + _used;
        _lengths[Count] = (ushort)text.Length;
        _hashes[Count] = hash;
        _used += text.Length;
        _slots[slot] = ++Count;
        if (Count * 2 > _slots.Length)
            Grow();
        return Count - 1;
    }

    private int Slot(ReadOnlySpan<byte> text, uint hash)
    {
        var mask = _slots.Length - 1;
        for (var slot = unchecked((int)hash) & mask; ; slot = (slot + 1) & mask)
        {
            var number = _slots[slot] - 1;
            if (number < 0 || (_hashes[number] == hash && this[number].SequenceEqual(text)))
                return slot;
        }
    }

    private void Grow()
    {
        _slots = new int[checked(_slots.Length * 2)];
        var mask = _slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var slot = unchecked((int)_hashes[number]) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            _slots[slot] = number + 1;
        }
    }

    /// <summary>FNV-1a with a final mix: the ids are public or pseudonymous, and a flood of collisions only slows an import.</summary>
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var b in text)
            {
                hash = (hash ^ b) * 1099511628211UL;
            }
            hash ^= hash >> 32;
            hash *= 0x9E3779B97F4A7C15UL;
            return (uint)(hash >> 32);
        }
    }
}
