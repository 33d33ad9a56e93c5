using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Formats.Columnar;

/// <summary>Writes transfers in the house's own layout, <c>id,time,from,to,amount,currency,kind</c> (docs/formats.md), as Parquet or as
/// CSV. Read again, either is the same table.</summary>
public static class TransferWriter
{
    /// <summary>Amounts have six digits after the point, and as many before it as a number of ours can have.</summary>
    private const int AmountPrecision = 38,
        AmountScale = 6;

    private const int GroupRows = 250_000;

    private static readonly DataField<string> Id = new("id", nullable: false),
        From = new("from", nullable: false),
        To = new("to", nullable: false),
        Currency = new("currency", nullable: true),
        Kind = new("kind", nullable: true);

    private static readonly DateTimeDataField Time = new(
        "time",
        DateTimeFormat.Timestamp,
        isAdjustedToUTC: true,
        unit: DateTimeTimeUnit.Micros,
        isNullable: false
    );

    private static readonly DecimalDataField Amount = new("amount", AmountPrecision, AmountScale, isNullable: false);

    /// <summary>Every transfer of a table, in the order of time.</summary>
    public static void WriteParquet(Stream stream, TransferTable table, CancellationToken cancel) =>
        WriteParquetAsync(stream, table, cancel).GetAwaiter().GetResult();

    private static async Task WriteParquetAsync(Stream stream, TransferTable table, CancellationToken cancel)
    {
        var schema = new ParquetSchema(Id, Time, From, To, Amount, Currency, Kind);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancel);
        for (var first = 0; first < table.Count; first += GroupRows)
        {
            var rows = Enumerable.Range(first, Math.Min(GroupRows, table.Count - first)).ToArray();
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(Id, Each(rows, table.Id));
            await group.WriteAsync<DateTime>(Time, Each(rows, row => DateTime.UnixEpoch.AddMicroseconds(table.TimeUs[row])));
            await group.WriteAsync(From, Each(rows, row => table.Accounts.Id(table.From[row])));
            await group.WriteAsync(To, Each(rows, row => table.Accounts.Id(table.To[row])));
            await group.WriteAsync<decimal>(Amount, Each(rows, row => table.AmountMicro[row] / 1_000_000m));
            await group.WriteAsync(Currency, Each(rows, row => OrNull(table.CurrencyOf(row).CodeOrEmpty())));
            await group.WriteAsync(Kind, Each(rows, row => OrNull(KindOf(table, row))));
            group.CompleteValidate();
        }
    }

    /// <summary>Every transfer of a table, in the order of time, UTF-8.</summary>
    public static void WriteCsv(Stream stream, TransferTable table, CancellationToken cancel)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("id,time,from,to,amount,currency,kind");
        for (var row = 0; row < table.Count; row++)
        {
            if (row % GroupRows == 0)
                cancel.ThrowIfCancellationRequested();
            Cell(text, table.Id(row)).Write(',');
            var time = DateTime.UnixEpoch.AddMicroseconds(table.TimeUs[row]);
            text.Write(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
            text.Write(',');
            Cell(text, table.Accounts.Id(table.From[row])).Write(',');
            Cell(text, table.Accounts.Id(table.To[row])).Write(',');
            text.Write((table.AmountMicro[row] / 1_000_000m).ToString(CultureInfo.InvariantCulture));
            text.Write(',');
            text.Write(table.CurrencyOf(row).CodeOrEmpty());
            text.Write(',');
            text.WriteLine(KindOf(table, row));
        }
    }

    private static T[] Each<T>(int[] rows, Func<int, T> value) => Array.ConvertAll(rows, row => value(row));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string KindOf(TransferTable table, int row) => table.KindOf(row) is TransferKind.Unknown ? "" : table.KindOf(row).Name();

    private static StreamWriter Cell(StreamWriter text, string value)
    {
        var isPlain = value.AsSpan().IndexOfAny("\",\r\n;\t|") < 0 && value.AsSpan().Trim().Length == value.Length;
        text.Write(isPlain ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        return text;
    }
}
