using System.Globalization;
using System.Security.Cryptography;
using Sunqar.Core.Merkle;
using Xunit;

namespace Sunqar.Tests.Merkle;

/// <summary>The tree against the recursion that RFC 9162 writes down, for every size up to some hundred leaves.</summary>
public class MerkleTests
{
    private const int LeavesMax = 90;

    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, 3000).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))];

    /// <summary>MTH of RFC 9162, 2.1.1, over leaf hashes.</summary>
    private static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 0)
            return SHA256.HashData([]);
        if (leaves.Length == 1)
            return leaves[0];
        var k = 1;
        while (k * 2 < leaves.Length)
            k *= 2;
        return SHA256.HashData([1, .. Root(leaves[..k]), .. Root(leaves[k..])]);
    }

    private sealed class PlainNodes : IMerkleNodes
    {
        public void Read(int level, long index, Span<byte> into) => Root(Leaves.AsSpan((int)index << level, 1 << level)).CopyTo(into);
    }

    private static readonly PlainNodes Nodes = new();

    [Fact]
    public void Messages_side_by_side_hash_as_they_do_alone()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var messages = Enumerable.Range(0, Sha256Lanes.Lanes).Select(_ => new byte[random.Next(0, 300)]).ToArray();
            foreach (var message in messages)
                random.NextBytes(message);
            var room = new byte[Sha256Lanes.Lanes * 512];
            var starts = messages.Select((_, i) => i * 512).ToArray();
            var blocks = messages.Select(message => Sha256Lanes.Blocks(message.Length)).ToArray();
            for (var i = 0; i < messages.Length; i++)
            {
                messages[i].CopyTo(room, starts[i]);
                Sha256Lanes.Pad(room.AsSpan(starts[i], blocks[i] * Sha256Lanes.BlockBytes), messages[i].Length);
            }
            var digests = new byte[Sha256Lanes.Lanes * 32];
            Sha256Lanes.Hash(room, starts, blocks, digests);
            Assert.Equal(messages.SelectMany(SHA256.HashData).ToArray(), digests);
        }
    }

    [Fact]
    public void A_leaf_is_hashed_over_zero_sequence_time_and_record()
    {
        var random = new Random(2);
        var hasher = new LeafHasher();
        foreach (var count in new[] { 0, 1, 7, 8, 9, 2500 })
        {
            hasher.Clear();
            var expected = new List<byte>();
            for (var i = 0; i < count; i++)
            {
                var record = new byte[random.Next(20) == 0 ? random.Next(1800, 2200) : random.Next(0, 400)];
                random.NextBytes(record);
                hasher.Add(i, i * 1_000_003L, record);
                expected.AddRange(
                    SHA256.HashData([0, .. BitConverter.GetBytes((long)i), .. BitConverter.GetBytes(i * 1_000_003L), .. record])
                );
            }
            Assert.Equal(expected.ToArray(), hasher.Finish().ToArray());
        }
    }

    [Fact]
    public void Roots_come_out_as_the_recursion_says_however_the_leaves_are_given()
    {
        var random = new Random(3);
        for (var size = 0; size <= Leaves.Length; size += size < LeavesMax ? 1 : 271)
        {
            var expected = Root(Leaves.AsSpan(0, size));
            if (size < LeavesMax)
                Assert.Equal(expected, MerkleProof.Root(Nodes, size));
            var frontier = new MerkleFrontier();
            for (var at = 0; at < size; )
            {
                var run = Math.Min(random.Next(1, 2000), size - at);
                frontier.Append(Leaves[at..(at + run)].SelectMany(hash => hash).ToArray());
                at += run;
            }
            var root = new byte[32];
            frontier.Root(root);
            Assert.Equal(expected, root);
            Assert.Equal(size, frontier.Size);
        }
    }

    [Fact]
    public void Each_leaf_is_proved_in_each_tree_and_nowhere_else()
    {
        for (var size = 1; size <= LeavesMax; size++)
        {
            var root = Root(Leaves.AsSpan(0, size));
            for (var leaf = 0; leaf < size; leaf++)
            {
                var proof = MerkleProof.Inclusion(Nodes, leaf, size);
                Assert.True(MerkleCheck.Inclusion(leaf, size, Leaves[leaf], proof, root), Name(leaf, size));
                Assert.False(MerkleCheck.Inclusion(leaf, size, Leaves[leaf + 1], proof, root), Name(leaf, size));
                Assert.False(MerkleCheck.Inclusion(leaf + 1, size, Leaves[leaf], proof, root), Name(leaf, size));
                if (proof.Count > 0)
                    Assert.False(MerkleCheck.Inclusion(leaf, size, Leaves[leaf], [.. proof.SkipLast(1)], root), Name(leaf, size));
            }
        }
    }

    [Fact]
    public void Each_tree_is_proved_to_begin_with_each_smaller_one()
    {
        for (var to = 1; to <= LeavesMax; to++)
        {
            var root = Root(Leaves.AsSpan(0, to));
            for (var from = 1; from <= to; from++)
            {
                var proof = MerkleProof.Consistency(Nodes, from, to);
                var before = Root(Leaves.AsSpan(0, from));
                Assert.True(MerkleCheck.Consistency(from, to, before, root, proof), Name(from, to));
                if (from == to)
                    continue;
                Assert.False(MerkleCheck.Consistency(from, to, root, root, proof), Name(from, to));
                Assert.False(MerkleCheck.Consistency(from, to, before, before, proof), Name(from, to));
                Assert.False(MerkleCheck.Consistency(from, to, before, root, [.. proof, root]), Name(from, to));
            }
        }
    }

    private static string Name(int a, int b) => string.Create(CultureInfo.InvariantCulture, $"{a} of {b}");
}
