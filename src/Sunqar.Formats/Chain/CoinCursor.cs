using System.Buffers.Binary;

namespace Sunqar.Formats.Chain;

/// <summary>Why bytes are no Bitcoin block or no list of spent outputs: the first rule that they break.</summary>
public enum BlockFault
{
    /// <summary>They are one.</summary>
    None = 0,

    /// <summary>The bytes end in the middle.</summary>
    Truncated = 1,

    /// <summary>Something follows the end.</summary>
    Trailing = 2,

    /// <summary>A size is not written in its shortest form.</summary>
    Size = 3,

    /// <summary>More items than the bytes that follow could hold, or more bytes than a block may have.</summary>
    TooLarge = 4,

    /// <summary>A value above all coins that can ever be.</summary>
    Value = 5,

    /// <summary>No transactions, inputs or outputs; the first is no coinbase, or another is.</summary>
    Form = 6,

    /// <summary>A witness flag that BIP144 does not know, or a witness without content.</summary>
    WitnessFlag = 7,

    /// <summary>The transactions are not those of the header's Merkle root.</summary>
    MerkleRoot = 8,

    /// <summary>The witnesses are not those that the coinbase commits to (BIP141).</summary>
    WitnessCommitment = 9,

    /// <summary>The header's hash is above its own target.</summary>
    ProofOfWork = 10,
}

/// <summary>Reads Bitcoin's serialization; the first fault stands, and from then on everything read is nothing.</summary>
internal ref struct CoinCursor(ReadOnlyMemory<byte> bytes)
{
    /// <summary>All coins that can ever be, in satoshi.</summary>
    public const long SatoshiMax = 21_000_000L * 100_000_000;

    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    public int Offset { get; private set; }

    public BlockFault Fault { get; private set; }

    public readonly bool IsGood => Fault == BlockFault.None;

    public readonly int Left => _bytes.Length - Offset;

    public void Fail(BlockFault fault)
    {
        if (IsGood)
            Fault = fault;
    }

    public ReadOnlyMemory<byte> Take(int count)
    {
        if (!IsGood || count > Left)
        {
            Fail(BlockFault.Truncated);
            return default;
        }
        var taken = _bytes.Slice(Offset, count);
        Offset += count;
        return taken;
    }

    public readonly ReadOnlyMemory<byte> Since(int offset) => _bytes[offset..Offset];

    public readonly byte Peek(int ahead) => ahead < Left ? _bytes.Span[Offset + ahead] : (byte)0;

    public uint U32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span) : 0;

    public long Satoshi()
    {
        var value = Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span) : 0;
        if (value > SatoshiMax)
            Fail(BlockFault.Value);
        return IsGood ? (long)value : 0;
    }

    /// <summary>A CompactSize that says how many items follow.</summary>
    /// <param name="itemBytesMin">The least that one item takes: a count beyond what can follow is refused before anything is made for
    /// it.</param>
    public int Count(int itemBytesMin)
    {
        var first = Take(1) is { Length: 1 } one ? one.Span[0] : (byte)0;
        var (value, least) = first switch
        {
            0xfd => (Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16LittleEndian(two.Span) : 0UL, 0xfdUL),
            0xfe => (U32(), 0x1_0000UL),
            0xff => (Take(8) is { Length: 8 } eight ? BinaryPrimitives.ReadUInt64LittleEndian(eight.Span) : 0UL, 0x1_0000_0000UL),
            _ => (first, 0UL),
        };
        if (value < least)
            Fail(BlockFault.Size);
        if (value > (ulong)(Left / itemBytesMin))
            Fail(BlockFault.TooLarge);
        return IsGood ? (int)value : 0;
    }

    public ReadOnlyMemory<byte> Bytes() => Take(Count(1));
}
