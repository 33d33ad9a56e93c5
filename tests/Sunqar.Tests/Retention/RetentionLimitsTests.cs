using Sunqar.Core.Retention;
using Xunit;

namespace Sunqar.Tests.Retention;

public class RetentionLimitsTests
{
    private static readonly string Shipped = File.ReadAllText(Path.Combine(Repository.Root, "rulebooks", "retention.limits"));

    private static long Us(int year, int month, int day) =>
        (new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    [Fact]
    public void The_shipped_limits_are_read_and_years_are_of_the_calendar()
    {
        var limits = ShippedLimits.Instance;
        Assert.Contains("version " + limits.Version, Shipped, StringComparison.Ordinal);
        Assert.Equal(Us(2027, 3, 1), limits.HeldSinceUs(Touch.Payment, Us(2032, 3, 1)));
        Assert.Equal(Us(2031, 2, 28), limits.HeldSinceUs(Touch.CaseNoGrounds, Us(2032, 2, 29)));
        Assert.Equal(Us(2031, 12, 31), limits.HeldSinceUs(Touch.KeyBackup, Us(2032, 1, 30)));
        Assert.Equal(long.MinValue, limits.HeldSinceUs(Touch.Open, Us(2032, 1, 1)));
        Assert.Equal(Enum.GetValues<Touch>().Length - 1, RetentionLimits.Kinds.Count);
        foreach (var touch in Enum.GetValues<Touch>())
            Assert.NotEmpty(RetentionLimits.Name(touch));
    }

    /// <summary>The lengths that law gives are the register's, with what the house adds.</summary>
    [Theory]
    [InlineData(Touch.Payment, "retention.operations")]
    [InlineData(Touch.PaymentAifc, "retention.aifc")]
    [InlineData(Touch.CaseMedium, "limitation.medium")]
    [InlineData(Touch.CaseGrave, "limitation.grave")]
    [InlineData(Touch.CaseEspeciallyGrave, "limitation.especially_grave")]
    public void A_length_that_law_gives_is_the_registers(Touch touch, string key)
    {
        var years = (int)Sunqar.Core.Law.LawRegister.Shipped.Newest(key).Value!.Value;
        var nowUs = Us(2040, 5, 17);
        Assert.Equal(Us(2040 - years, 5, 17), ShippedLimits.Instance.HeldSinceUs(touch, nowUs));
        var more = Shipped.Replace($"law {key} ", $"law {key} + 2 months ", StringComparison.Ordinal);
        Assert.Equal(
            Us(2040 - years, 3, 17),
            Assert.IsType<LimitsReading.Read>(RetentionLimits.Parse(more)).Limits.HeldSinceUs(touch, nowUs)
        );
    }

    [Theory]
    [InlineData("look                  5 years", "look                  five years", "expected 1 to")]
    [InlineData("look                  5 years", "look                  0 years", "expected 1 to")]
    [InlineData("look                  5 years", "look                  5 decades", "expected 1 to")]
    [InlineData("look                  5 years", "gaze                  5 years", "'gaze' is no kind of data")]
    [InlineData("look                  5 years", "payment               5 years", "payment has two limits")]
    [InlineData("look                  5 years", "# look                5 years", "no limit for look")]
    [InlineData("law limitation.medium", "law limitation.petty", "a term of the register")]
    [InlineData("law limitation.medium", "law suspension.report", "a term of the register")]
    [InlineData("law limitation.medium", "law limitation.medium + 0 days", "a term of the register")]
    [InlineData("law limitation.medium", "law", "a term of the register")]
    [InlineData("version 2026-12-01", "", "expected a line with the version")]
    [InlineData("version 2026-12-01", "version soon", "expected one version")]
    [InlineData("\"who is forgotten is still in backups this long, and no longer\"", "because", "the reason in quotes")]
    [InlineData("and no longer\"", "and no longer", "expected the law or reason in quotes")]
    public void What_is_no_limit_is_refused_and_named(string from, string to, string reason)
    {
        Assert.Contains(from, Shipped, StringComparison.Ordinal);
        var refused = Assert.IsType<LimitsReading.Refused>(RetentionLimits.Parse(Shipped.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }
}
