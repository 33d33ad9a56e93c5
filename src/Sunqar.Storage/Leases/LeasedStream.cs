using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Leases;

/// <summary>
/// One stream under one lease, on a database that others may write too. It answers a batch as appended only when that is known to hold on
/// every machine that must have it. A batch of which nobody knows whether it was stored is settled before anything else is answered: the
/// lease is renewed until that is certain, and a write that is certain makes everything before it certain; then the stream either ends
/// with the batch, or the very same batch is sent again. So a statement that was lost on its way and arrives late finds its place taken by
/// its own equal, and is refused. Appends come one at a time; renewing may run beside them.
/// </summary>
internal sealed class LeasedStream
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ILeaseTable _table;
    private readonly TimeProvider _clock;
    private readonly Action<string> _warn;
    private byte[] _chain;
    private long _next;
    private volatile bool _isLost;
    private long _certainAt;
    private string? _stopped;

    private LeasedStream(ILeaseTable table, string stream, in LeaseReply taken, TimeProvider clock, Action<string> warn)
    {
        (_table, Stream, _clock, _warn) = (table, stream, clock, warn);
        (Epoch, _next, _chain) = (taken.Epoch, taken.Next, taken.Chain!);
        _certainAt = clock.GetTimestamp();
    }

    public string Stream { get; }

    public long Epoch { get; }

    /// <summary>The sequence after the last fact that was answered as stored.</summary>
    public long Next => Volatile.Read(ref _next);

    /// <summary>Hash of the last batch that was answered as stored.</summary>
    public ReadOnlyMemory<byte> Chain => Volatile.Read(ref _chain);

    /// <summary>Whether somebody else took the lease, or this one gave it back: nothing is appended under it any more.</summary>
    public bool IsLost => _isLost;

    /// <summary>How long ago the lease was last known to be held.</summary>
    public TimeSpan SinceCertain => _clock.GetElapsedTime(Volatile.Read(ref _certainAt));

    /// <summary>Takes a stream's lease. What the last owner left in doubt is settled by this write too.</summary>
    /// <param name="patience">How long a database that gives no certain answer is asked again.</param>
    /// <exception cref="LeaseHeldException">Somebody else holds it.</exception>
    /// <exception cref="IOException">The database refuses, or gave no certain answer.</exception>
    public static async Task<LeasedStream> TakeAsync(
        ILeaseTable table,
        string stream,
        string owner,
        bool fencesAll,
        TimeSpan patience,
        TimeProvider clock,
        Action<string> warn,
        CancellationToken cancel
    )
    {
        var (began, pause) = (clock.GetTimestamp(), FirstPause);
        while (true)
        {
            var reply = await table.TakeAsync(stream, owner, fencesAll, cancel).ConfigureAwait(false);
            switch (reply.Told)
            {
                case Told.Done:
                    return new LeasedStream(table, stream, in reply, clock, warn);
                case Told.NotHeld:
                    throw new LeaseHeldException(stream, reply.Owner ?? "");
                case Told.Refused:
                    throw new IOException($"The lease of {stream} cannot be taken: {reply.Reason}");
            }
            // A lease that may be ours and may vanish is asked for again, under the next epoch.
            if (clock.GetElapsedTime(began) >= patience)
                throw new IOException($"The lease of {stream} cannot be taken: {reply.Reason}");
            await Task.Delay(pause, clock, cancel).ConfigureAwait(false);
            pause = Longer(pause);
        }
    }

    /// <param name="frame">Room for the head, then the records.</param>
    /// <param name="recordedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="cancel">Gives up waiting for a database that gives no certain answer: then nobody knows, and the stream
    /// stops.</param>
    public async Task<AppendOutcome> AppendAsync(Memory<byte> frame, int count, long recordedUs, CancellationToken cancel)
    {
        if (_isLost)
            return AppendOutcome.LeaseLost(Stream, Epoch);
        if (_stopped is not null)
            return AppendOutcome.Refused(AppendStatus.Failed, _stopped);
        var batch = Frame(frame, count, recordedUs);
        var (isInDoubt, pause) = (false, FirstPause);
        while (true)
        {
            // Once a copy of the batch may be under way, only an answer of this loop's own may end it.
            var reply = await _table.AppendAsync(batch, CancellationToken.None).ConfigureAwait(false);
            if (reply.Told == Told.Done)
                return Landed(batch);
            if (reply.Told == Told.Refused)
            {
                if (!isInDoubt)
                    return Refused(in reply);
            }
            else if (reply.Told == Told.InDoubt)
            {
                _warn($"Nobody knows yet whether {count} facts of stream {Stream} from {batch.First} are stored: {reply.Reason}");
                isInDoubt = true;
            }
            else if (!isInDoubt)
            {
                _isLost = true;
                return AppendOutcome.LeaseLost(Stream, Epoch);
            }
            var settled = await SettleAsync(batch, cancel).ConfigureAwait(false);
            if (settled is { } outcome)
                return outcome;
            // Certainly not stored yet, and the lease is held: the same batch once more.
            if (!await PauseAsync(pause, cancel).ConfigureAwait(false))
                return Stop(UnknownText(batch, "the journal was closed while the database gave no answer"));
            pause = Longer(pause);
        }
    }

    /// <summary>Null where the batch is certainly not stored and may be sent again.</summary>
    private async Task<AppendOutcome?> SettleAsync(LeasedBatch batch, CancellationToken cancel)
    {
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            var reply = await _table.RenewAsync(Stream, Epoch, CancellationToken.None).ConfigureAwait(false);
            if (reply.Told == Told.Done)
            {
                if (reply.Next == batch.First)
                    return null;
                return reply.Next == batch.First + batch.Count && reply.Chain.AsSpan().SequenceEqual(batch.Hash)
                    ? Landed(batch)
                    : Stop($"Stream {Stream} stands at {reply.Next}, which nobody but the holder of its lease can have written.");
            }
            if (reply.Told == Told.NotHeld)
            {
                // The new holder's history has it or has it not; whoever asks again learns that there.
                _isLost = true;
                return AppendOutcome.Refused(AppendStatus.LeaseLost, UnknownText(batch, "the lease was taken over meanwhile"));
            }
            if (!await PauseAsync(pause, cancel).ConfigureAwait(false))
                return Stop(UnknownText(batch, "the journal was closed while the database gave no answer"));
        }
    }

    /// <summary>Makes the lease last longer. Without a certain answer it may run out, and then may be lost; that is found out
    /// later.</summary>
    public async Task RenewAsync(CancellationToken cancel)
    {
        var reply = await _table.RenewAsync(Stream, Epoch, cancel).ConfigureAwait(false);
        if (reply.Told == Told.NotHeld)
            _isLost = true;
        else if (reply.Told == Told.Done)
            Volatile.Write(ref _certainAt, _clock.GetTimestamp());
    }

    /// <summary>Another writer of the same process has the stream now.</summary>
    public void HandOver() => _isLost = true;

    /// <summary>Gives the lease back, so that nobody has to wait until it runs out.</summary>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        if (_isLost)
            return;
        _isLost = true;
        await _table.ReleaseAsync(Stream, Epoch, cancel).ConfigureAwait(false);
    }

    private LeasedBatch Frame(Memory<byte> frame, int count, long recordedUs)
    {
        var payload = frame.Span[FrameHead.Size..];
        var head = new FrameHead(FrameHead.Batch, payload.Length, _next, Epoch, recordedUs, count, Crc32C.Compute(payload));
        FrameHead.Write(frame.Span, head, _chain);
        var hash = new byte[FrameHead.HashBytes];
        FrameHead.Hash(frame.Span, hash);
        return new LeasedBatch(Stream, Epoch, _next, count, recordedUs, frame, hash);
    }

    private AppendOutcome Landed(LeasedBatch batch)
    {
        Volatile.Write(ref _chain, batch.Hash);
        Volatile.Write(ref _next, batch.First + batch.Count);
        Volatile.Write(ref _certainAt, _clock.GetTimestamp());
        return AppendOutcome.Appended(batch.First, batch.Count);
    }

    private AppendOutcome Refused(in LeaseReply reply) =>
        reply.IsFull
            ? AppendOutcome.Refused(AppendStatus.DiskFull, reply.Reason ?? "The database's disk is full.")
            : Stop($"Stream {Stream} stopped because the database refused a batch: {reply.Reason}");

    /// <summary>The stream takes nothing more until it is opened again.</summary>
    public AppendOutcome Stop(string reason)
    {
        _stopped ??= reason;
        _warn(reason);
        return AppendOutcome.Refused(AppendStatus.Failed, reason);
    }

    private static string UnknownText(LeasedBatch batch, string why) =>
        $"Whether {batch.Count} facts of stream {batch.Stream} from {batch.First} are stored is not known: {why}.";

    private async Task<bool> PauseAsync(TimeSpan pause, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(pause, _clock, cancel).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 > LongestPause ? LongestPause : pause * 2;
}
