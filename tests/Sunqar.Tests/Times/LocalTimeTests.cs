using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Times;
using Xunit;

namespace Sunqar.Tests.Times;

public class LocalTimeTests
{
    /// <summary>A moment in UTC, a town, and what its clocks showed (resolution 20 of 2024-01-19; IANA time zone database, file
    /// asia).</summary>
    [Theory]
    [InlineData("2026-01-15T04:30:00Z", "Almaty", "2026-01-15T09:30:00+05:00")]
    [InlineData("2026-01-15T04:30:00Z", "Aktau", "2026-01-15T09:30:00+05:00")]
    [InlineData("2024-02-29T17:59:59Z", "Almaty", "2024-02-29T23:59:59+06:00")]
    [InlineData("2024-02-29T18:00:00Z", "Almaty", "2024-02-29T23:00:00+05:00")]
    [InlineData("2024-02-29T18:59:59Z", "Almaty", "2024-02-29T23:59:59+05:00")]
    [InlineData("2024-02-29T19:00:00Z", "Almaty", "2024-03-01T00:00:00+05:00")]
    [InlineData("2024-02-29T17:59:59Z", "Aktau", "2024-02-29T22:59:59+05:00")]
    [InlineData("2024-02-29T18:00:00Z", "Aktau", "2024-02-29T23:00:00+05:00")]
    [InlineData("2024-02-29T19:00:00Z", "Aktau", "2024-03-01T00:00:00+05:00")]
    [InlineData("2023-12-31T18:30:00Z", "Astana", "2024-01-01T00:30:00+06:00")]
    [InlineData("2023-12-31T18:30:00Z", "Atyrau", "2023-12-31T23:30:00+05:00")]
    [InlineData("2023-06-30T12:00:00Z", "Орал", "2023-06-30T17:00:00+05:00")]
    [InlineData("2023-06-30T12:00:00Z", "АҚТӨБЕ", "2023-06-30T17:00:00+05:00")]
    [InlineData("2023-06-30T12:00:00Z", "Kostanay", "2023-06-30T18:00:00+06:00")]
    [InlineData("2018-12-20T12:00:00Z", "Kyzylorda", "2018-12-20T18:00:00+06:00")]
    [InlineData("2018-12-21T12:00:00Z", "Kyzylorda", "2018-12-21T17:00:00+05:00")]
    [InlineData("2023-06-30T12:00:00Z", null, "2023-06-30T18:00:00+06:00")]
    [InlineData("2023-06-30T12:00:00Z", "a town that nobody knows", "2023-06-30T18:00:00+06:00")]
    public void A_town_s_clock_shows_what_the_dated_rules_say(string utc, string? town, string local)
    {
        var clock = LocalTime.Of(town);
        Assert.Equal(local, clock.Iso(Us(utc)));
        Assert.Equal(local[..10], clock.IsoDay(Us(utc)));
        Assert.Equal(DateOnly.Parse(local[..10], CultureInfo.InvariantCulture), clock.Day(Us(utc)));
        Assert.Equal(int.Parse(local[11..13], CultureInfo.InvariantCulture), clock.Hour(Us(utc)));
        Assert.Equal(int.Parse(local[..4], CultureInfo.InvariantCulture), clock.Year(Us(utc)));
        Assert.Equal(local[..19], clock.Clock(Us(utc)).ToString("s", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2024-01-01", "2023-12-31T18:00:00Z", "2023-12-31T19:00:00Z")]
    [InlineData("2024-02-29", "2024-02-28T18:00:00Z", "2024-02-28T19:00:00Z")]
    [InlineData("2024-03-01", "2024-02-29T19:00:00Z", "2024-02-29T19:00:00Z")]
    [InlineData("2026-01-01", "2025-12-31T19:00:00Z", "2025-12-31T19:00:00Z")]
    public void A_day_begins_at_local_midnight(string day, string inAlmaty, string inAktau)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        Assert.Equal(Us(inAlmaty), LocalTime.Kazakhstan.StartUs(date));
        Assert.Equal(Us(inAktau), LocalTime.Of("Aktau").StartUs(date));
    }

    [Fact]
    public void A_week_begins_on_monday_and_the_one_of_the_switch_has_an_hour_more()
    {
        var monday = LocalTime.Kazakhstan.WeekStartUs(Us("2024-03-02T12:00:00Z"));
        Assert.Equal(Us("2024-02-25T18:00:00Z"), monday);
        Assert.Equal(monday, LocalTime.Kazakhstan.WeekStartUs(monday));
        Assert.Equal(monday - (7 * 24 * 3_600_000_000L), LocalTime.Kazakhstan.WeekStartUs(monday - 1));
        Assert.Equal(monday + ((7 * 24) + 1) * 3_600_000_000L, LocalTime.Kazakhstan.WeekStartUs(Us("2024-03-04T12:00:00Z")));
    }

    [Fact]
    public void A_time_that_clocks_showed_twice_is_the_first_of_the_two()
    {
        var twice = new DateTime(2024, 2, 29, 23, 30, 0);
        Assert.Equal(Us("2024-02-29T17:30:00Z"), LocalTime.Kazakhstan.Us(twice));
        Assert.Equal(Us("2024-02-29T18:30:00Z"), LocalTime.Of("Oral").Us(twice));
    }

    [Fact]
    public void Every_moment_comes_back_from_what_the_clock_shows_but_for_the_hour_shown_twice() =>
        Prop.ForAll(
                (
                    from hours in Gen.Choose(0, 24 * 365 * 30)
                    from town in Gen.Elements("Almaty", "Aktau", "Oral")
                    select (hours, town)
                ).ToArbitrary(),
                moment =>
                {
                    var (us, clock) = (Us("2005-01-01T00:00:00Z") + moment.hours * 3_600_000_000L, LocalTime.Of(moment.town));
                    var back = clock.Us(clock.Clock(us));
                    Assert.True(back == us || (back == us - 3_600_000_000L && clock.Clock(back) == clock.Clock(us)));
                    Assert.InRange(us - clock.StartUs(clock.Day(us)), 0, 25 * 3_600_000_000L - 1);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_zone_has_a_name_or_a_fixed_offset()
    {
        Assert.Equal("Asia/Aqtau", LocalTime.Find("Asia/Aqtau")!.Id);
        Assert.Null(LocalTime.Find("Asia/Nowhere"));
        Assert.Null(LocalTime.Find(""));
        var fixedClock = LocalTime.East(TimeSpan.FromHours(5));
        Assert.Equal("2020-01-01T05:00:00+05:00", fixedClock.Iso(Us("2020-01-01T00:00:00Z")));
    }

    private static long Us(string utc) =>
        (DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
