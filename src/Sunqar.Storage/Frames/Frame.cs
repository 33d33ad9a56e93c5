using System.Buffers.Binary;
using System.Security.Cryptography;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;

namespace Sunqar.Storage.Frames;

/// <summary>
/// What stands before each batch in a file; docs/journal.md gives the layout. The journal's segments and the key store share it, so that
/// finding a torn end is written once.
/// </summary>
/// <param name="Next">First sequence of the batch.</param>
/// <param name="Extra">The journal: when it was recorded, microseconds. The key store: up to which entry introductions are
/// confirmed.</param>
internal readonly record struct FrameHead(uint Magic, int PayloadBytes, long First, long Epoch, long Extra, int Count, uint PayloadCrc)
{
    /// <summary>Bytes of the head.</summary>
    public const int Size = 80;

    /// <summary>Where in the head the hash of the batch before stands; it is SHA-256.</summary>
    public const int PreviousAt = 40;
    public const int HashBytes = 32;

    private const int CrcAt = Size - sizeof(uint);

    /// <summary>A batch.</summary>
    public const uint Batch = 0x31425153;

    /// <summary>The end of a segment that has a successor.</summary>
    public const uint Seal = 0x31455153;

    public long End => First + Count;

    public static void Write(Span<byte> into, in FrameHead head, ReadOnlySpan<byte> previous)
    {
        into = into[..Size];
        into.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(into, head.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], head.PayloadBytes);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], head.First);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], head.Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(into[24..], head.Extra);
        BinaryPrimitives.WriteInt32LittleEndian(into[32..], head.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(into[36..], head.PayloadCrc);
        previous[..HashBytes].CopyTo(into[PreviousAt..]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[CrcAt..], Crc32C.Compute(into[..CrcAt]));
    }

    /// <summary>Reads a head; false where the bytes are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out FrameHead head)
    {
        head = default;
        if (from.Length < Size)
            return false;
        from = from[..Size];
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(from);
        if (magic is not (Batch or Seal))
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(from[CrcAt..]) != Crc32C.Compute(from[..CrcAt]))
            return false;
        head = new FrameHead(
            magic,
            BinaryPrimitives.ReadInt32LittleEndian(from[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[32..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[36..])
        );
        return head.PayloadBytes is >= 0 and <= FrameScan.PayloadBytesMax && head.First >= 0 && head.Count >= 0;
    }

    /// <summary>SHA-256 over head and payload, in the order they lie in the file.</summary>
    public static void Hash(ReadOnlySpan<byte> frame, Span<byte> into) => SHA256.HashData(frame, into);
}

/// <summary>The first bytes of each file: what it is, in which version, and where it starts.</summary>
internal static class FileHead
{
    public const int Size = 64;
    public const int Version = 1;

    /// <summary>Free for the kind of file: the key store's salt.</summary>
    public const int SaltBytes = 32;

    private const int SaltAt = 24;
    private const int CrcAt = Size - sizeof(uint);

    /// <param name="kind">Eight ASCII characters.</param>
    public static void Write(Span<byte> into, ReadOnlySpan<byte> kind, long first, ReadOnlySpan<byte> salt)
    {
        into = into[..Size];
        into.Clear();
        kind.CopyTo(into);
        BinaryPrimitives.WriteInt32LittleEndian(into[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], first);
        salt.CopyTo(into[SaltAt..]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[CrcAt..], Crc32C.Compute(into[..CrcAt]));
    }

    public static bool TryRead(ReadOnlySpan<byte> from, ReadOnlySpan<byte> kind, out int version, out long first, out byte[] salt)
    {
        (version, first, salt) = (0, 0, []);
        if (from.Length < Size || !from.StartsWith(kind))
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(from[CrcAt..]) != Crc32C.Compute(from[..CrcAt]))
            return false;
        version = BinaryPrimitives.ReadInt32LittleEndian(from[8..]);
        first = BinaryPrimitives.ReadInt64LittleEndian(from[16..]);
        salt = from.Slice(SaltAt, SaltBytes).ToArray();
        return true;
    }
}
