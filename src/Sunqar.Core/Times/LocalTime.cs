using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Sunqar.Core.Times;

/// <summary>
/// What clocks and calendars of a place show, by the dated rules of the IANA time zone database (the edition inside NodaTime: data, so the
/// answer is the same on every machine). Moments are microseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999; a moment beyond
/// them throws. The one way of the house from a moment to a local date and back.
/// </summary>
public sealed class LocalTime
{
    private const long TicksPerUs = TimeSpan.TicksPerMicrosecond;

    private static readonly OffsetDateTimePattern IsoPattern = OffsetDateTimePattern.CreateWithInvariantCulture(
        "uuuu'-'MM'-'dd'T'HH':'mm':'sso<+HH:mm>"
    );

    private readonly DateTimeZone _zone;

    private LocalTime(DateTimeZone zone) => _zone = zone;

    /// <summary>
    /// The country's clock, by which its capital, its agencies and its registers date (Asia/Almaty): UTC+6 until the end of 2024-02-29,
    /// UTC+5 since (resolution 20 of the Government, 19 January 2024).
    /// </summary>
    public static LocalTime Kazakhstan { get; } = Find("Asia/Almaty")!;

    /// <summary>The name of the zone in the database: "Asia/Almaty"; of a fixed offset "UTC+05".</summary>
    public string Id => _zone.Id;

    /// <summary>The clock of a zone of the database, by its name ("Asia/Aqtau"); null where there is none.</summary>
    public static LocalTime? Find(string id) =>
        TzdbDateTimeZoneSource.Default.GetIds().Contains(id) && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone
            ? new LocalTime(zone)
            : null;

    /// <summary>A clock that keeps one offset for ever, whole minutes east of UTC, at most 14 hours.</summary>
    public static LocalTime East(TimeSpan offset) => new(DateTimeZone.ForOffset(Offset.FromTimeSpan(offset)));

    /// <summary>
    /// The clock of a town of Kazakhstan, however it is spelt: the west kept UTC+5 while the rest had UTC+6. A town that is not known, or
    /// none, keeps the country's clock.
    /// </summary>
    public static LocalTime Of(string? town) => WesternTowns.ZoneOf(town) ?? Kazakhstan;

    /// <summary>What a wall clock shows at a moment; of no <see cref="DateTime.Kind"/>.</summary>
    public DateTime Clock(long timeUs) => At(timeUs).LocalDateTime.ToDateTimeUnspecified();

    /// <summary>The calendar day of a moment.</summary>
    public DateOnly Day(long timeUs) => At(timeUs).Date.ToDateOnly();

    /// <summary>The day as "2026-01-15".</summary>
    public string IsoDay(long timeUs) => Day(timeUs).ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The moment as "2026-01-15T09:30:00+05:00", its fraction of a second cut.</summary>
    public string Iso(long timeUs) => IsoPattern.Format(At(timeUs));

    /// <summary>The hour of the day, 0..23.</summary>
    public int Hour(long timeUs) => At(timeUs).Hour;

    /// <summary>The calendar year.</summary>
    public int Year(long timeUs) => At(timeUs).Year;

    /// <summary>
    /// The moment at which a wall clock shows a time. Of a time that it showed twice (clocks went back) the first; of one that it never
    /// showed (they went forward) as far behind the gap as it was written into it.
    /// </summary>
    public long Us(DateTime clock) => Us(_zone.AtLeniently(LocalDateTime.FromDateTime(clock)));

    /// <summary>The first moment of a day.</summary>
    public long StartUs(DateOnly day) => Us(_zone.AtStartOfDay(LocalDate.FromDateOnly(day)));

    /// <summary>The moment at which a day is over: the first of the next, also where the calendar of this machine knows none.</summary>
    public long EndUs(DateOnly day) => day < DateOnly.MaxValue ? StartUs(day.AddDays(1)) : StartUs(day) + TimeSpan.TicksPerDay / TicksPerUs;

    /// <summary>The first moment of a calendar year.</summary>
    public long YearStartUs(int year) => StartUs(new DateOnly(year, 1, 1));

    /// <summary>The first moment of a moment's week, which begins on Monday (ISO 8601).</summary>
    public long WeekStartUs(long timeUs)
    {
        var day = Day(timeUs);
        return StartUs(day.AddDays(-(((int)day.DayOfWeek + 6) % 7)));
    }

    private OffsetDateTime At(long timeUs)
    {
        var instant = Instant.FromUnixTimeTicks(timeUs * TicksPerUs);
        return instant.WithOffset(_zone.GetUtcOffset(instant));
    }

    private static long Us(ZonedDateTime time) => time.ToInstant().ToUnixTimeTicks() / TicksPerUs;
}
