using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Registry;
using Xunit;

namespace Sunqar.Tests.Networks;

public class ChainSchemeTests
{
    private static void PlantPyramid(SmallWorld world)
    {
        for (var i = 0; i < 3; i++)
        {
            world.Chain($"insider{i}", "treasury", i, 1_000);
        }
        for (var week = 0; week < 6; week++)
        {
            for (var joiner = 0; joiner < 5 * (week + 1); joiner++)
            {
                world.Chain($"member{week}-{joiner}", "treasury", (week * 10_080) + 100 + world.Draw(9_000), 500);
            }
            for (var i = 0; i < 3; i++)
            {
                world.Chain("treasury", $"insider{i}", (week * 10_080) + 10_000 + i, 700);
            }
            for (var joiner = 0; week > 0 && joiner < 5 * week; joiner++)
            {
                world.Chain("treasury", $"member{week - 1}-{joiner}", (week * 10_080) + 10_010 + joiner, 40);
            }
        }
        world.Chain("treasury", "boss", 6 * 10_080, 20_000);
    }

    [Fact]
    public void A_pyramid_is_found_with_treasury_insiders_and_whoever_empties_it()
    {
        var world = new SmallWorld();
        PlantPyramid(world);
        var finding = Assert.Single(world.Mine());
        Assert.Equal(Pyramid.Name, finding.Pattern);
        Assert.Equal(["boss", "insider0", "insider1", "insider2", "treasury"], finding.Accounts.Order());
        Assert.Equal("organiser", finding.Roles["boss"]);
        Assert.Equal("early_member", finding.Roles["insider0"]);
    }

    [Fact]
    public void A_studio_that_pays_others_than_those_who_pay_it_is_no_pyramid()
    {
        var world = new SmallWorld();
        for (var i = 0; i < 400; i++)
        {
            world.Chain($"client{world.Draw(40)}", "studio", i * 100, 100 + world.Draw(500));
            world.Chain("studio", $"freelancer{world.Draw(30)}", (i * 100) + 50, 100 + world.Draw(500));
        }
        Assert.Empty(world.Mine());
    }

    private static void PlantFarm(SmallWorld world, string name)
    {
        for (var day = 0; day < 40; day++)
        {
            for (var rig = 0; rig < 3; rig++)
            {
                world.Chain("pool", $"rig{name}{rig}", (day * 1440) + 60 + rig, 100 + world.Draw(20));
                world.Chain($"rig{name}{rig}", $"owner{name}", (day * 1440) + 200 + rig, 100);
            }
            if (day % 5 == 4)
                world.Chain($"owner{name}", "elsewhere", (day * 1440) + 900, 1_500);
        }
    }

    [Fact]
    public void A_farm_is_found_and_a_licensed_one_is_not()
    {
        var world = new SmallWorld();
        PlantFarm(world, "A");
        PlantFarm(world, "B");
        var fold = new RegistryFold();
        fold.Apply(
            new PlatformsListed(
                "test",
                [
                    new PlatformListing(
                        "MINER1",
                        "miner",
                        "Licensed Miner Ltd",
                        [],
                        "",
                        "national",
                        "Ministry",
                        "digital mining",
                        long.MinValue,
                        long.MaxValue,
                        PlatformListing.Licensed,
                        [],
                        [new ChainWallet("tron", "ownerB")],
                        [],
                        []
                    ),
                ]
            )
        );
        var graph = world.Graph();
        var found = SmallWorld
            .Networks(graph, new MiningContext(world.Labels, SmallWorld.Rates(), fold.Snapshot))
            .Select(s => s.Name(graph.Table));
        var finding = Assert.Single(found);
        Assert.Equal(MiningFarm.Name, finding.Pattern);
        Assert.Equal(["ownerA", "rigA0", "rigA1", "rigA2"], finding.Accounts.Order());
        Assert.Equal("organiser", finding.Roles["ownerA"]);
    }

    [Theory]
    [InlineData(4, 1, false, true)]
    // A few regular payees are anybody's.
    [InlineData(3, 1, false, false)]
    // A pool pays on nearly every day, about the same sum.
    [InlineData(4, 2, false, false)]
    [InlineData(4, 1, true, false)]
    public void A_pool_is_told_by_four_payees_paid_evenly_on_nearly_every_day(int payees, int everyDays, bool unevenly, bool isFarm)
    {
        var world = new SmallWorld();
        for (var day = 0; day < 40; day += everyDays)
        {
            for (var payee = 0; payee < payees; payee++)
            {
                world.Chain("pool", $"rig{payee}", (day * 1440) + 60 + payee, unevenly && day % 8 == 0 ? 900 : 100);
                world.Chain($"rig{payee}", "owner", (day * 1440) + 200 + payee, 90);
            }
        }
        Assert.Equal(isFarm, world.Mine().Any(f => f.Pattern == MiningFarm.Name));
    }

    [Fact]
    public void Who_sends_all_back_to_the_pool_is_no_farm_of_the_pools()
    {
        var world = new SmallWorld();
        for (var i = 0; i < 160; i++)
        {
            world.Chain("pool", $"rig{i % 4}", (i * 360) + 60, 100);
            world.Chain($"rig{i % 4}", "pool", (i * 360) + 200, 90);
        }
        Assert.All(world.Mine().Where(f => f.Pattern == MiningFarm.Name), f => Assert.Equal(["miner"], f.Roles.Values));
    }

    [Fact]
    public void An_exchange_with_customers_who_withdraw_every_day_is_no_pool()
    {
        var world = new SmallWorld();
        for (var day = 0; day < 40; day++)
        {
            for (var customer = 0; customer < 5; customer++)
            {
                world.Chain("exchange", $"daily{customer}", (day * 1440) + world.Draw(1440), 100 + world.Draw(20));
                world.Chain("exchange", $"other{(day * 5) + customer}", (day * 1440) + world.Draw(1440), 100 + world.Draw(900));
            }
        }
        Assert.Empty(world.Mine());
    }

    [Fact]
    public void Without_a_register_farms_are_told_as_unsure()
    {
        var world = new SmallWorld();
        PlantFarm(world, "A");
        PlantFarm(world, "B");
        Assert.All(world.Mine(), finding => Assert.True(finding.Score < 0.5));
    }
}
