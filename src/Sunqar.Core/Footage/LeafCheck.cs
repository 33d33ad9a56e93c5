using Sunqar.Core.Merkle;

namespace Sunqar.Core.Footage;

/// <summary>How one challenged leaf was answered.</summary>
public enum LeafVerdict : byte
{
    Good = 0,

    /// <summary>Nothing was answered, or the bank says that it has not got it.</summary>
    Missing = 1,

    /// <summary>What was answered is not what was committed.</summary>
    Wrong = 2,
}

/// <summary>What the agency asks for: a leaf of a committed segment.</summary>
/// <param name="SealedBytes">Length of the whole ciphertext.</param>
/// <param name="Root">As committed, 32 bytes.</param>
public sealed record ChallengedLeaf(SegmentKey Segment, long SealedBytes, ReadOnlyMemory<byte> Root, long Leaf)
{
    /// <summary>Bytes of this leaf: 4,096 unless it is the last.</summary>
    public int Bytes => (int)Math.Min(SegmentTree.LeafBytes, SealedBytes - Leaf * SegmentTree.LeafBytes);

    /// <param name="bytes">The leaf, as answered; null where none was.</param>
    /// <param name="path">The hashes beside its way up.</param>
    public LeafVerdict Check(ReadOnlyMemory<byte>? bytes, IReadOnlyList<byte[]> path)
    {
        if (bytes is not { } answered)
            return LeafVerdict.Missing;
        if (answered.Length != Bytes)
            return LeafVerdict.Wrong;
        Span<byte> hash = stackalloc byte[MerkleTree.HashBytes];
        MerkleTree.LeafHash(answered.Span, hash);
        return MerkleCheck.Inclusion(Leaf, SegmentTree.LeavesOf(SealedBytes), hash, path, Root.Span) ? LeafVerdict.Good : LeafVerdict.Wrong;
    }
}
