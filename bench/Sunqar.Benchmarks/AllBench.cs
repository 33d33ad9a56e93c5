using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench all [--json FILE]</c>: what a release is compared by. Each measure runs in a process of its own; before it and after the last
/// the machine's own limits are measured (copying memory, waiting for it, hashing, flushing), so that a busy hour's figures can be read as
/// ratios. Files of releases are kept under bench/history.
/// </summary>
internal static class AllBench
{
    private static readonly (string Name, string[] Arguments)[] Measures =
    [
        ("payments", []),
        ("engine", ["500000"]),
        ("journal", ["200000"]),
        ("decide", ["6"]),
    ];

    public static int Run(string[] args)
    {
        var file = args is ["--json", var path] ? path : null;
        if (file is null && args.Length > 0)
        {
            Console.Error.WriteLine("sunqar bench all: takes --json FILE, or nothing.");
            return 2;
        }
        var (measured, limits, failed) = (new JsonArray(), new JsonArray(Limits()), 0);
        foreach (var (name, arguments) in Measures)
        {
            Console.Error.WriteLine($"bench {name} ...");
            var (lines, code) = Measure([name, .. arguments]);
            failed += code == 0 ? 0 : 1;
            foreach (var line in lines)
                measured.Add(JsonNode.Parse(line));
            limits.Add(Limits());
        }
        var all = new JsonObject
        {
            ["bench"] = "all",
            ["at"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["processors"] = Environment.ProcessorCount,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["memory_gib"] = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
            ["system"] = RuntimeInformation.OSDescription,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["version"] = typeof(AllBench).Assembly.GetName().Version?.ToString(),
            ["failed"] = failed,
            ["limits"] = limits,
            ["measured"] = measured,
        };
        var text = all.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 1 }) + "\n";
        if (file is null)
            Console.Write(text);
        else
            File.WriteAllText(file, text);
        return failed == 0 ? 0 : 1;
    }

    /// <summary>The JSON lines of a measure, and how it ended.</summary>
    private static (List<string> Lines, int Code) Measure(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AllBench).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith('{'))
                lines.Add(line);
        }
        process.WaitForExit();
        return (lines, process.ExitCode);
    }

    /// <summary>What the machine gives at this moment.</summary>
    private static JsonObject Limits()
    {
        var (from, to) = (new byte[64 << 20], new byte[64 << 20]);
        Random.Shared.NextBytes(from);
        return new JsonObject
        {
            ["load"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
            ["copy_bytes_per_cpu_second"] = PerSecond(from.Length, () => from.CopyTo(to, 0)),
            ["sha256_bytes_per_cpu_second"] = PerSecond(from.Length, () => SHA256.HashData(from)),
            ["memory_step_ns"] = Math.Round(MemoryWalk.StepNs(64), 1),
            ["flush_ms_median"] = FlushMs(),
        };
    }

    private static double PerSecond(long bytes, Action work)
    {
        work();
        var began = CpuClock.Nanoseconds;
        work();
        return Math.Round(bytes * 1e9 / Math.Max(1, CpuClock.Nanoseconds - began));
    }

    private static double FlushMs()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
            var taken = new double[100];
            for (var i = 0; i < taken.Length; i++)
            {
                var began = Stopwatch.GetTimestamp();
                file.Write(new byte[512]);
                file.Flush(flushToDisk: true);
                taken[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
            Array.Sort(taken);
            return Math.Round(taken[taken.Length / 2], 3);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
