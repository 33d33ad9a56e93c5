using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench decide [SECONDS]</c>: starts the real server on an empty folder (without its mining for the console, which is no part of a
/// decision), brings 100,000 cards in, and drives it over loopback: single payments as fast as they are answered on 64 connections, then at
/// half of that rate for latencies, then batches. To reach: at most 0.06 ms of the server's CPU a decision and 30,000 decisions/s single,
/// 150,000/s in batches, p99 at most 3 ms at half load where an fsync takes at most 0.5 ms. The driver shares the machine's cores; its CPU
/// is not counted. What the machine allows is measured in the same run, before and after: <see cref="BareServer"/> takes the same posts.
/// A decision is to cost at most 1.5 times its processor time, at 0.70 of its rate at least.
/// </summary>
internal static partial class DecideBench
{
    private const int BatchConnections = 2;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private const double TicksPerSecond = 100;

    // Bytes on the server's heap a decision, web server and all: above these something has begun to make garbage, and the benchmark fails.
    private const double SingleBytesMax = 1_300,
        BatchBytesMax = 700;

    public static int Run(string[] args) =>
        RunAsync(args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 10).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(double seconds)
    {
        var root = Directory.CreateTempSubdirectory("sunqar-bench-");
        var data = Path.Combine(root.FullName, "data");
        try
        {
            using var server = Start(data);
            try
            {
                var port = await PortAsync(server);
                var traffic = new BankTraffic();
                var driver = new HttpDriver(port, CreateKey(data), traffic);
                var duration = TimeSpan.FromSeconds(seconds);
                var fsyncs = Fsyncs(root.FullName);
                await driver.BatchesAsync(TimeSpan.FromMinutes(2), BankTraffic.Cards, 1);
                await driver.SinglesAsync(WarmUp, 0);
                await using var bare = await Bare.StartAsync(root.FullName, traffic);
                // Requests with a key that is not good go the same way through the web server and no further: what they cost is its own.
                var stranger = new HttpDriver(port, "sunqar_0000000000000000_" + new string('A', 43), traffic) { IsQuiet = true };
                var (_, ownCpuMs, ownBytes) = await MeasureAsync(
                    server,
                    port,
                    () => stranger.SinglesAsync(TimeSpan.FromSeconds(Math.Min(3, seconds)), 0)
                );
                await bare.MeasureAsync(duration / 2);
                var (single, singleCpuMs, singleBytes) = await MeasureAsync(server, port, () => driver.SinglesAsync(duration, 0));
                await bare.MeasureAsync(duration / 2);
                var (half, _, _) = await MeasureAsync(server, port, () => driver.SinglesAsync(duration, single.PerSecond / 2));
                var (batch, batchCpuMs, batchBytes) = await MeasureAsync(
                    server,
                    port,
                    () => driver.BatchesAsync(duration, long.MaxValue, BatchConnections)
                );
                Console.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            bench = "decide",
                            connections = HttpDriver.Connections,
                            cards = BankTraffic.Cards,
                            fsync_ms_median = fsyncs.Median,
                            fsync_ms_p99 = fsyncs.P99,
                            single_decisions_per_second = Math.Round(single.PerSecond),
                            single_server_cpu_ms_per_decision = Math.Round(singleCpuMs, 4),
                            single_latency_ms_p50 = single.PercentileMs(0.5),
                            single_latency_ms_p99 = single.PercentileMs(0.99),
                            bare_requests_per_second = Math.Round(bare.PerSecond),
                            bare_cpu_ms_per_request = Math.Round(bare.CpuMs, 4),
                            bare_latency_ms_p50 = Math.Round(bare.P50, 3),
                            cpu_in_bare_requests = Math.Round(singleCpuMs / bare.CpuMs, 2),
                            rate_of_bare = Math.Round(single.PerSecond / bare.PerSecond, 2),
                            half_load_decisions_per_second = Math.Round(half.PerSecond),
                            half_load_latency_ms_p50 = half.PercentileMs(0.5),
                            half_load_latency_ms_p99 = half.PercentileMs(0.99),
                            half_load_latency_ms_max = half.PercentileMs(1),
                            batch_decisions_per_second = Math.Round(batch.PerSecond),
                            batch_server_cpu_ms_per_decision = Math.Round(batchCpuMs, 4),
                            refused = single.Refused + half.Refused + batch.Refused,
                            decisions = single.Decisions + half.Decisions + batch.Decisions,
                            web_server_allocated_bytes_per_request = Math.Round(ownBytes),
                            web_server_cpu_ms_per_request = Math.Round(ownCpuMs, 4),
                            single_allocated_bytes_per_decision = Math.Round(singleBytes),
                            batch_allocated_bytes_per_decision = Math.Round(batchBytes),
                            server_resident_mb = ResidentMegabytes(server),
                        }
                    )
                );
                if (singleBytes <= SingleBytesMax && batchBytes <= BatchBytesMax)
                    return 0;
                Console.Error.WriteLine(
                    $"sunqar bench decide: more than {SingleBytesMax} bytes allocated a single decision or {BatchBytesMax} one of a batch."
                );
                return 1;
            }
            finally
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync();
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    /// <summary>The yardstick, driven as the real server is.</summary>
    private sealed class Bare(Process server, int port, HttpDriver driver) : IAsyncDisposable
    {
        private readonly List<(double PerSecond, double CpuMs, double P50)> _measured = [];

        public double PerSecond => _measured.Average(one => one.PerSecond);

        public double CpuMs => _measured.Average(one => one.CpuMs);

        public double P50 => _measured.Average(one => one.P50);

        /// <summary>Starts it, and drives it until its code is compiled as well as it will be.</summary>
        public static async Task<Bare> StartAsync(string folder, BankTraffic traffic)
        {
            var start = new ProcessStartInfo("dotnet", [typeof(DecideBench).Assembly.Location, "bare", folder])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            // As the real server is run: threads of the pool that have nothing to do do not spin.
            start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
            var server = Process.Start(start)!;
            var port = await PortAsync(server);
            var bare = new Bare(server, port, new HttpDriver(port, new string('A', 64), traffic));
            await bare.MeasureAsync(WarmUp);
            bare._measured.Clear();
            return bare;
        }

        public async Task MeasureAsync(TimeSpan duration)
        {
            var (outcome, cpuMs, _) = await DecideBench.MeasureAsync(server, port, () => driver.SinglesAsync(duration, 0));
            _measured.Add((outcome.PerSecond, cpuMs, outcome.PercentileMs(0.5)));
        }

        public async ValueTask DisposeAsync()
        {
            server.Kill();
            await server.WaitForExitAsync();
            server.Dispose();
        }
    }

    private static async Task<(HttpDriver.Outcome Outcome, double CpuMsPerDecision, double BytesPerDecision)> MeasureAsync(
        Process server,
        int port,
        Func<Task<HttpDriver.Outcome>> drive
    )
    {
        var (cpuBefore, bytesBefore) = (CpuSeconds(server), await AllocatedAsync(port));
        var outcome = await drive();
        var decisions = Math.Max(1, outcome.Decisions + outcome.Refused);
        return (outcome, (CpuSeconds(server) - cpuBefore) * 1000 / decisions, (await AllocatedAsync(port) - bytesBefore) / decisions);
    }

    /// <summary>Bytes that the server ever allocated on its heap, by its own word.</summary>
    private static async Task<double> AllocatedAsync(int port)
    {
        const string Name = "dotnet_gc_allocated_bytes_total ";
        using var client = new HttpClient();
        var text = await client.GetStringAsync($"http://127.0.0.1:{port}/metrics");
        var line = text.Split('\n').First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return double.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
    }

    private static string Sunqar
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sunqar.slnx")))
                folder = folder.Parent;
            return Path.Combine(
                (folder ?? throw new DirectoryNotFoundException("The benchmark runs inside the repository.")).FullName,
                "sunqar"
            );
        }
    }

    private static ProcessStartInfo Command(string data, params string[] arguments)
    {
        var start = new ProcessStartInfo(Sunqar, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SUNQAR_DATA"] = data;
        return start;
    }

    private static Process Start(string data) => Process.Start(Command(data, "serve", "--no-mining", "--urls", "http://127.0.0.1:0"))!;

    private static string CreateKey(string data)
    {
        using var keys = Process.Start(Command(data, "keys", "create", BankTraffic.Institution))!;
        var key = keys.StandardOutput.ReadToEnd().Trim();
        keys.WaitForExit();
        return key;
    }

    private static async Task<int> PortAsync(Process server)
    {
        while (await server.StandardError.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is not { Success: true } match)
                continue;
            _ = server.StandardError.ReadToEndAsync();
            using var client = new HttpClient();
            while ((await client.GetAsync(match.Value + "/ready")).StatusCode != HttpStatusCode.OK)
                await Task.Delay(20);
            return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        }
        throw new InvalidOperationException("The server ended before it listened.");
    }

    /// <summary>User and system time of the process, all its threads: fields 14 and 15 of /proc/PID/stat.</summary>
    private static double CpuSeconds(Process server)
    {
        var stat = File.ReadAllText($"/proc/{server.Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
            / TicksPerSecond;
    }

    private static long ResidentMegabytes(Process server) =>
        long.Parse(
            File.ReadLines($"/proc/{server.Id}/status")
                .First(line => line.StartsWith("VmRSS", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / 1024;

    /// <summary>What one small append with its flush takes here, milliseconds.</summary>
    private static (double Median, double P99) Fsyncs(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, "fsync"), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var taken = new double[500];
        var bytes = new byte[512];
        for (var i = 0; i < taken.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            file.Write(bytes);
            file.Flush(flushToDisk: true);
            taken[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        Array.Sort(taken);
        return (Math.Round(taken[taken.Length / 2], 3), Math.Round(taken[taken.Length * 99 / 100], 3));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Address();
}
