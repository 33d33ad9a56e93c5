using System.Globalization;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>What the pages of docs/patterns promise of shapes that are made of hot pairs, which small random graphs never hold: window,
/// order, and no transfer told twice.</summary>
public class ShapeLawTests
{
    /// <summary>Each sender pays each receiver once, one after the other, over some days.</summary>
    private static void Block(Planting planting, double day, double days, string from, string to, int senders, int receivers)
    {
        for (var i = 0; i < senders * receivers; i++)
        {
            planting.Plant(
                day + (days * i / (senders * receivers)),
                from + (i % senders).ToString(CultureInfo.InvariantCulture),
                to + (i / senders).ToString(CultureInfo.InvariantCulture)
            );
        }
    }

    [Theory]
    [InlineData(Bipartite.Name)]
    [InlineData(Stack.Name)]
    [InlineData(ScatterGather.Name)]
    [InlineData(GatherScatter.Name)]
    [InlineData(FanIn.Name)]
    [InlineData(FanOut.Name)]
    [InlineData(PassThrough.Name)]
    public void What_lasts_longer_than_the_window_is_cut_to_it(string kind)
    {
        var planting = new Planting(7);
        Block(planting, 20, 11, "s", "m", 5, 5);
        Block(planting, 27, 11, "m", "d", 5, 5);
        for (var i = 0; i < 9; i++)
        {
            planting.Plant(60 + (3 * i), "c" + i, "c" + (i + 1));
            planting.Plant(100 + i, "e" + i, "e" + (i + 1));
        }
        var (seen, table) = planting.See(kind, windowDays: 10);
        Assert.Contains(seen, s => s.Rows.Length >= 4);
        Assert.All(
            seen,
            s => Assert.True(table.TimeUs[s.Rows[^1]] - table.TimeUs[s.Rows[0]] <= 10 * TransferFixture.DayUs, $"{s.Rows.Length} transfers")
        );
    }

    [Fact]
    public void No_transfer_stands_in_two_blocks()
    {
        var planting = new Planting(8);
        Block(planting, 40, 6, "s", "r", 6, 6);
        var (seen, _) = planting.See(Bipartite.Name);
        var rows = seen.SelectMany(s => s.Rows).ToList();
        Assert.InRange(rows.Count, 30, int.MaxValue);
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Layers_that_pay_before_they_are_paid_are_no_stack(bool reversed)
    {
        var planting = new Planting(9);
        Block(planting, reversed ? 48 : 40, 4, "s", "m", 3, 3);
        Block(planting, reversed ? 40 : 48, 4, "m", "d", 3, 3);
        var (seen, table) = planting.See(Stack.Name);
        var held = seen.Any(s => s.Rows.Count(row => Named(table, table.From[row], 's') || Named(table, table.To[row], 'd')) >= 8);
        Assert.Equal(!reversed, held);
    }

    [Fact]
    public void A_middle_of_a_stack_is_paid_before_it_pays_in_each_of_its_pairs()
    {
        var (stacks, table) = Stacks(
            (10, "s1", "m1"),
            (11, "s1", "m2"),
            (12, "s2", "m1"),
            (13, "s2", "m2"),
            (20, "m1", "d1"),
            (21, "m1", "d2"),
            (22, "m2", "d1"),
            (23, "m2", "d2"),
            (5, "m1", "early"),
            (30, "late", "m2"),
            (24, "m3", "d1"),
            (31, "s1", "m3")
        );
        var stack = Assert.Single(stacks);
        Assert.Equal(["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"], stack.Rows.Select(table.Id));
        Assert.Equal(
            ["m1", "m2"],
            stack.Members.Where(m => m.Role == "middle").Select(m => table.Accounts.Id(m.Account)).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void One_middle_is_a_hub_and_two_between_one_payer_and_one_payee_are_a_scatter_and_gather_and_neither_a_stack()
    {
        Assert.Empty(Stacks((10, "s1", "m"), (11, "s2", "m"), (12, "s3", "m"), (20, "m", "d1"), (21, "m", "d2"), (22, "m", "d3")).Seen);
        Assert.Empty(Stacks((10, "s", "m1"), (11, "s", "m2"), (20, "m1", "d"), (21, "m2", "d")).Seen);
        Assert.Single(Stacks((10, "s", "m1"), (11, "s", "m2"), (20, "m1", "d1"), (21, "m2", "d1"), (22, "m2", "d2")).Seen);
    }

    /// <summary>Every pair is thought to be laundering, so that nothing but their shape and order decides.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Layers_whose_ends_lend_to_their_beginnings_lead_round_and_are_no_stack(int back, bool isStack)
    {
        List<(int Hour, string From, string To)> rows =
        [
            (10, "s1", "m1"),
            (11, "s1", "m2"),
            (12, "s2", "m1"),
            (20, "m1", "d1"),
            (21, "m2", "d1"),
            (22, "m2", "d2"),
        ];
        if (back > 0)
            rows.AddRange([(30, "d1", "s1"), (31, "d2", "s2")]);
        Assert.Equal(isStack, Stacks([.. rows]).Seen.Count == 1);
    }

    private static (IReadOnlyList<Sighting> Seen, TransferTable Table) Stacks(params (int Hour, string From, string To)[] rows)
    {
        var table = TransferFixture.Table(rows);
        var graph = TransferGraph.Build(table);
        var evidence = PairEvidence.Gather(
            BriefPairs.Build(graph, TransferFixture.DayUs * 30, transfersMax: 1),
            TransferFixture.DayUs * 30
        );
        var certain = new float[evidence.Pairs.Count];
        Array.Fill(certain, 0.9f);
        var ground = new MiningGround(graph, TransferFixture.DayUs * 30, evidence, new Suspicion(certain));
        return (TypologyTable.Shipped[Stack.Name].Mine(ground), table);
    }

    [Fact]
    public void A_hub_is_paid_before_it_pays()
    {
        var planting = new Planting(10);
        // The hub stands in two dense blocks, so that all its pairs are hot: one in which it is paid, one in which it pays.
        foreach (var (hub, paid, pays) in new[] { ("forth", 40, 48), ("back", 88, 80) })
        {
            for (var i = 0; i < 5; i++)
            {
                for (var j = 0; j < 3; j++)
                {
                    planting.Plant(paid + (i * 0.5) + (j * 0.1), $"{hub}payer{i}", j == 0 ? hub : $"{hub}beside{j}");
                    planting.Plant(pays + (i * 0.5) + (j * 0.1), j == 0 ? hub : $"{hub}other{j}", $"{hub}payee{i}");
                }
            }
        }
        var (seen, table) = planting.See(GatherScatter.Name);
        foreach (var sighting in seen)
        {
            var hub = sighting.Members.Single(m => m.Role == "hub").Account;
            var lastIn = sighting.Rows.Where(row => table.To[row] == hub).Max(row => table.TimeUs[row]);
            Assert.True(
                lastIn < sighting.Rows.Where(row => table.From[row] == hub).Min(row => table.TimeUs[row]),
                sighting.Evidence["because_of"]
            );
        }
        Assert.Contains(
            seen,
            s =>
                s.Evidence["because_of"] == "suspicion of its pairs"
                && s.Members.Any(m => table.Accounts.Id(m.Account) == "forth")
                && s.Rows.Length == 10
        );
        Assert.DoesNotContain(seen, s => s.Members.Any(m => m.Role == "hub" && table.Accounts.Id(m.Account) == "back"));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void A_hub_that_is_paid_and_pays_by_turns_is_in_use_and_no_gather_scatter(bool gathersFirst, int found)
    {
        var planting = new Planting(11);
        for (var i = 0; i < 12; i++)
        {
            planting.Plant(60 + (gathersFirst ? i * 0.1 : i), "in" + i, "hub");
            planting.Plant(gathersFirst ? 62 + (i * 0.1) : 60.5 + i, "hub", "out" + i);
        }
        var (seen, table) = planting.See(GatherScatter.Name);
        Assert.Equal(
            found,
            seen.Count(s =>
                s.Evidence["because_of"] == "habit" && s.Members.Any(m => m.Role == "hub" && table.Accounts.Id(m.Account) == "hub")
            )
        );
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void More_than_sixty_payers_at_once_are_an_occasion(int payers, bool isFan)
    {
        var planting = new Planting(12);
        for (var i = 0; i < payers; i++)
        {
            planting.Plant(70 + (i * 0.05), "guest" + i, "host");
        }
        var (seen, table) = planting.See(FanIn.Name);
        Assert.Equal(isFan, seen.Any(s => s.Rows.Length > 50 && s.Members.Any(m => table.Accounts.Id(m.Account) == "host")));
    }

    [Fact]
    public void The_less_value_that_comes_back_resembles_what_left_the_less_is_claimed()
    {
        double Claim(long least)
        {
            var table = TransferFixture.Table(
                Enumerable.Range(0, 5).Select(i => (i * TransferFixture.DayUs, "c" + i, "c" + ((i + 1) % 5), i == 2 ? least : 1_000L))
            );
            var ground = new MiningGround(TransferGraph.Build(table), 30 * TransferFixture.DayUs);
            var seen = TypologyTable.Shipped[Cycle.Name].Mine(ground);
            var weights = ScoreWeights.Parse("cycle:any_order -1 conserved +1.00\ncycle:in_the_order_of_time -1 conserved +1.00");
            return weights.Claim(seen, table).Max(s => s.Score);
        }
        Assert.True(Claim(1_000) > Claim(500) && Claim(500) > Claim(200));
        // The weights that ship hear it, and none hears less of it as more.
        Assert.All(
            ScoreWeights
                .Shipped.Groups.SelectMany(group => group.Features)
                .Where(feature => feature.Evidence == EvidenceKeys.Conserved.Name),
            feature => Assert.True(feature.Rises)
        );
    }

    [Fact]
    public void A_sighting_falls_when_those_before_it_hold_two_thirds_of_it()
    {
        var table = TransferFixture.Table([.. Enumerable.Range(0, 12).Select(i => (i, "a" + i, "b" + i))]);
        Sighting Of(double score, params int[] rows) => new(Cycle.Name, rows, [], score, new Dictionary<string, string>());
        var kept = Sightings.WithoutRepeats(table, [Of(0.5, 0, 1, 2, 6, 7, 8), Of(0.9, 0, 1, 2, 3, 4), Of(0.7, 2, 3, 5)], _ => 0);
        Assert.Equal([5, 6], kept.Select(s => s.Rows.Length));
    }

    private static bool Named(TransferTable table, int account, char first) =>
        table.Accounts.Id(account) is { Length: 2 } id && id[0] == first && char.IsAsciiDigit(id[1]);
}
