using System.Globalization;
using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Tests.Transfers;

/// <summary>Small tables by hand: ids are t0, t1, ... in the order given.</summary>
public static class TransferFixture
{
    public const long HourUs = 3_600_000_000;
    public const long DayUs = 24 * HourUs;

    /// <summary>Transfers of 1,000 units each; times in hours.</summary>
    public static TransferTable Table(params (int Hour, string From, string To)[] rows) =>
        Table([.. rows.Select(r => (r.Hour * HourUs, r.From, r.To, 1_000L))]);

    /// <summary>Transfers by microseconds and whole units.</summary>
    public static TransferTable Table(IEnumerable<(long TimeUs, string From, string To, long Units)> rows)
    {
        var builder = new TransferTableBuilder();
        var count = 0;
        foreach (var row in rows)
        {
            AddTo(builder, row, count++);
        }
        return builder.Build();
    }

    /// <summary>One of them, by its number.</summary>
    public static void AddTo(ITransferSink sink, (long TimeUs, string From, string To, long Units) row, int number) =>
        sink.Add(
            new TransferRow
            {
                Id = Encoding.UTF8.GetBytes("t" + number.ToString(CultureInfo.InvariantCulture)),
                TimeUs = row.TimeUs,
                From = Encoding.UTF8.GetBytes(row.From),
                To = Encoding.UTF8.GetBytes(row.To),
                AmountMicro = row.Units * 1_000_000,
                Currency = Currency.Kzt,
            }
        );
}
