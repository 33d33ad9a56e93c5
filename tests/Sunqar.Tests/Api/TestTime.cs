namespace Sunqar.Tests.Api;

/// <summary>A clock that stands until it is moved: the steady count and the wall apart, for the wall may jump.</summary>
internal sealed class TestTime : TimeProvider
{
    private long _ticks = 1_000_000;
    private long _wallTicks = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _wallTicks), TimeSpan.Zero);

    /// <summary>Time goes by.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _ticks, time.Ticks);
        Interlocked.Add(ref _wallTicks, time.Ticks);
    }

    /// <summary>Somebody sets the clock.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _wallTicks, by.Ticks);
}
