using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;
using Sunqar.Simulation;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench payments [PEOPLE]</c>: writes some days of the simulated country as the API's NDJSON and reads them back, on one thread, and
/// prints payments per second of CPU time. To reach: 1 M/s written, 0.5 M/s read. Every payment read must equal the one written.
/// </summary>
internal static class PaymentsBench
{
    private const int Passes = 5;
    private const int Days = 5;

    public static int Run(string[] args)
    {
        var people = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
        var country = Country.Create(new CountryOptions { People = people, Days = Days });
        var payments = country.Days().SelectMany(day => day.Payments).ToList();
        var output = new ArrayBufferWriter<byte>(payments.Count * 1_024);
        double write = double.MaxValue,
            read = double.MaxValue;
        long writeBytes = 0,
            readBytes = 0;
        for (var pass = 0; pass < Passes; pass++)
        {
            output.ResetWrittenCount();
            (write, writeBytes) = Measure(write, () => Write(payments, output));
            (read, readBytes) = Measure(read, () => Read(output));
        }
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "payments",
                    payments = payments.Count,
                    bytes = output.WrittenCount,
                    written_per_cpu_second = Math.Round(payments.Count / write),
                    read_per_cpu_second = Math.Round(payments.Count / read),
                    allocated_bytes_per_payment_written = Math.Round((double)writeBytes / payments.Count, 1),
                    allocated_bytes_per_payment_read = Math.Round((double)readBytes / payments.Count, 1),
                    equal = Check(payments, output),
                }
            )
        );
        return 0;
    }

    private static (double Best, long Allocated) Measure(double best, Action action)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        action();
        var seconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        return (Math.Min(best, seconds), GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private static void Write(List<Payment> payments, ArrayBufferWriter<byte> output)
    {
        foreach (var payment in payments)
        {
            PaymentJson.Write(payment, output);
            output.Write("\n"u8);
        }
    }

    private static void Read(ArrayBufferWriter<byte> output)
    {
        using var lines = Lines(output);
        while (lines.Next() is { } reading)
        {
            if (reading is not PaymentReading.Read)
            {
                throw new InvalidOperationException($"Line {lines.Line}: {reading}");
            }
        }
    }

    private static bool Check(List<Payment> payments, ArrayBufferWriter<byte> output)
    {
        using var lines = Lines(output);
        return lines.Read((_, _) => false).SequenceEqual(payments);
    }

    private static PaymentLines Lines(ArrayBufferWriter<byte> output) =>
        new(new MemoryStream(output.WrittenSpan.ToArray()), new PaymentJson(null));
}
