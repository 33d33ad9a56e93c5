using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats.Footage;
using Sunqar.Storage.Footage;

namespace Sunqar.Work.Footage;

/// <summary>What came of opening the manifest of a folder.</summary>
public abstract record BookOutcome
{
    private BookOutcome() { }

    public sealed record Opened(FootageBook Book) : BookOutcome;

    public sealed record Refused(string Why) : BookOutcome;
}

/// <summary>
/// The manifest in the folder <c>sealed</c>, with the bank's key: what is sealed and deleted so far, and the way to add to it. Lines that
/// no head signs, left by a write that was cut short, are dropped; their recordings are sealed anew.
/// </summary>
public sealed class FootageBook : IManifestSink, IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly List<byte[]> _waiting = [];
    private readonly Dictionary<(string Terminal, string Camera), ReadOnlyMemory<byte>> _last = [];
    private readonly Dictionary<SegmentKey, Segment> _segments = [];
    private readonly HashSet<SegmentKey> _deleted = [];
    private MerkleFrontier _tree = new();
    private long _lastSignedUs;

    private FootageBook(SealedFolder folder, RecordingSealer sealer, FileStream folderLock) =>
        (Folder, Sealer, _path, _lock) = (folder, sealer, folder.Manifest, folderLock);

    public SealedFolder Folder { get; }

    public RecordingSealer Sealer { get; }

    /// <summary>Sealed and not deleted, in no order.</summary>
    public IEnumerable<Segment> Kept => _segments.Values.Where(segment => !_deleted.Contains(segment.Key));

    /// <summary>Those with a certificate of deletion.</summary>
    public IEnumerable<SegmentKey> Deleted => _deleted;

    /// <summary>Calendar days that the bank says it keeps footage for.</summary>
    public int KeptDays { get; private set; }

    /// <param name="keyPath">Null for the place beside the folder.</param>
    /// <param name="keptDays">Written into a new manifest; one that is there already keeps its own.</param>
    public static BookOutcome Open(string recordings, string? keyPath, int keptDays)
    {
        var folder = new SealedFolder(recordings);
        var isNew = !File.Exists(folder.Manifest);
        Directory.CreateDirectory(folder.Path);
        FileStream folderLock;
        try
        {
            folderLock = new FileStream(Path.Combine(folder.Path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return new BookOutcome.Refused($"{folder.Path} is being written by another process, or nothing may be written there.");
        }
        FootageBook? book = null;
        try
        {
            var sealer = RecordingSealer.Open(keyPath ?? SealedFolder.DefaultKey(recordings), mayCreate: isNew);
            book = new FootageBook(folder, sealer, folderLock);
            if (isNew)
                book.Begin(keptDays);
            else if (book.Load() is { } why)
                return Refuse(book, why);
            return new BookOutcome.Opened(book);
        }
        catch
        {
            book?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    private static BookOutcome.Refused Refuse(FootageBook book, string why)
    {
        book.Dispose();
        return new BookOutcome.Refused(why);
    }

    public Segment? Find(SegmentKey key) => _segments.GetValueOrDefault(key);

    public bool IsDeleted(SegmentKey key) => _deleted.Contains(key);

    /// <summary>Leaf hash of the last manifest of a camera; zeros where there is none.</summary>
    public ReadOnlyMemory<byte> LastOf(string terminal, string camera) =>
        _last.TryGetValue((terminal, camera), out var hash) ? hash : new byte[MerkleTree.HashBytes];

    public void Add(Segment segment)
    {
        Take(segment, Add(ManifestLines.Of(segment)));
    }

    public void Add(Deletion deletion)
    {
        Add(ManifestLines.Of(deletion));
        Take(deletion);
    }

    /// <summary>Signs what was added and writes it, on disk when it returns.</summary>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public void Sign(long nowUs)
    {
        var root = new byte[MerkleTree.HashBytes];
        _tree.Root(root);
        _lastSignedUs = Math.Max(nowUs, _lastSignedUs);
        _waiting.Add(ManifestLines.Of(Sealer.Signer.Sign(_tree.Size, root, _lastSignedUs)));
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        foreach (var line in _waiting)
        {
            file.Write(line);
            file.WriteByte((byte)'\n');
        }
        file.Flush(flushToDisk: true);
        _waiting.Clear();
    }

    /// <summary>Hands out a copy of the manifest, which appears only when it is whole.</summary>
    public void CopyTo(string path)
    {
        File.Copy(_path, path + ".part", overwrite: true);
        File.Move(path + ".part", path, overwrite: true);
    }

    private byte[] Add(byte[] line)
    {
        var hash = new byte[MerkleTree.HashBytes];
        MerkleTree.LeafHash(line, hash);
        _tree.Append(hash);
        _waiting.Add(line);
        return hash;
    }

    private void Begin(int keptDays)
    {
        KeptDays = keptDays;
        Add(ManifestLines.Opening(Sealer.Signer.Key, keptDays));
    }

    /// <returns>Why it cannot be gone on with.</returns>
    private string? Load()
    {
        using var file = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var end = LastSignedEnd(file);
        if (end == 0)
            return $"{_path} has no signed line; expected the manifest of what is sealed here: put back the last copy that was handed out.";
        // A head is written in one piece with its lines: what stands after the last one is the rest of a write that was cut short.
        file.SetLength(end);
        file.Position = 0;
        var reader = new ManifestReader(_path, Sealer.Signer.Key, this);
        switch (reader.Read(file))
        {
            case ManifestReading.Read read:
                (KeptDays, _tree) = (read.Opening.KeptDays, reader.Tree);
                return null;
            case ManifestReading.Refused refused:
                return refused.Why.ToString();
            case ManifestReading.Broken broken:
                return broken.Why.ToString();
            default:
                throw new InvalidOperationException("A reading that this book does not know.");
        }
    }

    private static long LastSignedEnd(FileStream file)
    {
        var (end, at, line) = (0L, 0L, new List<byte>());
        var buffer = new byte[1 << 16];
        for (int read; (read = file.Read(buffer)) > 0; )
        {
            foreach (var one in buffer.AsSpan(0, read))
            {
                at++;
                if (one == (byte)'\n')
                {
                    if (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line).StartsWith("{\"signed\":"u8))
                        end = at;
                    line.Clear();
                }
                else if (line.Count < 16)
                {
                    line.Add(one);
                }
            }
        }
        return end;
    }

    public void Take(Segment segment, ReadOnlyMemory<byte> leafHash)
    {
        _last[(segment.Terminal, segment.Camera)] = leafHash;
        _segments.TryAdd(segment.Key, segment);
    }

    public void Take(Deletion deletion) => _deleted.Add(deletion.Segment);

    public void Take(TreeHead head) => _lastSignedUs = head.TimeUs;

    public void Dispose()
    {
        Sealer.Dispose();
        _lock.Dispose();
    }
}
