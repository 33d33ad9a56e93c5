using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using nietras.SeparatedValues;
using Sunqar.Formats.Csv;
using Sunqar.Formats.Payments;
using Sunqar.Simulation;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench libraries [ROWS]</c>: what we wrote by hand for speed beside the libraries that do the same, in turns on one thread: tables
/// split into fields (Sep, CsvHelper), and payments read from JSON (System.Text.Json's source generation, without the checks that ours
/// makes). Prints CPU time an item, and the library's as a multiple of ours (docs/dependencies.md).
/// </summary>
internal static partial class LibrariesBench
{
    private const int Rounds = 7;

    public static int Run(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 500_000;
        var table = ImportBench.Table(rows);
        Compare("csv", rows, ("ours", () => Ours(table)), ("sep", () => OfSep(table)), ("csv_helper", () => OfCsvHelper(table)));
        var (lines, count) = Payments();
        Compare("payment_json", count, ("ours", () => Read(lines)), ("system_text_json", () => Generated(lines)));
        return 0;
    }

    /// <summary>The least CPU time of each over the rounds, which take turns, so that a busy machine burdens all alike.</summary>
    private static void Compare(string what, int items, params (string Name, Func<long> Run)[] ways)
    {
        var best = ways.Select(_ => double.MaxValue).ToArray();
        var sums = new HashSet<long>();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                var before = Environment.CpuUsage.TotalTime;
                sums.Add(ways[i].Run());
                best[i] = Math.Min(best[i], (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            }
        }
        if (sums.Count != 1)
            throw new InvalidOperationException($"{what}: they do not read the same: {string.Join(", ", sums)}.");
        for (var i = 0; i < ways.Length; i++)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        bench = "libraries",
                        what,
                        way = ways[i].Name,
                        cpu_ns_each = Math.Round(best[i] * 1e9 / items, 1),
                        of_ours = Math.Round(best[i] / best[0], 2),
                    }
                )
            );
        }
    }

    private static long Ours(byte[] table)
    {
        var rows = new CsvRows(new MemoryStream(table));
        long sum = 0;
        rows.Next();
        while (rows.Next())
        {
            for (var i = 0; i < rows.Count; i++)
                sum += rows[i].Length;
        }
        return sum;
    }

    private static long OfSep(byte[] table)
    {
        using var reader = Sep.New(',').Reader(options => options with { Unescape = true }).From(table);
        long sum = 0;
        foreach (var row in reader)
        {
            for (var i = 0; i < row.ColCount; i++)
                sum += row[i].Span.Length;
        }
        return sum;
    }

    private static long OfCsvHelper(byte[] table)
    {
        using var reader = CsvReader.Create(table, new CsvReaderOptions());
        long sum = 0;
        reader.ReadHeader();
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
                sum += reader.GetSpan(i).Length;
        }
        return sum;
    }

    private static (byte[] Lines, int Count) Payments()
    {
        var country = Country.Create(new CountryOptions { People = 20_000, Days = 3 });
        var output = new ArrayBufferWriter<byte>();
        var count = 0;
        foreach (var payment in country.Days().SelectMany(day => day.Payments))
        {
            PaymentJson.Write(payment, output);
            output.Write("\n"u8);
            count++;
        }
        return (output.WrittenSpan.ToArray(), count);
    }

    private static long Read(byte[] lines)
    {
        var json = new PaymentJson(null);
        return Sum(
            lines,
            line => json.Read(line) is PaymentReading.Read read ? read.Payment.Id.Length : throw new InvalidOperationException()
        );
    }

    private static long Generated(byte[] lines) => Sum(lines, line => JsonSerializer.Deserialize(line, SentJson.Default.Sent)!.Id!.Length);

    private delegate long Reading(ReadOnlySpan<byte> line);

    private static long Sum(ReadOnlySpan<byte> lines, Reading read)
    {
        long sum = 0;
        foreach (var range in lines.Split((byte)'\n'))
        {
            if (lines[range] is { IsEmpty: false } line)
                sum += read(line);
        }
        return sum;
    }

    /// <summary>A payment's members as texts, as a class of one's own would have them before anything is checked.</summary>
    internal sealed class Sent
    {
        public string? Id { get; set; }
        public string? Kind { get; set; }
        public DateTimeOffset Time { get; set; }
        public string? Amount { get; set; }
        public string? Currency { get; set; }
        public string? Institution { get; set; }
        public Dictionary<string, JsonElement>? Sender { get; set; }
        public Dictionary<string, JsonElement>? Recipient { get; set; }
        public Dictionary<string, JsonElement>? Terminal { get; set; }
        public Dictionary<string, JsonElement>? Wallet { get; set; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? More { get; set; }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Sent))]
    internal sealed partial class SentJson : JsonSerializerContext;
}
