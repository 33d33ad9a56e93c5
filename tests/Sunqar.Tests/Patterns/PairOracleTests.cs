using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>Pairs and the patterns on them, held against searches that try everything on small random graphs.</summary>
public class PairOracleTests
{
    [Fact]
    public void Brief_pairs_are_those_a_plain_grouping_gives() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Graphs(),
                sample =>
                {
                    var table = TransferFixture.Table([.. sample.Rows]);
                    foreach (var transfersMax in (int[])[1, 2, 100])
                    {
                        var pairs = BriefPairs.Build(TransferGraph.Build(table), sample.Window * TransferFixture.HourUs, transfersMax);
                        var expected = Enumerable
                            .Range(0, table.Count)
                            .GroupBy(r => (From: table.From[r], To: table.To[r]))
                            .Where(g =>
                                g.Key.From != g.Key.To
                                && g.Count() <= transfersMax
                                && g.Max(r => table.TimeUs[r]) - g.Min(r => table.TimeUs[r]) <= sample.Window * TransferFixture.HourUs
                                && !Enumerable.Range(0, table.Count).Any(r => table.From[r] == g.Key.To && table.To[r] == g.Key.From)
                            )
                            .ToDictionary(g => g.Key, g => g.ToArray());
                        Assert.Equal(expected.Count, pairs.Count);
                        for (var pair = 0; pair < pairs.Count; pair++)
                        {
                            Assert.Equal(expected[(pairs.From[pair], pairs.To[pair])], pairs.Rows(pair).ToArray());
                            Assert.Equal(table.TimeUs[pairs.Rows(pair)[0]], pairs.FirstUs[pair]);
                            Assert.Equal(table.TimeUs[pairs.Rows(pair)[^1]], pairs.LastUs[pair]);
                        }
                        for (var account = 0; account < table.Accounts.Count; account++)
                        {
                            AssertAdjacency(pairs, account);
                        }
                    }
                }
            )
        );

    [Fact]
    public void Scatter_gather_finds_every_source_and_destination_with_two_middles() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Graphs(),
                sample =>
                {
                    var table = TransferFixture.Table([.. sample.Rows]);
                    // A window longer than the sample, so that nothing is cut apart.
                    var ground = new MiningGround(TransferGraph.Build(table), 500 * TransferFixture.HourUs);
                    var pairs = ground.OneOff;
                    var expected = new HashSet<string>();
                    var paths =
                        from first in Enumerable.Range(0, pairs.Count)
                        from second in Enumerable.Range(0, pairs.Count)
                        where
                            pairs.To[first] == pairs.From[second]
                            && pairs.FirstUs[second] >= pairs.FirstUs[first]
                            && pairs.To[second] != pairs.From[first]
                        group (first, second) by (pairs.From[first], pairs.To[second]);
                    foreach (var ends in paths.Where(p => p.Count() >= 2))
                    {
                        expected.Add(
                            string.Join(
                                ',',
                                ends.SelectMany(p => (int[])[pairs.Rows(p.first)[0], pairs.Rows(p.second)[0]]).Distinct().Order()
                            )
                        );
                    }
                    var found = TypologyTable.Shipped[ScatterGather.Name].Mine(ground).Select(s => string.Join(',', s.Rows)).ToHashSet();
                    Assert.Equal(expected.Order(), found.Order());
                }
            )
        );

    [Fact]
    public void Cycles_are_simple_closed_within_the_window_and_of_one_off_pairs_but_one() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Graphs(), AssertCycles));

    [Fact]
    public void REPLAY() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(6847966898094330164UL, 2206511644829839479UL, 86),
            Prop.ForAll(Graphs(), AssertCycles)
        );

    /// <summary>A chain that comes back to where it began is closed: what the account pays itself is no part of it.</summary>
    [Fact]
    public void A_chain_that_comes_back_by_itself_takes_no_transfer_of_an_account_to_itself() =>
        AssertCycles(([(0, "a", "b"), (1, "b", "c"), (2, "c", "d"), (3, "d", "a"), (4, "x", "a"), (5, "a", "a")], 30));

    private static void AssertCycles((List<(int Hour, string From, string To)> Rows, int Window) sample)
    {
        var table = TransferFixture.Table([.. sample.Rows]);
        var ground = new MiningGround(TransferGraph.Build(table), sample.Window * TransferFixture.HourUs);
        foreach (var sighting in TypologyTable.Shipped[Cycle.Name].Mine(ground))
        {
            Assert.True(sighting.Rows.Length >= 3);
            Assert.Equal(sighting.Rows.Length, sighting.Rows.Select(r => table.From[r]).Distinct().Count());
            Assert.Equal(sighting.Rows.Select(r => table.From[r]).Order(), sighting.Rows.Select(r => table.To[r]).Order());
            Assert.True(table.TimeUs[sighting.Rows[^1]] - table.TimeUs[sighting.Rows[0]] <= sample.Window * TransferFixture.HourUs);
            if (sighting.Evidence["order"] == "in the order of time")
                AssertOrdered(table, sighting.Rows);
        }
    }

    [Fact]
    public void Every_sighting_of_every_pattern_fits_the_window_names_members_once_and_holds_exact_rows() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(
                Graphs(),
                sample =>
                {
                    var table = TransferFixture.Table([.. sample.Rows]);
                    var ground = new MiningGround(TransferGraph.Build(table), sample.Window * TransferFixture.HourUs);
                    foreach (var sighting in TypologyTable.Shipped.Shapes.All.SelectMany(p => p.Mine(ground)))
                    {
                        Assert.InRange(sighting.Score, 0, 1);
                        Assert.Equal(sighting.Rows.Distinct().Order(), sighting.Rows);
                        Assert.Equal(sighting.Members.Count, sighting.Members.Select(m => m.Account).Distinct().Count());
                        Assert.All(
                            sighting.Members,
                            m => Assert.Contains(sighting.Rows, r => table.From[r] == m.Account || table.To[r] == m.Account)
                        );
                        // The habit of structuring and passing through is gathered over the account's life; shapes fit the window.
                        if (sighting.Kind is not (Structuring.Name or PassThrough.Name or FanIn.Name))
                        {
                            Assert.True(
                                table.TimeUs[sighting.Rows[^1]] - table.TimeUs[sighting.Rows[0]] <= sample.Window * TransferFixture.HourUs,
                                sighting.Kind
                            );
                        }
                    }
                }
            )
        );

    private static void AssertOrdered(TransferTable table, int[] rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            Assert.Equal(table.To[rows[i - 1]], table.From[rows[i]]);
            Assert.True(table.TimeUs[rows[i]] > table.TimeUs[rows[i - 1]]);
        }
    }

    private static void AssertAdjacency(BriefPairs pairs, int account)
    {
        var outgoing = pairs.Out(account);
        Assert.Equal(Enumerable.Range(0, pairs.Count).Where(p => pairs.From[p] == account), outgoing.ToArray().Order());
        Assert.Equal(Enumerable.Range(0, pairs.Count).Where(p => pairs.To[p] == account).Order(), pairs.In(account).ToArray().Order());
        for (var i = 1; i < outgoing.Length; i++)
        {
            Assert.True(pairs.InTime(outgoing[i], outgoing[i - 1]) > 0);
        }
        var incoming = pairs.In(account);
        for (var i = 1; i < incoming.Length; i++)
        {
            Assert.True(pairs.InTime(incoming[i], incoming[i - 1]) > 0);
        }
    }

    private static Arbitrary<(List<(int Hour, string From, string To)> Rows, int Window)> Graphs()
    {
        var row =
            from hour in Gen.Choose(0, 30)
            from a in Gen.Choose(0, 8)
            from b in Gen.Choose(0, 8)
            select (Hour: hour, From: "n" + a, To: "n" + b);
        return (
            from count in Gen.Choose(0, 40)
            from rows in row.ListOf(count)
            from window in Gen.Choose(1, 30)
            select (rows.ToList(), window)
        ).ToArbitrary();
    }
}
