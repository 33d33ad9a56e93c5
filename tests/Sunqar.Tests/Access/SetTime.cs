namespace Sunqar.Tests.Access;

/// <summary>A clock that the test moves; it starts at the machine's.</summary>
public sealed class SetTime : TimeProvider
{
    private long _aheadTicks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    public void Pass(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);
}
