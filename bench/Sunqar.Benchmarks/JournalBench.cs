using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench journal [FACTS]</c>: facts of 128 bytes into a journal in a temporary folder, every batch flushed to disk (fsync) before it
/// counts; then reading them, and sealing payments. One JSON line a part. To reach: 1 M facts/s in group commit; 3 µs a sealed payment.
/// Beside it stands what the disk gives on its own: small appends with fsync, and a stream of large ones.
/// </summary>
internal static class JournalBench
{
    private const string Stream = "payments";

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 4_000_000;
        var folder = Directory.CreateTempSubdirectory("sunqar-bench-").FullName;
        try
        {
            Disk(folder);
            using var data = DataFolder.Open(Path.Combine(folder, "data"));
            var payments = Enumerable.Range(0, 1 << 12).Select(Payment).ToArray();
            Encode(payments, count);
            Bulk(data, payments, count);
            Calls(data, payments, count / 2, factsPerCall: 1);
            Calls(data, payments, count, factsPerCall: 16);
            Read(data);
            Seal(data, count / 4);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string part, int count, string unit, TimeSpan wall, TimeSpan cpu, object more) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "journal",
                    part,
                    count,
                    unit,
                    seconds = Math.Round(wall.TotalSeconds, 3),
                    per_second = Math.Round(count / wall.TotalSeconds),
                    cpu_seconds = Math.Round(cpu.TotalSeconds, 3),
                    cpu_ns_each = Math.Round(cpu.TotalNanoseconds / count),
                    more,
                }
            )
        );

    private static (TimeSpan Wall, TimeSpan Cpu) Measure(Action work)
    {
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        work();
        return (watch.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - cpu);
    }

    /// <summary>What the disk gives without a journal.</summary>
    private static void Disk(string folder)
    {
        const int Small = 500,
            Large = 32;
        var path = Path.Combine(folder, "probe");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var bytes = new byte[8 << 20];
        new Random(1).NextBytes(bytes);
        var (smallWall, smallCpu) = Measure(() =>
        {
            for (var i = 0; i < Small; i++)
            {
                RandomAccess.Write(file, bytes.AsSpan(0, 4096), i * 4096L);
                RandomAccess.FlushToDisk(file);
            }
        });
        var (largeWall, _) = Measure(() =>
        {
            for (var i = 0; i < Large; i++)
            {
                RandomAccess.Write(file, bytes, (long)i * bytes.Length);
                RandomAccess.FlushToDisk(file);
            }
        });
        Print(
            "disk",
            Small,
            "fsync of 4 KiB",
            smallWall,
            smallCpu,
            new
            {
                ms_per_fsync = Math.Round(smallWall.TotalMilliseconds / Small, 3),
                megabytes_per_second = Math.Round((double)Large * bytes.Length / largeWall.TotalSeconds / 1e6),
            }
        );
        File.Delete(path);
    }

    private static void Encode(SealedPayment[] payments, int count)
    {
        var batch = new FactBatch();
        var decision = new Decision(Outcome.Allow, [], "builtin", 0);
        for (var round = 0; round < 2; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var (wall, cpu) = Measure(() =>
            {
                for (var i = 0; i < count; i++)
                {
                    batch.Add(in payments[i & (payments.Length - 1)], decision);
                    if (batch.IsFull)
                        batch.Clear();
                }
            });
            if (round == 1)
                Print("encode", count, "facts", wall, cpu, new { allocated_bytes = GC.GetAllocatedBytesForCurrentThread() - allocated });
        }
    }

    /// <summary>As the main job does: batches encoded ahead by one thread while another writes and flushes.</summary>
    private static void Bulk(DataFolder data, SealedPayment[] payments, int count)
    {
        using var writer = data.Journal.Open(Stream);
        var decision = new Decision(Outcome.Allow, [], "builtin", 0);
        var bytes = 0L;
        var (wall, cpu) = Measure(() =>
        {
            var batch = new FactBatch();
            for (var i = 0; i < count; i++)
            {
                batch.Add(in payments[i & (payments.Length - 1)], decision);
                if (!batch.IsFull && i + 1 < count)
                    continue;
                bytes += batch.ByteCount;
                writer.Enqueue(batch).OrThrow();
                batch.Clear();
            }
            writer.Flush().OrThrow();
        });
        Print(
            "bulk",
            count,
            "facts",
            wall,
            cpu,
            new { bytes_each = Math.Round((double)bytes / count, 1), megabytes_per_second = Math.Round(bytes / wall.TotalSeconds / 1e6) }
        );
    }

    /// <summary>Group commit: many callers, each of which waits until its own facts are on disk before it goes on.</summary>
    private static void Calls(DataFolder data, SealedPayment[] payments, int count, int factsPerCall)
    {
        const int Producers = 2,
            Waiting = 4096;
        using var writer = data.Journal.Open(Stream);
        var decision = new Decision(Outcome.Allow, [], "builtin", 0);
        var calls = count / factsPerCall / Producers;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var (wall, cpu) = Measure(() =>
            Task.WaitAll(
                Enumerable
                    .Range(0, Producers)
                    .Select(_ =>
                        Task.Run(async () =>
                        {
                            var batch = new FactBatch();
                            var waiting = new Queue<ValueTask<AppendOutcome>>(Waiting);
                            for (var call = 0; call < calls; call++)
                            {
                                if (waiting.Count == Waiting)
                                    (await waiting.Dequeue()).OrThrow();
                                batch.Clear();
                                for (var i = 0; i < factsPerCall; i++)
                                    batch.Add(in payments[(call + i) & (payments.Length - 1)], decision);
                                waiting.Enqueue(writer.AppendAsync(batch));
                            }
                            while (waiting.TryDequeue(out var last))
                                (await last).OrThrow();
                        })
                    )
                    .ToArray()
            )
        );
        Print(
            $"group commit, {factsPerCall} a call",
            calls * factsPerCall * Producers,
            "facts",
            wall,
            cpu,
            new
            {
                calls_waiting_most = Waiting * Producers,
                allocated_bytes_per_call = Math.Round(
                    (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / calls / Producers,
                    1
                ),
            }
        );
    }

    private static void Read(DataFolder data)
    {
        var sink = new Counter();
        var (wall, cpu) = Measure(() => data.Journal.ReadPayments(Stream, 0, sink));
        Print("read payments", sink.Count, "facts", wall, cpu, new { checksum = sink.Checksum });
        var facts = 0;
        (wall, cpu) = Measure(() =>
        {
            foreach (var fact in data.Journal.Read(Stream, Math.Max(0, sink.Count - 500_000)))
                facts++;
        });
        Print("read facts as objects", facts, "facts", wall, cpu, new { });
        (wall, cpu) = Measure(() => ((Storage.Files.FolderJournal)data.Journal).Verify());
        Print("verify the hash chain", sink.Count, "facts", wall, cpu, new { });
    }

    /// <summary>People with an account, a card and a device each; everybody pays everybody.</summary>
    private static void Seal(DataFolder data, int count)
    {
        const int Run = 4096;
        var people = Math.Max(1, count / 10);
        var random = new Random(1);
        var parties = Enumerable
            .Range(0, people)
            .Select(i => new Party(
                (800_000_000_000 + i).ToString(CultureInfo.InvariantCulture),
                "KZ75125KZT" + i.ToString("0000000000", CultureInfo.InvariantCulture),
                "card-" + i.ToString(CultureInfo.InvariantCulture),
                "Name " + i.ToString(CultureInfo.InvariantCulture),
                true
            ))
            .ToArray();
        var devices = Enumerable.Range(0, people).Select(i => "device-" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var payments = new Payment[Run];
        var batch = new SealedBatch();
        void Fill(Func<int, int> sender)
        {
            for (var i = 0; i < Run; i++)
            {
                var from = sender(i);
                payments[i] = new Payment
                {
                    Id = "CASPKZKA-2026-" + i.ToString("000000", CultureInfo.InvariantCulture),
                    Kind = PaymentKind.CardTransfer,
                    TimeUs = i,
                    Amount = new Money(i, Currency.Kzt),
                    Institution = "CASPKZKA",
                    Sender = parties[from],
                    Recipient = parties[random.Next(people)],
                    Device = devices[from],
                };
            }
        }

        var (first, again) = (default((TimeSpan Wall, TimeSpan Cpu)), default((TimeSpan Wall, TimeSpan Cpu)));
        for (var at = 0; at < people; at += Run)
        {
            Fill(i => (at + i) % people);
            Add(ref first, Measure(() => data.Sealer.Seal(payments, batch)));
        }
        var subjects = data.Keys.Count;
        Print("seal, subjects met first", subjects, "subjects", first.Wall, first.Cpu, new { });
        var done = 0;
        for (; done < count; done += Run)
        {
            Fill(_ => random.Next(people));
            Add(ref again, Measure(() => data.Sealer.Seal(payments, batch)));
        }
        Print("seal, steady", done, "payments of 7 identifiers and 2 names", again.Wall, again.Cpu, new { subjects });
    }

    private static void Add(ref (TimeSpan Wall, TimeSpan Cpu) sum, (TimeSpan Wall, TimeSpan Cpu) part) =>
        sum = (sum.Wall + part.Wall, sum.Cpu + part.Cpu);

    internal static SealedPayment Payment(int number) =>
        new(
            "CASPKZKA-2026-" + number.ToString("000000", CultureInfo.InvariantCulture),
            PaymentKind.CardTransfer,
            1_768_451_400_000_000 + number,
            new Money(number * 100, Currency.Kzt),
            "CASPKZKA",
            new SealedParty(new SubjectId(Mix(number)), default, new SubjectId(Mix(number + 1)), IinStatus.Valid, true),
            new SealedParty(default, default, new SubjectId(Mix(number + 2)), IinStatus.Absent, false),
            "ATM-0001",
            "Almaty",
            default,
            null,
            null,
            null,
            null,
            0,
            new UInt128(Mix(number + 3), Mix(number + 4))
        );

    private static ulong Mix(int number) => unchecked((ulong)(number + 1) * 0x9E3779B97F4A7C15);

    private sealed class Counter : IDecidedPaymentSink
    {
        public int Count;
        public long Checksum;

        public void Add(in DecidedPaymentRow row)
        {
            Count++;
            Checksum = unchecked(Checksum * 31 + row.AmountMinor + row.TimeUs + row.Id.Length + row.Terminal.Length);
        }
    }
}
