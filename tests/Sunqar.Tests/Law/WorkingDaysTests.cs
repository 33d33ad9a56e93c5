using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Law;
using Xunit;

namespace Sunqar.Tests.Law;

public class WorkingDaysTests
{
    private static WorkingDays Calendar => WorkingDays.Kazakhstan;

    [Theory]
    [InlineData("2026-11-30", true)]
    [InlineData("2026-11-28", false)]
    [InlineData("2026-12-16", false)]
    // 30 August 2026 is a Sunday: Monday is off in its place.
    [InlineData("2026-08-31", false)]
    [InlineData("2026-09-01", true)]
    // 25 October 2026 is a Sunday.
    [InlineData("2026-10-26", false)]
    // 7 January 2024 was a Sunday; religious days do not move.
    [InlineData("2024-01-08", true)]
    // 1 and 2 January 2028 are Saturday and Sunday: two days move.
    [InlineData("2028-01-03", false)]
    [InlineData("2028-01-04", false)]
    [InlineData("2028-01-05", true)]
    [InlineData("2026-05-27", false)]
    public void A_day_is_a_working_day_or_not(string day, bool isWorking) =>
        Assert.Equal(isWorking, Calendar.IsWorking(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Counting_working_days_passes_exactly_so_many() =>
        Prop.ForAll(
                Gen.Choose(0, 3_650).Zip(Gen.Choose(1, 30)).ToArbitrary(),
                choice =>
                {
                    var (day, count) = (new DateOnly(2024, 1, 1).AddDays(choice.Item1), choice.Item2);
                    var end = Calendar.Add(day, count);
                    var passed = Enumerable.Range(1, end.DayNumber - day.DayNumber).Count(n => Calendar.IsWorking(day.AddDays(n)));
                    return Calendar.IsWorking(end) && passed == count;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("every 02-30 moves \"x\"")]
    [InlineData("every 01-01 jumps \"x\"")]
    [InlineData("off 2026-13-01 \"x\"")]
    [InlineData("off 2026-01-05 \"x\"\noff 2026-01-05 \"x\"")]
    [InlineData("work 2026-11-30 \"a Monday\"")]
    [InlineData("version 2026-12-01")]
    public void A_line_that_is_none_is_refused(string lines) =>
        Assert.Equal(
            2 + lines.Count(c => c == '\n'),
            Assert.IsType<CalendarReading.Refused>(WorkingDays.Parse("version 2026-11-30\n" + lines)).Line
        );

    [Fact]
    public void A_weekend_may_be_worked_and_a_file_without_a_version_is_none()
    {
        var days = Assert.IsType<CalendarReading.Read>(WorkingDays.Parse("version 2026-11-30\nwork 2026-11-28 \"x\"")).Days;
        Assert.True(days.IsWorking(new(2026, 11, 28)));
        Assert.IsType<CalendarReading.Refused>(WorkingDays.Parse("off 2026-01-05 \"x\""));
    }
}
