using System.Buffers;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Frames;

/// <summary>Reads a file front to back through one rented buffer, a large piece at a time.</summary>
internal sealed class FileWindow(IDiskFile file, long end) : IDisposable
{
#if DEBUG
    private const int ReadAhead = 256;
    private const int FirstReadAhead = 256;
#else
    private const int ReadAhead = 1 << 20;
    private const int FirstReadAhead = 1 << 15;
#endif

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstReadAhead);
    private int _readAhead = FirstReadAhead;
    private long _start;
    private int _count;

    /// <summary>Where the readable part ends.</summary>
    public long End => end;

    /// <summary>The bytes at a place, fewer only at the end. They live until the next call.</summary>
    public ReadOnlyMemory<byte> At(long offset, int length)
    {
        if (offset >= end)
            return default;
        length = (int)Math.Min(length, end - offset);
        if (offset < _start || offset + length > _start + _count)
            Fill(offset, length);
        return _buffer.AsMemory((int)(offset - _start), Math.Min(length, (int)(_start + _count - offset)));
    }

    private void Fill(long offset, int length)
    {
        var wanted = (int)Math.Min(Math.Max(length, _readAhead), end - offset);
        // Who reads on wants more at a time; who reads one fact does not pay for it.
        _readAhead = Math.Min(ReadAhead, _readAhead * 2);
        if (_buffer.Length < wanted)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(wanted);
        }
        _start = offset;
        _count = file.Read(offset, _buffer.AsSpan(0, wanted));
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        (_start, _count) = (0, 0);
    }
}
