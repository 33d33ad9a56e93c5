using Xunit;

namespace Sunqar.Tests.Architecture;

/// <summary>The shapes in which a second clock stood in the house, each seen; and what looks alike and is none.</summary>
public class ClockRuleTests
{
    [Theory]
    [InlineData("long localUs = 5 * 3_600_000_000L;")]
    [InlineData("long localUs = 5 * 3600 * TextTime.SecondUs;")]
    [InlineData("long localUs = 6 * Units.HourUs;")]
    [InlineData("long localUs = 18_000_000_000;")]
    [InlineData("long mondayUs = (4 * 24 - 5) * 3_600_000_000L;")]
    [InlineData("var day = DateTime.UnixEpoch.AddMicroseconds(us).AddHours(5);")]
    [InlineData("var offset = TimeSpan.FromHours(5);")]
    [InlineData("var offset = TimeSpan.FromHours(-6);")]
    [InlineData("var time = DateTime.UnixEpoch.AddSeconds(us / 1_000_000 + (5 * 3_600));")]
    [InlineData("var time = utc.ToLocalTime();")]
    [InlineData("var now = DateTimeOffset.Now;")]
    [InlineData("var zone = TimeZoneInfo.FindSystemTimeZoneById(\"Asia/Almaty\");")]
    [InlineData("var zone = \"UTC+5\";")]
    [InlineData("var zone = $\"{time}+05:00\";")]
    public void A_second_clock_is_seen(string code) => Assert.NotEmpty(Offences(code));

    [Theory]
    [InlineData("long weekUs = 7 * 86_400_000_000L;")]
    [InlineData("long dayUs = 24 * HourUs;")]
    [InlineData("var expected = \"a time such as 2026-01-15T09:30:00+05:00\";")]
    [InlineData("var ago = dice.Below(5 * 3_600) * 1_000_000L;")]
    [InlineData("var soon = now.AddHours(1);")]
    [InlineData("var day = LocalTime.Kazakhstan.Day(us);")]
    public void What_is_no_clock_is_left_alone(string code) => Assert.Empty(Offences(code));

    private static IEnumerable<string> Offences(string code) =>
        ClockRule.Offences(new SourceFile("src/Sunqar.Core/X.cs", $"class C {{ void M() {{ {code} }} }}"));
}
