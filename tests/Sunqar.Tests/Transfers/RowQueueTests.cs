using System.Globalization;
using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Transfers;

/// <summary>Rows that pass through a queue reach the sink as they came.</summary>
public class RowQueueTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(50_001)]
    public void The_sink_sees_the_same_rows_in_order(int count)
    {
        var (direct, queued) = (new Listing(), new Listing());
        Fill(direct, count);
        using (var queue = new RowQueue(queued))
        {
            Fill(queue, count);
            queue.Complete();
        }
        Assert.Equal(count, queued.Rows.Count);
        Assert.Equal(direct.Rows, queued.Rows);
    }

    [Fact]
    public void What_the_sink_throws_is_heard_and_the_reader_never_waits_for_it()
    {
        var sink = new Listing { RowsMax = 5_000 };
        using var queue = new RowQueue(sink);
        // More than the queue holds: a reader that waited for a dead sink would stay here.
        Fill(queue, 200_000);
        Assert.Equal("full", Assert.Throws<InvalidOperationException>(queue.Complete).Message);
        Assert.Equal(5_000, sink.Rows.Count);
    }

    private static void Fill(ITransferSink sink, int count)
    {
        var random = new Random(8);
        for (var i = 0; i < count; i++)
        {
            // Some ids are long, so that a run's texts outgrow its room.
            sink.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(new string('x', random.Next(128)) + i.ToString(CultureInfo.InvariantCulture)),
                    TimeUs = random.NextInt64(),
                    From = Encoding.UTF8.GetBytes("a" + new string('b', random.Next(100))),
                    To = Encoding.UTF8.GetBytes("c" + random.Next()),
                    AmountMicro = random.NextInt64(),
                    Currency = (Currency)random.Next(4),
                    Kind = (TransferKind)random.Next(12),
                }
            );
        }
    }

    private sealed class Listing : ITransferSink
    {
        public int RowsMax { get; init; } = int.MaxValue;

        public List<(string, long, string, string, long, Currency, TransferKind)> Rows { get; } = [];

        public void Add(in TransferRow row)
        {
            if (Rows.Count == RowsMax)
                throw new InvalidOperationException("full");
            Rows.Add(
                (
                    Encoding.UTF8.GetString(row.Id),
                    row.TimeUs,
                    Encoding.UTF8.GetString(row.From),
                    Encoding.UTF8.GetString(row.To),
                    row.AmountMicro,
                    row.Currency,
                    row.Kind
                )
            );
        }
    }
}
