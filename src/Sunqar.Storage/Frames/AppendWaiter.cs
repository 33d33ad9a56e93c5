using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Frames;

/// <summary>What a caller of AppendAsync awaits; used again for the next append, so that waiting allocates nothing in steady
/// state.</summary>
internal sealed class AppendWaiter : IValueTaskSource<AppendOutcome>
{
    private static readonly ConcurrentBag<AppendWaiter> Free = [];

    private ManualResetValueTaskSourceCore<AppendOutcome> _core = new() { RunContinuationsAsynchronously = true };

    private AppendWaiter() { }

    /// <summary>Where the call's facts begin within the batch, and how many they are.</summary>
    public int Offset { get; private set; }

    public int Count { get; private set; }

    public ValueTask<AppendOutcome> Task => new(this, _core.Version);

    public static AppendWaiter Rent(int offset, int count)
    {
        if (!Free.TryTake(out var waiter))
            waiter = new AppendWaiter();
        (waiter.Offset, waiter.Count) = (offset, count);
        return waiter;
    }

    public void Complete(in AppendOutcome batch) =>
        _core.SetResult(batch.IsAppended ? AppendOutcome.Appended(batch.First + Offset, Count) : batch);

    public AppendOutcome GetResult(short token)
    {
        var result = _core.GetResult(token);
        _core.Reset();
        Free.Add(this);
        return result;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
