using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Payments;
using Sunqar.Simulation;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench simulate [PEOPLE] [DAYS]</c>: lives a country and spells every payment and chain transfer out, as the pipeline would take them,
/// on two threads for the days and one for the spelling. To reach: 500 k payments/s over all.
/// </summary>
internal static class SimulateBench
{
    public static int Run(string[] args)
    {
        var people = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
        var days = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 60;
        var clock = Stopwatch.StartNew();
        var cpu = Cpu();
        var allocated = GC.GetTotalAllocatedBytes();
        var country = Country.Create(
            new CountryOptions
            {
                People = people,
                Days = days,
                FullScale = people >= 1_000_000,
                Threads = 2,
            }
        );
        var created = clock.Elapsed.TotalSeconds;
        long payments = 0,
            transfers = 0,
            spelt = 0;
        TimeSpan living = TimeSpan.Zero,
            livingCpu = TimeSpan.Zero;
        var (started, startedCpu) = (clock.Elapsed, Cpu());
        foreach (var day in country.Days())
        {
            living += clock.Elapsed - started;
            livingCpu += Cpu() - startedCpu;
            for (var i = 0; i < day.PaymentCount; i++)
            {
                Payment payment = day.Payment(i);
                spelt += payment.Id.Length;
            }
            for (var i = 0; i < day.ChainCount; i++)
            {
                spelt += day.Transfer(i).Id.Length;
            }
            payments += day.PaymentCount;
            transfers += day.ChainCount;
            (started, startedCpu) = (clock.Elapsed, Cpu());
        }
        var seconds = clock.Elapsed.TotalSeconds;
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "simulate",
                    people,
                    days,
                    payments,
                    transfers,
                    seconds = Math.Round(seconds, 3),
                    create_seconds = Math.Round(created, 3),
                    living_seconds = Math.Round(living.TotalSeconds, 3),
                    cpu_seconds = Math.Round((Cpu() - cpu).TotalSeconds, 3),
                    living_cpu_seconds = Math.Round(livingCpu.TotalSeconds, 3),
                    payments_per_cpu_second = Math.Round(payments / (Cpu() - cpu).TotalSeconds),
                    payments_per_second = Math.Round(payments / seconds),
                    allocated_bytes_per_payment = Math.Round((double)bytes / payments, 1),
                    peak_megabytes = Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000,
                    characters = spelt,
                }
            )
        );
        return 0;
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
