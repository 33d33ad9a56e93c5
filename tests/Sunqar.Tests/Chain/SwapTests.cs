using System.Globalization;
using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>Swaps: legs of one transaction, in whatever order a file tells them, and values that are not conserved.</summary>
public class SwapTests
{
    [Theory]
    [InlineData("tx", 0, 1, 2)]
    [InlineData("tx", 2, 1, 0)]
    [InlineData("tx", 1, 2, 0)]
    [InlineData("tx:", 2, 0, 1)]
    public void Legs_of_one_transaction_are_followed_in_the_order_in_which_value_moves(string id, params int[] order)
    {
        (string From, string To)[] legs = [("mixer", "router"), ("router", "pool"), ("pool", "exit")];
        List<(int Time, string Id, string From, string To, long Units)> rows = [(0, "before", "thief", "mixer", 100)];
        foreach (var leg in order)
        {
            rows.Add((1, id.EndsWith(':') ? id + leg.ToString(CultureInfo.InvariantCulture) : id, legs[leg].From, legs[leg].To, 100));
        }
        Assert.Equal(100, Reached(rows, AmountsAre.Units));
    }

    [Fact]
    public void In_a_circle_whoever_holds_what_it_sends_begins()
    {
        List<(int Time, string Id, string From, string To, long Units)> rows =
        [
            (0, "before", "thief", "mixer", 100),
            (1, "swap", "pool", "mixer", 90),
            (1, "swap", "mixer", "pool", 100),
            (2, "after", "mixer", "exit", 90),
        ];
        Assert.Equal(90, Reached(rows, AmountsAre.Units));
    }

    [Theory]
    [InlineData(AmountsAre.Units, 100)]
    [InlineData(AmountsAre.Values, 250)]
    public void A_value_that_grew_is_of_what_it_was_and_units_beyond_those_received_are_of_unknown_origin(AmountsAre amounts, long reached)
    {
        List<(int Time, string Id, string From, string To, long Units)> rows =
        [
            (0, "a", "thief", "mixer", 100),
            (1, "b", "mixer", "exit", 150),
            (2, "c", "mixer", "exit", 100),
        ];
        Assert.Equal(reached, Reached(rows, amounts));
    }

    [Fact]
    public void A_value_of_two_origins_grows_in_both()
    {
        List<(int Time, string Id, string From, string To, long Units)> rows =
        [
            (0, "a", "thief", "mixer", 100),
            (0, "b", "honest", "mixer", 300),
            (1, "c", "mixer", "exit", 800),
        ];
        Assert.Equal(200, Reached(rows, AmountsAre.Values));
    }

    /// <summary>What of the thief's reaches the exit.</summary>
    private static Int128 Reached(List<(int Time, string Id, string From, string To, long Units)> rows, AmountsAre amounts)
    {
        var attribution = new Attribution();
        attribution.Add(new WalletLabel("ethereum", "exit", "exit", "exchange", "", "", "forensic"));
        var builder = new TransferTableBuilder();
        foreach (var (time, id, from, to, units) in rows)
        {
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(id),
                    TimeUs = time,
                    From = Encoding.UTF8.GetBytes(from),
                    To = Encoding.UTF8.GetBytes(to),
                    AmountMicro = units * 1_000_000,
                    Currency = Currency.Usd,
                    Kind = TransferKind.Chain,
                }
            );
        }
        var table = builder.Build();
        Assert.True(table.Accounts.TryFind("thief", out var thief));
        var cells = new ExposureTrace(table, attribution, new ExposureLimits(16, 0), amounts)
            .Of(thief, Currency.Usd, TaintMethod.Haircut)
            .Cells;
        return cells
                .Where(cell => cell.Direction == FlowDirection.Out && cell.Category == "exchange")
                .Aggregate((Int128)0, (sum, cell) => sum + cell.AmountMicro) / 1_000_000;
    }
}
