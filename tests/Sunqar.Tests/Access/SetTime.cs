namespace Sunqar.Tests.Access;

/// <summary>A wall clock that stands where the test began until the test moves it. The steady count moves along: a wall that jumped alone
/// would be doubted.</summary>
public sealed class SetTime : TimeProvider
{
    private long _nowTicks = DateTimeOffset.UtcNow.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _nowTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _nowTicks);

    public void Pass(TimeSpan time) => Interlocked.Add(ref _nowTicks, time.Ticks);
}
