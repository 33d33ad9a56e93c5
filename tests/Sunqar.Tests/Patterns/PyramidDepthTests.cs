using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class PyramidDepthTests
{
    /// <summary>Who pays the till, and whom it pays (a minus before the name), hour by hour.</summary>
    private static PyramidDepth Of(params (string Who, long Units)[] moves)
    {
        var table = TransferFixture.Table(
            moves.Select(
                (move, hour) =>
                    move.Who[0] == '-'
                        ? (hour * TransferFixture.HourUs, "till", move.Who[1..], move.Units)
                        : (hour * TransferFixture.HourUs, move.Who, "till", move.Units)
            )
        );
        var graph = TransferGraph.Build(table);
        Assert.True(table.Accounts.TryFind("till", out var till));
        return PyramidDepth.Of(table, graph.In(till).ToArray(), graph.Out(till).ToArray());
    }

    [Fact]
    public void Each_paid_with_what_the_next_brought_is_a_line_of_all() =>
        Assert.Equal(new PyramidDepth(4, 1), Of(("a", 100), ("b", 100), ("-a", 60), ("c", 100), ("-b", 60), ("d", 100), ("-c", 60)));

    [Fact]
    public void One_late_payer_for_three_early_ones_is_two_deep() =>
        Assert.Equal(new PyramidDepth(2, 1), Of(("a", 10), ("b", 10), ("c", 10), ("d", 300), ("-a", 60), ("-b", 60), ("-c", 60)));

    [Fact]
    public void Savers_who_get_their_own_back_have_no_depth() =>
        Assert.Equal(new PyramidDepth(0, 0), Of(("a", 100), ("-a", 100), ("b", 50), ("-b", 50), ("a", 30), ("-a", 30)));

    [Fact]
    public void Money_of_who_joined_before_makes_no_line_and_an_outsider_counts_nowhere() =>
        Assert.Equal(new PyramidDepth(0, 0), Of(("a", 100), ("b", 10), ("-b", 10), ("a", 100), ("-b", 60), ("-boss", 140)));

    [Fact]
    public void What_comes_after_a_payout_did_not_pay_it() =>
        Assert.Equal(new PyramidDepth(2, 0.25), Of(("a", 30), ("b", 10), ("-a", 40), ("c", 100)));

    [Fact]
    public void Nothing_paid_in_or_out_is_no_depth() => Assert.Equal(new PyramidDepth(0, 0), Of(("a", 100)));
}
