using System.Numerics;

namespace Sunqar.Tests.Decisions.Plain;

/// <summary>One payment in one window store: 32 bytes.</summary>
internal struct Entry
{
    /// <summary>Event time, microseconds since 1970-01-01T00:00:00Z.</summary>
    public long TimeUs;

    /// <summary>What a sum adds: money in 1/10,000 of a tenge, or 0 where nothing is summed.</summary>
    public long Value;

    /// <summary>Sum of the values from the first entry of the key to this one, modulo 2^64: differences are exact.</summary>
    public long Prefix;

    /// <summary>What <c>distinct</c> counts, or 0.</summary>
    public ulong Distinct;
}

/// <summary>
/// Blocks of 1, 2, 4, ... entries for all windows of an engine, cut from large arrays and given back to free lists: no object a
/// key, nothing for the garbage collector to walk, and no allocation once the free lists serve.
/// </summary>
internal sealed class PlainSlab
{
    public const int EntryBytes = 32;
    private const int ChunkEntries = 2048;
    private const int ClassCount = 31;
    private readonly SizeClass[] _classes = new SizeClass[ClassCount];

    public PlainSlab()
    {
        for (var i = 0; i < ClassCount; i++)
        {
            _classes[i] = new SizeClass(i);
        }
    }

    /// <summary>Bytes held, free blocks included.</summary>
    public long Bytes => _classes.Sum(c => c.Bytes);

    /// <summary>The smallest class whose blocks hold so many entries.</summary>
    public static int ClassFor(int entries) => BitOperations.Log2((uint)Math.Max(entries, 1) * 2 - 1);

    public int Rent(int sizeClass) => _classes[sizeClass].Rent();

    public void Return(int sizeClass, int block) => _classes[sizeClass].Return(block);

    public Span<Entry> Block(int sizeClass, int block) => _classes[sizeClass].Block(block);

    private sealed class SizeClass
    {
        private readonly int _bits;
        private readonly int _chunkBits;
        private readonly List<Entry[]> _chunks = [];
        private int[] _free = [];
        private int _freeCount;
        private int _used;

        public SizeClass(int bits)
        {
            _bits = bits;
            _chunkBits = Math.Max(0, BitOperations.Log2(ChunkEntries) - bits);
        }

        public long Bytes => (long)_chunks.Count * EntryBytes << (_chunkBits + _bits);

        public int Rent()
        {
            if (_freeCount > 0)
            {
                return _free[--_freeCount];
            }
            if (_used >> _chunkBits == _chunks.Count)
            {
                _chunks.Add(GC.AllocateUninitializedArray<Entry>(1 << (_chunkBits + _bits)));
            }
            return _used++;
        }

        public void Return(int block)
        {
            if (_freeCount == _free.Length)
            {
                Array.Resize(ref _free, Math.Max(16, _free.Length * 2));
            }
            _free[_freeCount++] = block;
        }

        public Span<Entry> Block(int block) => _chunks[block >> _chunkBits].AsSpan((block & ((1 << _chunkBits) - 1)) << _bits, 1 << _bits);
    }
}
