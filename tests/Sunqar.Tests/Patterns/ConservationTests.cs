using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>The bounds of docs/patterns/conservation.md: what keeps them is told, what is one unit beyond is not.</summary>
public class ConservationTests
{
    [Theory]
    [InlineData(100, 3, "0.7")]
    [InlineData(99, 2, "1")]
    [InlineData(10_000, 3, "0.25")]
    [InlineData(10_001, 2, "1")]
    public void A_middle_that_does_not_hand_on_what_it_got_is_no_middle(long units, int middles, string conserved)
    {
        var told = Assert.Single(See(Core.Patterns.ScatterGather.Name, ScatterGather(units, 1_000, 1_000)));
        Assert.Equal(2 * middles, told.Rows.Length);
        Assert.Equal(conserved, told.Evidence[EvidenceKeys.Conserved.Name]);
    }

    [Theory]
    [InlineData(250, 1)]
    [InlineData(249, 0)]
    [InlineData(4_000, 1)]
    [InlineData(4_001, 0)]
    public void A_scatter_gather_hands_on_a_quarter_to_four_times_what_it_got(long units, int told) =>
        Assert.Equal(told, See(Core.Patterns.ScatterGather.Name, ScatterGather(units, units, units)).Count);

    [Theory]
    [InlineData(250, 1)]
    [InlineData(249, 0)]
    [InlineData(4_000, 1)]
    [InlineData(4_001, 0)]
    public void So_does_a_hub(long units, int told)
    {
        var rows = Enumerable.Range(0, 6).SelectMany(i => (Row[])[new(i, "in" + i, "hub", 1_000), new(10 + i, "hub", "out" + i, units)]);
        Assert.Equal(told, See(GatherScatter.Name, rows).Count(s => s.Evidence["because_of"] == "habit"));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(99, false)]
    public void No_step_of_a_cycle_is_above_ten_times_another(long least, bool isTold)
    {
        var seen = See(
            Cycle.Name,
            Enumerable
                .Range(0, 5)
                .Select(i => new Row(
                    24 * i,
                    "c" + i,
                    "c" + ((i + 1) % 5),
                    i switch
                    {
                        1 => 400,
                        2 => least,
                        3 => 400,
                        _ => 1_000,
                    }
                ))
        );
        Assert.Equal(isTold, seen.Count > 0);
        Assert.All(seen, s => Assert.Equal("0.1", s.Evidence[EvidenceKeys.Conserved.Name]));
    }

    [Theory]
    [InlineData(100, 1_000, true)]
    [InlineData(99, 1_000, false)]
    [InlineData(250, 250, true)]
    [InlineData(249, 249, false)]
    public void Layers_of_a_stack_hand_on_what_they_got(long first, long others, bool isMiddle)
    {
        var planting = new Planting(9);
        for (var i = 0; i < 9; i++)
        {
            planting.Plant(40 + (i / 3.0), "s" + (i % 3), "m" + (i / 3), 1_000);
            planting.Plant(48 + (i / 3.0), "m" + (i % 3), "d" + (i / 3), i % 3 == 0 ? first : others);
        }
        var (seen, table) = planting.See(Stack.Name);
        Assert.Equal(isMiddle, seen.Any(s => s.Members.Any(m => m.Role == "middle" && table.Accounts.Id(m.Account) == "m0")));
        Assert.Equal(first != 249, seen.Any(s => s.Members.Any(m => m.Role == "middle" && table.Accounts.Id(m.Account) == "m1")));
    }

    [Fact]
    public void Sums_of_two_currencies_are_not_held_against_each_other()
    {
        var told = Assert.Single(
            See(
                Core.Patterns.ScatterGather.Name,
                ScatterGather(2, 2, 2).Select(row => row.To == "destination" ? row with { Currency = Currency.Usd } : row)
            )
        );
        Assert.StartsWith("not comparable", told.Evidence[EvidenceKeys.Conserved.Name], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Currency.Unstated)]
    [InlineData(Currency.Usd)]
    public void Without_a_currency_sums_are_of_one_whatever_other_transfers_state(Currency elsewhere) =>
        Assert.Empty(
            See(
                Core.Patterns.ScatterGather.Name,
                ScatterGather(2, 2, 2).Select(row => row with { Currency = Currency.Unstated }).Append(new(0, "x", "y", 1, elsewhere))
            )
        );

    private sealed record Row(int Hour, string From, string To, long Units, Currency Currency = Currency.Kzt);

    private static IEnumerable<Row> ScatterGather(params long[] handedOn) =>
        handedOn.SelectMany((units, i) => (Row[])[new(i, "source", "middle" + i, 1_000), new(24 + i, "middle" + i, "destination", units)]);

    private static IReadOnlyList<Sighting> See(string kind, IEnumerable<Row> rows)
    {
        var builder = new TransferTableBuilder();
        foreach (var row in rows)
        {
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes($"{row.From} {row.To}"),
                    TimeUs = row.Hour * TransferFixture.HourUs,
                    From = Encoding.UTF8.GetBytes(row.From),
                    To = Encoding.UTF8.GetBytes(row.To),
                    AmountMicro = row.Units * 1_000_000,
                    Currency = row.Currency,
                }
            );
        }
        return TypologyTable.Shipped[kind].Mine(new MiningGround(TransferGraph.Build(builder.Build()), 30 * TransferFixture.DayUs));
    }
}
