using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Postgres;

/// <summary>One open file of a <see cref="PostgresDisk"/>: what is written stays here until the flush puts it there in one
/// transaction.</summary>
internal sealed class PostgresFile(PostgresDisk disk, long id, long length) : IDiskFile
{
    /// <summary>A file is stored in blocks of so many bytes, the last one shorter: an append writes one block again, not the
    /// file.</summary>
    public const int BlockBytes = 8 << 10;

    private readonly SortedDictionary<long, byte[]> _unflushed = [];
    private (long At, byte[] Bytes) _last = (-1, []);
    private long _flushedLength = length;
    private bool _isCut;
    private long _length = length;
    private bool _isOthers = disk.IsReader;

    /// <summary>Of a file that another process writes: as it is now.</summary>
    public long Length => disk.IsReader ? disk.LengthOf(id) : Own();

    /// <summary>A file that was another process's when it was opened is as long as that one left it.</summary>
    private long Own()
    {
        if (_isOthers)
            (_isOthers, _length, _flushedLength) = (false, disk.LengthOf(id), disk.LengthOf(id));
        return _length;
    }

    public int Read(long offset, Span<byte> into)
    {
        // Another node may have made the file longer meanwhile: what is asked for is read, as far as it is there.
        var count = disk.IsReader ? into.Length : (int)Math.Clamp(Own() - offset, 0, into.Length);
        if (count == 0)
            return 0;
        var whole = new byte[count];
        var end = offset;
        disk.ReadBlocks(
            id,
            offset / BlockBytes,
            (offset + count - 1) / BlockBytes,
            (at, bytes) =>
            {
                Copy(at, bytes, offset, whole);
                end = Math.Min(offset + whole.Length, at * BlockBytes + bytes.Length);
            }
        );
        foreach (var (at, bytes) in _unflushed)
            Copy(at, bytes, offset, whole);
        whole.CopyTo(into);
        return disk.IsReader ? (int)Math.Max(0, end - offset) : count;
    }

    private static void Copy(long at, byte[] bytes, long offset, byte[] whole)
    {
        var start = at * BlockBytes;
        var from = Math.Max(start, offset);
        var to = Math.Min(start + bytes.Length, offset + whole.Length);
        if (from < to)
            bytes.AsSpan((int)(from - start), (int)(to - from)).CopyTo(whole.AsSpan((int)(from - offset)));
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        var end = Math.Max(Own(), offset + data.Length);
        while (data.Length > 0)
        {
            var (at, within) = (offset / BlockBytes, (int)(offset % BlockBytes));
            var some = Math.Min(data.Length, BlockBytes - within);
            var size = (int)Math.Min(BlockBytes, end - at * BlockBytes);
            var block = Block(at);
            if (block.Length < size)
                Array.Resize(ref block, size);
            data[..some].CopyTo(block.AsSpan(within));
            _unflushed[at] = block;
            data = data[some..];
            offset += some;
        }
        _length = end;
    }

    /// <summary>A block as it is now, for changing.</summary>
    private byte[] Block(long at)
    {
        if (_unflushed.TryGetValue(at, out var changed))
            return changed;
        if (_last.At == at)
            return [.. _last.Bytes];
        byte[] stored = [];
        if (at * BlockBytes < Math.Min(_length, _flushedLength))
            disk.ReadBlocks(id, at, at, (_, bytes) => stored = bytes);
        return stored;
    }

    public void Truncate(long length)
    {
        if (length >= Own())
            return;
        var last = length / BlockBytes;
        var kept = length % BlockBytes == 0 ? [] : Block(last)[..(int)(length % BlockBytes)];
        foreach (var at in _unflushed.Keys.Where(at => at >= last).ToArray())
            _unflushed.Remove(at);
        if (kept.Length > 0)
            _unflushed[last] = kept;
        if (_last.At >= last)
            _last = (-1, []);
        // Bytes behind the cut are not there again when the file grows.
        _flushedLength = Math.Min(_flushedLength, length);
        (_length, _isCut) = (length, true);
    }

    public void Flush()
    {
        if (_unflushed.Count == 0 && !_isCut)
            return;
        var last = (_length + BlockBytes - 1) / BlockBytes - 1;
        disk.WriteBlocks(id, last, [.. _unflushed.Keys], [.. _unflushed.Values]);
        if (_unflushed.TryGetValue(last, out var bytes))
            _last = (last, bytes);
        _unflushed.Clear();
        (_flushedLength, _isCut) = (_length, false);
    }

    /// <summary>What was not flushed is let go, as by a disk that lost its power.</summary>
    public void Dispose() => _unflushed.Clear();
}
