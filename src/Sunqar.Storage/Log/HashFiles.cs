using System.Globalization;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Log;

/// <summary>
/// The hashes of the tree's complete subtrees, a file for every fourth level: hash number n of level L stands at byte 32·n of its file, and
/// the levels between are four hashes of work away. They are a fold over the journal: lost or damaged, they are made again. One thread
/// appends; any number read what was there before.
/// </summary>
internal sealed class HashFiles(IDisk disk, string folder) : IMerkleNodes, IDisposable
{
    private const int Step = 4,
        Fan = 1 << Step,
        LevelsMax = 64,
        Bytes = MerkleTree.HashBytes;
    private const int PieceHashes = 1 << 14;

    private readonly IDiskFile?[] _files = new IDiskFile?[LevelsMax / Step];
    private readonly byte[] _piece = new byte[PieceHashes * Bytes];
    private long _size;

    /// <summary>Leaves.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>Opens what is there, cut to a size; false where less is there, and then everything is cut away.</summary>
    public bool OpenAt(long size)
    {
        disk.CreateFolder(folder);
        var whole = true;
        for (var at = 0; at < _files.Length; at++)
        {
            var path = PathOf(at);
            if (disk.FileExists(path))
                _files[at] ??= disk.Open(path);
            whole &= (_files[at]?.Length ?? 0) >= Count(size, at) * Bytes;
        }
        CutTo(whole ? size : 0);
        return whole;
    }

    public void CutTo(long size)
    {
        for (var at = 0; at < _files.Length; at++)
        {
            if (_files[at] is { } file && file.Length > Count(size, at) * Bytes)
                file.Truncate(Count(size, at) * Bytes);
        }
        Volatile.Write(ref _size, size);
    }

    public void Append(ReadOnlySpan<byte> leafHashes)
    {
        if (leafHashes.IsEmpty)
            return;
        var (before, after) = (_size, _size + leafHashes.Length / Bytes);
        File(0).Write(before * Bytes, leafHashes);
        for (var at = 1; at < _files.Length && Count(after, at) > Count(before, at); at++)
            Lift(at, Count(before, at), Count(after, at));
        Volatile.Write(ref _size, after);
    }

    /// <summary>Makes the hashes [from, to) of a file out of those of the file below.</summary>
    private void Lift(int at, long from, long to)
    {
        while (from < to)
        {
            var count = (int)Math.Min(to - from, PieceHashes / Fan);
            var piece = _piece.AsSpan(0, count * Fan * Bytes);
            ReadFully(at - 1, from * Fan, piece);
            for (var length = piece.Length; length > count * Bytes; length /= 2)
                MerkleTree.NodeHashes(piece[..length], piece[..(length / 2)]);
            File(at).Write(from * Bytes, piece[..(count * Bytes)]);
            from += count;
        }
    }

    public void Flush()
    {
        foreach (var file in _files)
            file?.Flush();
        disk.FlushFolder(folder);
    }

    public void Read(int level, long index, Span<byte> into)
    {
        Span<byte> below = stackalloc byte[Fan * Bytes];
        below = below[..(Bytes << level % Step)];
        ReadFully(level / Step, index << level % Step, below);
        MerkleTree.Fold(below);
        below[..Bytes].CopyTo(into);
    }

    /// <summary>Leaf hashes from one on.</summary>
    public void ReadLeaves(long from, Span<byte> into) => ReadFully(0, from, into);

    private void ReadFully(int at, long index, Span<byte> into)
    {
        if (_files[at] is not { } file || file.Read(index * Bytes, into) != into.Length)
        {
            throw new IOException(
                $"{PathOf(at)} ends before hash {index}; take the folder {folder} away, and the next start makes it again from the journal."
            );
        }
    }

    private IDiskFile File(int at) => _files[at] ??= disk.Create(PathOf(at));

    private static long Count(long size, int at) => size >> (at * Step);

    private string PathOf(int at) => Path.Combine(folder, (at * Step).ToString("00", CultureInfo.InvariantCulture) + ".hashes");

    public void Dispose()
    {
        foreach (var file in _files)
            file?.Dispose();
    }
}
