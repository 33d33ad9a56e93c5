using Sunqar.Core.Law;
using Sunqar.Core.Times;
using Xunit;

namespace Sunqar.Tests.Law;

public class LawRegisterTests
{
    private const string Head = "version 2026-11-30\nact A \"Act A\" \"edition of 2026\"\n";

    [Fact]
    public void The_register_that_ships_says_of_every_line_where_it_comes_from()
    {
        Assert.True(LawRegister.Shipped.All.Count > 40);
        Assert.All(
            LawRegister.Shipped.All,
            line =>
            {
                Assert.True(line.Meaning.Length > 10, line.Key);
                Assert.NotEmpty(line.Act.Edition);
            }
        );
        // Nothing that is not read is cited as if it were.
        Assert.All(
            LawRegister.Shipped.All.Where(line => line.Standing != LawStanding.Read && line.Review is null),
            line => Assert.EndsWith(")", line.Citation, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_day_is_judged_by_the_line_of_its_day()
    {
        var register = Read(
            Head
                + "k 3 days ..2025-12-31 A \"art. 1\" read \"the old term of it\"\n"
                + "k 5 days 2026-01-01.. A \"art. 1\" press \"the new term of it\"\n"
                + "later 1 days 2027-01-01.. A \"art. 2\" read \"not yet in force\""
        );
        Assert.Equal(3, register.Find("k", new(2025, 12, 31))!.Value);
        Assert.Equal(5, register.Find("k", new(2026, 1, 1))!.Value);
        Assert.Equal(5, register.Newest("k").Value);
        Assert.Null(register.Find("later", new(2026, 12, 31)));
        Assert.Equal(1, register.Of("later", new(2026, 12, 31)).Value);
        Assert.Equal("Act A, art. 1 (as the press tells it)", register.Newest("k").Citation);
        Assert.Throws<KeyNotFoundException>(() => register.Of("nothing", new(2026, 1, 1)));
    }

    [Fact]
    public void A_review_takes_the_doubt_from_the_lines_that_it_names()
    {
        var register = Read(
            Head
                + "k 3 days .. A \"art. 1\" unreviewed \"a term of something\"\nother 3 days .. A \"art. 2\" unreviewed \"another of it\"\n"
                + "review 2026-12-15 \"N. N.\" k"
        );
        Assert.Equal("Act A, art. 1 (reviewed 2026-12-15)", register.Newest("k").Citation);
        Assert.Null(register.Newest("other").Review);
    }

    [Theory]
    [InlineData("k 3 days .. B \"art. 1\" read \"it says something\"", "no act B stands before")]
    [InlineData("k 3 weeks .. A \"art. 1\" read \"it says something\"", "'weeks' is no unit")]
    [InlineData("k - days .. A \"art. 1\" read \"it says something\"", "'days' is no unit")]
    [InlineData("k 3 - .. A \"art. 1\" read \"it says something\"", "'-' is no unit")]
    [InlineData("k -3 days .. A \"art. 1\" read \"it says something\"", "'-3' is no whole number")]
    [InlineData("k 3 days 2026 A \"art. 1\" read \"it says something\"", "'2026' is no time")]
    [InlineData("k 3 days 2026-02-01..2026-01-01 A \"art. 1\" read \"it says\"", "is no time")]
    [InlineData("k 3 days .. A \"art. 1\" known \"it says something\"", "'known' is no standing")]
    [InlineData("k 3 days .. A \"art. 1\" 1 \"it says something\"", "'1' is no standing")]
    [InlineData("k 3 days .. A \"art. 1\" read \"open", "does not end")]
    [InlineData("k 3 days .. A", "expected act, review, version")]
    [InlineData("review 2026-12-15 \"N. N.\" k", "no line of k")]
    [InlineData("act A \"again\" \"edition\"", "stands twice")]
    [InlineData("version 2026-12-01", "expected one version")]
    public void A_line_that_is_none_is_refused_by_its_number(string line, string why)
    {
        var refused = Assert.IsType<RegisterReading.Refused>(LawRegister.Parse(Head + line));
        Assert.Equal(3, refused.Line);
        Assert.Contains(why, refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..", "..", true)]
    [InlineData("..2026-01-01", "2026-01-01..", true)]
    [InlineData("..2025-12-31", "2026-01-01..", false)]
    [InlineData("2026-01-01..2026-12-31", "2026-06-01..2026-06-30", true)]
    public void Two_lines_of_one_key_never_hold_on_one_day(string one, string other, bool isRefused)
    {
        var text =
            $"{Head}k 1 days {one} A \"art. 1\" read \"it says something\"\nk 2 days {other} A \"art. 1\" read \"it says something\"";
        Assert.Equal(isRefused, LawRegister.Parse(text) is RegisterReading.Refused { Line: 4 });
    }

    /// <summary>Terms begin at local times of Almaty, UTC+5.</summary>
    [Theory]
    [InlineData("24 hours", "2026-11-27T15:00", "2026-11-28T15:00")]
    // Friday to Saturday rolls to the end of Monday.
    [InlineData("24 rolling_hours", "2026-11-27T15:00", "2026-12-01T00:00")]
    [InlineData("24 rolling_hours", "2026-11-26T15:00", "2026-11-27T15:00")]
    // Into Independence Day, a Wednesday.
    [InlineData("24 rolling_hours", "2026-12-15T15:00", "2026-12-18T00:00")]
    [InlineData("3 working_days", "2026-11-27T15:00", "2026-12-03T00:00")]
    [InlineData("3 working_days", "2026-11-28T15:00", "2026-12-03T00:00")]
    // Nauryz of 2026: 21 to 23 March, Saturday to Monday; two move to Tuesday and Wednesday.
    [InlineData("1 working_days", "2026-03-20T15:00", "2026-03-27T00:00")]
    [InlineData("15 days", "2026-11-27T15:00", "2026-12-13T00:00")]
    [InlineData("3 months", "2026-11-30T15:00", "2027-03-01T00:00")]
    [InlineData("5 years", "2024-02-29T15:00", "2029-03-01T00:00")]
    public void A_term_ends_by_clock_and_calendar(string term, string from, string end)
    {
        var line = Read($"{Head}k {term} .. A \"art. 1\" read \"a term of something\"").Newest("k");
        var clock = LocalTime.Kazakhstan;
        long Us(string text) => clock.Us(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(clock.Iso(Us(end)), clock.Iso(line.EndUs(Us(from), WorkingDays.Kazakhstan)));
    }

    [Fact]
    public void What_is_no_term_has_no_end()
    {
        var register = Read(
            $"{Head}k 3 count .. A \"art. 1\" read \"a number of something\"\nb - - .. A \"art. 1\" read \"a basis alone\""
        );
        Assert.Throws<InvalidOperationException>(() => register.Newest("k").EndUs(0, WorkingDays.Kazakhstan));
        Assert.Throws<InvalidOperationException>(() => register.Newest("b").EndUs(0, WorkingDays.Kazakhstan));
    }

    [Theory]
    [InlineData("1 working_days", "1 working day")]
    [InlineData("3 working_days", "3 working days")]
    [InlineData("1000000 KZT", "1,000,000 KZT")]
    [InlineData("1 KZT", "1 KZT")]
    public void A_figure_is_told_as_people_write_it(string written, string told) =>
        Assert.Equal(told, Read($"{Head}k {written} .. A \"art. 1\" read \"something\"").Newest("k").Figure);

    private static LawRegister Read(string text) => Assert.IsType<RegisterReading.Read>(LawRegister.Parse(text)).Register;
}
