using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Files;

/// <summary>
/// The journal in a folder of one machine: a folder per stream with its segment files and snapshots (docs/journal.md). One process at a
/// time.
/// </summary>
public sealed class FolderJournal : IJournal
{
    /// <summary>Its name inside a data folder.</summary>
    internal const string FolderName = "journal";

    private const string LockName = "lock";
    private const string SnapshotFolder = "snapshots";

    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly JournalFolderOptions _options;
    private readonly IDisposable _lock;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, StreamFiles> _streams = new(StringComparer.Ordinal);
    private readonly List<GroupWriter> _writers = [];

    /// <exception cref="JournalDamagedException">Something is damaged or missing that no crash explains.</exception>
    /// <exception cref="FolderInUseException">Another process has it open.</exception>
    public FolderJournal(string folder, JournalFolderOptions? options = null)
        : this(OsDisk.Instance, folder, options ?? new JournalFolderOptions()) { }

    internal FolderJournal(IDisk disk, string folder, JournalFolderOptions options)
    {
        (_disk, _folder, _options) = (disk, folder, options);
        disk.CreateFolder(folder);
        _lock = disk.TryLock(Path.Combine(folder, LockName)) ?? throw new FolderInUseException(folder);
        try
        {
            foreach (var stream in disk.Folders(folder))
                OpenStream(stream);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    public IReadOnlyList<StreamHead> Heads()
    {
        lock (_gate)
            return [.. _streams.Values.Select(stream => stream.Head).Where(head => head.Next > 0)];
    }

    public StreamHead Head(string stream) => Find(stream)?.Head ?? new StreamHead(stream, 0, 0);

    public string? ChainAt(string stream, long next) => Find(stream)?.ChainAt(next);

    public IJournalWriter Open(string stream)
    {
        JournalLimits.CheckName(stream);
        lock (_gate)
        {
            if (!_streams.TryGetValue(stream, out var files))
                files = OpenStream(stream);
            var writer = new GroupWriter(files, files.TakeLease());
            _writers.Add(writer);
            return writer;
        }
    }

    public IEnumerable<RecordedFact> Read(string stream, long from = 0) => RecordReader.Facts(Cursor(stream, from), stream, from);

    public IEnumerable<RecordedFact> Read(string stream, long from, PaymentChoice isWanted) =>
        RecordReader.Facts(Cursor(stream, from), stream, from, isWanted);

    public IEnumerable<T> Read<T>(string stream, long from = 0)
        where T : Fact => RecordReader.Facts<T>(Cursor(stream, from), from);

    public void ReadPayments(string stream, long from, IDecidedPaymentSink sink) => RecordReader.Payments(Cursor(stream, from), from, sink);

    public void ReadRecords(string stream, long from, IRecordSink sink) => RecordReader.Records(Cursor(stream, from), from, sink);

    public void SaveSnapshot(string stream, string fold, long next, ReadOnlySpan<byte> content)
    {
        JournalLimits.CheckName(fold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(next, Head(stream).Next);
        ArgumentOutOfRangeException.ThrowIfNegative(next);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, JournalLimits.SnapshotBytesMax);
        lock (_gate)
            Snapshots(stream).Save(fold, next, content);
    }

    public Snapshot? LatestSnapshot(string stream, string fold)
    {
        JournalLimits.CheckName(stream);
        lock (_gate)
            return Snapshots(stream).Latest(fold);
    }

    /// <summary>Checks everything that is stored, the whole hash chain included; <paramref name="progress"/> is told the bytes
    /// read.</summary>
    /// <exception cref="JournalDamagedException">The first place that does not hold.</exception>
    public void Verify(Action<long>? progress = null)
    {
        StreamFiles[] streams;
        lock (_gate)
            streams = [.. _streams.Values];
        foreach (var stream in streams)
            stream.Verify(progress ?? (_ => { }));
    }

    /// <summary>Gives every batch of every stream on, checked; nobody may write meanwhile.</summary>
    /// <exception cref="JournalDamagedException">The first place that does not hold.</exception>
    internal void CopyTo(IFrameSink sink, Action<long> progress)
    {
        StreamFiles[] streams;
        lock (_gate)
            streams = [.. _streams.Values.Where(stream => stream.Head.Next > 0)];
        foreach (var stream in streams)
        {
            stream.Verify(progress, sink);
            sink.End(stream.Head, Convert.FromHexString(stream.ChainAt(stream.Head.Next)!));
        }
    }

    public void Dispose()
    {
        GroupWriter[] writers;
        lock (_gate)
            writers = [.. _writers];
        foreach (var writer in writers)
            writer.Dispose();
        lock (_gate)
        {
            foreach (var stream in _streams.Values)
                stream.Dispose();
        }
        _lock.Dispose();
    }

    private StreamFiles? Find(string stream)
    {
        JournalLimits.CheckName(stream);
        lock (_gate)
            return _streams.GetValueOrDefault(stream);
    }

    private StreamFiles OpenStream(string stream)
    {
        var files = new StreamFiles(_disk, Path.Combine(_folder, stream), stream, _options);
        if (Snapshots(stream).Farthest() is { } farthest && farthest.Next > files.Head.Next)
        {
            throw new JournalDamagedException(
                Path.Combine(_folder, stream),
                0,
                files.Head.Next,
                $"the stream ends with sequence {files.Head.Next - 1}, but "
                    + $"{farthest.Path} was made from {farthest.Next} facts: facts are missing"
            );
        }
        _streams.Add(stream, files);
        return files;
    }

    private SnapshotFiles Snapshots(string stream) => new(_disk, Path.Combine(_folder, stream, SnapshotFolder));

    private SegmentCursor Cursor(string stream, long from)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        var files = Find(stream);
        return new SegmentCursor(_disk, files?.From(from) ?? [], files?.Marks, from);
    }
}
