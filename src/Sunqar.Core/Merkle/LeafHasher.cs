using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Sunqar.Core.Merkle;

/// <summary>
/// Hashes records as leaves of the oversight log. A leaf's input is the record's sequence (8 bytes), the time it was recorded
/// (microseconds, 8 bytes), both little-endian, and its bytes as the journal holds them: docs/oversight-log.md. Not for two threads at
/// once.
/// </summary>
public sealed class LeafHasher
{
    /// <summary>Longer records gain nothing from standing side by side.</summary>
    private const int LaneBytesMax = 2048;

    private const int Lanes = Sha256Lanes.Lanes,
        HeadBytes = 1 + 2 * sizeof(long);

    private readonly byte[] _room = new byte[Lanes * LaneBytesMax];
    private readonly int[] _starts = [.. Enumerable.Range(0, Lanes).Select(lane => lane * LaneBytesMax)];
    private readonly int[] _blocks = new int[Lanes];
    private readonly byte[] _digests = new byte[Lanes * MerkleTree.HashBytes];
    private byte[] _hashes = new byte[1024 * MerkleTree.HashBytes];
    private int _waiting;
    private int _hashed;

    /// <summary>Records added since it was cleared.</summary>
    public int Count => _hashed + _waiting;

    /// <summary>One hash.</summary>
    public static void Hash(long sequence, long recordedUs, ReadOnlySpan<byte> record, Span<byte> into)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        WriteHead(head, sequence, recordedUs);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(record);
        hash.GetHashAndReset(into);
    }

    public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record)
    {
        var length = HeadBytes + record.Length;
        if (!Vector256.IsHardwareAccelerated || Sha256Lanes.Blocks(length) * Sha256Lanes.BlockBytes > LaneBytesMax)
        {
            Drain();
            Hash(sequence, recordedUs, record, Place());
            return;
        }
        _blocks[_waiting] = Sha256Lanes.Blocks(length);
        var lane = _room.AsSpan(_waiting * LaneBytesMax, _blocks[_waiting] * Sha256Lanes.BlockBytes);
        WriteHead(lane, sequence, recordedUs);
        record.CopyTo(lane[HeadBytes..]);
        Sha256Lanes.Pad(lane, length);
        if (++_waiting == Lanes)
            Drain();
    }

    /// <summary>The hashes of everything added, in order; they live until the next call.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        Drain();
        return _hashes.AsSpan(0, _hashed * MerkleTree.HashBytes);
    }

    public void Clear() => (_hashed, _waiting) = (0, 0);

    private void Drain()
    {
        if (_waiting == 0)
            return;
        for (var lane = _waiting; lane < Lanes; lane++)
            _blocks[lane] = 1;
        Sha256Lanes.Hash(_room, _starts, _blocks, _digests);
        for (var lane = 0; lane < _waiting; lane++)
            _digests.AsSpan(lane * MerkleTree.HashBytes, MerkleTree.HashBytes).CopyTo(Place());
        _waiting = 0;
    }

    private Span<byte> Place()
    {
        if ((_hashed + 1) * MerkleTree.HashBytes > _hashes.Length)
            Array.Resize(ref _hashes, _hashes.Length * 2);
        return _hashes.AsSpan(_hashed++ * MerkleTree.HashBytes, MerkleTree.HashBytes);
    }

    private static void WriteHead(Span<byte> into, long sequence, long recordedUs)
    {
        into[0] = 0;
        BinaryPrimitives.WriteInt64LittleEndian(into[1..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(into[(1 + sizeof(long))..], recordedUs);
    }
}
