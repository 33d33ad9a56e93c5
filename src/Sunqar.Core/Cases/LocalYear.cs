namespace Sunqar.Core.Cases;

/// <summary>Years by local date: the country has one time zone since 2024-03-01, UTC+5.</summary>
public static class LocalYear
{
    private const long LocalUs = 5 * 3_600_000_000L;
    private const long DayLengthUs = 86_400_000_000;

    private static readonly long EpochUs = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber * DayLengthUs;

    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static int Of(long timeUs) => DateTimeOffset.FromUnixTimeMilliseconds((timeUs + LocalUs) / 1000).Year;

    /// <summary>The first moment of a year, microseconds since 1970-01-01T00:00:00Z.</summary>
    public static long StartUs(int year) => DayUs(new DateOnly(year, 1, 1));

    /// <summary>The first moment of a day, microseconds since 1970-01-01T00:00:00Z.</summary>
    public static long DayUs(DateOnly day) => day.DayNumber * DayLengthUs - EpochUs - LocalUs;
}
