using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Files;

/// <summary>Reads the batches of a list of segments, each checksum verified.</summary>
internal sealed class SegmentCursor(IDisk disk, IReadOnlyList<Segment> segments, FrameMarks? marks, long from) : BatchCursor
{
    private int _index = -1;
    private IDiskFile? _file;
    private FileWindow? _window;
    private long _offset;

    public override bool Next()
    {
        while (true)
        {
            if (_window is null || _offset >= _window.End)
            {
                if (!NextSegment())
                    return false;
                continue;
            }
            var segment = segments[_index];
            if (!FrameHead.TryRead(_window.At(_offset, FrameHead.Size).Span, out var head))
                throw Damaged(segment, "the head of a batch is damaged");
            var bytes = FrameHead.Size + head.PayloadBytes;
            if (head.Magic == FrameHead.Seal || head.End <= from)
            {
                if (head.Magic != FrameHead.Seal)
                    marks?.Note(segment, head.First, _offset);
                _offset += bytes;
                continue;
            }
            var frame = _window.At(_offset, bytes);
            if (frame.Length != bytes || Crc32C.Compute(frame.Span[FrameHead.Size..]) != head.PayloadCrc)
                throw Damaged(segment, "a batch is damaged");
            _offset += bytes;
            (First, Count, RecordedUs, Records) = (head.First, head.Count, head.Extra, frame[FrameHead.Size..]);
            return true;
        }
    }

    private bool NextSegment()
    {
        Close();
        if (++_index >= segments.Count)
            return false;
        var segment = segments[_index];
        _file = disk.Open(segment.Path);
        _window = new FileWindow(_file, segment.Bytes);
        _offset = marks?.Before(segment, from) ?? FileHead.Size;
        return true;
    }

    private JournalDamagedException Damaged(Segment segment, string what) =>
        new(segment.Path, _offset, Math.Max(First + Count, segment.First), what);

    private void Close()
    {
        _window?.Dispose();
        _file?.Dispose();
        (_window, _file) = (null, null);
    }

    public override void Dispose() => Close();
}
