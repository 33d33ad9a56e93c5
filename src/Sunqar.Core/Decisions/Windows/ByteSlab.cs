using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// Blocks of bytes for all windows of an engine, cut from chunks by size and given back to free lists that lie in the free blocks
/// themselves: no object a key, nothing for the garbage collector to walk. A block goes by a handle: its size class and its number; 0
/// is none. Where many blocks of a size were given back, some chunks are condemned: nothing new goes there, and who owns a block in one
/// moves it when he comes by, until the chunk is empty and is let go.
/// </summary>
internal sealed class ByteSlab
{
    /// <summary>The class of handles that are no blocks.</summary>
    public const int Other = 31;

    private const int ChunkBytes = 1 << 14,
        SparesMin = 4;
    private const int NumberBits = 27;
    private const uint NumberMax = (1u << NumberBits) - 1;

    private static readonly int[] Sizes =
    [
        6,
        8,
        10,
        12,
        14,
        16,
        18,
        20,
        22,
        24,
        28,
        32,
        36,
        40,
        48,
        56,
        64,
        80,
        96,
        120,
        152,
        192,
        240,
        304,
        384,
        488,
        640,
        832,
        1088,
        1472,
        2112,
    ];

    private static readonly byte[] ClassOf = Classes();
    private readonly SizeClass[] _classes;
    private readonly Stack<byte[]> _spare = [];
    private int _chunkCount;

    public ByteSlab() => _classes = [.. Sizes.Select(size => new SizeClass(this, size))];

    /// <summary>Bytes held, free blocks included.</summary>
    public long Bytes => (long)_chunkCount * (ChunkBytes + Varint.Slack);

    /// <summary>A block of at least so many bytes, at most <see cref="BytesMax"/>; what is in it is undefined.</summary>
    /// <exception cref="InvalidOperationException">More blocks of a size than handles tell apart.</exception>
    public uint Rent(int bytes)
    {
        var sizeClass = ClassOf[(bytes + 1) / 2];
        return ((uint)sizeClass << NumberBits) | _classes[sizeClass].Rent();
    }

    public void Return(uint handle) => _classes[handle >> NumberBits].Return(handle & NumberMax);

    /// <summary>Where the block begins. Behind any block <see cref="Varint.Slack"/> bytes may be read.</summary>
    public ref byte Start(uint handle) => ref _classes[handle >> NumberBits].Start(handle & NumberMax);

    /// <summary>Asks for a block: the line it begins in and the next, which most blocks end in.</summary>
    public void Fetch(uint handle)
    {
        ref var start = ref Start(handle);
        CacheLine.Fetch(ref start);
        CacheLine.Fetch(ref Unsafe.Add(ref start, CacheLine.Bytes));
    }

    /// <summary>The block, which may be longer than what was asked for.</summary>
    public Span<byte> Block(uint handle) => _classes[handle >> NumberBits].Block(handle & NumberMax);

    /// <summary>Whether the block should be moved: its chunk is to be let go.</summary>
    public bool IsCondemned(uint handle) => _classes[handle >> NumberBits].IsCondemned(handle & NumberMax);

    public static bool IsOther(uint handle) => handle >> NumberBits == Other;

    /// <summary>The number in a handle that is no block.</summary>
    public static int NumberOf(uint handle) => (int)(handle & NumberMax);

    public static uint OtherHandle(int number) => ((uint)Other << NumberBits) | (uint)number;

    /// <summary>Whether a block may go on to hold so many bytes: it is the tightest, and not condemned.</summary>
    public bool Fits(uint handle, int bytes) => handle >> NumberBits == ClassOf[(bytes + 1) / 2] && !IsCondemned(handle);

    private byte[] TakeChunk()
    {
        if (_spare.TryPop(out var spare))
            return spare;
        _chunkCount++;
        return GC.AllocateUninitializedArray<byte>(ChunkBytes + Varint.Slack);
    }

    /// <summary>Some are kept for the next that need one, of whatever size of blocks.</summary>
    private void GiveChunk(byte[] chunk)
    {
        if (_spare.Count > SparesMin + (_chunkCount / 32))
            _chunkCount--;
        else
            _spare.Push(chunk);
    }

    private static byte[] Classes()
    {
        var classes = new byte[(Sizes[^1] / 2) + 1];
        for (var (units, sizeClass) = (0, 0); units < classes.Length; units++)
        {
            if (units * 2 > Sizes[sizeClass])
                sizeClass++;
            classes[units] = (byte)sizeClass;
        }
        return classes;
    }

    private struct Chunk
    {
        public byte[]? Bytes;

        /// <summary>Place after the first free block of the list, 0 for none.</summary>
        public ushort Free;

        /// <summary>Blocks cut so far, and those in use.</summary>
        public ushort Cut,
            Live;
        public bool IsCondemned,
            IsListed;
    }

    private sealed class SizeClass(ByteSlab slab, int size)
    {
        /// <summary>Chunks are condemned above so many free blocks of so many in use.</summary>
        private const int LooseFrom = 12;

        private readonly int _each = ChunkBytes / size;

        // A division by multiplication: blocks are asked for all the time.
        private readonly ulong _reciprocal = (ulong.MaxValue / (ulong)(ChunkBytes / size)) + 1;
        private readonly Stack<int> _open = [];
        private readonly Stack<int> _gone = [];
        private Chunk[] _chunks = [];
        private int _count;
        private int _current = -1;

        // Blocks in use, and blocks that are free in chunks that are not condemned.
        private long _live,
            _room;

        public uint Rent()
        {
            if (_current < 0 || !HasRoom(_chunks[_current]))
            {
                _current = Next();
                if (_current < 0)
                    _current = Grow();
            }
            ref var chunk = ref _chunks[_current];
            int place;
            if (chunk.Free > 0)
            {
                place = chunk.Free - 1;
                chunk.Free = BinaryPrimitives.ReadUInt16LittleEndian(chunk.Bytes.AsSpan(place * size));
                // The next that is taken will be the next in the list.
                if (chunk.Free > 0)
                    CacheLine.Fetch(ref chunk.Bytes![(chunk.Free - 1) * size]);
            }
            else
            {
                place = chunk.Cut++;
            }
            chunk.Live++;
            _live++;
            _room--;
            return (uint)((_current * _each) + place + 1);
        }

        public void Return(uint number)
        {
            var at = ChunkOf(number);
            var place = (int)number - 1 - (at * _each);
            ref var chunk = ref _chunks[at];
            chunk.Live--;
            _live--;
            if (chunk.Live == 0 && (chunk.IsCondemned || _room > _live / LooseFrom + _each))
            {
                if (!chunk.IsCondemned)
                    _room -= _each - 1;
                slab.GiveChunk(chunk.Bytes!);
                chunk = new Chunk { IsListed = chunk.IsListed };
                _gone.Push(at);
                return;
            }
            BinaryPrimitives.WriteUInt16LittleEndian(chunk.Bytes.AsSpan(place * size), chunk.Free);
            chunk.Free = (ushort)(place + 1);
            if (chunk.IsCondemned)
                return;
            _room++;
            if (_room > (_live / LooseFrom) + _each && chunk.Live <= _room - (_each - chunk.Live) && at != _current)
            {
                // The rest has room for all that is in it.
                chunk.IsCondemned = true;
                _room -= _each - chunk.Live;
            }
            else if (!chunk.IsListed)
            {
                chunk.IsListed = true;
                _open.Push(at);
            }
        }

        public bool IsCondemned(uint number) => _chunks[ChunkOf(number)].IsCondemned;

        public ref byte Start(uint number)
        {
            var at = ChunkOf(number);
            return ref _chunks[at].Bytes![((int)number - 1 - (at * _each)) * size];
        }

        public Span<byte> Block(uint number)
        {
            var at = ChunkOf(number);
            var place = (int)number - 1 - (at * _each);
            return _chunks[at].Bytes.AsSpan(place * size, size);
        }

        private int ChunkOf(uint number) => (int)Math.BigMul((ulong)number - 1, _reciprocal, out _);

        private bool HasRoom(in Chunk chunk) => chunk.Bytes is not null && !chunk.IsCondemned && (chunk.Free > 0 || chunk.Cut < _each);

        private int Next()
        {
            while (_open.TryPop(out var at))
            {
                _chunks[at].IsListed = false;
                if (HasRoom(_chunks[at]))
                    return at;
            }
            return -1;
        }

        private int Grow()
        {
            if (!_gone.TryPop(out var at))
            {
                at = _count++;
                if ((long)_count * _each > NumberMax)
                    throw new InvalidOperationException($"More than {NumberMax} blocks of {size} bytes.");
                if (at == _chunks.Length)
                    Array.Resize(ref _chunks, Math.Max(4, at * 2));
            }
            _chunks[at] = new Chunk { Bytes = slab.TakeChunk(), IsListed = _chunks[at].IsListed };
            _room += _each;
            return at;
        }
    }
}
