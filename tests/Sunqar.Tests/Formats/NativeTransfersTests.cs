using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>What a test keeps of the rows that a reader hands over.</summary>
internal sealed class KeptRows : ITransferSink
{
    public List<(string Id, long TimeUs, string From, string To, long AmountMicro, Currency Currency, TransferKind Kind)> Rows { get; } = [];

    public void Add(in TransferRow row) => Rows.Add((
        Encoding.UTF8.GetString(row.Id), row.TimeUs, Encoding.UTF8.GetString(row.From), Encoding.UTF8.GetString(row.To), row.AmountMicro,
        row.Currency, row.Kind));
}

public class NativeTransfersTests
{
    private const long Jan15 = 1_768_451_400_000_000; // 2026-01-15T04:30:00Z

    internal static (TransferFileOutcome Outcome, KeptRows Kept, List<BadInput> Bad) Read(string text, bool skipBad = false, string? format = null)
    {
        var kept = new KeptRows();
        var bad = new List<BadInput>();
        var outcome = TransferFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", format, kept, skipBad ? bad.Add : null);
        return (outcome, kept, bad);
    }

    [Fact]
    public void Columns_are_found_by_name_and_others_ignored()
    {
        var (outcome, kept, _) = Read("\uFEFFnote,amount,to,from,time,id,kind,currency\r\n\"a, \"\"b\"\"\",12.5,B,A,2026-01-15T09:30:00+05:00,t1,card_top_up,KZT\r\n");
        Assert.Equal(new TransferFileOutcome.Completed("native", 1, 0, 0), outcome);
        Assert.Equal(("t1", Jan15, "A", "B", 12_500_000, Currency.Kzt, TransferKind.CardTopUp), Assert.Single(kept.Rows));
    }
}
