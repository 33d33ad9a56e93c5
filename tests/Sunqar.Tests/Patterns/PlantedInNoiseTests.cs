using Sunqar.Core.Patterns;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class PlantedInNoiseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_cycle_in_the_order_of_time(int seed)
    {
        var planting = new Planting(seed);
        string[] ring = ["c1", "c2", "c3", "c4", "c5", "c6", "c7"];
        for (var i = 0; i < ring.Length; i++)
        {
            planting.Plant(40 + i, ring[i], ring[(i + 1) % ring.Length]);
        }
        AssertFound(planting, Cycle.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Scatter_gather(int seed)
    {
        var planting = new Planting(seed);
        for (var i = 0; i < 5; i++)
        {
            planting.Plant(30 + i, "source", "middle" + i);
            planting.Plant(36 + i, "middle" + i, "destination");
        }
        AssertFound(planting, ScatterGather.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gather_scatter_unlike_the_hubs_habit(int seed)
    {
        var planting = new Planting(seed);
        for (var i = 0; i < 5; i++)
        {
            planting.Plant(80 + i, "in" + i, "hub");
            planting.Plant(87 + i, "hub", "out" + i);
        }
        AssertFound(planting, GatherScatter.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Bipartite(int seed)
    {
        var planting = new Planting(seed);
        for (var i = 0; i < 20; i++)
        {
            planting.Plant(60 + (i / 4.0), "s" + (i / 5), "r" + (i % 5));
        }
        AssertFound(planting, Core.Patterns.Bipartite.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_relay_is_a_fan_out_with_its_parallel_transfers(int seed)
    {
        var planting = new Planting(seed);
        for (var i = 0; i < 24; i++)
        {
            planting.Plant(100 + (i / 3), "relay", "end" + (i % 3));
        }
        AssertFound(planting, FanOut.Name);
    }

    [Fact]
    public void A_chain_of_accounts_that_nobody_else_meets()
    {
        var planting = new Planting(5);
        for (var i = 0; i < 7; i++)
        {
            planting.Plant(70 + i, "h" + i, "h" + (i + 1));
        }
        AssertFound(planting, PassThrough.Name);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Ordinary_traffic_alone_is_hardly_accused(int seed)
    {
        var (found, table, _) = new Planting(seed).Mine();
        var accused = found.SelectMany(s => s.Rows).Distinct().Count();
        Assert.True(accused * 200 < table.Count, $"{accused} of {table.Count} transfers are accused");
    }

    [Fact]
    public void A_shorter_window_leaves_out_what_does_not_fit()
    {
        var planting = new Planting(2);
        for (var i = 0; i < 5; i++)
        {
            planting.Plant(30 + i, "source", "middle" + i);
            planting.Plant(36 + i, "middle" + i, "destination");
        }
        var (found, table, _) = planting.Mine(windowDays: 7);
        foreach (var sighting in found)
        {
            Assert.True(table.TimeUs[sighting.Rows[^1]] - table.TimeUs[sighting.Rows[0]] <= 7 * Transfers.TransferFixture.DayUs);
        }
        Assert.DoesNotContain(found, s => s.Kind == ScatterGather.Name && s.Rows.Length == 10);
    }

    [Fact]
    public void Mining_again_gives_the_same_whatever_else_the_cores_do()
    {
        var planting = new Planting(4);
        for (var i = 0; i < 20; i++)
        {
            planting.Plant(60 + (i / 4.0), "s" + (i / 5), "r" + (i % 5));
        }
        var first = Texts(planting);
        // Other work on the same pool changes how blocks are spread over threads, and must change nothing else.
        Parallel.For(0, 6, _ => Assert.Equal(first, Texts(planting)));
    }

    private static List<string> Texts(Planting planting)
    {
        var (found, table, _) = planting.Mine();
        return
        [
            .. found
                .Select(s => s.Name(table))
                .Select(f => $"{f.Id} {f.Score:R} {string.Join(' ', f.Transfers)} {string.Join(' ', f.Roles)}"),
        ];
    }

    /// <summary>One finding of the kind holds nine tenths of what was planted, and little besides.</summary>
    private static void AssertFound(Planting planting, string kind)
    {
        var (found, table, planted) = planting.Mine();
        var best = found.Where(s => s.Kind == kind).MaxBy(s => s.Rows.Count(planted.Contains));
        Assert.True(best is not null, $"no {kind} among {string.Join(", ", found.Select(s => s.Kind))}");
        Assert.True(best.Rows.Count(planted.Contains) * 10 >= planted.Count * 9, $"{best.Rows.Count(planted.Contains)} of {planted.Count}");
        Assert.True(best.Rows.Count(planted.Contains) * 10 >= best.Rows.Length * 8, "it swallows its neighbourhood");
        var finding = best.Name(table);
        Assert.Equal(finding.Accounts.Count, finding.Roles.Count);
        Assert.Equal(finding.Transfers.Distinct().Count(), finding.Transfers.Count);
    }
}
