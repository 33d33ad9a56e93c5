using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>What <c>import --preview</c> tells of a table before it is imported.</summary>
public sealed class TransferPreviewTests
{
    private static readonly TransferMapping Mapping = TransferMapping.Read("time=Date,from=Sender,to=Receiver,amount=Sum", out _)!;

    [Fact]
    public void A_preview_tells_what_was_understood_and_keeps_nothing()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                path,
                "Date;Sender;Receiver;Sum;Note\n"
                    + string.Concat(Enumerable.Range(1, 28).Select(day => $"{day:00}.04.2025;A;B;{day},5;x\n"))
                    + "31.04.2025;A;B;1;x\n"
            );
            Assert.Null(TransferPreview.Of(path, null, Mapping, out var preview));
            Assert.Equal(("utf-8", ';', ',', "dmy"), (preview!.Encoding, preview.Separator, preview.DecimalMark, preview.Dates));
            Assert.Equal(["Note"], preview.Unused);
            Assert.Equal([("time", "Date"), ("from", "Sender"), ("to", "Receiver"), ("amount", "Sum")], preview.Fields);
            Assert.Equal(TransferPreview.RowsMax, preview.First.Count);
            Assert.Equal(1_500_000, preview.First[0].AmountMicro);
            Assert.Equal(new TransferFileOutcome.Completed("map", 28, 0, 1), preview.Outcome);
            Assert.Equal((30, "Date"), (preview.Bad[0].Line, preview.Bad[0].Field));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_preview_of_a_native_table_needs_no_mapping()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "id,time,from,to,amount,comment\n1,2026-01-01T00:00:00Z,a,b,5,x\n");
            Assert.Null(TransferPreview.Of(path, null, null, out var preview));
            Assert.Equal(("native", "comment"), (preview!.Format, Assert.Single(preview.Unused)));
            Assert.NotNull(TransferPreview.Of(path + ".none", null, null, out _));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
