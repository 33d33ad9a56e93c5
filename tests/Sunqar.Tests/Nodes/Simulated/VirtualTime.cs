namespace Sunqar.Tests.Nodes.Simulated;

/// <summary>A clock that stands until the next thing happens: events run one after another, on one thread, in the order of their
/// times.</summary>
internal sealed class VirtualTime
{
    private readonly PriorityQueue<Action, (long At, long Number)> _events = new();
    private long _number;

    public TimeSpan Now { get; private set; }

    public void In(TimeSpan delay, Action happens) => _events.Enqueue(happens, ((Now + delay).Ticks, ++_number));

    public void RunUntil(TimeSpan end)
    {
        while (_events.TryPeek(out _, out var next) && next.At <= end.Ticks)
        {
            var happens = _events.Dequeue();
            Now = TimeSpan.FromTicks(next.At);
            happens();
        }
        Now = end;
    }
}

/// <summary>The clock of one process, which may sleep: what happens to it meanwhile, it notices when it wakes.</summary>
internal sealed class ProcessTime(VirtualTime time) : TimeProvider
{
    private TimeSpan _wakes;
    private bool _isDead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => time.Now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + time.Now;

    public void Sleep(TimeSpan length) => _wakes = time.Now + length;

    /// <summary>Nothing reaches it any more.</summary>
    public void Die() => _isDead = true;

    /// <summary>Does something in the process, once it is awake.</summary>
    public void Do(Action happens)
    {
        if (_isDead)
            return;
        if (time.Now >= _wakes)
            happens();
        else
            time.In(_wakes - time.Now, () => Do(happens));
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer();
        time.In(
            dueTime,
            () =>
                Do(() =>
                {
                    if (!timer.IsOver)
                        callback(state);
                })
        );
        return timer;
    }

    private sealed class Timer : ITimer
    {
        public bool IsOver { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Nothing here changes a timer.");

        public void Dispose() => IsOver = true;

        public ValueTask DisposeAsync()
        {
            IsOver = true;
            return default;
        }
    }
}
