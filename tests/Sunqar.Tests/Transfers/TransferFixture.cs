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
        foreach (var (timeUs, from, to, units) in rows)
        {
            var id = "t" + (count++).ToString(CultureInfo.InvariantCulture);
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(id),
                    TimeUs = timeUs,
                    From = Encoding.UTF8.GetBytes(from),
                    To = Encoding.UTF8.GetBytes(to),
                    AmountMicro = units * 1_000_000,
                    Currency = Currency.Kzt,
                }
            );
        }
        return builder.Build();
    }
}
