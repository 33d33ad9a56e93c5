using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class ExchangerTests
{
    /// <summary>A desk sells tokens for tenge on two drop cards, restocks at an exchange, and draws the takings.</summary>
    private static List<string> PlantDesk(SmallWorld world, int orders, double spread = 0.03)
    {
        var ids = new List<string>();
        world.Labels.Add("hot", "Exchange hot wallet", "exchange", "exchange");
        for (var i = 0; i < orders; i++)
        {
            var minute = (i * 1440 * 40 / orders) + 600 + world.Draw(500);
            var tokens = 20 + world.Draw(480);
            ids.Add(world.Card($"customer{i}", $"drop{i % 2}", minute, Math.Round(tokens * SmallWorld.TengePerToken * (1 + spread))));
            ids.Add(world.Chain("desk", $"wallet{i}", minute + 2 + world.Draw(20), tokens));
            if (i % 10 == 0)
                ids.Add(world.Chain("hot", "desk", Math.Max(0, minute - 60), 2600));
        }
        return ids;
    }

    /// <summary>People who pay each other and move tokens at random, with amounts and hours like the desk's.</summary>
    private static void Background(SmallWorld world, int payments)
    {
        for (var i = 0; i < payments; i++)
        {
            world.Card(
                $"p{world.Draw(300)}",
                $"p{world.Draw(300)}",
                (world.Draw(40) * 1440) + 600 + world.Draw(500),
                (20 + world.Draw(480)) * 515
            );
            world.Chain($"w{world.Draw(60)}", $"w{world.Draw(60)}", (world.Draw(40) * 1440) + 600 + world.Draw(500), 20 + world.Draw(480));
        }
    }

    [Fact]
    public void A_desk_and_its_drop_cards_are_found_among_ordinary_traffic_with_exact_members_and_transfers()
    {
        var world = new SmallWorld();
        var planted = PlantDesk(world, 80);
        Background(world, 3_000);
        var finding = Assert.Single(world.Mine());
        Assert.Equal(Exchanger.Name, finding.Pattern);
        Assert.Equal(["desk", "drop0", "drop1"], finding.Accounts.Order());
        Assert.Equal("desk", finding.Roles["desk"]);
        Assert.Equal("dropper", finding.Roles["drop0"]);
        Assert.Equal(planted.Order(), finding.Transfers.Order());
        Assert.Equal("80", finding.Evidence["matched_exchanges"]);
    }

    /// <summary>A customer who buys for friends is paid by them just before: the friends' payments agree with the desk's tokens as well as
    /// payments to the desk's own cards do.</summary>
    [Fact]
    public void A_regular_who_buys_for_friends_is_a_customer_and_no_card_of_the_desk()
    {
        foreach (var pays in new[] { true, false })
        {
            var world = new SmallWorld();
            PlantDesk(world, 80);
            for (var i = 0; i < 4; i++)
            {
                var minute = (i * 9 * 1440) + 300;
                var tokens = 30 + (110 * i);
                world.Card($"friend{i}", "regular", minute, tokens * 515);
                if (pays)
                    world.Card("regular", "drop0", minute + 2, tokens * 515);
                world.Chain("desk", $"regularwallet{i}", minute + 8, tokens);
            }
            Background(world, 3_000);
            var finding = Assert.Single(world.Mine());
            // The same card that hands nothing on takes the desk's orders itself.
            Assert.Equal(
                pays ? ["desk", "drop0", "drop1"] : ["desk", "drop0", "drop1", "regular"],
                finding.Accounts.Order(StringComparer.Ordinal)
            );
        }
    }

    /// <summary>An exchanger that keeps two sets of cards and wallets apart, and now and then pays from the other set's wallet: no card
    /// crosses often enough to be linked by itself, all together do.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(0, 2)]
    public void Two_sets_of_cards_and_wallets_that_trade_across_are_one_exchanger(int crossings, int exchangers)
    {
        var world = new SmallWorld();
        void Order(string card, string wallet, int minute)
        {
            var tokens = 20 + world.Draw(480);
            world.Card($"customer{minute}", card, minute, Math.Round(tokens * SmallWorld.TengePerToken * 1.03));
            world.Chain(wallet, $"wallet{minute}", minute + 2 + world.Draw(15), tokens);
        }
        for (var set = 0; set < 2; set++)
        {
            for (var card = 0; card < 4; card++)
            {
                for (var i = 0; i < 25; i++)
                {
                    Order($"card{set}{card}", $"desk{set}", (i * 2_100) + (set * 1_000) + (card * 230) + world.Draw(200));
                }
                for (var i = 0; i < crossings; i++)
                {
                    Order($"card{set}{card}", $"desk{1 - set}", (i * 15_000) + 7_000 + (set * 900) + (card * 170) + world.Draw(100));
                }
            }
        }
        Background(world, 3_000);
        var found = world.Mine().Where(finding => finding.Pattern == Exchanger.Name).ToList();
        Assert.Equal(exchangers, found.Count);
        Assert.Equal(10, found.Sum(finding => finding.Accounts.Count));
    }

    [Fact]
    public void A_desk_that_buys_tokens_is_found_too()
    {
        var world = new SmallWorld();
        world.Labels.Add("hot", "Exchange hot wallet", "exchange", "exchange");
        for (var i = 0; i < 60; i++)
        {
            var minute = (i * 900) + world.Draw(300);
            var tokens = 20 + world.Draw(480);
            world.Chain($"wallet{i}", "desk", minute, tokens);
            world.Card("drop", $"customer{i}", minute + 3 + world.Draw(15), tokens * SmallWorld.TengePerToken * 0.97);
            if (i % 8 == 7)
                world.Chain("desk", "desk-deposit", minute + 30, 2_000);
        }
        Background(world, 3_000);
        var finding = Assert.Single(world.Mine());
        Assert.Contains("desk", finding.Accounts);
        Assert.Contains("drop", finding.Accounts);
        Assert.DoesNotContain(
            finding.Accounts,
            a => a.StartsWith("customer", StringComparison.Ordinal) || a.StartsWith("wallet", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_pairing_links_nothing(ulong seed)
    {
        // The same desk and cards, but the token legs happen at times of their own: whatever agrees, agrees by chance.
        var world = new SmallWorld(seed);
        for (var i = 0; i < 400; i++)
        {
            var tokens = 20 + (world.Draw(48) * 10);
            world.Card($"customer{i}", $"drop{i % 3}", (world.Draw(40) * 1440) + 600 + world.Draw(600), tokens * 515);
            world.Chain("desk", $"wallet{i}", (world.Draw(40) * 1440) + 600 + world.Draw(600), 20 + (world.Draw(48) * 10));
        }
        Background(world, 3_000);
        Assert.Empty(world.Mine());
    }

    [Fact]
    public void Two_desks_stay_two_findings()
    {
        var world = new SmallWorld(7);
        for (var desk = 0; desk < 2; desk++)
        {
            for (var i = 0; i < 60; i++)
            {
                var minute = (i * 900) + world.Draw(700);
                var tokens = 20 + world.Draw(480);
                world.Card($"customer{world.Draw(200)}", $"drop{desk}", minute, tokens * 510);
                world.Chain($"desk{desk}", $"wallet{world.Draw(200)}", minute + 5, tokens);
                if (i % 8 == 0)
                    world.Chain($"supplier{desk}", $"desk{desk}", minute - 1, 2_100);
            }
        }
        Assert.Equal(2, world.Mine().Count);
    }

    [Fact]
    public void The_same_transfers_in_another_order_give_the_same_findings()
    {
        var world = new SmallWorld(3);
        PlantDesk(world, 60);
        Background(world, 2_000);
        static string Told(Finding f) =>
            $"{f.Id} {string.Join(' ', f.Roles.OrderBy(r => r.Key).Select(r => $"{r.Key}={r.Value}"))} "
            + string.Join(' ', f.Evidence.Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal(world.Mine().Select(Told), world.Mine(backwards: true).Select(Told));
        Assert.NotEmpty(world.Mine());
    }

    [Fact]
    public void Without_rates_the_desk_is_found_by_the_rate_that_purchases_on_platforms_tell()
    {
        var world = new SmallWorld(4);
        PlantDesk(world, 60);
        Background(world, 2_000);
        for (var i = 0; i < 600; i++)
        {
            var minute = world.Draw(40 * 1440);
            var tokens = 10 + world.Draw(900);
            world.Add(TransferKind.CryptoBuy, $"p{world.Draw(300)}", "PLATFORM", minute, tokens * SmallWorld.TengePerToken * 1.005);
            world.Add(TransferKind.CryptoWithdrawal, "PLATFORM", $"w{world.Draw(60)}", minute + 20, tokens);
        }
        var graph = world.Graph();
        var found = Assert.Single(SmallWorld.Networks(graph, new MiningContext(world.Labels, new RateTable())));
        Assert.Equal(3, found.Members.Count);
        Assert.StartsWith("estimated", found.Evidence["rates"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_wedding_beside_a_pay_out_on_the_chain_is_no_desk()
    {
        // Many gifts in an evening and many pay-outs in the same hours: plenty of pairs agree, on one evening.
        var world = new SmallWorld(6);
        for (var i = 0; i < 150; i++)
        {
            world.Card($"guest{i}", "couple", 1_200 + world.Draw(120), (20 + (world.Draw(12) * 10)) * 515);
            world.Chain("payer", $"payee{i}", 1_200 + world.Draw(120), 20 + (world.Draw(12) * 10));
            world.Chain($"source{i % 9}", "payer", 600 + i, 90);
        }
        Background(world, 1_000);
        Assert.Empty(world.Mine());
    }
}
