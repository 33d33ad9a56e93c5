using Sunqar.Core.Canvas;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Canvas;

/// <summary>Ways on chains from a wallet to those that somebody labelled.</summary>
public sealed class WalletTraceTests
{
    private static TransferGraph Graph(params (int Hour, string From, string To)[] rows)
    {
        var builder = new TransferTableBuilder();
        foreach (var (hour, from, to) in rows)
        {
            builder.Add(
                new TransferRow
                {
                    Id = System.Text.Encoding.UTF8.GetBytes($"{hour}-{from}-{to}"),
                    TimeUs = hour * TransferFixture.HourUs,
                    From = System.Text.Encoding.UTF8.GetBytes(from),
                    To = System.Text.Encoding.UTF8.GetBytes(to),
                    AmountMicro = 5_000_000,
                    Currency = Core.Payments.Currency.Usdt,
                    Kind = TransferKind.Chain,
                }
            );
        }
        return TransferGraph.Build(builder.Build());
    }

    private static IEnumerable<string> Ways(TransferGraph graph, string wallet, bool onward, params string[] labelled)
    {
        Assert.True(graph.Table.Accounts.TryFind(wallet, out var account));
        var trace = new WalletTrace(graph, one => labelled.Contains(graph.Table.Accounts.Id(one)), busy: 100);
        return trace.From(account, onward).Ways.Select(way => string.Join(' ', way.Rows.Select(graph.Table.Id)));
    }

    [Fact]
    public void Value_is_followed_in_time_to_the_nearest_labels_and_no_further()
    {
        var graph = Graph((1, "a", "b"), (2, "b", "mixer"), (3, "mixer", "exchange"), (4, "b", "c"), (5, "c", "exchange"));
        Assert.Equal(["1-a-b 2-b-mixer", "1-a-b 4-b-c 5-c-exchange"], Ways(graph, "a", true, "mixer", "exchange"));
        Assert.Equal(["3-mixer-exchange"], Ways(graph, "exchange", false, "mixer"));
    }

    [Fact]
    public void What_left_before_it_came_is_no_way()
    {
        var graph = Graph((2, "a", "b"), (1, "b", "mixer"));
        Assert.Empty(Ways(graph, "a", true, "mixer"));
        Assert.Empty(Ways(graph, "mixer", false, "a"));
    }
}
