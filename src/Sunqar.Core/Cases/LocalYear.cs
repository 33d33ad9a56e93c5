namespace Sunqar.Core.Cases;

/// <summary>Years by local date: the country has one time zone since 2024-03-01, UTC+5.</summary>
public static class LocalYear
{
    private const long LocalUs = 5 * 3_600_000_000L;

    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static int Of(long timeUs) => DateTimeOffset.FromUnixTimeMilliseconds((timeUs + LocalUs) / 1000).Year;
}
