using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench import [ROWS]</c>: reads a native transfers table from memory on one thread and prints rows per second of CPU time. To reach: 2
/// M rows/s a core.
/// </summary>
internal static class ImportBench
{
    private const int Passes = 5;

    public static int Run(string[] args)
    {
        var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var table = Table(rows);
        var counter = new Counter();
        Read(table, counter);
        var best = double.MaxValue;
        var allocated = 0L;
        for (var pass = 0; pass < Passes; pass++)
        {
            var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            Read(table, counter);
            best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        }
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "import",
                    rows,
                    bytes = table.Length,
                    cpu_seconds = Math.Round(best, 4),
                    rows_per_cpu_second = Math.Round(rows / best),
                    megabytes_per_cpu_second = Math.Round(table.Length / best / 1e6),
                    allocated_bytes_per_row = Math.Round((double)allocated / rows, 2),
                    checksum = counter.Checksum,
                }
            )
        );
        return 0;
    }

    private static void Read(byte[] table, Counter counter)
    {
        if (TransferFile.Read(new MemoryStream(table), "bench.csv", null, counter) is not TransferFileOutcome.Completed)
        {
            throw new InvalidOperationException("The benchmark's own table was refused.");
        }
    }

    /// <summary>Rows such as a bank exports: ids, times with an offset, IBAN-like accounts, currency and kind.</summary>
    internal static byte[] Table(int rows)
    {
        var text = new StringBuilder("id,time,from,to,amount,currency,kind\n");
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var random = new Random(7);
        for (var i = 0; i < rows; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"P{i:D9},{start.AddSeconds(i):yyyy-MM-ddTHH:mm:ss}+05:00,KZ86722C{random.Next(400_000):D12},KZ86601A{random.Next(400_000):D12},{random.Next(1, 90_000_000) / 100m:F2},KZT,card_transfer\n"
            );
        }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private sealed class Counter : ITransferSink
    {
        public long Checksum { get; private set; }

        public void Add(in TransferRow row) =>
            Checksum = unchecked(Checksum * 31 + row.TimeUs + row.AmountMicro + row.From[^1] + row.To[^1] + row.Id[^1]);
    }
}
