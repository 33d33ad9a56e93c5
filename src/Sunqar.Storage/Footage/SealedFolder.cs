using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;

namespace Sunqar.Storage.Footage;

/// <summary>
/// The folder <c>sealed</c> beside recordings: of each <c>NAME.sealed</c> (the ciphertext) and <c>NAME.tree</c> (the hashes of its Merkle
/// tree), and the manifest of all of them. A file appears under its name only when it is whole and on disk.
/// </summary>
public sealed class SealedFolder(string recordings)
{
    public const string Name = "sealed";

    public string Path { get; } = System.IO.Path.Combine(recordings, Name);

    /// <summary>The book that is appended to; what a bank hands out is a copy of it.</summary>
    public string Manifest => System.IO.Path.Combine(Path, "manifest.ndjson");

    /// <summary>Where the key lies when nobody says otherwise: beside the recordings' folder, never in it.</summary>
    public static string DefaultKey(string recordings) =>
        System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(recordings)) + ".footage.key";

    public bool Holds(string name) => File.Exists(Of(name));

    public Stream Open(string name) => new FileStream(Of(name), FileMode.Open, FileAccess.Read, FileShare.Read, 0);

    /// <summary>Keeps one: the tree first, so that whatever has its ciphertext has its tree.</summary>
    /// <param name="seal">Writes the ciphertext.</param>
    public (BuiltTree Tree, long Bytes) Put(string name, Func<Stream, (BuiltTree Tree, long Bytes)> seal)
    {
        Directory.CreateDirectory(Path);
        var part = Of(name) + ".part";
        (BuiltTree Tree, long Bytes) made;
        using (var file = Create(part))
        {
            made = seal(file);
            file.Flush(flushToDisk: true);
        }
        PutTree(name, made.Tree);
        File.Move(part, Of(name), overwrite: true);
        return made;
    }

    public void Delete(string name)
    {
        File.Delete(Of(name));
        File.Delete(Tree(name));
    }

    /// <summary>A leaf and its path as they lie here; null where the recording, or this much of it, is gone.</summary>
    public (byte[] Leaf, IReadOnlyList<byte[]> Path)? Leaf(ChallengedLeaf leaf, string name)
    {
        if (!Holds(name))
            return null;
        var bytes = new byte[leaf.Bytes];
        using (var file = File.OpenHandle(Of(name)))
        {
            if (RandomAccess.Read(file, bytes, leaf.Leaf * SegmentTree.LeafBytes) < bytes.Length)
                return null;
        }
        var leaves = SegmentTree.LeavesOf(leaf.SealedBytes);
        if (File.Exists(Tree(name)))
        {
            using var tree = new StoredTree(Tree(name), leaves);
            var path = MerkleProof.Inclusion(tree, leaf.Leaf, leaves);
            if (!tree.IsShort && leaf.Check(bytes, path) == LeafVerdict.Good)
                return (bytes, path);
        }
        return (bytes, Rebuilt(name, leaf, leaves));
    }

    /// <summary>The path by a tree that is made anew of the ciphertext, and kept where it is the one that was committed.</summary>
    private IReadOnlyList<byte[]> Rebuilt(string name, ChallengedLeaf leaf, long leaves)
    {
        var stream = new LeafStream();
        var buffer = new byte[1 << 16];
        using (var file = Open(name))
        {
            for (int read; (read = file.Read(buffer)) > 0; )
                stream.Add(buffer.AsSpan(0, read));
        }
        var (tree, bytes) = stream.Finish();
        if (bytes != leaf.SealedBytes)
            return [];
        if (tree.Root.AsSpan().SequenceEqual(leaf.Root.Span))
            PutTree(name, tree);
        return MerkleProof.Inclusion(tree, leaf.Leaf, leaves);
    }

    private void PutTree(string name, BuiltTree tree)
    {
        var part = Tree(name) + ".part";
        using (var file = Create(part))
        {
            file.Write(tree.Hashes.Span);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, Tree(name), overwrite: true);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private string Of(string name) => System.IO.Path.Combine(Path, name + ".sealed");

    private string Tree(string name) => System.IO.Path.Combine(Path, name + ".tree");

    /// <summary>Reads single hashes out of a tree's file; what it lacks reads as zeros.</summary>
    private sealed class StoredTree(string path, long leaves) : IMerkleNodes, IDisposable
    {
        private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file = File.OpenHandle(path);

        public bool IsShort { get; private set; }

        public void Read(int level, long index, Span<byte> into)
        {
            into = into[..MerkleTree.HashBytes];
            into.Clear();
            IsShort |= RandomAccess.Read(_file, into, SegmentTree.Offset(leaves, level, index)) < into.Length;
        }

        public void Dispose() => _file.Dispose();
    }
}
