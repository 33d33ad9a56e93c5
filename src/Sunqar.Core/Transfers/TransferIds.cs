namespace Sunqar.Core.Transfers;

/// <summary>
/// The ids of transfers in the order they were added, front-coded: blocks of 16, the first whole, the others as the length they
/// share with the one before and the rest. Running numbers cost 3–4 bytes each, a random 64-digit hash its own length.
/// </summary>
public sealed class TransferIds
{
    private const int BlockBits = 4;
    private const int BlockRows = 1 << BlockBits;
    private const int ChunkBytes = 1 << 20;

    /// <summary>The longest id, in bytes: shared length and rest each fit a byte.</summary>
    public const int LengthMax = 255;

    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkBytes;
    private long[] _blocks = new long[1024];
    private readonly byte[] _last = new byte[LengthMax];
    private int _lastLength;

    public int Count { get; private set; }

    /// <summary>Bytes in use; up to one chunk more is held.</summary>
    public long Bytes => Count == 0 ? 0 : ((_chunks.Count - 1L) * ChunkBytes) + _used + (((Count - 1L) / BlockRows + 1) * sizeof(long));

    /// <exception cref="ArgumentException">The id is longer than <see cref="LengthMax"/>.</exception>
    public void Add(ReadOnlySpan<byte> id)
    {
        if (id.Length > LengthMax)
            throw new ArgumentException($"A transfer id is at most {LengthMax} bytes long.", nameof(id));
        var shared = 0;
        if ((Count & (BlockRows - 1)) == 0)
            OpenBlock();
        else
            shared = id.CommonPrefixLength(_last.AsSpan(0, _lastLength));

        var chunk = _chunks[^1];
        chunk[_used++] = (byte)shared;
        chunk[_used++] = (byte)(id.Length - shared);
        id[shared..].CopyTo(chunk.AsSpan(_used));
        _used += id.Length - shared;
        id.CopyTo(_last);
        _lastLength = id.Length;
        Count++;
    }

    /// <summary>Writes an id into <paramref name="into"/> (at least <see cref="LengthMax"/> bytes) and returns its length.</summary>
    public int Copy(int index, Span<byte> into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        var start = _blocks[index >> BlockBits];
        var chunk = _chunks[(int)(start / ChunkBytes)].AsSpan((int)(start % ChunkBytes));
        var length = 0;
        for (var i = index & ~(BlockRows - 1); i <= index; i++)
        {
            int shared = chunk[0],
                rest = chunk[1];
            chunk.Slice(2, rest).CopyTo(into[shared..]);
            length = shared + rest;
            chunk = chunk[(2 + rest)..];
        }
        return length;
    }

    /// <summary>A block never crosses chunks, so reading one is reading one span.</summary>
    private void OpenBlock()
    {
        if (_used + (BlockRows * (LengthMax + 2)) > ChunkBytes)
        {
            _chunks.Add(new byte[ChunkBytes]);
            _used = 0;
        }
        var block = Count >> BlockBits;
        if (block == _blocks.Length)
            Array.Resize(ref _blocks, block * 2);
        _blocks[block] = ((long)(_chunks.Count - 1) * ChunkBytes) + _used;
    }
}
