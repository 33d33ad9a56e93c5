namespace Sunqar.Work.Time;

/// <summary>
/// The time that holds lapse by and that a payment's time is judged by. A wall clock may jump; this one follows the machine's steady count
/// from the start on, and takes the wall's jump over only when it has stood for a while, so that a wrong clock, set right again, has let no
/// hold lapse. For any number of threads.
/// </summary>
public sealed class SteadyClock
{
    /// <summary>A smaller difference is drift and is followed at once.</summary>
    public static readonly TimeSpan JumpMin = TimeSpan.FromSeconds(30);

    /// <summary>How long a jump must stand before it is believed.</summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private DateTimeOffset _wallAtStart;
    private long _countAtStart;
    private TimeSpan _jump;
    private long _jumpSince;

    public SteadyClock(TimeProvider time)
    {
        _time = time;
        Restart(time.GetUtcNow());
    }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public long NowUs()
    {
        var wall = _time.GetUtcNow();
        lock (_gate)
        {
            var steady = _wallAtStart + _time.GetElapsedTime(_countAtStart);
            var ahead = wall - steady;
            if (ahead.Duration() < JumpMin)
            {
                Restart(wall);
                return Us(wall);
            }
            if ((ahead - _jump).Duration() >= JumpMin)
            {
                (_jump, _jumpSince) = (ahead, _time.GetTimestamp());
            }
            if (_time.GetElapsedTime(_jumpSince) < Doubt)
                return Us(steady);
            Restart(wall);
            return Us(wall);
        }
    }

    private void Restart(DateTimeOffset wall) => (_wallAtStart, _countAtStart, _jump) = (wall, _time.GetTimestamp(), TimeSpan.Zero);

    private static long Us(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
