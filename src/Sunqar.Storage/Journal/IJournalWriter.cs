using Sunqar.Core.Facts;

namespace Sunqar.Storage.Journal;

/// <summary>
/// Appends to one stream under one lease; any number of threads may call it. What one call appends is stored together or not at all, and
/// in the order of the calls of one thread. Many calls share one flush to disk (group commit).
/// </summary>
public interface IJournalWriter : IDisposable
{
    string Stream { get; }

    /// <summary>The lease's epoch; every append names it.</summary>
    long Epoch { get; }

    /// <summary>Completes when the fact is on disk, or says why it is not. Never waits for room: see
    /// <see cref="AppendStatus.Busy"/>.</summary>
    ValueTask<AppendOutcome> AppendAsync(Fact fact);

    /// <summary>As <see cref="AppendAsync(Fact)"/> for several facts, which are stored together or not at all.</summary>
    ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<Fact> facts);

    /// <summary>
    /// As <see cref="AppendAsync(Fact)"/> for facts encoded ahead. The batch is copied or consumed before the call returns: clear it and
    /// fill it again.
    /// </summary>
    ValueTask<AppendOutcome> AppendAsync(FactBatch batch);

    /// <summary>
    /// The bulk way: waits for room, hands the batch over and returns before it is on disk, so that the caller prepares the next one
    /// meanwhile. <see cref="Flush"/> tells whether everything arrived; a failure is also returned by the next call.
    /// </summary>
    AppendOutcome Enqueue(FactBatch batch);

    /// <summary>Waits until everything handed over is on disk, or tells the first failure since the last flush.</summary>
    AppendOutcome Flush();
}

/// <summary>How an append ended.</summary>
public enum AppendStatus : byte
{
    /// <summary>On disk.</summary>
    Appended = 0,

    /// <summary>Somebody else took the stream's lease; nothing was stored.</summary>
    LeaseLost = 1,

    /// <summary>A fact or the batch is above a limit (<see cref="JournalLimits"/>), or the batch is empty; nothing was stored.</summary>
    OverLimit = 2,

    /// <summary>Too much waits for the disk already; nothing was stored, try again later.</summary>
    Busy = 3,

    /// <summary>The disk is full; nothing was stored. Appends succeed again once there is room.</summary>
    DiskFull = 4,

    /// <summary>
    /// The disk failed in a way that leaves open whether the facts will be there after a restart. The stream takes nothing more until
    /// the journal is opened again.
    /// </summary>
    Failed = 5,

    /// <summary>The writer was closed; nothing was stored.</summary>
    Closed = 6,
}

/// <summary>How an append ended. A value, not a class hierarchy: the hot path returns millions of them and must not allocate.</summary>
/// <param name="First">Sequence of the first fact where <see cref="AppendStatus.Appended"/>; for <see cref="IJournalWriter.Flush"/> the
/// stream's next; -1 for <see cref="IJournalWriter.Enqueue"/>, which does not wait to learn it.</param>
/// <param name="Count">Facts stored.</param>
/// <param name="Reason">One sentence for a person where nothing was stored.</param>
public readonly record struct AppendOutcome(AppendStatus Status, long First, int Count, string? Reason)
{
    public bool IsAppended => Status == AppendStatus.Appended;

    internal static AppendOutcome Appended(long first, int count) => new(AppendStatus.Appended, first, count, null);

    internal static AppendOutcome Refused(AppendStatus status, string reason) => new(status, -1, 0, reason);

    internal static AppendOutcome LeaseLost(string stream, long epoch) =>
        Refused(AppendStatus.LeaseLost, $"The lease of stream {stream} with epoch {epoch} was taken over by a newer one.");

    /// <summary>This outcome, or an exception where nothing was stored: for callers that cannot go on without.</summary>
    /// <exception cref="IOException">Nothing was stored; the message says why.</exception>
    public AppendOutcome OrThrow() => IsAppended ? this : throw new IOException(Reason);
}
