using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Frames;

/// <summary>The facts of several calls that go to disk as one batch under one flush.</summary>
internal sealed class CommitGroup
{
#if DEBUG
    private const int StartBytes = FrameHead.Size + 64;
#else
    private const int StartBytes = 256 << 10;
#endif

    private readonly List<AppendWaiter> _waiters = [];
    private byte[] _buffer = new byte[StartBytes];

    public int Count { get; private set; }

    /// <summary>Bytes of records.</summary>
    public int ByteCount { get; private set; }

    /// <summary>Whether somebody handed facts over who waits only at the next flush.</summary>
    public bool HasBulk { get; private set; }

    /// <summary>Room for the frame's head, then the records.</summary>
    public Memory<byte> Frame => _buffer.AsMemory(0, FrameHead.Size + ByteCount);

    public bool Fits(FactBatch batch) =>
        ByteCount + batch.ByteCount <= JournalLimits.BatchBytesMax && Count + batch.Count <= JournalLimits.BatchFactsMax;

    /// <summary>Adds a call's facts; the task where the caller wants to wait.</summary>
    public ValueTask<AppendOutcome> Add(FactBatch batch, bool wait)
    {
        var end = FrameHead.Size + ByteCount;
        if (_buffer.Length - end < batch.ByteCount)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, end + batch.ByteCount));
        batch.Bytes.CopyTo(_buffer.AsSpan(end));
        ByteCount += batch.ByteCount;
        var offset = Count;
        Count += batch.Count;
        HasBulk |= !wait;
        if (!wait)
            return default;
        var waiter = AppendWaiter.Rent(offset, batch.Count);
        _waiters.Add(waiter);
        return waiter.Task;
    }

    public void Complete(in AppendOutcome outcome)
    {
        foreach (var waiter in _waiters)
            waiter.Complete(in outcome);
    }

    public void Clear()
    {
        _waiters.Clear();
        (Count, ByteCount, HasBulk) = (0, 0, false);
    }
}
