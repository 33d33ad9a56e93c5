using System.Numerics;

namespace Sunqar.Core.Merkle;

/// <summary>Where a tree's inner hashes come from: those of complete subtrees alone.</summary>
public interface IMerkleNodes
{
    /// <summary>The hash over the leaves [<paramref name="index"/>·2^<paramref name="level"/>, (<paramref name="index"/>+1)·2^<paramref
    /// name="level"/>).</summary>
    void Read(int level, long index, Span<byte> into);
}

/// <summary>Builds roots and proofs from stored hashes: RFC 9162, 2.1.1, 2.1.3.1 and 2.1.4.1.</summary>
public static class MerkleProof
{
    /// <summary>The root over the first <paramref name="size"/> leaves.</summary>
    public static byte[] Root(IMerkleNodes nodes, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (size > 0)
            return Range(nodes, 0, size);
        var empty = new byte[MerkleTree.HashBytes];
        MerkleTree.EmptyRoot(empty);
        return empty;
    }

    /// <summary>That a leaf is in the tree of a size: the hashes beside the way up, from the leaf's sister on.</summary>
    public static IReadOnlyList<byte[]> Inclusion(IMerkleNodes nodes, long leaf, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, size);
        var path = new List<byte[]>();
        for (var (low, high) = (0L, size); high - low > 1; )
        {
            var middle = low + Split(high - low);
            path.Add(leaf < middle ? Range(nodes, middle, high) : Range(nodes, low, middle));
            (low, high) = leaf < middle ? (low, middle) : (middle, high);
        }
        path.Reverse();
        return path;
    }

    /// <summary>That the tree of <paramref name="to"/> leaves begins with the tree of <paramref name="from"/> leaves; empty where they are
    /// of one size.</summary>
    public static IReadOnlyList<byte[]> Consistency(IMerkleNodes nodes, long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var path = new List<byte[]>();
        var (low, high) = (0L, to);
        while (high != from)
        {
            var middle = low + Split(high - low);
            path.Add(from <= middle ? Range(nodes, middle, high) : Range(nodes, low, middle));
            (low, high) = from <= middle ? (low, middle) : (middle, high);
        }
        // The first tree itself need not be told to someone who has its root.
        if (low > 0)
            path.Add(Range(nodes, low, high));
        path.Reverse();
        return path;
    }

    /// <summary>The largest power of two below a number of leaves.</summary>
    private static long Split(long leaves) => 1L << BitOperations.Log2((ulong)leaves - 1);

    /// <summary>The hash over [low, high), a tree's own part: its complete subtrees from left to right, joined from the right.</summary>
    private static byte[] Range(IMerkleNodes nodes, long low, long high)
    {
        var hash = new byte[MerkleTree.HashBytes];
        Span<byte> left = stackalloc byte[MerkleTree.HashBytes];
        var end = high;
        for (var count = (ulong)(high - low); count > 0; count &= count - 1)
        {
            var level = BitOperations.TrailingZeroCount(count);
            var first = end - (1L << level);
            var into = end == high ? hash : left;
            nodes.Read(level, first >> level, into);
            if (end != high)
                MerkleTree.NodeHash(left, hash, hash);
            end = first;
        }
        return hash;
    }
}
