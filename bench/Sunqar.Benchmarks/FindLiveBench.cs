using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Sunqar.Work.Mining;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench find-live FILE... [TRANSFERS A BATCH [BATCHES]]</c>: how long findings of every kind take to follow new transfers. All but the
/// last of the files' transfers (ordered by time) are there; those come in batches, at most 300 batches of 100 unless told, at most a tenth
/// of all. Labels and rates are not told: services and rates are made out from the transfers, which is the most that there is to follow.
/// One JSON line: CPU milliseconds a batch, beside those of mining everything, and whether the findings at the end are those of mining from
/// scratch.
/// </summary>
internal static class FindLiveBench
{
    public static int Run(string[] args)
    {
        var numbers = args.SkipWhile(arg => !int.TryParse(arg, CultureInfo.InvariantCulture, out _))
            .Select(arg => int.Parse(arg, CultureInfo.InvariantCulture))
            .ToArray();
        var builder = new TransferTableBuilder();
        foreach (var file in args[..^numbers.Length])
        {
            if (TransferFile.Read(file, null, builder) is TransferFileOutcome.Completed)
                continue;
            Console.Error.WriteLine($"sunqar bench find-live: {file} cannot be read.");
            return 2;
        }
        var table = builder.Build();
        if (table.Count == 0)
        {
            Console.Error.WriteLine("sunqar bench find-live: name a transfers file.");
            return 2;
        }
        var batch = numbers.Length > 0 ? numbers[0] : 100;
        var batches = numbers.Length > 1 ? numbers[1] : 300;
        Measure(table, batch, Math.Max(table.Count / 10 * 9, table.Count - (batch * batches)));
        return 0;
    }

    private static void Measure(TransferTable table, int batch, int start)
    {
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var context = MiningContext.Bare();
        var live = new LiveMining(
            TypologyTable.Shipped,
            MiningGround.WindowHoursMax * 3_600_000_000L,
            ReportingThresholds.Of(ShippedRulebook.Instance),
            FileFindings.ScoreMin
        );
        var firstMs = CpuMs(() =>
        {
            Add(live, table, 0, start);
            live.Update(context);
        });
        var firstLooks = live.Looks + live.Touched;
        var (pairs, ms, cpuMs) = (0L, new List<double>(), new List<double>());
        var looksBefore = live.Looks;
        for (var at = start; at < table.Count; at += batch)
        {
            var clock = Stopwatch.GetTimestamp();
            cpuMs.Add(
                CpuMs(() =>
                {
                    Add(live, table, at, Math.Min(table.Count, at + batch));
                    live.Update(context);
                })
            );
            pairs += live.Touched;
            ms.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        memory = GC.GetTotalMemory(forceFullCollection: true) - memory;
        IReadOnlyList<Sighting> scratch = [];
        var scratchMs = CpuMs(() =>
            scratch = FileFindings.Uncalibrated(TypologyTable.Shipped, TransferGraph.Build(table), context, MiningGround.WindowHoursMax)
        );
        ms.Sort();
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "find-live",
                    transfers = table.Count,
                    batch,
                    batches = ms.Count,
                    cpu_ms_a_batch = Math.Round(cpuMs.Average(), 2),
                    cpu_ms_a_transfer = Math.Round(cpuMs.Sum() / (table.Count - start), 3),
                    ms_p50 = Math.Round(ms[ms.Count / 2], 2),
                    ms_p99 = Math.Round(ms[ms.Count * 99 / 100], 2),
                    ms_max = Math.Round(ms[^1], 1),
                    looks_a_batch = (live.Looks + pairs - looksBefore) / ms.Count,
                    looks_first = firstLooks,
                    first_cpu_ms = Math.Round(firstMs),
                    bytes_a_transfer = memory / table.Count,
                    scratch_cpu_ms = Math.Round(scratchMs),
                    findings = scratch.Count,
                    // Accounts are numbered as they come, which is another order where there are several files; so are findings.
                    same = scratch
                        .Select(s => s.Name(table).Id)
                        .ToHashSet()
                        .SetEquals(live.Sightings.Select(s => s.Name(live.Transfers.Table).Id)),
                }
            )
        );
    }

    private static double CpuMs(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    private static void Add(LiveMining live, TransferTable table, int start, int end)
    {
        Span<byte> id = stackalloc byte[TransferIds.LengthMax];
        for (var row = start; row < end; row++)
        {
            live.Transfers.Add(
                new TransferRow
                {
                    Id = id[..table.CopyId(row, id)],
                    TimeUs = table.TimeUs[row],
                    From = Encoding.UTF8.GetBytes(table.Accounts.AsItCame(table.From[row])),
                    To = Encoding.UTF8.GetBytes(table.Accounts.AsItCame(table.To[row])),
                    AmountMicro = table.AmountMicro[row],
                    Currency = table.CurrencyOf(row),
                    Kind = table.KindOf(row),
                }
            );
        }
    }
}
