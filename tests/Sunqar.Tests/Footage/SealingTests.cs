using Sunqar.Core.Footage;
using Sunqar.Storage.Footage;
using Xunit;

namespace Sunqar.Tests.Footage;

/// <summary>A seal opens to what was sealed, under its own name and key, or not at all.</summary>
public sealed class SealingTests : IDisposable
{
    private const int Piece = (1 << 16) - 16,
        Head = 40;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sunqar-footage");
    private readonly RecordingSealer _sealer;

    public SealingTests() => _sealer = RecordingSealer.Open(Path.Combine(_folder.FullName, "key"), mayCreate: true);

    public void Dispose()
    {
        _sealer.Dispose();
        _folder.Delete(recursive: true);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private (byte[] Sealed, BuiltTree Tree) Seal(string name, byte[] plain)
    {
        var into = new MemoryStream();
        var (tree, length) = _sealer.Seal(name, new MemoryStream(plain), into);
        Assert.Equal(length, into.Length);
        return (into.ToArray(), tree);
    }

    private byte[]? Unseal(string name, byte[] bytes)
    {
        var into = new MemoryStream();
        return _sealer.Unseal(name, new MemoryStream(bytes), into) ? into.ToArray() : null;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData(3 * Piece)]
    [InlineData(3 * Piece + 5000)]
    public void What_was_sealed_comes_back_and_is_known_again(int length)
    {
        var plain = Bytes(length);
        var (first, tree) = Seal("a", plain);
        Assert.Equal(plain, Unseal("a", first));
        Assert.NotEqual(first, Seal("a", plain).Sealed);
        Assert.True(_sealer.IsOf("a", new MemoryStream(plain), new MemoryStream(first), tree.Root));
        Assert.False(_sealer.IsOf("a", new MemoryStream([.. plain, 0]), new MemoryStream(first), tree.Root));
    }

    [Fact]
    public void A_seal_that_was_touched_does_not_open()
    {
        var (whole, _) = Seal("a", Bytes(2 * Piece + 100));
        Assert.Null(Unseal("b", whole));
        // Cut at every border of pieces, and beside it.
        foreach (var end in (int[])[0, 7, Head, Head + 15, Head + 65536, Head + 65537, Head + 2 * 65536, whole.Length - 1])
            Assert.Null(Unseal("a", whole[..end]));
        Assert.Null(Unseal("a", [.. whole, 0]));
        var swapped = whole.ToArray();
        whole.AsSpan(Head, 65536).CopyTo(swapped.AsSpan(Head + 65536));
        whole.AsSpan(Head + 65536, 65536).CopyTo(swapped.AsSpan(Head));
        Assert.Null(Unseal("a", swapped));
        foreach (var at in (int[])[0, 8, 39, Head, Head + 70000, whole.Length - 1])
        {
            var flipped = whole.ToArray();
            flipped[at] ^= 1;
            Assert.Null(Unseal("a", flipped));
        }
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        var (whole, _) = Seal("a", Bytes(1000));
        using var other = RecordingSealer.Open(Path.Combine(_folder.FullName, "other"), mayCreate: true);
        Assert.False(other.Unseal("a", new MemoryStream(whole), new MemoryStream()));
        Assert.NotEqual(other.Signer.Key.Text, _sealer.Signer.Key.Text);
    }

    /// <summary>Whatever byte of the ciphertext changes, the leaf that holds it is no longer the one that was committed.</summary>
    [Fact]
    public void A_changed_byte_fails_its_leaf_and_no_other()
    {
        var folder = new SealedFolder(_folder.FullName);
        var plain = Bytes(5 * 4096 + 17);
        var (tree, bytes) = folder.Put("a", into => _sealer.Seal("a", new MemoryStream(plain), into));
        var path = Path.Combine(folder.Path, "a.sealed");
        var good = File.ReadAllBytes(path);
        for (var at = 0; at < good.Length; at += 997)
        {
            var changed = good.ToArray();
            changed[at] ^= 0x10;
            File.WriteAllBytes(path, changed);
            for (var leaf = 0; leaf < SegmentTree.LeavesOf(bytes); leaf++)
            {
                var asked = new ChallengedLeaf(new SegmentKey("T", "", 0), bytes, tree.Root, leaf);
                var shown = folder.Leaf(asked, "a")!.Value;
                Assert.Equal(at / 4096 == leaf ? LeafVerdict.Wrong : LeafVerdict.Good, asked.Check(shown.Leaf, shown.Path));
            }
        }
    }

    /// <summary>The tree's file is a convenience: without it, or with a spoilt one, the ciphertext still answers.</summary>
    [Theory]
    [InlineData("gone")]
    [InlineData("spoilt")]
    [InlineData("short")]
    public void A_lost_tree_is_made_again(string how)
    {
        var folder = new SealedFolder(_folder.FullName);
        var (tree, bytes) = folder.Put("a", into => _sealer.Seal("a", new MemoryStream(Bytes(50_000)), into));
        var path = Path.Combine(folder.Path, "a.tree");
        var good = File.ReadAllBytes(path);
        if (how == "gone")
            File.Delete(path);
        else
            File.WriteAllBytes(path, how == "short" ? good[..100] : [.. good.Select(b => (byte)(b ^ 255))]);
        for (var leaf = 0; leaf < SegmentTree.LeavesOf(bytes); leaf++)
        {
            var asked = new ChallengedLeaf(new SegmentKey("T", "", 0), bytes, tree.Root, leaf);
            var shown = folder.Leaf(asked, "a")!.Value;
            Assert.Equal(LeafVerdict.Good, asked.Check(shown.Leaf, shown.Path));
        }
        Assert.Equal(good, File.ReadAllBytes(path));
    }
}
