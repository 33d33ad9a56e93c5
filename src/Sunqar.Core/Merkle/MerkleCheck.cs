using System.Numerics;

namespace Sunqar.Core.Merkle;

/// <summary>Checks proofs that somebody else made: RFC 9162, 2.1.3.2 and 2.1.4.2. Whatever is wrong with one, of whatever length its parts,
/// the answer is no.</summary>
public static class MerkleCheck
{
    public static bool Inclusion(long leaf, long size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (leaf < 0 || leaf >= size || leafHash.Length != MerkleTree.HashBytes || !AreHashes(proof))
            return false;
        var (node, last) = (leaf, size - 1);
        Span<byte> hash = stackalloc byte[MerkleTree.HashBytes];
        leafHash.CopyTo(hash);
        foreach (var beside in proof)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                MerkleTree.NodeHash(beside, hash, hash);
                Climb(ref node, ref last);
            }
            else
            {
                MerkleTree.NodeHash(hash, beside, hash);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the tree of <paramref name="to"/> leaves begins with the one of <paramref name="from"/>. Nothing can be said of a
    /// tree without leaves.</summary>
    public static bool Consistency(long from, long to, ReadOnlySpan<byte> fromRoot, ReadOnlySpan<byte> toRoot, IReadOnlyList<byte[]> proof)
    {
        if (from < 1 || from > to)
            return false;
        if (from == to)
            return proof.Count == 0 && fromRoot.SequenceEqual(toRoot);
        if (proof.Count == 0 || !AreHashes(proof) || fromRoot.Length != MerkleTree.HashBytes)
            return false;
        var next = 0;
        var start = BitOperations.IsPow2(from) ? fromRoot : proof[next++];
        var (node, last) = (from - 1, to - 1);
        for (; (node & 1) == 1; node >>= 1)
            last >>= 1;
        Span<byte> first = stackalloc byte[MerkleTree.HashBytes];
        Span<byte> second = stackalloc byte[MerkleTree.HashBytes];
        start.CopyTo(first);
        start.CopyTo(second);
        for (; next < proof.Count; next++)
        {
            var beside = proof[next];
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                MerkleTree.NodeHash(beside, first, first);
                MerkleTree.NodeHash(beside, second, second);
                Climb(ref node, ref last);
            }
            else
            {
                MerkleTree.NodeHash(second, beside, second);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && fromRoot.SequenceEqual(first) && toRoot.SequenceEqual(second);
    }

    /// <summary>Past the levels at which the right edge has no sister.</summary>
    private static void Climb(ref long node, ref long last)
    {
        if ((node & 1) == 1)
            return;
        do
        {
            (node, last) = (node >> 1, last >> 1);
        } while ((node & 1) == 0 && node != 0);
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof) =>
        proof.Count <= 64 && proof.All(hash => hash.Length == MerkleTree.HashBytes);
}
