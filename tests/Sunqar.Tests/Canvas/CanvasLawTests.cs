using Sunqar.Core.Canvas;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Canvases;
using Xunit;

namespace Sunqar.Tests.Canvas;

/// <summary>What holds of every canvas, whatever is done to it.</summary>
public sealed class CanvasLawTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Undoing_any_step_gives_exactly_the_picture_before_it(int seed)
    {
        var sample = new CanvasSample(seed);
        var random = new Random(seed);
        List<CanvasStep> steps = [sample.Begin];
        var taken = new HashSet<CanvasAct>();
        for (var i = 0; i < 120; i++)
        {
            var before = CanvasSample.Text(sample.Draw(steps)!);
            var step = CanvasSample.Next(random, sample.Draw(steps)!);
            if (sample.Draw([.. steps, step]) is null)
                continue;
            steps.Add(step);
            taken.Add(step.Act);
            Assert.Equal(before, CanvasSample.Text(sample.Draw(steps.SkipLast(1).ToList())!));
        }
        Assert.Superset(
            new HashSet<CanvasAct>
            {
                CanvasAct.Expand,
                CanvasAct.Collapse,
                CanvasAct.Group,
                CanvasAct.Level,
                CanvasAct.Sift,
                CanvasAct.Pin,
            },
            taken
        );
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void The_same_steps_give_the_same_picture_also_through_their_json(int seed)
    {
        var sample = new CanvasSample(seed);
        var steps = sample.Walk(seed, 60);
        var text = CanvasSample.Text(sample.Draw(steps)!);
        Assert.Equal(text, CanvasSample.Text(new CanvasSample(seed).Draw(steps)!));
        var again = CanvasSample.Read(CanvasStepJson.Write(steps));
        Assert.Equal(CanvasStepJson.Write(steps), CanvasStepJson.Write(again));
        Assert.Equal(text, CanvasSample.Text(sample.Draw(again)!));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public void Every_transfer_that_is_shown_is_in_one_line_or_node_and_no_other_is(int seed)
    {
        var sample = new CanvasSample(seed);
        var random = new Random(seed);
        List<CanvasStep> steps = [sample.Begin];
        for (var i = 0; i < 80; i++)
        {
            var picture = sample.Draw(steps)!;
            Assert.Equal(Sums(sample, Shown(sample, picture.State)), Sums(picture));
            Assert.All(picture.Flows, flow => Assert.Equal(flow.Sum.Transfers, flow.Rows.Count));
            Assert.Equal(picture.Flows.Sum(flow => flow.Rows.Count), picture.Flows.SelectMany(flow => flow.Rows).Distinct().Count());
            var step = CanvasSample.Next(random, picture);
            if (sample.Draw([.. steps, step]) is not null)
                steps.Add(step);
        }
    }

    /// <summary>A second way to say what is shown: row by row over the whole table.</summary>
    private static IEnumerable<int> Shown(CanvasSample sample, CanvasState state)
    {
        var table = sample.Table;
        for (var row = 0; row < table.Count; row++)
        {
            if (!table.Moves(row) || !Passes(table, row, state.Sieve))
                continue;
            var (from, to) = (state.Drawn.Contains(table.From[row]), state.Drawn.Contains(table.To[row]));
            var isAsked = state.Expansions.Any(one =>
                (one.Account == table.From[row] && from && one.Sieve.Way != CanvasWay.In && Passes(table, row, one.Sieve))
                || (one.Account == table.To[row] && to && one.Sieve.Way != CanvasWay.Out && Passes(table, row, one.Sieve))
            );
            if ((from && to) || isAsked)
                yield return row;
        }
    }

    private static bool Passes(TransferTable table, int row, CanvasSieve sieve)
    {
        var worth = CanvasSample.Worth(table.AmountMicro[row], table.CurrencyOf(row), 0);
        return table.TimeUs[row] >= sieve.FromUs
            && (sieve.ToUs == 0 || table.TimeUs[row] <= sieve.ToUs)
            && (sieve.Kinds.Count == 0 || sieve.Kinds.Contains(table.KindOf(row)))
            && worth >= sieve.LeastKztMicro;
    }

    private static string Sums(CanvasSample sample, IEnumerable<int> rows) =>
        string.Join(
            ' ',
            rows.GroupBy(sample.Table.CurrencyOf)
                .OrderBy(one => one.Key)
                .Select(one => $"{one.Key}:{one.Count()}:{one.Aggregate((Int128)0, (sum, row) => sum + sample.Table.AmountMicro[row])}")
        );

    private static string Sums(CanvasPicture picture) =>
        string.Join(
            ' ',
            picture
                .Flows.Select(flow => flow.Sum)
                .Concat(picture.Nodes.SelectMany(node => node.Inside))
                .GroupBy(sum => sum.Currency)
                .OrderBy(one => one.Key)
                .Select(one => $"{one.Key}:{one.Sum(sum => sum.Transfers)}:{one.Aggregate((Int128)0, (all, sum) => all + sum.AmountMicro)}")
        );

    [Theory]
    [InlineData(CanvasLevel.Account)]
    [InlineData(CanvasLevel.Transfer)]
    [InlineData(CanvasLevel.Holder)]
    public void What_is_too_large_is_grouped_within_the_limit_and_sums_stay(CanvasLevel level)
    {
        var sample = new CanvasSample(5, accounts: 3000, transfers: 30_000);
        var seed = sample.Seeds.Keys.First();
        List<CanvasStep> steps =
        [
            new CanvasStep(CanvasAct.Seed, [seed]),
            new CanvasStep(CanvasAct.Level, []) { Number = (int)level },
            new CanvasStep(CanvasAct.Expand, [seed]) { Number = 500 },
        ];
        for (var round = 0; round < 3; round++)
        {
            var picture = sample.Draw(steps)!;
            Assert.InRange(Elements(picture), 1, CanvasLimits.ElementsMax);
            Assert.Equal(Sums(sample, Shown(sample, picture.State)), Sums(picture));
            var open = picture
                .Nodes.Where(node => node.Kind is CanvasNodeKind.Account or CanvasNodeKind.Holder)
                .Take(40)
                .Select(node => node.Name);
            steps.Add(new CanvasStep(CanvasAct.Expand, [.. open]) { Number = 500 });
        }
        var last = sample.Draw(steps)!;
        Assert.True(last.Merged > 0, "it has to be grouped");
        Assert.InRange(Elements(last), CanvasLimits.ElementsMax / 2, CanvasLimits.ElementsMax);
    }

    private static int Elements(CanvasPicture picture) => picture.Nodes.Count + picture.Flows.Count + picture.Matches.Count;

    [Fact]
    public void A_filter_stays_whatever_is_expanded_later()
    {
        var sample = new CanvasSample(7);
        var sieve = CanvasSieve.All with { LeastKztMicro = 300_000_000_000 };
        List<CanvasStep> steps = [sample.Begin, new CanvasStep(CanvasAct.Sift, []) { Sieve = sieve }];
        foreach (var seed in sample.Seeds.Keys)
        {
            steps.Add(new CanvasStep(CanvasAct.Expand, [seed]) { Number = 50 });
            var picture = sample.Draw(steps)!;
            Assert.NotEmpty(picture.Flows);
            Assert.All(picture.Flows.SelectMany(flow => flow.Rows), row => Assert.True(sample.Ground.Worth(row) >= sieve.LeastKztMicro));
        }
    }

    [Fact]
    public void A_way_is_of_transfers_each_no_sooner_than_the_one_before()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var sample = new CanvasSample(seed, accounts: 60, transfers: 240);
            var (from, to) = (sample.Seeds.Keys.First(), sample.Seeds.Keys.Last());
            if (sample.Draw([sample.Begin, new CanvasStep(CanvasAct.Path, [from, to]) { Number = 6 }]) is not { } picture)
                continue;
            var rows = picture.State.Ways;
            Assert.NotEmpty(rows);
            Assert.Contains(rows, row => sample.Table.From[row] == sample.Seeds[from]);
            Assert.Contains(rows, row => sample.Table.To[row] == sample.Seeds[to]);
            // Whoever stands between gave on no sooner than he got.
            foreach (var row in rows.Where(row => sample.Table.From[row] != sample.Seeds[from]))
            {
                Assert.Contains(
                    rows,
                    other => sample.Table.To[other] == sample.Table.From[row] && sample.Table.TimeUs[other] <= sample.Table.TimeUs[row]
                );
            }
        }
    }

    [Fact]
    public void Nobody_is_reached_but_from_the_case()
    {
        var sample = new CanvasSample(3);
        var stranger = "~" + CanvasSample.Subject(20);
        foreach (
            var step in (CanvasStep[])
                [
                    new CanvasStep(CanvasAct.Seed, [stranger]),
                    new CanvasStep(CanvasAct.Expand, [stranger]) { Number = 5 },
                    new CanvasStep(CanvasAct.Path, [sample.Seeds.Keys.First(), stranger]) { Number = 5 },
                    new CanvasStep(CanvasAct.Colour, [stranger]) { Number = 1 },
                    new CanvasStep(CanvasAct.Draw, [stranger]) { Text = "crowd:out:" + sample.Seeds.Keys.First() },
                    new CanvasStep(CanvasAct.Draw, [stranger]) { Text = "crowd:out:" + stranger },
                ]
        )
        {
            Assert.Equal(1, Assert.IsType<CanvasOutcome.Refused>(sample.Fold([sample.Begin, step])).Step);
        }
    }

    [Fact]
    public void Of_a_moment_nothing_later_is_there()
    {
        var sample = new CanvasSample(9);
        var until = sample.Table.TimeUs[sample.Table.Count / 2];
        var ground = sample.On(until);
        List<CanvasStep> steps = [sample.Begin, new CanvasStep(CanvasAct.Expand, [.. sample.Seeds.Keys]) { Number = 30 }];
        var state = Assert.IsType<CanvasOutcome.Folded>(new CanvasFold(ground, sample.Seeds).Fold(steps)).State;
        var picture = CanvasDrawing.Draw(ground, state)!;
        Assert.NotEmpty(picture.Flows);
        Assert.All(picture.Flows.SelectMany(flow => flow.Rows), row => Assert.True(sample.Table.TimeUs[row] <= until));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[{}]")]
    [InlineData("[{\"do\":\"fly\"}]")]
    [InlineData("[{\"do\":\"level\",\"n\":1.5}]")]
    [InlineData("[{\"do\":\"level\",\"speed\":1}]")]
    [InlineData("[{\"do\":\"pin\",\"places\":[[\"a\",1]]}]")]
    [InlineData("[{\"do\":\"sift\",\"sieve\":{\"least\":-1}}]")]
    [InlineData("[{\"do\":\"sift\",\"sieve\":{\"kinds\":[\"gift\"]}}]")]
    public void Steps_that_cannot_be_read_are_refused_with_a_reason(string json)
    {
        var (steps, fault) = CanvasStepJson.Read(json);
        Assert.Null(steps);
        Assert.NotEmpty(fault!);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void A_balance_ends_at_what_came_less_what_left_whatever_is_taken_together(int seed)
    {
        var sample = new CanvasSample(seed);
        var table = sample.Table;
        int[] accounts = [.. sample.Seeds.Values];
        foreach (var holding in CanvasHolding.Of(sample.Ground, accounts))
        {
            Int128 into = 0,
                outOf = 0;
            for (var row = 0; row < table.Count; row++)
            {
                var (from, to) = (accounts.Contains(table.From[row]), accounts.Contains(table.To[row]));
                if (table.Moves(row) && table.CurrencyOf(row) == holding.Currency && from != to)
                    (into, outOf) = (into + (to ? table.AmountMicro[row] : 0), outOf + (from ? table.AmountMicro[row] : 0));
            }
            Assert.Equal((into, outOf, into - outOf), (holding.InMicro, holding.OutMicro, holding.BalanceMicro[^1]));
            Assert.InRange(holding.MedianDwellUs, -1, holding.LastUs - holding.FirstUs);
        }
    }
}
