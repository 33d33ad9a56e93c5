namespace Sunqar.Tests.Access;

/// <summary>A wall clock that stands where the test began until the test moves it.</summary>
public sealed class SetTime : TimeProvider
{
    private long _nowTicks = DateTimeOffset.UtcNow.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _nowTicks), TimeSpan.Zero);

    public void Pass(TimeSpan time) => Interlocked.Add(ref _nowTicks, time.Ticks);
}
