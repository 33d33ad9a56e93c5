using System.Numerics;

namespace Sunqar.Core.Merkle;

/// <summary>
/// What a tree needs to grow and to tell its root: the hashes of the complete subtrees that its size is made of, one for each bit of it.
/// Verifying a whole log keeps nothing else.
/// </summary>
public sealed class MerkleFrontier
{
    private const int LevelsMax = 62,
        RunMax = 1 << 10;

    private readonly byte[] _peaks = new byte[(LevelsMax + 1) * MerkleTree.HashBytes];
    private readonly byte[] _run = new byte[RunMax * MerkleTree.HashBytes];

    /// <summary>Leaves.</summary>
    public long Size { get; private set; }

    /// <summary>Adds leaves, by their hashes.</summary>
    public void Append(ReadOnlySpan<byte> leafHashes)
    {
        while (!leafHashes.IsEmpty)
        {
            // The largest complete subtree that may begin here.
            var level = Math.Min(
                BitOperations.Log2((uint)Math.Min(leafHashes.Length / MerkleTree.HashBytes, RunMax)),
                Size == 0 ? LevelsMax : BitOperations.TrailingZeroCount(Size)
            );
            var bytes = MerkleTree.HashBytes << level;
            leafHashes[..bytes].CopyTo(_run);
            MerkleTree.Fold(_run.AsSpan(0, bytes));
            Join(level);
            leafHashes = leafHashes[bytes..];
        }
    }

    private void Join(int level)
    {
        var hash = _run.AsSpan(0, MerkleTree.HashBytes);
        var added = 1L << level;
        for (; (Size >> level & 1) == 1; level++)
            MerkleTree.NodeHash(Peak(level), hash, hash);
        hash.CopyTo(Peak(level));
        Size += added;
    }

    public void Root(Span<byte> into)
    {
        if (Size == 0)
        {
            MerkleTree.EmptyRoot(into);
            return;
        }
        var level = BitOperations.TrailingZeroCount(Size);
        Peak(level).CopyTo(into);
        while (++level <= LevelsMax)
        {
            if ((Size >> level & 1) == 1)
                MerkleTree.NodeHash(Peak(level), into, into);
        }
    }

    private Span<byte> Peak(int level) => _peaks.AsSpan(level * MerkleTree.HashBytes, MerkleTree.HashBytes);
}
