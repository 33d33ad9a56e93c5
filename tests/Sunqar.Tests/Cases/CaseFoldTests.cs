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
    public void A_year_stands_beside_the_last()
    {
        var fold = new CaseFold();
        fold.Apply(Closed("a", 2025, turnover: 100, seized: 10));
        fold.Apply(Closed("b", 2025, turnover: 50));
        fold.Apply(Closed("c", 2025, "site_block", sites: 1));
        fold.Apply(Opened("d", NewYearLocalUs, turnover: 70));
        var year = fold.Year(2026);
        Assert.Equal(["exchanger", "site_block"], year.Select(line => line.Kind));
        Assert.Equal((2, (Int128)150, (Int128)10), (year[0].LastYear.Closed, year[0].LastYear.TurnoverUsdMicro, year[0].LastYear.SeizedUsdtMicro));
        Assert.Equal((1, 0, (Int128)70), (year[0].Year.Opened, year[0].Year.Closed, year[0].Year.TurnoverUsdMicro));
        Assert.Equal((1, 0), (year[1].LastYear.Sites, year[1].Year.Sites));
    }

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
        Assert.Equal(one.Year(2026), other.Year(2026));
        Assert.Equal(9, one.Year(2026)[0].Year.TurnoverUsdMicro);
        Assert.True(Assert.Single(other.Cases).IsClosed);
    }
}
