using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class CashOutTests
{
    /// <summary>Each round a collector takes strangers' money, spreads it over the drop cards, and a runner empties them at one machine
    /// within the hour.</summary>
    private static List<string> PlantNetwork(SmallWorld world, int rounds, string name = "", string atm = "atm0")
    {
        var ids = new List<string>();
        for (var round = 0; round < rounds; round++)
        {
            double minute = (round * 3 * 1440) + 700 + world.Draw(200);
            for (var payer = 0; payer < 4; payer++)
            {
                ids.Add(world.Card($"payer{name}{world.Draw(500)}", $"collector{name}", minute - 100 + world.Draw(60), 500_000));
            }
            for (var card = 0; card < 6; card++)
            {
                ids.Add(world.Card($"collector{name}", $"drop{name}{card}", minute + card, 310_000 + (world.Draw(90) * 1_000)));
                ids.Add(world.Cash($"drop{name}{card}", atm, minute + 60 + (card * 2), 200_000));
                ids.Add(world.Cash($"drop{name}{card}", atm, minute + 61 + (card * 2), 100_000));
            }
        }
        return ids;
    }

    /// <summary>People who are paid, draw cash when they like, and send each other something.</summary>
    private static void Background(SmallWorld world)
    {
        for (var person = 0; person < 150; person++)
        {
            for (var i = 0; i < 12; i++)
            {
                var minute = (world.Draw(60) * 1440) + 540 + world.Draw(600);
                world.Cash($"p{person}", $"atm{world.Draw(4)}", minute, 20_000 + (world.Draw(30) * 1_000));
                world.Card($"p{person}", $"p{world.Draw(150)}", minute + world.Draw(900), 5_000 + world.Draw(40_000));
            }
            world.Add(TransferKind.AccountTransfer, $"employer{person % 5}", $"p{person}", 14_400 + 600, 300_000);
        }
    }

    [Fact]
    public void A_network_is_found_with_collector_and_droppers_and_their_exact_transfers()
    {
        var world = new SmallWorld();
        var planted = PlantNetwork(world, 10);
        Background(world);
        var finding = Assert.Single(world.Mine());
        Assert.Equal(CashOutNetwork.Name, finding.Pattern);
        Assert.Equal(7, finding.Accounts.Count);
        Assert.Equal("collector", finding.Roles["collector"]);
        Assert.Equal("dropper", finding.Roles["drop0"]);
        Assert.Equal(planted.Order(), finding.Transfers.Order());
    }

    [Fact]
    public void The_story_counts_what_happened_and_droppers_lives_beside_it_are_no_part()
    {
        var world = new SmallWorld();
        var planted = PlantNetwork(world, 10);
        for (var i = 0; i < 24; i++)
        {
            // Friends and a landlord of the droppers; most of what the landlord takes comes from others.
            world.Card($"friend{i}", $"drop{i % 6}", (i * 1440) + 200, 4_000);
            world.Card($"drop{i % 6}", $"friend{(i * 7) % 24}", (i * 1440) + 300, 2_000);
            world.Card($"drop{i % 3}", "landlord", (i * 1440) + 1_300, 100_000);
            world.Card($"tenant{i}", "landlord", (i * 1440) + 1_310, 900_000);
        }
        Background(world);
        var finding = Assert.Single(world.Mine());
        Assert.Equal(planted.Order(), finding.Transfers.Order());
        Assert.Equal(7, finding.Accounts.Count);

        var graph = world.Graph();
        var sightings = SmallWorld.Networks(graph, new MiningContext(world.Labels, SmallWorld.Rates()));
        var network = Assert.Single(
            new NetworkForming(TypologyTable.Shipped, graph, world.Labels, (micro, from, to, _) => from == to ? micro : 0).Form(sightings)
        );
        Assert.Equal(20_000_000L * 1_000_000, (long)network.TurnoverKztMicro);
        Assert.Equal("1 collector and 6 droppers, from 2026-01-01 to 2026-01-28.", network.Story[0]);
        Assert.Contains("million tenge over the droppers' cards in 60 transfers.", network.Story[1], StringComparison.Ordinal);
        Assert.Equal("18.0 million tenge left as cash in 120 withdrawals at 1 terminal.", network.Story[2]);
        Assert.Equal("Turnover: 20.0 million tenge.", network.Story[^1]);
    }

    [Fact]
    public void Cards_that_never_meet_or_are_emptied_days_later_are_no_network()
    {
        foreach (var (meets, hours) in new[] { (false, 1), (true, 40) })
        {
            var world = new SmallWorld(6);
            for (var round = 0; round < 10; round++)
            {
                double minute = (round * 5 * 1440) + 700 + world.Draw(200);
                for (var payer = 0; payer < 4; payer++)
                {
                    world.Card($"payer{world.Draw(500)}", "collector", minute - 100 + world.Draw(60), 500_000);
                }
                for (var card = 0; card < 6; card++)
                {
                    world.Card("collector", $"drop{card}", minute + card, 310_000 + (world.Draw(90) * 1_000));
                    var drawn = minute + (hours * 60) + (meets ? card * 2 : world.Draw(600));
                    world.Cash($"drop{card}", meets ? "atm0" : $"far{card}", drawn, 300_000);
                }
            }
            Background(world);
            Assert.Empty(world.Mine());
        }
    }

    [Fact]
    public void A_busy_account_that_pays_cards_of_two_networks_joins_neither()
    {
        var world = new SmallWorld(7);
        PlantNetwork(world, 10, "a", "atm0");
        PlantNetwork(world, 10, "b", "atm1");
        for (var i = 0; i < 120; i++)
        {
            world.Card("busy", $"shopper{i}", (i * 700) + 650, 60_000);
            if (i < 24)
                world.Card("busy", $"drop{(i % 2 == 0 ? "a" : "b")}{i / 2 % 6}", (i * 1_440) + 400, 20_000);
        }
        Background(world);
        var found = world.Mine();
        Assert.Equal(2, found.Count(f => f.Pattern == CashOutNetwork.Name));
        Assert.All(found, f => Assert.DoesNotContain("busy", f.Accounts));
    }

    [Fact]
    public void The_wallet_whose_tokens_a_collector_sells_on_a_platform_belongs_to_the_network()
    {
        var world = new SmallWorld(8);
        for (var round = 0; round < 10; round++)
        {
            double minute = (round * 3 * 1440) + 700 + world.Draw(200);
            var tokens = 3_000 + world.Draw(500);
            world.Add(TransferKind.CryptoDeposit, "boss", "PLATFORM", minute - 30, tokens);
            world.Add(TransferKind.CryptoSell, "PLATFORM", "collector", minute - 10, tokens * SmallWorld.TengePerToken * 0.994);
            // One who always deposits in the same hour another sum; one whose sum agrees now and then; one whose sum agrees two hours
            // before.
            world.Add(TransferKind.CryptoDeposit, "unlike", "PLATFORM", minute - 25, tokens * 1.1);
            world.Add(TransferKind.CryptoDeposit, "trader", "PLATFORM", minute - 20, round < 4 ? tokens : 20 * round);
            world.Add(TransferKind.CryptoDeposit, "early", "PLATFORM", minute - 130, tokens);
            for (var card = 0; card < 5; card++)
            {
                world.Card("collector", $"drop{card}", minute + card, 290_000 + (world.Draw(20) * 1_000));
                world.Cash($"drop{card}", "atm0", minute + 60 + (card * 2), 280_000);
            }
        }
        Background(world);
        var finding = Assert.Single(world.Mine());
        Assert.Equal("organiser", finding.Roles["boss"]);
        Assert.Equal("collector", finding.Roles["collector"]);
        Assert.Equal(7, finding.Accounts.Count);
    }

    [Fact]
    public void A_crew_that_its_contractor_pays_and_that_goes_to_the_machine_together_is_no_network()
    {
        var world = new SmallWorld(9);
        for (var week = 0; week < 8; week++)
        {
            var minute = (week * 7 * 1440) + 900;
            world.Card($"client{week}", "contractor", minute - 60, 1_500_000);
            for (var worker = 0; worker < 8; worker++)
            {
                world.Card("contractor", $"worker{worker}", minute + worker, 150_000);
                world.Cash($"worker{worker}", "atm0", minute + 40 + (worker * 2), 140_000);
            }
        }
        Background(world);
        Assert.Empty(world.Mine());
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(1440, true)]
    public void Cards_meet_on_occasions_and_an_evening_at_the_machine_is_one(int minutesApart, bool meet)
    {
        var world = new SmallWorld();
        for (var i = 0; i < 3; i++)
        {
            world.Cash("one", "atm", 100 + (i * minutesApart), 10_000);
            world.Cash("other", "atm", 105 + (i * minutesApart), 10_000);
        }
        var graph = world.Graph();
        int[] cards = [.. new[] { "one", "other" }.Select(name => graph.Table.Accounts.TryFind(name, out var card) ? card : -1)];
        Assert.Equal(meet, new CoPresence(graph).Pairs(cards.ToHashSet()).Any());
    }

    [Fact]
    public void A_card_that_a_collector_paid_once_is_none_that_it_holds()
    {
        var world = new SmallWorld(10);
        PlantNetwork(world, 10);
        for (var i = 0; i < 8; i++)
        {
            world.Card($"friend{i}", "owner", (i * 4 * 1440) + 300, 150_000);
            world.Cash("owner", "atm3", (i * 4 * 1440) + 400, 140_000);
        }
        world.Card("collector", "owner", 9 * 1440, 150_000);
        Background(world);
        Assert.DoesNotContain("owner", Assert.Single(world.Mine()).Accounts);
    }

    [Fact]
    public void Two_networks_at_one_machine_stay_two()
    {
        var world = new SmallWorld(5);
        PlantNetwork(world, 10, "a");
        PlantNetwork(world, 10, "b");
        Background(world);
        Assert.Equal(2, world.Mine().Count(f => f.Pattern == CashOutNetwork.Name));
    }

    [Fact]
    public void Two_networks_whose_runners_stand_in_one_queue_stay_two_with_their_own_cards()
    {
        var world = new SmallWorld(5);
        for (var round = 0; round < 10; round++)
        {
            double minute = (round * 3 * 1440) + 700 + world.Draw(200);
            foreach (var name in (string[])["a", "b"])
            {
                for (var payer = 0; payer < 4; payer++)
                {
                    world.Card($"payer{world.Draw(500)}", $"collector{name}", minute - 100 + world.Draw(60), 500_000);
                }
                for (var card = 0; card < 5; card++)
                {
                    world.Card($"collector{name}", $"drop{name}{card}", minute + card, 310_000 + (world.Draw(90) * 1_000));
                    world.Cash($"drop{name}{card}", "atm0", minute + 60 + card, 300_000);
                }
            }
        }
        Background(world);
        var found = world
            .Mine()
            .Where(f => f.Pattern == CashOutNetwork.Name)
            .Select(f => string.Join(' ', f.Accounts.Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal);
        Assert.Equal(["collectora dropa0 dropa1 dropa2 dropa3 dropa4", "collectorb dropb0 dropb1 dropb2 dropb3 dropb4"], found);
    }

    [Fact]
    public void Cards_that_strangers_fill_and_one_runner_empties_are_a_ring()
    {
        var world = new SmallWorld(2);
        for (var round = 0; round < 6; round++)
        {
            var minute = (round * 5 * 1440) + 900 + world.Draw(200);
            for (var card = 0; card < 5; card++)
            {
                world.Card($"stranger{world.Draw(1000)}", $"ring{card}", minute - 60 - world.Draw(100), 150_000);
                world.Cash($"ring{card}", "atm1", minute + (card * 2), 145_000);
            }
        }
        Background(world);
        var finding = Assert.Single(world.Mine());
        Assert.Equal(CashOutRing.Name, finding.Pattern);
        Assert.Equal(["ring0", "ring1", "ring2", "ring3", "ring4"], finding.Accounts.Order());
    }

    [Fact]
    public void Workmates_at_the_machine_on_pay_day_are_no_network()
    {
        var world = new SmallWorld(3);
        for (var pay = 0; pay < 5; pay++)
        {
            for (var worker = 0; worker < 20; worker++)
            {
                world.Add(TransferKind.AccountTransfer, "factory", $"worker{worker}", (pay * 14 * 1440) + 600, 250_000);
                world.Cash($"worker{worker}", "atm1", (pay * 14 * 1440) + 3000 + (worker * 2), 90_000 + (world.Draw(3) * 10_000));
            }
        }
        Background(world);
        Assert.Empty(world.Mine());
    }

    [Fact]
    public void A_shop_owner_who_draws_the_till_and_a_couple_at_the_machine_are_no_network()
    {
        var world = new SmallWorld(4);
        for (var day = 0; day < 50; day++)
        {
            for (var sale = 0; sale < 10; sale++)
            {
                world.Card($"buyer{world.Draw(900)}", "till", (day * 1440) + 600 + (sale * 50), 9_000);
            }
            world.Cash("till", "atm1", (day * 1440) + 1260, 70_000);
            if (day % 7 == 0)
            {
                world.Card("parent", "wife", (day * 1440) + 700, 60_000);
                world.Card("parent", "husband", (day * 1440) + 700, 60_000);
                world.Cash("wife", "atm2", (day * 1440) + 800, 50_000);
                world.Cash("husband", "atm2", (day * 1440) + 803, 50_000);
            }
        }
        Background(world);
        Assert.Empty(world.Mine());
    }
}
