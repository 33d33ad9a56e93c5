using Sunqar.Core.Merkle;

namespace Sunqar.Core.Footage;

/// <summary>
/// The Merkle tree over a sealed recording: leaf n is its bytes from 4,096·n on, the last one shorter. It is kept beside the ciphertext
/// (64 bytes a leaf, 1.6 %) so that an answer reads some twenty hashes instead of the whole file.
/// </summary>
public static class SegmentTree
{
    public const int LeafBytes = 4096;

    /// <summary>64 GiB: two days at 3 Mbit/s. The tree of more would not fit into one array.</summary>
    public const long SealedBytesMax = 64L << 30;

    public static long LeavesOf(long bytes) => (bytes + LeafBytes - 1) / LeafBytes;

    /// <summary>Where the hash of a complete subtree stands among all of them, level by level from the leaves up, bytes.</summary>
    public static long Offset(long leaves, int level, long index)
    {
        var before = 0L;
        for (var below = 0; below < level; below++)
            before += leaves >> below;
        return (before + index) * MerkleTree.HashBytes;
    }

    /// <summary>Bytes that all complete subtrees of so many leaves take.</summary>
    public static long Bytes(long leaves)
    {
        var level = 0;
        while (leaves >> level > 0)
            level++;
        return Offset(leaves, level, 0);
    }

    /// <summary>The hashes of every complete subtree over these leaves, in the order of <see cref="Offset"/>.</summary>
    public static byte[] Build(ReadOnlySpan<byte> leafHashes)
    {
        var leaves = leafHashes.Length / MerkleTree.HashBytes;
        var all = new byte[Bytes(leaves)];
        leafHashes.CopyTo(all);
        for (var level = 1; leaves >> level > 0; level++)
        {
            var below = all.AsSpan((int)Offset(leaves, level - 1, 0), (leaves >> level) * 2 * MerkleTree.HashBytes);
            MerkleTree.NodeHashes(below, all.AsSpan((int)Offset(leaves, level, 0), below.Length / 2));
        }
        return all;
    }
}

/// <summary>A built tree, whole in memory.</summary>
/// <param name="hashes">Of <see cref="SegmentTree.Build"/>.</param>
public sealed class BuiltTree(byte[] hashes, long leaves) : IMerkleNodes
{
    public ReadOnlyMemory<byte> Hashes => hashes;

    public byte[] Root => MerkleProof.Root(this, leaves);

    public void Read(int level, long index, Span<byte> into) =>
        hashes.AsSpan((int)SegmentTree.Offset(leaves, level, index), MerkleTree.HashBytes).CopyTo(into);
}
