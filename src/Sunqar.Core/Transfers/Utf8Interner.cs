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

    private readonly List<byte[]> chunks = [];
    private int used = ChunkBytes;
    private long[] starts = new long[1024];
    private ushort[] lengths = new ushort[1024];
    private uint[] hashes = new uint[1024];
    private int[] slots = new int[4096];

    public int Count { get; private set; }

    /// <summary>The text of a number; the span stays valid for the life of the interner.</summary>
    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)Count);
            var start = starts[number];
            return chunks[(int)(start >> ChunkBits)].AsSpan((int)(start & (ChunkBytes - 1)), lengths[number]);
        }
    }

    /// <summary>The number of a text, given now if it is new.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="LengthMax"/>.</exception>
    public int Intern(ReadOnlySpan<byte> text)
    {
        var hash = Hash(text);
        var slot = Slot(text, hash);
        if (slots[slot] != 0) return slots[slot] - 1;
        return Append(text, hash, slot);
    }

    public bool TryFind(ReadOnlySpan<byte> text, out int number)
    {
        number = slots[Slot(text, Hash(text))] - 1;
        return number >= 0;
    }

    private int Append(ReadOnlySpan<byte> text, uint hash, int slot)
    {
        if (text.Length > LengthMax) throw new ArgumentException($"An id is at most {LengthMax} bytes long.", nameof(text));
        if (used + text.Length > ChunkBytes)
        {
            chunks.Add(new byte[ChunkBytes]);
            used = 0;
        }
        if (Count == starts.Length)
        {
            Array.Resize(ref starts, Count * 2);
            Array.Resize(ref lengths, Count * 2);
            Array.Resize(ref hashes, Count * 2);
        }
        text.CopyTo(chunks[^1].AsSpan(used));
        starts[Count] = ((long)(chunks.Count - 1) << ChunkBits) + used;
        lengths[Count] = (ushort)text.Length;
        hashes[Count] = hash;
        used += text.Length;
        slots[slot] = ++Count;
        if (Count * 2 > slots.Length) Grow();
        return Count - 1;
    }

    private int Slot(ReadOnlySpan<byte> text, uint hash)
    {
        var mask = slots.Length - 1;
        for (var slot = unchecked((int)hash) & mask; ; slot = (slot + 1) & mask)
        {
            var number = slots[slot] - 1;
            if (number < 0 || (hashes[number] == hash && this[number].SequenceEqual(text))) return slot;
        }
    }

    private void Grow()
    {
        slots = new int[checked(slots.Length * 2)];
        var mask = slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var slot = unchecked((int)hashes[number]) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            slots[slot] = number + 1;
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
