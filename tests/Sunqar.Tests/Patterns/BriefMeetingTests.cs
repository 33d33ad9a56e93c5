using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>Shapes of transfers between accounts that meet for days only and for large sums, or that live for days only.</summary>
public class BriefMeetingTests
{
    private const long Large = 600_000,
        Usual = 150_000,
        Small = 20_000;
    private readonly List<(long TimeUs, string From, string To, long Units)> _rows = [];

    public BriefMeetingTests()
    {
        // Sixty days in which two others pay each other: what is observed, and most of the value.
        for (var day = 0; day < 60; day++)
        {
            Pay(day, "life", "other life", Usual);
            Pay(day, "life", "other life", Usual);
        }
    }

    [Theory]
    [InlineData(Large, 1)]
    [InlineData(Small, 0)]
    public void Three_strangers_who_pay_large_sums_within_days_are_a_fan_and_small_sums_are_none(long units, int expected)
    {
        Fan(units);
        Live("hub", "a", "b", "c");
        Assert.Equal(expected, Mine(FanIn.Name).Count);
    }

    [Fact]
    public void Small_sums_are_a_fan_where_nobody_has_a_life_besides()
    {
        Fan(Small);
        var found = Assert.Single(Mine(FanIn.Name));
        Assert.Equal("4", found.Evidence["accounts_without_other_life"]);
    }

    [Fact]
    public void One_who_paid_the_hub_long_before_is_no_stranger()
    {
        Fan(Large);
        Live("hub", "a", "b", "c");
        Pay(2, "c", "hub", Small);
        Assert.Empty(Mine(FanIn.Name));
    }

    [Fact]
    public void A_trader_whom_strangers_pay_large_sums_all_the_time_has_no_sudden_fan()
    {
        Fan(Large);
        Live("hub", "a", "b", "c");
        for (var day = 0; day < 60; day += 4)
        {
            Pay(day, "customer" + day, "hub", Large);
            Live("customer" + day);
        }
        Assert.Empty(Mine(FanIn.Name));
    }

    [Theory]
    [InlineData(590_000, 1)]
    [InlineData(100_000, 0)]
    public void What_goes_and_comes_back_in_about_the_same_sum_is_a_cycle_of_two(long back, int expected)
    {
        Pay(30, "a", "b", Large);
        Pay(32, "b", "a", back);
        var found = Mine(Cycle.Name);
        Assert.Equal(expected, found.Count);
        Assert.All(found, cycle => Assert.Equal(["a", "b"], Names(cycle)));
    }

    [Fact]
    public void A_cycle_over_pairs_that_meet_again_is_found()
    {
        Pay(30, "a", "b", Large);
        Pay(31, "b", "c", Large);
        Pay(32, "c", "a", Large);
        Pay(36, "a", "b", Small);
        Pay(37, "c", "b", Small);
        var found = Assert.Single(Mine(Cycle.Name));
        Assert.Equal(["a", "b", "c"], Names(found));
        Assert.Equal("brief meetings", found.Evidence["because_of"]);
    }

    [Fact]
    public void In_three_weeks_nobody_is_known_to_meet_briefly()
    {
        _rows.RemoveAll(row => row.TimeUs >= 21 * TransferFixture.DayUs);
        Pay(10, "a", "b", Large);
        Pay(12, "b", "a", Large);
        Assert.Empty(Mine(Cycle.Name));
    }

    [Theory]
    [InlineData(33, 1)]
    [InlineData(29, 0)]
    [InlineData(36, 0)]
    public void What_two_middles_hand_on_in_the_five_days_after_they_got_it_is_scatter_and_gather(int gathered, int expected)
    {
        foreach (var middle in (string[])["m1", "m2"])
        {
            Pay(30, "source", middle, Large);
            Pay(gathered, middle, "destination", Large);
        }
        // Paid again and handed on again: another story, and no third way through.
        Pay(31, "source", "m1", Large);
        Assert.Equal(expected, Mine(ScatterGather.Name).Count);
        Assert.All(Mine(ScatterGather.Name), found => Assert.Equal((4, "2"), (found.Rows.Length, found.Evidence["middles"])));
    }

    [Theory]
    [InlineData(1, 4, 1)]
    [InlineData(2, 1, 0)]
    public void A_hub_gathers_and_then_scatters_and_does_not_take_turns(int step, int turn, int expected)
    {
        for (var i = 0; i < 4; i++)
        {
            Pay(30 + (step * i), "in" + i, "hub", Large);
            Pay(30 + turn + (step * i), "hub", "out" + i, Large);
        }
        Pay(30, "in3", "hub", Large);
        var found = Mine(GatherScatter.Name);
        Assert.Equal(expected, found.Count);
        // Each counterparty once, next to the turn.
        Assert.All(found, turned => Assert.Equal(8, turned.Rows.Length));
    }

    private void Fan(long units)
    {
        Pay(30, "a", "hub", units);
        Pay(31, "b", "hub", units);
        Pay(32, "c", "hub", units);
    }

    /// <summary>Accounts that pay and are paid over the whole time, elsewhere.</summary>
    private void Live(params string[] accounts)
    {
        foreach (var account in accounts)
        {
            for (var day = 0; day < 60; day += 10)
            {
                Pay(day, account, "friend of " + account, Small);
            }
        }
    }

    private void Pay(int day, string from, string to, long units) => _rows.Add((day * TransferFixture.DayUs, from, to, units));

    private List<Sighting> Mine(string kind)
    {
        var ground = new MiningGround(TransferGraph.Build(Table), 30 * TransferFixture.DayUs);
        return [.. TypologyTable.Shipped[kind].Mine(ground).Where(s => s.Score >= 0.5 && s.Cause == Cause.BriefMeetings)];
    }

    private IEnumerable<string> Names(Sighting sighting)
    {
        var accounts = Table.Accounts;
        return sighting.Members.Select(m => accounts.Id(m.Account)).Order(StringComparer.Ordinal);
    }

    private TransferTable Table => TransferFixture.Table([.. _rows]);
}
