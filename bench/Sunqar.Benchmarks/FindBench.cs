using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Sunqar.Work.Mining;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench find [TRANSFERS | FILE]</c>: builds a table of that many generated transfers (2 M unless told; AMLSim-like: 20 transfers an
/// account over 720 days, most of them between a few fixed partners, hubs that receive thousands) or reads a file, and mines it. One JSON
/// line: seconds and bytes of each step, cycles within 336 hours (to reach: 0.4 s on two threads at 2 M), bytes a transfer (to reach: 40),
/// findings.
/// </summary>
internal static class FindBench
{
    private const long HourUs = 3_600_000_000;

    public static int Run(string[] args)
    {
        var clock = Stopwatch.StartNew();
        var table =
            args.Length > 0 && File.Exists(args[0])
                ? Read(args[0])
                : Generate(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000_000);
        var (seconds, cpuSeconds) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        var cpu = Cpu();
        void Took(string step)
        {
            seconds[step] = Math.Round(clock.Elapsed.TotalSeconds, 3);
            cpuSeconds[step] = Math.Round((Cpu() - cpu).TotalSeconds, 3);
            cpu = Cpu();
            clock.Restart();
        }
        Took("table");
        var graph = TransferGraph.Build(table);
        Took("graph");
        var cycles = TemporalCycles.Prepare(graph, 336 * HourUs).Count();
        Took("cycles_336h");
        var ground = new MiningGround(graph, MiningGround.WindowHoursMax * HourUs, ReportingThresholds.Of(ShippedRulebook.Instance));
        var pairs = BriefPairs.Build(graph, ground.WindowUs, transfersMax: 1).Count;
        Took("one_off_pairs");
        _ = ground.Evidence;
        Took("evidence");
        _ = ground.Suspicion;
        Took("suspicion");
        var sightings = 0;
        foreach (var pattern in TypologyTable.Shipped.Shapes.All)
        {
            sightings += pattern.Mine(ground).Count;
            Took(pattern.Kind);
        }
        var found = TypologyTable.Shipped.Shapes.Mine(ground, FileFindings.ScoreMin).Count;
        Took("all_patterns_again");
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "find",
                    transfers = table.Count,
                    accounts = table.Accounts.Count,
                    bytes_per_transfer = Math.Round((double)(table.Bytes + (8L * table.Count)) / Math.Max(1, table.Count), 1),
                    one_off_pairs = pairs,
                    cycles = cycles.Sum(),
                    sightings,
                    found,
                    threads = Environment.ProcessorCount,
                    peak_mib = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
                    seconds,
                    cpu_seconds = cpuSeconds,
                }
            )
        );
        return 0;
    }

    /// <summary>Of all threads, compiling included: what a shared machine does not stretch.</summary>
    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

    private static TransferTable Read(string file)
    {
        var builder = new TransferTableBuilder();
        return TransferFile.Read(file, null, builder) is TransferFileOutcome.Completed
            ? builder.Build()
            : throw new InvalidOperationException($"{file} cannot be read.");
    }

    internal static TransferTable Generate(int transfers)
    {
        var random = new Random(1);
        var accounts = Math.Max(100, transfers / 20);
        var builder = new TransferTableBuilder();
        Span<byte> text = stackalloc byte[16];
        for (var account = 0; account < accounts; account++)
        {
            account.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
            builder.Accounts.Intern(text[..length]);
        }
        const int Days = 720;
        for (var i = 0; i < transfers; i++)
        {
            var from = random.Next(accounts);
            // One in ten goes to anybody, the rest to one of three partners or to a hub that thousands pay.
            var to = random.Next(10) switch
            {
                0 => random.Next(accounts),
                < 4 => random.Next(1 + (accounts / 500)),
                var n => (int)((from * 7919L + (n % 3 * 104_729) + 1) % accounts),
            };
            i.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
            builder.Add(
                text[..length],
                (long)i * Days / transfers * 24 * HourUs,
                from,
                to,
                random.Next(1, 1_000_000) * 1_000L,
                Currency.Unstated,
                TransferKind.Unknown
            );
        }
        return builder.Build();
    }
}
