using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Frames;

/// <summary>Where a stream's batches are stored, one after another.</summary>
internal interface IBatchStore
{
    string Stream { get; }

    StreamHead Head { get; }

    /// <summary>Stores one batch: when this returns Appended, nothing takes the facts away any more.</summary>
    /// <param name="frame">Room for the head, then the records.</param>
    AppendOutcome Commit(Memory<byte> frame, int count, long epoch);

    /// <summary>Stops the stream after an error that nobody expected.</summary>
    AppendOutcome Break(Exception error);

    /// <summary>The writer of this epoch appends no more.</summary>
    void Leave(long epoch);
}

/// <summary>
/// Collects what many threads append and lets one thread of its own store it (group commit): while one batch is being made durable the
/// next one fills.
/// </summary>
internal sealed class GroupWriter : IJournalWriter
{
    private const int GroupsKept = 4;

    [ThreadStatic]
    private static FactBatch? _scratch;

    private readonly IBatchStore _store;
    private readonly object _gate = new();
    private readonly LinkedList<CommitGroup> _queue = [];
    private readonly Stack<CommitGroup> _free = [];
    private readonly Thread _committer;
    private int _pendingBytes;
    private bool _committing;
    private bool _closed;
    private AppendOutcome? _bulkFailure;

    public GroupWriter(IBatchStore store, long epoch)
    {
        _store = store;
        Epoch = epoch;
        _committer = new Thread(CommitLoop) { IsBackground = true, Name = "journal " + store.Stream };
        _committer.Start();
    }

    public string Stream => _store.Stream;

    public long Epoch { get; }

    public ValueTask<AppendOutcome> AppendAsync(Fact fact)
    {
        var batch = Scratch();
        batch.Add(fact);
        return AppendAsync(batch);
    }

    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Fact> facts)
    {
        var batch = Scratch();
        for (var i = 0; i < facts.Count; i++)
            batch.Add(facts[i]);
        return AppendAsync(batch);
    }

    public ValueTask<AppendOutcome> AppendAsync(FactBatch batch)
    {
        if (batch.Check() is { } refused)
            return new(refused);
        lock (_gate)
        {
            if (_closed)
                return new(WasClosed());
            if (_pendingBytes > 0 && _pendingBytes + batch.ByteCount > JournalLimits.PendingBytesMax)
            {
                return new(
                    AppendOutcome.Refused(AppendStatus.Busy, $"{_pendingBytes} bytes wait for the disk in stream {Stream} already.")
                );
            }
            return Add(batch, wait: true);
        }
    }

    public AppendOutcome Enqueue(FactBatch batch)
    {
        if (batch.Check() is { } refused)
            return refused;
        lock (_gate)
        {
            while (!_closed && _bulkFailure is null && _pendingBytes > 0 && _pendingBytes + batch.ByteCount > JournalLimits.PendingBytesMax)
                Monitor.Wait(_gate);
            if (_bulkFailure is { } failure)
                return failure;
            if (_closed)
                return WasClosed();
            Add(batch, wait: false);
            return AppendOutcome.Appended(-1, batch.Count);
        }
    }

    public AppendOutcome Flush()
    {
        lock (_gate)
        {
            while (_queue.Count > 0 || _committing)
                Monitor.Wait(_gate);
            var failure = _bulkFailure;
            _bulkFailure = null;
            if (failure is not null)
                return failure.Value;
        }
        var head = _store.Head;
        return head.Epoch == Epoch ? AppendOutcome.Appended(head.Next, 0) : AppendOutcome.LeaseLost(Stream, Epoch);
    }

    private ValueTask<AppendOutcome> Add(FactBatch batch, bool wait)
    {
        var group = _queue.Last?.Value;
        if (group is null || !group.Fits(batch))
        {
            group = _free.Count > 0 ? _free.Pop() : new CommitGroup();
            _queue.AddLast(group);
        }
        _pendingBytes += batch.ByteCount;
        var task = group.Add(batch, wait);
        if (!_committing)
            Monitor.PulseAll(_gate);
        return task;
    }

    private void CommitLoop()
    {
        while (true)
        {
            CommitGroup group;
            lock (_gate)
            {
                while (_queue.Count == 0 && !_closed)
                    Monitor.Wait(_gate);
                if (_queue.Count == 0)
                    return;
                group = _queue.First!.Value;
                _queue.RemoveFirst();
                _committing = true;
            }
            var outcome = Commit(group);
            if (outcome.IsAppended)
                Finish(group, in outcome);
            else
                FailAll(group, in outcome);
        }
    }

    private AppendOutcome Commit(CommitGroup group)
    {
        try
        {
            return _store.Commit(group.Frame, group.Count, Epoch);
        }
        catch (Exception error)
        {
            // A bug must not leave callers waiting for ever; what is on disk is unknown, as after a failed flush.
            return _store.Break(error);
        }
    }

    private void Finish(CommitGroup group, in AppendOutcome outcome)
    {
        group.Complete(in outcome);
        lock (_gate)
            Release(group);
    }

    /// <summary>
    /// What waits behind a failed batch fails with it: a caller that handed over B after A must never find B stored without A.
    /// </summary>
    private void FailAll(CommitGroup group, in AppendOutcome outcome)
    {
        CommitGroup[] behind;
        lock (_gate)
        {
            behind = [.. _queue];
            if (group.HasBulk || behind.Any(other => other.HasBulk))
                _bulkFailure ??= outcome;
            _queue.Clear();
        }
        group.Complete(in outcome);
        foreach (var other in behind)
            other.Complete(in outcome);
        lock (_gate)
        {
            foreach (var other in behind)
                Release(other);
            Release(group);
        }
    }

    private void Release(CommitGroup group)
    {
        _pendingBytes -= group.ByteCount;
        group.Clear();
        if (_free.Count < GroupsKept)
            _free.Push(group);
        _committing = false;
        Monitor.PulseAll(_gate);
    }

    private AppendOutcome WasClosed() => AppendOutcome.Refused(AppendStatus.Closed, $"The writer of stream {Stream} was closed.");

    private static FactBatch Scratch()
    {
        var batch = _scratch ??= new FactBatch();
        batch.Clear();
        return batch;
    }

    /// <summary>Takes nothing more, and returns when everything taken is on disk.</summary>
    public void Dispose()
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_closed;
            _closed = true;
            Monitor.PulseAll(_gate);
        }
        _committer.Join();
        if (isFirst)
            _store.Leave(Epoch);
    }
}
