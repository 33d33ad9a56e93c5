using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class NetworkFormingTests
{
    private static IReadOnlyList<Network> Form(SmallWorld world, params (string Kind, int[] Rows, string[] Members)[] parts) =>
        Form(world.Graph(), world.Labels, parts);

    private static IReadOnlyList<Network> Form(TransferGraph graph, params (string Kind, int[] Rows, string[] Members)[] parts) =>
        Form(graph, new(), parts);

    private static IReadOnlyList<Network> Form(
        TransferGraph graph,
        ServiceLabels labels,
        (string Kind, int[] Rows, string[] Members)[] parts
    ) =>
        new NetworkForming(
            TypologyTable.Shipped,
            graph,
            labels,
            (micro, from, to, _) =>
                from == to ? micro
                : to == Currency.Usd ? micro / 500
                : micro * 500
        ).Form([
            .. parts.Select(p => new Sighting(
                p.Kind,
                p.Rows,
                [
                    .. p.Members.Select(m => new Member(
                        graph.Table.Accounts.TryFind(m, out var a) ? a : throw new InvalidOperationException(m),
                        "dropper"
                    )),
                ],
                0.9,
                new Dictionary<string, string>()
            )),
        ]);

    [Fact]
    public void Findings_that_share_a_member_are_one_network_led_by_the_weightier_kind()
    {
        var world = new SmallWorld();
        world.Card("x", "a", 1, 100);
        world.Card("a", "b", 2, 100);
        world.Cash("b", "atm", 3, 90);
        var network = Assert.Single(Form(world.Graph(), (PassThrough.Name, [0, 1], ["a"]), (CashOutRing.Name, [1, 2], ["a", "b"])));
        Assert.Equal(CashOutRing.Name, network.Kind);
        Assert.Equal(["a", "b"], network.Roles.Keys.Order());
        Assert.Equal(3, network.Transfers);
        Assert.Equal((SmallWorld.StartUs + 60_000_000, SmallWorld.StartUs + 180_000_000), (network.FirstUs, network.LastUs));
        Assert.Equal(2, network.Findings.Count);
        Assert.Equal(100_000_000, network.TurnoverKztMicro);
        Assert.Contains(network.Flow, part => part == new FlowPart("droppers", "cash terminals", 1, 90_000_000, Currency.Kzt));
        Assert.NotEmpty(network.Story);
    }

    [Fact]
    public void What_the_leading_finding_says_of_its_turnover_goes_before_what_the_flow_comes_to()
    {
        var world = new SmallWorld();
        world.Card("customer", "drop", 1, 100);
        world.Cash("drop", "atm", 2, 90);
        var graph = world.Graph();
        Assert.True(graph.Table.Accounts.TryFind("drop", out var drop));
        Sighting Of(string kind, int row, double score, Int128 turned, Currency currency) =>
            new(kind, [row], [new Member(drop, "dropper")], score, new Dictionary<string, string>())
            {
                Turnover = new TurnedOver(turned, currency),
            };
        var forming = new NetworkForming(
            TypologyTable.Shipped,
            graph,
            new(),
            (micro, from, to, _) =>
                from == to ? micro
                : to == Currency.Usd ? micro / 500
                : micro * 500
        );
        var network = Assert.Single(
            forming.Form([Of(CashOutRing.Name, 1, 0.95, 1, Currency.Kzt), Of(Exchanger.Name, 0, 0.9, 7_000_000, Currency.Usdt)])
        );
        Assert.Equal(
            (Exchanger.Name, 3_500_000_000, 14_000),
            (network.Kind, (long)network.TurnoverKztMicro, (long)network.TurnoverUsdMicro)
        );
    }

    [Fact]
    public void What_moves_among_members_alone_is_the_turnover_where_nothing_crosses_their_circle()
    {
        var world = new SmallWorld();
        world.Card("smurf", "till", 1, 480);
        world.Card("smurf", "till", 2, 490);
        var network = Assert.Single(Form(world.Graph(), (Structuring.Name, [0, 1], ["smurf", "till"])));
        Assert.Equal(970_000_000, network.TurnoverKztMicro);
    }

    [Fact]
    public void A_busy_account_that_generic_findings_share_joins_nothing()
    {
        var world = new SmallWorld();
        world.Card("a", "busy", 1, 100);
        world.Card("b", "busy", 2, 100);
        for (var i = 0; i < 50; i++)
        {
            world.Card($"other{i}", "busy", 3 + i, 10);
        }
        var graph = world.Graph();
        Assert.Equal(2, Form(graph, (FanIn.Name, [0], ["a", "busy"]), (FanIn.Name, [1], ["b", "busy"])).Count);
        // The same account, shared by kinds that vet their members, does join.
        Assert.Single(Form(graph, (Exchanger.Name, [0], ["a", "busy"]), (CashOutNetwork.Name, [1], ["b", "busy"])));
    }

    [Fact]
    public void A_finding_sums_the_currency_that_most_of_its_transfers_carry_from_first_to_last()
    {
        var world = new SmallWorld();
        world.Card("a", "b", 1, 100);
        world.Chain("w", "v", 2, 7_000);
        world.Card("a", "c", 3, 50);
        var table = world.Graph().Table;
        var finding = new Sighting(FanOut.Name, [0, 1, 2], [], 0.5, new Dictionary<string, string>()).Name(table);
        Assert.Equal((150_000_000, Currency.Kzt), ((long)finding.AmountMicro, finding.Currency));
        Assert.Equal((table.TimeUs[0], table.TimeUs[2]), (finding.FirstUs, finding.LastUs));
    }

    [Fact]
    public void A_service_that_a_member_dealt_with_is_named_and_the_wallet_is_not()
    {
        var world = new SmallWorld();
        world.Chain("desk", "hot", 1, 100);
        world.Chain("desk", "cold", 2, 100);
        world.Labels.Add("hot", "WhiteBIT hot wallet", "whiteb");
        world.Labels.Add("cold", "WhiteBIT cold 2", "whiteb");
        Assert.Equal(["WhiteBIT"], Assert.Single(Form(world, (Pyramid.Name, [0], ["desk"]))).Platforms);
    }

    /// <summary>An officer reads what happened for every kind, in local days, and no observation is missing from its sentence.</summary>
    [Fact]
    public void Every_generic_kind_has_a_story_of_its_own_in_local_days()
    {
        var planting = new SmallWorld();
        for (var i = 0; i < 4; i++)
        {
            // 20:00 UTC on the first day is the second in Kazakhstan.
            planting.Card($"payer{i}", "mule", (i * 2_880) + 1_200, 400_000);
            planting.Card("mule", "taker", (i * 2_880) + 1_220, 390_000);
            planting.Card($"smurf{i}", "card", 1_200 + (i * 60), 490_000 + i);
        }
        for (var i = 0; i < 30; i++)
        {
            planting.Card($"buyer{i}", "till", 1_200 + (i * 90), 10_000);
        }
        planting.Add(TransferKind.CryptoBuy, "till", "PLATFORM", 5_000, 290_000);
        var graph = planting.Graph();
        var limits = new MiningLimits([new(Currency.Kzt, 500_000L * 1_000_000, long.MinValue, "a rule")]);
        var ground = new MiningGround(graph, 30 * Transfers.TransferFixture.DayUs, limits);
        var networks = new NetworkForming(TypologyTable.Shipped, graph, new(), (micro, _, _, _) => micro).Form(
            TypologyTable.Shipped.Shapes.Mine(ground, 0.1)
        );
        string Story(string kind) => string.Join(' ', networks.First(n => n.Kind == kind).Story);
        Assert.StartsWith(
            "1 mule, from 2026-01-02 to 2026-01-08. Money came in and nine tenths of it or more left "
                + "again, on average within 20 minutes, 4 times on the busiest card; 4 different payers",
            Story(PassThrough.Name),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "4 transfers of 490000–490003 came in, each just below the threshold of 500,000 KZT: 100 % of all",
            Story(Structuring.Name),
            StringComparison.Ordinal
        );
        var flow = new NetworkFlow(graph.Table, [0], new Dictionary<int, string>());
        var till = TypologyTable.Shipped[FanIn.Name].Mine(ground).Single(s => s.Evidence["because_of"] == "empties into crypto");
        Assert.StartsWith(
            "30 people paid the cards, and nearly everything that left them bought crypto",
            Assert.Single(TypologyTable.Shipped[FanIn.Name].Tell(till, flow)),
            StringComparison.Ordinal
        );
        foreach (var pattern in TypologyTable.Shipped.Shapes.All)
        {
            var lead = new Sighting(pattern.Kind, [0], [], 0.5, new Dictionary<string, string>());
            Assert.DoesNotContain(" transfers within ", Assert.Single(pattern.Tell(lead, flow)), StringComparison.Ordinal);
        }
        Assert.All(networks, n => Assert.DoesNotContain("?", string.Join(' ', n.Story), StringComparison.Ordinal));
    }

    [Fact]
    public void An_id_comes_from_the_content_alone()
    {
        var world = new SmallWorld();
        world.Card("x", "a", 1, 100);
        world.Card("a", "b", 2, 100);
        var one = Assert.Single(Form(world.Graph(), (PassThrough.Name, [0, 1], ["a", "b"])));
        var other = Assert.Single(Form(world.Graph(backwards: true), (PassThrough.Name, [0, 1], ["b", "a"])));
        Assert.Equal(one.Id, other.Id);
    }

    [Fact]
    public void The_story_of_a_mined_exchanger_tells_numbers_and_no_names()
    {
        var world = new SmallWorld();
        for (var i = 0; i < 40; i++)
        {
            world.Card($"customer{i}", "drop", i * 900, 51_500);
            world.Chain("desk", $"wallet{i}", (i * 900) + 5, 100);
            if (i % 10 == 0)
                world.Chain("supplier", "desk", i * 900, 1_000);
        }
        var graph = world.Graph();
        var sightings = SmallWorld.Networks(graph, new MiningContext(world.Labels, SmallWorld.Rates()));
        var network = Assert.Single(
            new NetworkForming(TypologyTable.Shipped, graph, world.Labels, (micro, _, _, _) => micro).Form(sightings)
        );
        var story = string.Join(' ', network.Story);
        Assert.Contains("40 times", story, StringComparison.Ordinal);
        Assert.DoesNotContain("customer1", story, StringComparison.Ordinal);
        Assert.DoesNotContain("drop ", story, StringComparison.Ordinal);
        Assert.Equal(40L * 51_500 * 1_000_000, (long)network.TurnoverKztMicro);
    }
}
