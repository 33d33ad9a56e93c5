using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;

namespace Sunqar.Storage.Footage;

/// <summary>Cuts what passes into leaves and hashes them.</summary>
internal sealed class LeafStream
{
    private readonly byte[] _leaf = new byte[SegmentTree.LeafBytes];
    private byte[] _hashes = new byte[1024 * MerkleTree.HashBytes];
    private int _held;
    private int _count;
    private long _bytes;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_held == 0 && bytes.Length >= _leaf.Length)
            {
                MerkleTree.LeafHash(bytes[.._leaf.Length], Place());
                bytes = bytes[_leaf.Length..];
                continue;
            }
            var taken = Math.Min(bytes.Length, _leaf.Length - _held);
            bytes[..taken].CopyTo(_leaf.AsSpan(_held));
            bytes = bytes[taken..];
            if ((_held += taken) == _leaf.Length)
                Drain();
        }
    }

    public (BuiltTree Tree, long Bytes) Finish()
    {
        if (_held > 0)
            Drain();
        return (new BuiltTree(SegmentTree.Build(_hashes.AsSpan(0, _count * MerkleTree.HashBytes)), _count), _bytes);
    }

    private void Drain()
    {
        MerkleTree.LeafHash(_leaf.AsSpan(0, _held), Place());
        _held = 0;
    }

    private Span<byte> Place()
    {
        if ((_count + 1) * MerkleTree.HashBytes > _hashes.Length)
            Array.Resize(ref _hashes, _hashes.Length * 2);
        return _hashes.AsSpan(_count++ * MerkleTree.HashBytes, MerkleTree.HashBytes);
    }
}
