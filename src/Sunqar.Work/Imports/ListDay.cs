namespace Sunqar.Work.Imports;

/// <summary>The last day that a list can bear.</summary>
public static class ListDay
{
    private const long DayUs = 86_400_000_000;

    /// <summary>As of when a list can hold at the latest: a day begins earlier elsewhere than here, by less than a day, and publishers'
    /// clocks are not ours.</summary>
    /// <returns>Microseconds since 1970-01-01T00:00:00Z.</returns>
    public static long LatestUs(DateTimeOffset now) => (now - DateTimeOffset.UnixEpoch).Ticks / 10 + DayUs;
}
