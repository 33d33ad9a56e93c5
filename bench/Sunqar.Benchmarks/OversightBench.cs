using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Merkle;
using Sunqar.Core.Oversight;
using Sunqar.Storage;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Log;
using Sunqar.Work.Acting;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench oversight [RECORDS] [LEAVES]</c>: what an audited look costs beyond the look; a copy of RECORDS looks verified from scratch;
/// proofs in a tree of LEAVES (34 bytes of disk each). One JSON line a part. To reach: 50 µs CPU an audited view; 1 M leaves/s of one core;
/// 1 ms a proof at 100 M leaves.
/// </summary>
internal static class OversightBench
{
    private static readonly Actor Officer = new("account-4f2c9a", Role.Officer, "almaty-2");

    public static int Run(string[] args)
    {
        var records = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var leaves = args.Length > 1 ? long.Parse(args[1], CultureInfo.InvariantCulture) : 10_000_000;
        var folder = Directory.CreateTempSubdirectory("sunqar-bench-").FullName;
        try
        {
            Looks(Path.Combine(folder, "looks"));
            Verify(Path.Combine(folder, "verify"), records);
            Proofs(Path.Combine(folder, "proofs"), leaves);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(string part, long count, TimeSpan wall, TimeSpan cpu, object more) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "oversight",
                    part,
                    count,
                    seconds = Math.Round(wall.TotalSeconds, 3),
                    cpu_us_each = Math.Round(cpu.TotalMicroseconds / count, 3),
                    per_core_second = Math.Round(count / cpu.TotalSeconds),
                    more,
                }
            )
        );

    private static (TimeSpan Wall, TimeSpan Cpu) Measure(Action work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        work();
        return (watch.Elapsed, Environment.CpuUsage.TotalTime - cpu);
    }

    private static Look View(string key) => new(key, null, "aml-analysis", LookKind.View, [], LookFields.None, 0, 0, 12, null);

    /// <summary>All CPU of the process from asking to the durable answer: deciding, hashing, encoding, writing, the flush, and the log's
    /// leaf. An unaudited view has none of it.</summary>
    private static void Looks(string data)
    {
        using var folder = DataFolder.Open(data);
        using var log = new OversightLog(Path.Combine(data, OversightLog.FolderName), LogKeyFile.DefaultPath(data), folder.Journal);
        var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
        Batch(desk, log, "warm", 4000, 64);
        foreach (var (callers, looks) in new[] { (1, 3000), (16, 20_000), (256, 100_000) })
        {
            var name = callers.ToString(CultureInfo.InvariantCulture);
            var (wall, cpu) = Measure(() => Batch(desk, log, name, looks, callers));
            Print(
                "an audited view",
                looks,
                wall,
                cpu,
                new { callers, ms_until_answered = Math.Round(wall.TotalMilliseconds * callers / looks, 3) }
            );
        }
        desk.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void Batch(ActDesk desk, OversightLog log, string name, int looks, int callers)
    {
        Task.WaitAll([
            .. Enumerable
                .Range(0, callers)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        for (var i = 0; i < looks / callers; i++)
                        {
                            var answer = await desk.DoAsync(View($"{name}-{caller}-{i}"), Officer);
                            if (!answer.IsDone)
                                throw new InvalidOperationException(answer.Text);
                        }
                    })
                ),
        ]);
        log.Advance(desk.NowUs);
    }

    private static void Verify(string data, int records)
    {
        var bytes = 0L;
        using (var folder = DataFolder.Open(data))
        {
            using var writer = folder.Journal.Open(Streams.Acts);
            var batch = new FactBatch();
            for (var i = 0; i < records; i++)
            {
                var key = "4f2c9a71-" + i.ToString("x12", CultureInfo.InvariantCulture);
                batch.Add(
                    new Act(
                        key,
                        "access.look",
                        Officer.Id,
                        Officer.Role,
                        Officer.Unit,
                        "2026-000123",
                        "pretrial",
                        1_768_451_400_000_000 + i,
                        (UInt128)i,
                        "look-" + key,
                        [
                            new Looked(
                                "look-" + key,
                                LookKind.Query,
                                [new(unchecked((ulong)i * 0x9E3779B97F4A7C15 + 1))],
                                LookFields.Transfers,
                                1_768_000_000_000_000,
                                1_768_451_400_000_000,
                                40,
                                "grant-" + key
                            ),
                        ]
                    )
                );
                // As a busy desk leaves them: groups of some ten acts.
                if (batch.Count < 12 && i + 1 < records)
                    continue;
                bytes += batch.ByteCount;
                writer.Enqueue(batch).OrThrow();
                batch.Clear();
            }
            writer.Flush().OrThrow();
            using var log = new OversightLog(Path.Combine(data, OversightLog.FolderName), LogKeyFile.DefaultPath(data), folder.Journal);
            var (wall, cpu) = Measure(() => log.Advance(1_768_451_400_000_000));
            Print("taking in", records, wall, cpu, new { });
        }
        var key0 = LogKey.Parse(File.ReadAllText(LogKeyFile.PublicPath(LogKeyFile.DefaultPath(data))))!;
        for (var round = 0; round < 2; round++)
        {
            LogVerified? result = null;
            var (wall, cpu) = Measure(() =>
                result = LogVerification.Run(data, key0, [], finding => throw new InvalidOperationException(finding.ToString()))
            );
            if (round == 1)
            {
                Print(
                    "verifying a copy from scratch",
                    result!.Covered,
                    wall,
                    cpu,
                    new { bytes_each = bytes / records, checks = "checksums, hash chain, leaves, tree, stored hashes, head" }
                );
            }
        }
    }

    private static void Proofs(string folder, long leaves)
    {
        using var log = new OversightLog(folder, Path.Combine(folder, "key"), new Synthetic(leaves));
        var (wall, cpu) = Measure(() => log.Advance(1));
        Print(
            "building a tree",
            leaves,
            wall,
            cpu,
            new
            {
                disk_bytes_each = Math.Round(Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length) / (double)leaves, 2),
            }
        );
        var head = log.Head!.Head;
        var random = new Random(1);
        const int Count = 20_000;
        var times = new double[Count];
        foreach (var kind in new[] { "inclusion", "consistency" })
        {
            (wall, cpu) = Measure(() =>
            {
                for (var i = 0; i < Count; i++)
                {
                    var at = random.NextInt64(1, leaves);
                    var began = Stopwatch.GetTimestamp();
                    if (kind == "inclusion")
                    {
                        var proof = log.Inclusion(at, leaves)!;
                        times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
                        if (!MerkleCheck.Inclusion(at, leaves, proof.LeafHash, proof.Path, head.Root.Span))
                            throw new InvalidOperationException("A proof does not hold.");
                    }
                    else
                    {
                        _ = log.Consistency(at, leaves)!;
                        times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
                    }
                }
            });
            Array.Sort(times);
            Print(
                kind + " proof",
                Count,
                wall,
                cpu,
                new
                {
                    leaves,
                    us_median = Math.Round(times[Count / 2], 1),
                    us_p99 = Math.Round(times[Count * 99 / 100], 1),
                    us_most = Math.Round(times[^1], 1),
                }
            );
        }
    }

    /// <summary>A journal of records of eight bytes that nobody wrote.</summary>
    private sealed class Synthetic(long count) : IJournal
    {
        public StreamHead Head(string stream) => new(stream, count, 1);

        public void ReadRecords(string stream, long from, IRecordSink sink)
        {
            Span<byte> record = stackalloc byte[sizeof(long)];
            for (var i = from; i < count; i++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(record, i);
                sink.Add(i, i, record);
            }
        }

        public IReadOnlyList<StreamHead> Heads() => [];

        public string? ChainAt(string stream, long next) => null;

        public IJournalWriter Open(string stream) => throw new NotSupportedException();

        public IEnumerable<RecordedFact> Read(string stream, long from = 0) => [];

        public IEnumerable<RecordedFact> Read(string stream, long from, PaymentChoice choice) => [];

        public IEnumerable<T> Read<T>(string stream, long from = 0)
            where T : Fact => [];

        public void ReadPayments(string stream, long from, IDecidedPaymentSink sink) { }

        public void SaveSnapshot(string stream, string fold, long next, ReadOnlySpan<byte> content) { }

        public Snapshot? LatestSnapshot(string stream, string fold) => null;

        public void Dispose() { }
    }
}
