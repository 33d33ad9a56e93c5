using System.Globalization;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Files;

/// <summary>
/// What a stream's folder holds, checked: every batch's checksum, the links between segments, and the hash chain of the last one. Repairs
/// what a crash leaves behind (a torn last batch, a segment without its seal) and refuses what a crash cannot explain.
/// </summary>
internal sealed class StreamOpening
{
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly JournalFolderOptions _options;
    private readonly List<Checked> _segments = [];

    public StreamOpening(IDisk disk, string folder, JournalFolderOptions options)
    {
        (_disk, _folder, _options) = (disk, folder, options);
        Check();
        Repair();
        Link();
    }

    public IEnumerable<Segment> Segments => _segments.Select(s => new Segment(s.Path, s.First, s.End, s.Bytes));

    public long Next => _segments.Count == 0 ? 0 : _segments[^1].End;

    public long Epoch => _segments.Count == 0 ? 0 : _segments[^1].Epoch;

    /// <summary>Hash of the last batch; zeros where there is none.</summary>
    public byte[] Hash => _segments.Count == 0 ? new byte[FrameHead.HashBytes] : _segments[^1].Hash;

    private sealed record Checked(
        string Path,
        long First,
        long End,
        long Bytes,
        long Length,
        long Epoch,
        byte[] Hash,
        byte[]? FirstPrevious,
        bool Sealed,
        string? Damage,
        long GoodBatchAfter
    )
    {
        public bool IsEmpty => End == First;
    }

    private void Check()
    {
        var firsts = _disk
            .Files(_folder)
            .Where(name => Segment.TryName(name, out _))
            .Select(name => Segment.TryName(name, out var first) ? first : 0)
            .Order()
            .ToArray();
        _segments.AddRange(
            firsts
                .AsParallel()
                .AsOrdered()
                .WithDegreeOfParallelism(_options.Threads)
                .Select(first => Attempt(() => CheckOne(first, isLast: first == firsts[^1])))
                .ToArray()
                .Select(result => result())
        );
    }

    /// <summary>A failure is thrown by the caller's thread, the earliest segment's first, as itself.</summary>
    private static Func<Checked> Attempt(Func<Checked> check)
    {
        try
        {
            var result = check();
            return () => result;
        }
        catch (IOException error)
        {
            return () => throw error;
        }
    }

    private Checked CheckOne(long first, bool isLast)
    {
        var path = Segment.PathOf(_folder, first);
        using var file = _disk.Open(path);
        var head = new byte[FileHead.Size];
        file.Read(0, head);
        var headGood = FileHead.TryRead(head, Segment.Kind, out var version, out var headFirst, out _) && headFirst == first;
        if (headGood && version != FileHead.Version)
        {
            throw new JournalDamagedException(
                path,
                0,
                first,
                $"the file is of format {version}, this program reads format {FileHead.Version}"
            );
        }
        using var scan = new FrameScan(
            path,
            file,
            file.Length,
            headGood ? FileHead.Size : 0,
            first,
            first == 0 ? new byte[FrameHead.HashBytes] : [],
            isLast
        );
        string? damage = headGood ? null : "the head of the file is damaged";
        while (headGood && scan.MoveNext()) { }
        var goodAfter = -1L;
        if (!scan.AtEnd)
        {
            damage ??= scan.Sealed ? "bytes stand after the segment's seal" : "a batch is damaged";
            if (scan.Sealed)
                goodAfter = scan.Offset;
            else if (scan.GoodBatchAfterBadPlace(out var where))
                goodAfter = where;
        }
        return new Checked(
            path,
            first,
            scan.Next,
            scan.Offset,
            file.Length,
            scan.LastEpoch,
            scan.Hash.ToArray(),
            scan.FirstPrevious,
            scan.Sealed,
            damage,
            goodAfter
        );
    }

    /// <summary>The remains of the last write are set aside, whichever segment they stand in.</summary>
    private void Repair()
    {
        if (_segments.Count == 0)
            return;
        var last = _segments[^1];
        if (last.GoodBatchAfter >= 0)
            throw Damaged(last, $"{last.Damage}, and a good one stands after it at offset {last.GoodBatchAfter}");
        if (last.Damage is not null)
            CutTail(last);
        if (last.IsEmpty)
        {
            // Nothing in it was ever answered: it is as if the segment had not been begun.
            _disk.Delete(last.Path);
            _disk.FlushFolder(_folder);
            _segments.RemoveAt(_segments.Count - 1);
            if (_segments.Count == 0)
                return;
            _segments[^1] = CheckOne(_segments[^1].First, isLast: true);
            Repair();
            return;
        }
        if (last.Sealed)
            throw Damaged(last, "the segment has a successor, which is missing");
        _segments[^1] = last with { Damage = null, Length = last.Bytes };
        MakeDurable(last.Path);
    }

    /// <summary>
    /// A killed process leaves its last batch where it can be read, but perhaps not yet on the disk. What a start has seen must not be gone
    /// after the next power loss.
    /// </summary>
    private void MakeDurable(string path)
    {
        using (var file = _disk.Open(path))
            file.Flush();
        _disk.FlushFolder(_folder);
    }

    private void CutTail(Checked segment)
    {
        using var file = _disk.Open(segment.Path);
        var rest = new byte[segment.Length - segment.Bytes];
        file.Read(segment.Bytes, rest);
        var kept = segment.Path + "." + segment.Bytes.ToString("x", CultureInfo.InvariantCulture) + ".cut";
        if (_disk.FileExists(kept))
            _disk.Delete(kept);
        using (var cut = _disk.Create(kept))
        {
            cut.Write(0, rest);
            cut.Flush();
        }
        _disk.FlushFolder(_folder);
        file.Truncate(segment.Bytes);
        file.Flush();
        _options.Warn(
            $"{segment.Path}: the last batch is incomplete, as a crash in the middle of "
                + $"a write leaves it. Its {rest.Length} bytes at offset {segment.Bytes} (from "
                + $"sequence {segment.End} on) were set aside in {kept}. After an orderly "
                + $"stop this would be damage to facts that were answered: then look into it."
        );
    }

    private void Link()
    {
        for (var i = 0; i < _segments.Count; i++)
        {
            var segment = _segments[i];
            var due = i == 0 ? 0 : _segments[i - 1].End;
            if (segment.First != due)
            {
                if (i > 0 && _segments[i - 1].Damage is { } what)
                    throw Damaged(_segments[i - 1], $"{what}, and good ones stand in later segments");
                throw new JournalDamagedException(
                    Segment.PathOf(_folder, due),
                    0,
                    due,
                    $"the segment that starts with sequence {due} is missing; the next one starts with {segment.First}"
                );
            }
            if (i > 0 && !_segments[i - 1].Hash.AsSpan().SequenceEqual(segment.FirstPrevious))
            {
                throw Damaged(
                    segment with
                    {
                        Bytes = FileHead.Size,
                        End = segment.First,
                    },
                    "the first batch does not name the hash of the batch before it"
                );
            }
            if (segment.Sealed && segment.Damage is not null)
                throw Damaged(segment, segment.Damage);
            if (i < _segments.Count - 1 && !segment.Sealed && segment.End == _segments[i + 1].First)
                SealAgain(segment);
        }
    }

    /// <summary>The crash came between the successor's first batch and this segment's seal, or in the middle of the seal.</summary>
    private void SealAgain(Checked segment)
    {
        try
        {
            using var file = _disk.Open(segment.Path);
            if (segment.Length != segment.Bytes)
                file.Truncate(segment.Bytes);
            WriteSeal(file, segment.Bytes, segment.End, segment.Epoch, segment.Hash);
        }
        catch (DiskFullException full)
        {
            _options.Warn($"{segment.Path} could not be sealed ({full.Message}); the next start does it.");
        }
    }

    internal static void WriteSeal(IDiskFile file, long offset, long next, long epoch, ReadOnlySpan<byte> hash)
    {
        Span<byte> frame = stackalloc byte[FrameHead.Size];
        FrameHead.Write(frame, new FrameHead(FrameHead.Seal, 0, next, epoch, 0, 0, 0), hash);
        file.Write(offset, frame);
        file.Flush();
    }

    private static JournalDamagedException Damaged(Checked segment, string what) => new(segment.Path, segment.Bytes, segment.End, what);
}
