using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Files;

/// <summary>One stream's segment files: appends whole batches to the last and begins a new one when it is full.</summary>
internal sealed class StreamFiles : IBatchStore, IDisposable
{
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly JournalFolderOptions _options;
    private readonly Lock _gate = new();
    private readonly List<Segment> _segments;
    private readonly byte[] _hash;
    private IDiskFile? _file;
    private long _next;
    private long _epoch;
    private string? _broken;
    private bool _sealDue;

    public StreamFiles(IDisk disk, string folder, string stream, JournalFolderOptions options)
    {
        (_disk, _folder, Stream, _options) = (disk, folder, stream, options);
        var opening = new StreamOpening(disk, folder, options);
        _segments = [.. opening.Segments];
        (_next, _epoch, _hash) = (opening.Next, opening.Epoch, opening.Hash);
    }

    public string Stream { get; }

    public FrameMarks Marks { get; } = new();

    public StreamHead Head
    {
        get
        {
            lock (_gate)
                return new StreamHead(Stream, _next, _epoch);
        }
    }

    public long TakeLease()
    {
        lock (_gate)
            return ++_epoch;
    }

    /// <summary>The segments that hold facts from a sequence on, and where the flushed facts end.</summary>
    public IReadOnlyList<Segment> From(long sequence)
    {
        lock (_gate)
            return [.. _segments.Where(segment => segment.End > sequence)];
    }

    /// <summary>The hash that the batch from a sequence on names as the one before it, in hexadecimal digits; null where no batch begins
    /// there.</summary>
    public string? ChainAt(long next)
    {
        Segment? segment;
        lock (_gate)
        {
            if (next == _next)
                return Convert.ToHexStringLower(_hash);
            segment = _segments.Find(one => one.First <= next && next < one.End);
        }
        if (segment is null)
            return null;
        using var file = _disk.Open(segment.Path);
        using var window = new FileWindow(file, segment.Bytes);
        for (var offset = Marks.Before(segment, next); FrameHead.TryRead(window.At(offset, FrameHead.Size).Span, out var head); )
        {
            if (head.First == next && head.Magic == FrameHead.Batch)
                return Convert.ToHexStringLower(window.At(offset, FrameHead.Size).Span.Slice(FrameHead.PreviousAt, FrameHead.HashBytes));
            if (head.First >= next)
                return null;
            offset += FrameHead.Size + head.PayloadBytes;
        }
        return null;
    }

    /// <summary>Writes one batch and flushes it: when this returns Appended the facts are on disk.</summary>
    /// <param name="batch">Room for the head, then the records.</param>
    public AppendOutcome Commit(Memory<byte> batch, int count, long epoch)
    {
        var frame = batch.Span;
        lock (_gate)
        {
            if (epoch != _epoch)
                return AppendOutcome.LeaseLost(Stream, epoch);
            if (_broken is not null)
                return AppendOutcome.Refused(AppendStatus.Failed, _broken);
            var payload = frame[FrameHead.Size..];
            var recordedUs = (_options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            var head = new FrameHead(FrameHead.Batch, payload.Length, _next, epoch, recordedUs, count, Crc32C.Compute(payload));
            FrameHead.Write(frame, head, _hash);
            var failure = NeedsNewSegment(frame.Length) ? WriteToNewSegment(frame) : WriteToLast(frame);
            if (failure is { } outcome)
                return outcome;
            FrameHead.Hash(frame, _hash);
            _next = head.End;
            _segments[^1] = _segments[^1] with { End = _next, Bytes = _segments[^1].Bytes + frame.Length };
            SealPredecessor();
            return AppendOutcome.Appended(head.First, count);
        }
    }

    private bool NeedsNewSegment(int frameBytes) =>
        _segments.Count == 0 || _segments[^1].Bytes + frameBytes > Math.Max(_options.SegmentBytes, FileHead.Size + frameBytes);

    private AppendOutcome? WriteToLast(ReadOnlySpan<byte> frame)
    {
        var last = _segments[^1];
        try
        {
            _file ??= _disk.Open(last.Path);
            _file.Write(last.Bytes, frame);
        }
        catch (DiskFullException full)
        {
            return UndoPartialWrite(last, full);
        }
        catch (IOException error)
        {
            return Broken(error);
        }
        return FlushOrBreak();
    }

    /// <summary>Whatever part of the batch was written is taken off again, for good, before anything else may follow.</summary>
    private AppendOutcome UndoPartialWrite(Segment last, DiskFullException full)
    {
        try
        {
            _file?.Truncate(last.Bytes);
            _file?.Flush();
            return AppendOutcome.Refused(AppendStatus.DiskFull, full.Message);
        }
        catch (IOException error)
        {
            return Broken(error);
        }
    }

    private AppendOutcome? FlushOrBreak()
    {
        try
        {
            _file!.Flush();
            return null;
        }
        catch (IOException error)
        {
            // After a failed fsync nobody knows what is on the disk, and asking again would be answered with a false yes.
            return Broken(error);
        }
    }

    private AppendOutcome? WriteToNewSegment(ReadOnlySpan<byte> frame)
    {
        var path = Segment.PathOf(_folder, _next);
        IDiskFile? file = null;
        try
        {
            if (_segments.Count == 0)
                _disk.CreateFolder(_folder);
            file = _disk.Create(path);
            Span<byte> head = stackalloc byte[FileHead.Size];
            FileHead.Write(head, Segment.Kind, _next, []);
            file.Write(0, head);
            // Flushed apart: so a bad head before a good batch is never the work of a crash.
            file.Flush();
            file.Write(FileHead.Size, frame);
        }
        catch (DiskFullException full)
        {
            return GiveUpNewSegment(path, file, full);
        }
        catch (IOException error)
        {
            file?.Dispose();
            return Broken(error);
        }
        var previous = _file;
        _file = file;
        var failure = FlushOrBreak();
        if (failure is not null)
            return failure;
        try
        {
            _disk.FlushFolder(_folder);
        }
        catch (IOException error)
        {
            return Broken(error);
        }
        previous?.Dispose();
        _segments.Add(new Segment(path, _next, _next, FileHead.Size));
        _sealDue = _segments.Count > 1;
        return null;
    }

    private AppendOutcome GiveUpNewSegment(string path, IDiskFile? file, DiskFullException full)
    {
        try
        {
            file?.Dispose();
            if (file is not null)
                _disk.Delete(path);
            return AppendOutcome.Refused(AppendStatus.DiskFull, full.Message);
        }
        catch (IOException error)
        {
            return Broken(error);
        }
    }

    /// <summary>
    /// Once a segment's successor holds facts on disk, the segment says so: then a lost successor is noticed. Where the disk refuses, the
    /// next open seals.
    /// </summary>
    private void SealPredecessor()
    {
        if (!_sealDue)
            return;
        _sealDue = false;
        var closed = _segments[^2];
        try
        {
            using var file = _disk.Open(closed.Path);
            Span<byte> previous = stackalloc byte[FrameHead.HashBytes];
            using (var successor = _disk.Open(_segments[^1].Path))
                successor.Read(FileHead.Size + FrameHead.PreviousAt, previous);
            StreamOpening.WriteSeal(file, closed.Bytes, closed.End, _epoch, previous);
            _segments[^2] = closed with { Bytes = closed.Bytes + FrameHead.Size };
        }
        catch (IOException error)
        {
            _options.Warn($"{closed.Path} could not be sealed ({error.Message}); the next start does it.");
        }
    }

    /// <summary>Stops the stream after an error that nobody expected.</summary>
    public AppendOutcome Break(Exception error)
    {
        lock (_gate)
            return Broken(error);
    }

    public void Leave(long epoch) { }

    /// <summary>Reads every segment and follows the whole hash chain.</summary>
    public void Verify(Action<long> progress) => Verify(progress, into: null);

    /// <summary>As <see cref="Verify(Action{long})"/>; each batch that holds is given on.</summary>
    public void Verify(Action<long> progress, IFrameSink? into)
    {
        ReadOnlySpan<byte> hash = new byte[FrameHead.HashBytes];
        foreach (var segment in From(0))
        {
            using var file = _disk.Open(segment.Path);
            using var scan = new FrameScan(segment.Path, file, segment.Bytes, FileHead.Size, segment.First, hash, checkHashes: true);
            while (scan.MoveNext())
            {
                RecordReader.Verify(scan);
                into?.Add(Stream, scan.Head, scan.Frame.Span);
            }
            if (!scan.AtEnd || scan.Next != segment.End)
                throw scan.Damaged("a batch is damaged");
            hash = scan.Hash.ToArray();
            progress(segment.Bytes);
        }
    }

    private AppendOutcome Broken(Exception error)
    {
        _broken = $"Stream {Stream} stopped because the disk failed: {error.Message} Start again when the disk is well.";
        _options.Warn(_broken);
        return AppendOutcome.Refused(AppendStatus.Failed, _broken);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _epoch++;
            _file?.Dispose();
            _file = null;
            _broken ??= $"The journal that holds stream {Stream} was closed.";
        }
    }
}
