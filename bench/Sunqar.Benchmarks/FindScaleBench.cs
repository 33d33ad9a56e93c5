using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Work.Mining;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench find-scale [TRANSFERS...]</c>: how mining grows. Generates tables as <c>bench find</c> does (1 M, 3 M and 10 M transfers unless
/// told; to reach: 100 M in 5 minutes and 16 GiB on two cores), mines every pattern, one size after the other, each in a process of its
/// own. One JSON line a size: seconds, CPU seconds, peak memory, bytes a transfer, and the exponent of the growth since the size before.
/// </summary>
internal static class FindScaleBench
{
    private const long HourUs = 3_600_000_000;

    public static int Run(string[] args)
    {
        if (args is ["one", var one])
        {
            return One(int.Parse(one, CultureInfo.InvariantCulture));
        }
        int[] sizes =
            args.Length > 0 ? [.. args.Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))] : [1_000_000, 3_000_000, 10_000_000];
        (int Transfers, double Cpu) before = default;
        foreach (var size in sizes)
        {
            using var child = Process.Start(
                new ProcessStartInfo(
                    Environment.ProcessPath!,
                    [typeof(FindScaleBench).Assembly.Location, "find-scale", "one", size.ToString(CultureInfo.InvariantCulture)]
                )
                {
                    RedirectStandardOutput = true,
                }
            )!;
            var line = child.StandardOutput.ReadToEnd().Trim();
            child.WaitForExit();
            if (child.ExitCode != 0)
                return 1;
            using var json = JsonDocument.Parse(line);
            var cpu = json.RootElement.GetProperty("cpu_s").GetDouble();
            var exponent =
                before.Transfers == 0
                    ? ""
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $",\"growth_exponent\":{Math.Log(cpu / before.Cpu) / Math.Log((double)size / before.Transfers):F2}"
                    );
            Console.WriteLine(line[..^1] + exponent + "}");
            before = (size, cpu);
        }
        return 0;
    }

    /// <summary>Time and CPU are those of the graph and the mining; the peak is the whole process's, generating included.</summary>
    private static int One(int transfers)
    {
        var table = FindBench.Generate(transfers);
        var self = Process.GetCurrentProcess();
        var (cpu, clock) = (self.TotalProcessorTime, Stopwatch.StartNew());
        var seconds = new Dictionary<string, double>();
        double last = 0;
        void Took(string step)
        {
            seconds[step] = Math.Round(clock.Elapsed.TotalSeconds - last, 2);
            last = clock.Elapsed.TotalSeconds;
        }
        var graph = TransferGraph.Build(table);
        Took("graph");
        var ground = new MiningGround(graph, MiningGround.WindowHoursMax * HourUs, ReportingThresholds.Of(ShippedRulebook.Instance));
        _ = ground.Evidence;
        Took("evidence");
        _ = ground.Suspicion;
        Took("suspicion");
        var found = TypologyTable.Shipped.Shapes.Mine(ground, FileFindings.ScoreMin).Count;
        Took("patterns");
        self.Refresh();
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "find-scale",
                    transfers,
                    seconds = Math.Round(clock.Elapsed.TotalSeconds, 1),
                    cpu_s = Math.Round((self.TotalProcessorTime - cpu).TotalSeconds, 1),
                    peak_mib = self.PeakWorkingSet64 >> 20,
                    bytes_per_transfer = Math.Round((double)(table.Bytes + (8L * table.Count)) / table.Count, 1),
                    one_off_pairs = ground.OneOff.Count,
                    found,
                    threads = Environment.ProcessorCount,
                    steps = seconds,
                }
            )
        );
        return 0;
    }
}
