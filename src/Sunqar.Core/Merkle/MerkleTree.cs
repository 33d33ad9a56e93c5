using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Sunqar.Core.Merkle;

/// <summary>
/// The Merkle tree of RFC 9162, 2.1, with SHA-256: a leaf is SHA-256(0x00 ‖ input), a node SHA-256(0x01 ‖ left ‖ right), and a tree of n
/// leaves splits at the largest power of two below n. Hashes are 32 bytes, and many stand one behind the other in a span.
/// </summary>
public static class MerkleTree
{
    public const int HashBytes = 32;

    private const byte LeafPrefix = 0,
        NodePrefix = 1;
    private const int NodeBytes = 1 + 2 * HashBytes,
        NodeRoom = 2 * Sha256Lanes.BlockBytes,
        ShortLeafBytes = 4096;

    private static readonly int[] NodeStarts = [.. Enumerable.Range(0, Sha256Lanes.Lanes).Select(lane => lane * NodeRoom)];
    private static readonly int[] NodeBlocks = [.. Enumerable.Repeat(NodeRoom / Sha256Lanes.BlockBytes, Sha256Lanes.Lanes)];

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static void EmptyRoot(Span<byte> into) => SHA256.HashData([], into);

    /// <summary>Hashes one leaf.</summary>
    [SkipLocalsInit]
    public static void LeafHash(ReadOnlySpan<byte> input, Span<byte> into)
    {
        if (input.Length <= ShortLeafBytes)
        {
            // One call over a copy costs less than two calls without one.
            Span<byte> prefixed = stackalloc byte[1 + ShortLeafBytes];
            prefixed[0] = LeafPrefix;
            input.CopyTo(prefixed[1..]);
            SHA256.HashData(prefixed[..(1 + input.Length)], into);
            return;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([LeafPrefix]);
        hash.AppendData(input);
        hash.GetHashAndReset(into);
    }

    /// <param name="into">May be one of the two.</param>
    public static void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> into)
    {
        Span<byte> input = stackalloc byte[NodeBytes];
        input[0] = NodePrefix;
        left[..HashBytes].CopyTo(input[1..]);
        right[..HashBytes].CopyTo(input[(1 + HashBytes)..]);
        SHA256.HashData(input, into);
    }

    /// <summary>The nodes above hashes that stand in pairs.</summary>
    /// <param name="into">Half as long; may be the start of <paramref name="pairs"/>.</param>
    public static void NodeHashes(ReadOnlySpan<byte> pairs, Span<byte> into)
    {
        var count = pairs.Length / (2 * HashBytes);
        var done = Vector256.IsHardwareAccelerated ? InLanes(pairs, into, count) : 0;
        for (; done < count; done++)
        {
            NodeHash(pairs[(done * 2 * HashBytes)..], pairs[((done * 2 + 1) * HashBytes)..], into.Slice(done * HashBytes, HashBytes));
        }
    }

    private static int InLanes(ReadOnlySpan<byte> pairs, Span<byte> into, int count)
    {
        const int Lanes = Sha256Lanes.Lanes;
        if (count < Lanes)
            return 0;
        Span<byte> blocks = stackalloc byte[Lanes * NodeRoom];
        for (var lane = 0; lane < Lanes; lane++)
        {
            Sha256Lanes.Pad(blocks.Slice(lane * NodeRoom, NodeRoom), NodeBytes);
            blocks[lane * NodeRoom] = NodePrefix;
        }
        var done = 0;
        for (; done + Lanes <= count; done += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                pairs.Slice((done + lane) * 2 * HashBytes, 2 * HashBytes).CopyTo(blocks[(lane * NodeRoom + 1)..]);
            }
            Sha256Lanes.Hash(blocks, NodeStarts, NodeBlocks, into.Slice(done * HashBytes, Lanes * HashBytes));
        }
        return done;
    }

    /// <summary>The root over a power of two of hashes; it stands first afterwards, and the others are spent.</summary>
    public static void Fold(Span<byte> hashes)
    {
        for (var length = hashes.Length; length > HashBytes; length /= 2)
            NodeHashes(hashes[..length], hashes[..(length / 2)]);
    }
}
