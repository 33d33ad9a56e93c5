using System.Globalization;
using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Columnar;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Files that another implementation of Parquet reads and writes (hyparquet, of npm).</summary>
[Trait("Suite", "Whole")]
public sealed class ParquetReferenceTests : IDisposable
{
    private const int Rows = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-parquet-").FullName;

    private string At(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Run(params string[] arguments)
    {
        var packages = NodePackages.Folder("parquet");
        var (code, said) = NodePackages.Run("node", ["reference.mjs", .. arguments], packages);
        Assert.True(code == 0, said);
    }

    [Fact]
    public void What_another_writes_is_read_here()
    {
        Run("write", At("o.parquet"));
        var builder = new TransferTableBuilder();
        Assert.Equal(Rows, Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(At("o.parquet"), null, builder)).Rows);
        var table = builder.Build();
        Assert.Equal((1_768_467_600_000_000, 250_000), (table.TimeUs[0], table.AmountMicro[0]));
        Assert.Equal(Rows / 3 + 1, Enumerable.Range(0, Rows).Count(row => table.CurrencyOf(row) == Currency.Unstated));
    }

    [Fact]
    public void What_is_written_here_another_reads()
    {
        var builder = new TransferTableBuilder();
        for (var i = 0; i < Rows; i++)
        {
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.ASCII.GetBytes($"t{i}"),
                    TimeUs = 1_768_467_600_000_000 + i * 1_000_000L,
                    From = "a"u8,
                    To = "b"u8,
                    AmountMicro = i * 1_000_000L + 250_000,
                    Currency = Currency.Kzt,
                    Kind = TransferKind.CardTransfer,
                }
            );
        }
        using (var file = File.Create(At("t.parquet")))
            TransferWriter.WriteParquet(file, builder.Build(), TestContext.Current.CancellationToken);
        Run("read", At("t.parquet"), At("t.csv"));
        var lines = File.ReadAllLines(At("t.csv"));
        Assert.Equal("id,time,from,to,amount,currency,kind", lines[0]);
        Assert.Equal(
            Enumerable
                .Range(0, Rows)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"t{i},{DateTime.UnixEpoch.AddSeconds(1_768_467_600 + i):yyyy-MM-dd'T'HH:mm:ss.fff'Z'},a,b,{i}.25,KZT,card_transfer"
                    )
                ),
            lines[1..]
        );
    }
}
