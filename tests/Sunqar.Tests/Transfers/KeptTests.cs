using System.Globalization;
using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Transfers;

public class KeptTests
{
    private const int People = 12,
        Hours = 200;

    /// <summary>What an account took in within ten hours after its first transfer out, and all that whoever paid it then sent.</summary>
    private static long Work(TransferGraph graph, int account)
    {
        var table = graph.Table;
        var sent = graph.Out(account);
        if (sent.Length == 0)
            return 0;
        var first = table.TimeUs[sent[0]];
        long sum = 0;
        foreach (var row in graph.In(account, first, first + (10 * TransferFixture.HourUs)))
        {
            sum += table.AmountMicro[row];
            foreach (var other in graph.Out(table.From[row]))
            {
                sum += 3 * table.AmountMicro[other];
            }
        }
        return sum;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_kept_value_is_what_working_it_out_again_would_give(int seed)
    {
        var random = new Random(seed);
        var transfers = new LiveTransfers();
        var kept = new Kept<int, long>(transfers, Work);
        for (var i = 0; i < 2_000; i++)
        {
            var time = random.Next(Hours) * TransferFixture.HourUs;
            var (from, to) = Add(transfers, i, time, random.Next(People), random.Next(People));
            kept.Touch(from, time);
            kept.Touch(to, time);
            for (var account = 0; account < transfers.Accounts; account++)
            {
                Assert.Equal(Work(transfers, account), kept.Of(account));
            }
        }
    }

    [Fact]
    public void What_comes_outside_the_time_read_changes_nothing()
    {
        var transfers = new LiveTransfers();
        var kept = new Kept<int, int>(transfers, (graph, account) => graph.In(account, 10, 20).Length);
        var (_, to) = Add(transfers, 0, 15, 1, 2);
        Assert.Equal((1, 1L), (kept.Of(to), kept.WorkedOut));
        foreach (var (time, worked) in ((long, long)[])[(9, 1), (21, 1), (20, 2), (10, 3)])
        {
            Add(transfers, (int)time, time, 1, 2);
            kept.Touch(to, time);
            kept.Of(to);
            Assert.Equal(worked, kept.WorkedOut);
        }
        Assert.Equal(3, kept.Of(to));
        kept.Touch(to);
        Assert.Equal(0, kept.Count);
    }

    [Fact]
    public void Keys_that_nobody_asks_for_are_dropped()
    {
        var transfers = new LiveTransfers();
        var (from, to) = Add(transfers, 0, 15, 1, 2);
        var kept = new Kept<int, int>(transfers, (graph, account) => graph.In(account).Length);
        kept.Of(from);
        kept.Of(to);
        kept.ForgetAllBut(new HashSet<int> { to });
        Assert.Equal((1, 2L), (kept.Count, kept.WorkedOut));
        kept.Touch(from, 15);
        Assert.Equal(1, kept.Of(to));
        Assert.Equal(2L, kept.WorkedOut);
    }

    private static (int From, int To) Add(LiveTransfers transfers, int id, long timeUs, int from, int to)
    {
        transfers.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes("t" + id.ToString(CultureInfo.InvariantCulture)),
                TimeUs = timeUs,
                From = Encoding.UTF8.GetBytes("p" + from),
                To = Encoding.UTF8.GetBytes("p" + to),
                AmountMicro = (id + 1) * 1_000L,
                Currency = Currency.Kzt,
            }
        );
        var last = transfers.Table.Count - 1;
        return (transfers.Table.From[last], transfers.Table.To[last]);
    }
}
