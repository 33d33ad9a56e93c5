using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Files;

/// <summary>Writes batches that another journal holds into the files of a new one.</summary>
internal sealed class FolderFrames(IDisk disk, string folder) : IFrameSink, IDisposable
{
    private static readonly long SegmentBytes = new JournalFolderOptions().SegmentBytes;

    private IDiskFile? _file;
    private string? _stream;
    private long _at;

    public void Add(string stream, in FrameHead head, ReadOnlySpan<byte> frame)
    {
        if (_stream != stream)
        {
            Begin(stream, in head);
        }
        else if (_at + frame.Length + FrameHead.Size > SegmentBytes)
        {
            StreamOpening.WriteSeal(_file!, _at, head.First, head.Epoch, frame.Slice(FrameHead.PreviousAt, FrameHead.HashBytes));
            Begin(stream, in head);
        }
        _file!.Write(_at, frame);
        _at += frame.Length;
    }

    public void End(StreamHead stream, ReadOnlySpan<byte> chain) => Close();

    private void Begin(string stream, in FrameHead head)
    {
        Close();
        var place = Path.Combine(folder, stream);
        disk.CreateFolder(place);
        _file = disk.Create(Segment.PathOf(place, head.First));
        Span<byte> start = stackalloc byte[FileHead.Size];
        FileHead.Write(start, Segment.Kind, head.First, []);
        _file.Write(0, start);
        (_stream, _at) = (stream, FileHead.Size);
    }

    private void Close()
    {
        _file?.Flush();
        _file?.Dispose();
        if (_stream is not null)
            disk.FlushFolder(Path.Combine(folder, _stream));
        (_file, _stream) = (null, null);
    }

    public void Dispose() => Close();
}
