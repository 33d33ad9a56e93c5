using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Sunqar.Server.Jobs;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench find-live FILE [TRANSFERS A BATCH]</c>: how long findings take to follow new transfers. Nine tenths of the file (ordered by time) are there; the rest comes in batches of 100 unless told. One JSON
/// line: milliseconds and pairs looked at for a batch, beside those of mining everything, and whether the findings at the end are those of mining from scratch.
/// </summary>
internal static class FindLiveBench
{
    private const long HourUs = 3_600_000_000;

    public static int Run(string[] args)
    {
        var builder = new TransferTableBuilder();
        if (args.Length == 0 || TransferFile.Read(args[0], null, builder) is not TransferFileOutcome.Completed)
        {
            Console.Error.WriteLine("sunqar bench find-live: name a transfers file.");
            return 2;
        }
        var table = builder.Build();
        var batch = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100;
        var live = new LiveMining(MiningGround.WindowHoursMax * HourUs, ReportingThresholds.Kazakhstan, FileFindings.ScoreMin);
        var clock = Stopwatch.StartNew();
        var start = table.Count / 10 * 9;
        Add(live, table, 0, start);
        live.Update();
        var (first, firstTouched) = (clock.Elapsed.TotalSeconds, live.Touched);
        var (ms, self) = (new List<double>(), Process.GetCurrentProcess());
        var cpu = self.TotalProcessorTime;
        long touched = 0;
        for (var at = start; at < table.Count; at += batch)
        {
            clock.Restart();
            Add(live, table, at, Math.Min(table.Count, at + batch));
            live.Update();
            ms.Add(clock.Elapsed.TotalMilliseconds);
            touched += live.Touched;
        }
        self.Refresh();
        var cpuMs = (self.TotalProcessorTime - cpu).TotalMilliseconds / ms.Count;
        cpu = self.TotalProcessorTime;
        var scratch = PatternTable.Mine(new MiningGround(TransferGraph.Build(table), MiningGround.WindowHoursMax * HourUs, ReportingThresholds.Kazakhstan), FileFindings.ScoreMin);
        self.Refresh();
        var scratchMs = (self.TotalProcessorTime - cpu).TotalMilliseconds;
        ms.Sort();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            bench = "find-live",
            transfers = table.Count,
            batch,
            batches = ms.Count,
            cpu_ms_a_batch = Math.Round(cpuMs, 2),
            ms_p50 = Math.Round(ms[ms.Count / 2], 2),
            ms_p99 = Math.Round(ms[ms.Count * 99 / 100], 2),
            ms_max = Math.Round(ms[^1], 1),
            pairs_a_batch = touched / ms.Count,
            pairs_all = firstTouched,
            first_s = Math.Round(first, 2),
            scratch_cpu_ms = Math.Round(scratchMs),
            findings = scratch.Count,
            same = scratch.Select(s => s.Name(table).Id).SequenceEqual(live.Sightings.Select(s => s.Name(live.Transfers.Table).Id)),
        }));
        return 0;
    }

    private static void Add(LiveMining live, TransferTable table, int start, int end)
    {
        Span<byte> id = stackalloc byte[TransferIds.LengthMax];
        for (var row = start; row < end; row++)
        {
            live.Transfers.Add(new TransferRow
            {
                Id = id[..table.CopyId(row, id)], TimeUs = table.TimeUs[row], From = table.Accounts.IdUtf8(table.From[row]), To = table.Accounts.IdUtf8(table.To[row]),
                AmountMicro = table.AmountMicro[row], Currency = table.CurrencyOf(row), Kind = table.KindOf(row),
            });
        }
    }
}
