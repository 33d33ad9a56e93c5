using Sunqar.Core.Registry;
using Xunit;

namespace Sunqar.Tests.Registry;

public class WatchlistLimitsTests
{
    private const long DayUs = 86_400_000_000L;

    private static RegistrySnapshot Registry(string list, long publishedUs)
    {
        var fold = new RegistryFold();
        fold.Apply(new WatchlistEntries(list, "1", [new("1", WatchlistPartyKind.Unknown, [], [new("Proba", "", true, false)], [], 0, [])]));
        fold.Apply(new WatchlistPublished(list, "1", publishedUs, 1));
        return fold.Snapshot;
    }

    [Fact]
    public void A_list_tells_source_and_age_and_an_old_one_raises_the_alarm()
    {
        var registry = Registry("un_sc", 100 * DayUs);
        var limit = WatchlistLimits.Of("un_sc");
        var standing = Assert.Single(WatchlistLimits.Standing(registry, (100 + limit.LateAfterDays) * DayUs));
        Assert.Equal((limit.LateAfterDays, false, 1), (standing.AgeDays, standing.IsLate, standing.Parties));
        Assert.Contains("UN", standing.Limit.Source, StringComparison.Ordinal);
        Assert.Null(standing.Alarm);
        var late = Assert.Single(WatchlistLimits.Standing(registry, (101 + limit.LateAfterDays) * DayUs));
        Assert.True(late.IsLate);
        Assert.Contains("un_sc of 1 is", late.Alarm!, StringComparison.Ordinal);
        // A clock that is behind makes no list older than it is.
        Assert.Equal(0, Assert.Single(WatchlistLimits.Standing(registry, 0)).AgeDays);
    }

    [Fact]
    public void Every_list_that_an_import_brings_has_a_limit_of_its_own_and_others_that_of_names()
    {
        foreach (var list in (string[])["ofac_sdn", "ofac_consolidated", "un_sc", "eu_fsf", "uk_ofsi", "uk_sanctions"])
            Assert.NotSame(WatchlistLimits.Of("names"), WatchlistLimits.Of(list));
        Assert.Same(WatchlistLimits.Of("names"), WatchlistLimits.Of("names:customers"));
        Assert.Same(WatchlistLimits.Of("names"), WatchlistLimits.Of("never heard of"));
    }

    [Fact]
    public void A_version_may_lack_so_many_parties_and_no_more()
    {
        var percent = WatchlistLimits.Of("un_sc").ShrinkMaxPercent;
        Assert.False(WatchlistLimits.HasShrunk("un_sc", 1_000, 1_000 - 10 * percent));
        Assert.True(WatchlistLimits.HasShrunk("un_sc", 1_000, 999 - 10 * percent));
        Assert.False(WatchlistLimits.HasShrunk("un_sc", 0, 0));
    }

    [Theory]
    [InlineData("names 5 days 10 percent \"x\"\nnames 5 days 10 percent \"x\"\n", ":2:")]
    [InlineData("names 5 days 101 percent \"x\"\n", ":1:")]
    [InlineData("names 5 weeks 10 percent \"x\"\n", ":1:")]
    [InlineData("names 5 days 10 percent\n", ":1:")]
    [InlineData("un_sc 5 days 10 percent \"x\"\n", "no line for names")]
    public void A_line_that_is_none_is_named(string text, string place) =>
        Assert.Contains(place, Assert.Throws<FormatException>(() => WatchlistLimits.Parse(text)).Message, StringComparison.Ordinal);
}
