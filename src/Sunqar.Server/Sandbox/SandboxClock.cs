namespace Sunqar.Server.Sandbox;

/// <summary>The machine's clock, moved ahead by whoever tries something out: what waits a day need not be waited for. The steady count goes
/// with it, so that the move is no jump that the desk would doubt. For any number of threads.</summary>
public sealed class SandboxClock : TimeProvider
{
    /// <summary>The farthest that it can be moved in all: holds, orders and limits of a year can be tried.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromDays(400);

    private long _aheadTicks;

    /// <summary>How far it is ahead of the machine's clock.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _aheadTicks));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Ahead.TotalSeconds * System.TimestampFrequency);

    /// <summary>Moves it on; false where that is backwards or beyond <see cref="AheadMax"/>, and it stays.</summary>
    public bool TryMove(TimeSpan by)
    {
        while (true)
        {
            var ahead = Interlocked.Read(ref _aheadTicks);
            if (by < TimeSpan.Zero || by > AheadMax - new TimeSpan(ahead))
                return false;
            if (Interlocked.CompareExchange(ref _aheadTicks, ahead + by.Ticks, ahead) == ahead)
                return true;
        }
    }
}
