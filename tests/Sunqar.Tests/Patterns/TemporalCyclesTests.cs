using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class TemporalCyclesTests
{
    [Fact]
    public void A_hand_made_graph_has_the_cycles_that_a_hand_counts()
    {
        // a→b twice at hour 0 and 1, b→c, c→a: two triangles; c→a once more at the same hour as b→c closes nothing.
        var table = TransferFixture.Table((0, "a", "b"), (1, "a", "b"), (2, "b", "c"), (2, "c", "a"), (3, "c", "a"), (9, "b", "a"));
        // Pairs a→b (0, 1) with b→a (9): two cycles of length 2.
        Assert.Equal([0, 0, 2, 2], Counts(table, 24));
        Assert.Equal([0, 0, 0, 2], Counts(table, 3));
        Assert.Equal([0, 0, 0, 1], Counts(table, 2));
        Assert.Equal([0, 0, 2], Trim(TemporalCycles.Prepare(TransferGraph.Build(table), 24 * TransferFixture.HourUs).Count(lengthMax: 2)));
    }

    [Fact]
    public void Counts_equal_exhaustive_search_on_small_random_graphs()
    {
        var property = Prop.ForAll(
            Graphs(),
            sample =>
            {
                var table = TransferFixture.Table([.. sample.Rows]);
                Assert.Equal(Exhaustive(table, sample.Window * TransferFixture.HourUs), Counts(table, sample.Window));
            }
        );
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), property);
    }

    [Fact]
    public void Only_kept_rows_take_part()
    {
        var property = Prop.ForAll(
            Graphs(),
            sample =>
            {
                var kept = sample.Rows.Where((_, i) => i % 3 != 0).ToArray();
                var whole = TransferFixture.Table([.. sample.Rows.OrderBy(r => r.Hour)]);
                var ordered = sample.Rows.OrderBy(r => r.Hour).ToArray();
                var keep = Enumerable.Range(0, ordered.Length).Select(i => i % 3 != 0).ToArray();
                var part = TransferFixture.Table([.. ordered.Where((_, i) => keep[i])]);
                var counts = TemporalCycles.Prepare(TransferGraph.Build(whole), sample.Window * TransferFixture.HourUs, keep).Count();
                Assert.Equal(Counts(part, sample.Window), Trim(counts));
            }
        );
        Check.QuickThrowOnFailure(property);
    }

    [Fact]
    public void Each_visited_cycle_is_simple_in_order_and_within_the_window()
    {
        var random = new Random(3);
        var table = TransferFixture.Table([
            .. Enumerable.Range(0, 3_000).Select(i => (random.Next(200), "n" + random.Next(200), "n" + random.Next(200))),
        ]);
        var cycles = TemporalCycles.Prepare(TransferGraph.Build(table), 40 * TransferFixture.HourUs);
        var visitors = new Checker[cycles.VisitorCount];
        cycles.Visit(6, block => visitors[block] = new Checker(table, 40 * TransferFixture.HourUs));
        Assert.Equal(cycles.Count(6).Sum(), visitors.Sum(v => v.Seen));
        Assert.True(visitors.Sum(v => v.Seen) > 100);
    }

    [Fact]
    public void A_file_of_the_simulator_has_the_counts_first_measured()
    {
        var path = Repository.Shared("data/amlsim/transfers_10k.csv");
        var rows = File.ReadLines(path)
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(f => (int.Parse(f[4], CultureInfo.InvariantCulture) * 24, f[1], f[2]));
        Assert.Equal([0, 0, 1193, 173, 86, 39, 5, 4], Counts(TransferFixture.Table([.. rows]), 336));
    }

    private static long[] Counts(TransferTable table, int hours) =>
        Trim(TemporalCycles.Prepare(TransferGraph.Build(table), hours * TransferFixture.HourUs).Count());

    private static long[] Trim(IReadOnlyList<long> counts)
    {
        var length = counts.Count;
        while (length > 0 && counts[length - 1] == 0)
        {
            length--;
        }
        return [.. counts.Take(length)];
    }

    /// <summary>Every sequence of rows that is a cycle, found by trying all extensions.</summary>
    private static long[] Exhaustive(TransferTable table, long windowUs)
    {
        var counts = new long[table.Count + 2];
        void Extend(List<int> path)
        {
            for (var row = 0; row < table.Count; row++)
            {
                if (table.From[row] != table.To[path[^1]] || table.TimeUs[row] <= table.TimeUs[path[^1]])
                    continue;
                if (table.TimeUs[row] - table.TimeUs[path[0]] > windowUs)
                    continue;
                if (table.To[row] == table.From[path[0]])
                {
                    counts[path.Count + 1]++;
                }
                else if (path.TrueForAll(p => table.From[p] != table.To[row] && table.To[p] != table.To[row]))
                {
                    path.Add(row);
                    Extend(path);
                    path.RemoveAt(path.Count - 1);
                }
            }
        }
        for (var row = 0; row < table.Count; row++)
        {
            if (table.From[row] != table.To[row])
                Extend([row]);
        }
        return Trim(counts);
    }

    private static Arbitrary<(List<(int Hour, string From, string To)> Rows, int Window)> Graphs()
    {
        var row = from hour in Gen.Choose(0, 12) from a in Gen.Choose(0, 5) from b in Gen.Choose(0, 5) select (hour, "n" + a, "n" + b);
        return (
            from count in Gen.Choose(0, 24)
            from rows in row.ListOf(count)
            from window in Gen.Choose(1, 12)
            select (rows.Select(r => (Hour: r.hour, From: r.Item2, To: r.Item3)).ToList(), window)
        ).ToArbitrary();
    }

    private sealed class Checker(TransferTable table, long windowUs) : TemporalCycles.IVisitor
    {
        public long Seen { get; private set; }

        public void Visit(ReadOnlySpan<int> rows)
        {
            Seen++;
            var accounts = new HashSet<int>();
            for (var i = 0; i < rows.Length; i++)
            {
                Assert.Equal(table.To[rows[i]], table.From[rows[(i + 1) % rows.Length]]);
                Assert.True(accounts.Add(table.From[rows[i]]));
                Assert.True(i == 0 || table.TimeUs[rows[i]] > table.TimeUs[rows[i - 1]]);
            }
            Assert.True(table.TimeUs[rows[^1]] - table.TimeUs[rows[0]] <= windowUs);
        }
    }
}
