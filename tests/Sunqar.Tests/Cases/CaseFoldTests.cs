using Sunqar.Core.Cases;
using Xunit;

namespace Sunqar.Tests.Cases;

public class CaseFoldTests
{
    /// <summary>2026-01-01T00:00:00 local, which is still the last year in UTC.</summary>
    private const long NewYearLocalUs = 1_767_207_600_000_000;

    private static CaseClosed Closed(string id, int year, string kind = "exchanger", long turnover = 0, long seized = 0, int sites = 0) =>
        new(id, year, kind, id, 0, turnover, seized, 0, 0, sites, 0);

    private static CaseOpened Opened(string id, long us, long turnover = 0) => new(id, "exchanger", id, "network-1", us, 0, turnover);

    [Fact]
    public void A_repeated_fact_changes_nothing_and_the_order_does_not_matter()
    {
        var (one, other) = (new CaseFold(), new CaseFold());
        Assert.True(one.Apply(Opened("a", NewYearLocalUs, 5)));
        Assert.True(one.Apply(Closed("a", 2026, turnover: 9)));
        Assert.False(one.Apply(Closed("a", 2026, turnover: 9)));
        Assert.False(one.Apply(Opened("a", NewYearLocalUs, 5)));
        other.Apply(Closed("a", 2026, turnover: 9));
        other.Apply(Opened("a", NewYearLocalUs, 5));
        Assert.Equal(one.Cases, other.Cases);
        Assert.Equal((true, 9), (Assert.Single(other.Cases).IsClosed, (int)other.Cases.Single().Closed!.TurnoverUsdMicro));
    }
}
