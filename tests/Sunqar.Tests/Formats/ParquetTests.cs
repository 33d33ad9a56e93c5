using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Columnar;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>A table is the same as CSV and as Parquet; a damaged Parquet file is refused or read, and never breaks.</summary>
public sealed class ParquetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-parquet-").FullName;

    private string At(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static TransferTable Random(int seed, int count)
    {
        var random = new Random(seed);
        var builder = new TransferTableBuilder();
        string[] names = ["KZ86125KZT5004100100", "card,with\"marks", "ата-ана", " outer blanks ", "a;b|c"];
        for (var i = 0; i < count; i++)
        {
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes($"t{i}"),
                    TimeUs = 1_767_225_600_000_000 + random.NextInt64(60_000_000_000),
                    From = Encoding.UTF8.GetBytes(names[random.Next(names.Length)].Trim()),
                    To = Encoding.UTF8.GetBytes($"b{random.Next(50)}"),
                    AmountMicro = random.NextInt64(1, 9_000_000_000_000_000),
                    Currency = random.Next(4) == 0 ? Currency.Unstated : Currency.Usdt,
                    Kind = random.Next(3) == 0 ? TransferKind.Unknown : TransferKind.CardTransfer,
                }
            );
        }
        return builder.Build();
    }

    private static string Csv(TransferTable table)
    {
        using var text = new MemoryStream();
        TransferWriter.WriteCsv(text, table, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private void Write(string name, TransferTable table)
    {
        using var file = File.Create(At(name));
        TransferWriter.WriteParquet(file, table, TestContext.Current.CancellationToken);
    }

    private static (TransferTable Table, TransferFileOutcome Outcome) Read(string path)
    {
        var builder = new TransferTableBuilder();
        var outcome = TransferFile.Read(path, null, builder);
        return (builder.Build(), outcome);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 5_000)]
    public void What_is_written_is_read_as_the_same_table(int seed, int count)
    {
        var table = Random(seed, count);
        Write("t.parquet", table);
        File.WriteAllText(At("t.csv"), Csv(table));
        var (fromParquet, outcome) = Read(At("t.parquet"));
        Assert.Equal(count, Assert.IsType<TransferFileOutcome.Completed>(outcome).Rows);
        Assert.Equal(Csv(table), Csv(fromParquet));
        Assert.Equal(Csv(table), Csv(Read(At("t.csv")).Table));
        Assert.Equal(count + 1, Csv(table).Count(c => c == '\n'));
    }

    /// <summary>As other programs type the same columns.</summary>
    [Fact]
    public async Task Columns_of_other_types_say_the_same()
    {
        var (id, time) = (new DataField<long>("id"), new DateTimeDataField("time", DateTimeFormat.DateAndTime, isAdjustedToUTC: false));
        var (from, to) = (new DataField<int>("from"), new DataField("to", typeof(string), isNullable: true));
        var (amount, currency) = (new DataField<double?>("amount"), new DataField("currency", typeof(string), isNullable: true));
        await using (var file = File.Create(At("o.parquet")))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, time, from, to, amount, currency), file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<long>(id, new long[] { 1, long.MaxValue });
            var day = new DateTime(2026, 1, 15, 9, 30, 0, DateTimeKind.Utc);
            await group.WriteAsync<DateTime>(time, new[] { day, day.AddMilliseconds(1_500) });
            await group.WriteAsync<int>(from, new[] { 17, -4 });
            await group.WriteAsync(to, ["b", "c"]);
            await group.WriteAsync<double>(amount, new double?[] { 1250.5, 0.1 });
            await group.WriteAsync(currency, new[] { "KZT", null });
            group.CompleteValidate();
        }
        var (table, outcome) = Read(At("o.parquet"));
        Assert.IsType<TransferFileOutcome.Completed>(outcome);
        Assert.Equal(
            "id,time,from,to,amount,currency,kind\n"
                + "1,2026-01-15T09:30:00Z,17,b,1250.5,KZT,\n"
                + "9223372036854775807,2026-01-15T09:30:01.5Z,-4,c,0.1,,\n",
            Csv(table)
        );
    }

    [Fact]
    public void A_row_that_cannot_be_taken_is_refused_with_its_place()
    {
        File.WriteAllText(At("x.parquet"), "PAR1 and no more");
        var refused = Assert.IsType<TransferFileOutcome.Refused>(Read(At("x.parquet")).Outcome);
        Assert.Contains("x.parquet", refused.Why.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_value_is_refused_on_its_row()
    {
        DataField[] fields =
        [
            .. new[] { "id", "time", "from", "to", "amount" }.Select(name => new DataField(name, typeof(string), isNullable: true)),
        ];
        await using (var file = File.Create(At("m.parquet")))
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file))
        {
            using var group = writer.CreateRowGroup();
            foreach (var field in fields)
            {
                var value = field.Name switch
                {
                    "time" => "2026-01-15T09:30:00Z",
                    "amount" => "1",
                    _ => "a",
                };
                await group.WriteAsync(field, new[] { value, field.Name == "amount" ? null : value });
            }
            group.CompleteValidate();
        }
        var refused = Assert.IsType<TransferFileOutcome.Refused>(Read(At("m.parquet")).Outcome);
        Assert.Equal((3, "amount"), (refused.Why.Line, refused.Why.Field));
    }

    [Theory]
    [InlineData(1, 150)]
    [InlineData(2, 5_000, Traits = ["Suite", "Whole"])]
    public void Changed_bytes_are_read_or_refused_and_never_break(int seed, int tries)
    {
        Write("t.parquet", Random(seed, 40));
        var (good, random) = (File.ReadAllBytes(At("t.parquet")), new Random(seed));
        var refused = 0;
        for (var i = 0; i < tries; i++)
        {
            var bytes = good.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                bytes[random.Next(4, bytes.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(At("d.parquet"), random.Next(5) == 0 ? bytes[..random.Next(4, bytes.Length)] : bytes);
            refused += Read(At("d.parquet")).Outcome is TransferFileOutcome.Refused ? 1 : 0;
        }
        Assert.True(refused > tries / 10, string.Create(CultureInfo.InvariantCulture, $"{refused} of {tries} were refused"));
    }
}
