using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Transfers;

public class OverlappingFilesTests
{
    private sealed record Row(
        string Id = "t1",
        long TimeUs = 5,
        string From = "a",
        string To = "b",
        long Micro = 7,
        Currency Currency = Currency.Usdt
    );

    [Fact]
    public void What_an_earlier_file_told_counts_once_and_equal_rows_of_one_file_stay()
    {
        Row same = new(),
            other = new("t2");
        var (table, repeated) = Read([same, same, other], [other, same, same, new("t3")], [new("t3"), new("t4"), new("t4")]);
        Assert.Equal(4, repeated);
        Assert.Equal(["t1", "t1", "t2", "t3", "t4", "t4"], Enumerable.Range(0, table.Count).Select(table.Id));
    }

    [Fact]
    public void A_row_that_differs_in_anything_is_another()
    {
        Row[] others =
        [
            new("t2"),
            new(TimeUs: 6),
            new(From: "c"),
            new(To: "c"),
            new(Micro: 8),
            new(Currency: Currency.Kzt),
            new(From: "b", To: "a"),
            new("t", From: "1a"),
            new(From: "ab", To: ""),
            new(TimeUs: 7, Micro: 5),
        ];
        var (table, repeated) = Read([new()], others);
        Assert.Equal((1 + others.Length, 0), (table.Count, repeated));
    }

    private static (TransferTable Table, long Repeated) Read(params Row[][] files)
    {
        var builder = new TransferTableBuilder();
        var once = new OverlappingFiles(builder);
        foreach (var file in files)
        {
            foreach (var row in file)
            {
                once.Add(
                    new TransferRow
                    {
                        Id = Encoding.UTF8.GetBytes(row.Id),
                        TimeUs = row.TimeUs,
                        From = Encoding.UTF8.GetBytes(row.From),
                        To = Encoding.UTF8.GetBytes(row.To),
                        AmountMicro = row.Micro,
                        Currency = row.Currency,
                    }
                );
            }
            once.EndFile();
        }
        return (builder.Build(), once.Repeated);
    }
}
