using System.Text;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Wording;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

public class MinedNetworksTests
{
    private readonly TransferTableBuilder _builder = new();
    private int _rows;

    [Fact]
    public void Members_and_places_are_named_and_bystanders_only_counted()
    {
        Add("citizen-1", "card-1", 400, TransferKind.CardTransfer);
        Add("citizen-2", "card-1", 300, TransferKind.CardTransfer);
        Add("citizen-1", "card-1", 100, TransferKind.CardTransfer);
        Add("card-1", "ATM-9", 790, TransferKind.CashWithdrawal);
        Add("card-1", "shop", 5, TransferKind.CardTransfer);
        var networks = Mine(new() { ["card-1"] = "dropper" });
        var detail = networks.Network("f")!;

        Assert.Equal(
            ["(recipients) 1 recipient Crowd", "(senders) 2 senders Crowd", "ATM-9 ATM-9 Terminal", "card-1 card-1 Card"],
            detail.Graph.Nodes.Select(node => $"{node.Id} {node.Label} {node.Kind}").Order(StringComparer.Ordinal)
        );
        var incoming = Assert.Single(detail.Graph.Edges, edge => edge.From == "(senders)");
        Assert.Equal(("card-1", (Int128)800_000_000, 3), (incoming.To, incoming.AmountMicro, incoming.Transfers));
        var member = Assert.Single(detail.Members);
        Assert.Equal(
            (NodeKind.Card, (Int128)800_000_000, (Int128)795_000_000),
            (member.Kind, Assert.Single(member.In).AmountMicro, Assert.Single(member.Out).AmountMicro)
        );

        var everything = networks.Transfers("f", new TransferFilter(null, 1))!;
        Assert.Equal(5, everything.Total);
        Assert.DoesNotContain(everything.Rows, row => row.From.StartsWith("citizen", StringComparison.Ordinal) || row.To == "shop");
        Assert.Equal(3, networks.Transfers("f", new TransferFilter("(senders)", 1))!.Total);
        Assert.Equal(1, networks.Transfers("f", new TransferFilter("ATM-9", 1))!.Total);
        Assert.Null(networks.Transfers("g", new TransferFilter(null, 1)));
    }

    [Fact]
    public void The_lesser_of_many_members_and_places_are_drawn_as_one_but_listed_all()
    {
        var roles = new Dictionary<string, string> { ["boss"] = "organiser" };
        for (var i = 0; i < 200; i++)
        {
            roles[$"card-{i:000}"] = "dropper";
            Add("boss", $"card-{i:000}", 1000 + i, TransferKind.CardTransfer);
            Add($"card-{i:000}", $"ATM-{i % 30:00}", 900 + i, TransferKind.CashWithdrawal);
        }
        var detail = Mine(roles).Network("f")!;

        Assert.Equal(201, detail.Members.Count);
        Assert.Equal("boss", detail.Members[0].Account);
        Assert.True(detail.Graph.Nodes.Count <= NetworkDrawingLimit, $"{detail.Graph.Nodes.Count} nodes");
        Assert.Contains(detail.Graph.Nodes, node => node.Label == "157 more droppers" && node.Role == "dropper");
        Assert.Contains(detail.Graph.Nodes, node => node.Label == "18 more ATMs" && node.Count == 18);
        // Nothing is lost in the drawing: the edges carry all that was moved.
        Assert.Equal(
            Assert.Single(detail.Members[0].Out).AmountMicro,
            detail.Graph.Edges.Where(edge => edge.From == "boss").Aggregate((Int128)0, (sum, edge) => sum + edge.AmountMicro)
        );
        var ids = detail.Graph.Nodes.Select(node => node.Id).ToHashSet();
        Assert.Equal(detail.Graph.Nodes.Count, ids.Count);
        Assert.All(detail.Graph.Edges, edge => Assert.True(ids.Contains(edge.From) && ids.Contains(edge.To)));
        Assert.All(DrawnGraph.Of(detail, Sunqar.Work.Wording.ConsoleWords.English).Edges, edge => Assert.InRange(edge.Weight, 0, 1000));
    }

    [Fact]
    public void Pages_hold_their_size_and_a_page_past_the_end_is_the_last()
    {
        for (var i = 0; i < 60; i++)
        {
            Add("a", "b", 10 + i, TransferKind.AccountTransfer);
        }
        var networks = Mine(new() { ["a"] = "collector", ["b"] = "dropper" });
        Assert.Equal(
            [25, 25, 10],
            Enumerable.Range(1, 3).Select(page => networks.Transfers("f", new TransferFilter(null, page))!.Rows.Count)
        );
        Assert.Equal(3, networks.Transfers("f", new TransferFilter(null, 99))!.Page);
        Assert.Equal(3, networks.Transfers("f", new TransferFilter(null, 3))!.Pages);
    }

    [Fact]
    public void Where_nobody_wrote_a_story_the_flows_are_told()
    {
        Add("citizen-1", "card-1", 400_000, TransferKind.CardTransfer);
        Add("citizen-2", "card-2", 300_000, TransferKind.CardTransfer);
        Add("card-1", "ATM-9", 390_000, TransferKind.CashWithdrawal);
        Add("card-2", "boss", 290_000, TransferKind.CardTransfer);
        var story = Mine(
                new()
                {
                    ["card-1"] = "dropper",
                    ["card-2"] = "dropper",
                    ["boss"] = "organiser",
                }
            )
            .Network("f")!
            .Story;
        Assert.StartsWith("1 organiser, 2 droppers: 4 transfers of ", story[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "2 senders sent 700,000 KZT to 2 droppers in 2 transfers.",
                "One dropper sent 290,000 KZT to the organiser in 1 transfer.",
                "One dropper drew 390,000 KZT in cash at one ATM, 1 withdrawal.",
            ],
            story.Skip(1)
        );
    }

    private const int NetworkDrawingLimit = 60;

    private void Add(string from, string to, long units, TransferKind kind)
    {
        _builder.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes($"t{_rows:0000}"),
                TimeUs = 1_767_225_600_000_000 + (_rows++ * 1_000_000L),
                From = Encoding.UTF8.GetBytes(from),
                To = Encoding.UTF8.GetBytes(to),
                AmountMicro = units * 1_000_000,
                Currency = Currency.Kzt,
                Kind = kind,
            }
        );
    }

    private MinedNetworks Mine(Dictionary<string, string> roles)
    {
        var table = _builder.Build();
        var finding = new Finding(
            "f",
            CashOutNetwork.Name,
            0.9,
            [],
            [.. roles.Keys],
            roles,
            table.TimeUs[0],
            table.TimeUs[^1],
            0,
            Currency.Kzt,
            new Dictionary<string, string>()
        );
        return new MinedNetworks(
            Core.Networks.TypologyTable.Shipped,
            table,
            [new NetworkSource(finding, [.. Enumerable.Range(0, table.Count)], default, [], [])]
        );
    }
}
