using System.Diagnostics;
using System.Text.Json;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats.Footage;
using Sunqar.Storage.Footage;
using Sunqar.Work.Footage;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>./sunqar bench footage [GIB] [TERMINALS] [DAYS]</c>: a recording is sealed; a challenge of 459 leaves is answered and checked; a year
/// of banks' manifests is read, held against its signatures and reviewed. Figures are CPU time of this process.
/// </summary>
internal static class FootageBench
{
    private const long DayUs = 86_400_000_000L,
        HourUs = 3_600_000_000L;
    private const int TerminalsOfBank = 500;

    public static int Run(string[] args)
    {
        var gib = args.Length > 0 ? double.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1;
        var terminals = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 10_000;
        var days = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 365;
        var folder = Directory.CreateTempSubdirectory("sunqar-bench-footage");
        try
        {
            Sealing(folder.FullName, (long)(gib * (1L << 30)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        Year(terminals, days);
        return 0;
    }

    private static void Sealing(string folder, long bytes)
    {
        using var sealer = RecordingSealer.Open(Path.Combine(folder, "key"), mayCreate: true);
        var sealedFolder = new SealedFolder(folder);
        var file = Path.Combine(folder, "plain");
        var block = new byte[1 << 20];
        new Random(1).NextBytes(block);
        using (var plain = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            for (var left = bytes; left > 0; left -= block.Length)
                plain.Write(block, 0, (int)Math.Min(block.Length, left));
        }
        var key = new SegmentKey("A-17", "", StartUs);
        var name = SegmentName.Of(key);
        var made = (Tree: new BuiltTree([], 0), Bytes: 0L);
        var sealing = Cpu(() =>
        {
            using var plain = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            made = sealedFolder.Put(name, into => sealer.Seal(name, plain, into));
        });
        var leaves = LeafDraw.Draw("bench", made.Tree.Root, [SegmentTree.LeavesOf(made.Bytes)], LossBound.LeavesUsual);
        var asked = leaves.Select(one => new ChallengedLeaf(key, made.Bytes, made.Tree.Root, one.Leaf)).ToList();
        var challenge = ((ChallengeReading.Read)ChallengeFile.Read(ChallengeFile.Write(0, asked), "c")).Challenge;
        var answer = new MemoryStream();
        var answering = Cpu(() => ChallengeJob.Answer(challenge, folder, answer));
        AnswerReading? reading = null;
        answer.Position = 0;
        var checking = Cpu(() => reading = AnswerFile.Check(answer, "a", challenge));
        var good = ((AnswerReading.Checked)reading!).Verdicts.Count(verdict => verdict == LeafVerdict.Good);
        Say(
            new
            {
                bench = "footage-seal",
                bytes,
                seal_cpu_s = Math.Round(sealing, 2),
                gib_per_cpu_s = Math.Round(bytes / sealing / (1L << 30), 3),
                leaves = asked.Count,
                good,
                answer_ms_a_leaf = Math.Round(answering * 1000 / asked.Count, 3),
                check_ms_a_leaf = Math.Round(checking * 1000 / asked.Count, 3),
            }
        );
    }

    /// <summary>Banks of five hundred machines, each with a manifest of its own. Lines are made outside the measure, a day at a
    /// time.</summary>
    private static void Year(int terminals, int days)
    {
        var (cpu, lines, bytes, findings, lost) = (0.0, 0L, 0L, 0L, 0L);
        for (var first = 0; first < terminals; first += TerminalsOfBank)
        {
            var ids = Enumerable.Range(first, Math.Min(TerminalsOfBank, terminals - first)).Select(n => $"ATM-{n:D5}").ToArray();
            var terms = new ReviewTerms((days + 1) * DayUs + StartUs, [], [], null);
            var review = new FootageReview(terms, _ => findings++);
            using var source = new ManifestDays(ids, days, first);
            var made = 0.0;
            var all = Cpu(() =>
            {
                var reading = new ManifestReader("bench", null, new ReviewSink(review)).Read(source);
                if (reading is not ManifestReading.Read)
                    throw new InvalidOperationException($"The manifest of the bench is not read: {reading}");
                review.EndLines(3000);
                made = source.MadeSeconds;
            });
            cpu += all - made;
            (lines, bytes, lost) = (lines + source.Lines, bytes + source.Bytes, lost + source.Lost);
            Console.Error.Write($"\r{lines:N0} manifests");
        }
        Console.Error.WriteLine();
        Say(
            new
            {
                bench = "footage-year",
                terminals,
                days,
                manifests = lines,
                bytes,
                lost,
                findings,
                cpu_s = Math.Round(cpu, 1),
                cpu_minutes = Math.Round(cpu / 60, 2),
                us_a_manifest = Math.Round(cpu * 1e6 / lines, 2),
            }
        );
    }

    private const long StartUs = 1_767_294_000_000_000;

    private static double Cpu(Action act)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        act();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }

    private static void Say(object line) => Console.WriteLine(JsonSerializer.Serialize(line));

    /// <summary>A bank's manifest as a stream that is made a day at a time.</summary>
    private sealed class ManifestDays : Stream
    {
        private readonly string[] _terminals;
        private readonly int _days;
        private readonly LogSigner _signer = LogSigner.Create(new byte[LogSigner.SeedBytes], "footage");
        private readonly MerkleFrontier _tree = new();
        private readonly byte[][] _last;
        private readonly byte[] _hash = new byte[MerkleTree.HashBytes];
        private readonly MemoryStream _day = new();
        private readonly Random _dice;
        private int _next;

        public ManifestDays(string[] terminals, int days, int seed)
        {
            (_terminals, _days, _dice) = (terminals, days, new Random(seed));
            _last = [.. terminals.Select(_ => new byte[MerkleTree.HashBytes])];
        }

        public double MadeSeconds { get; private set; }

        public long Lines { get; private set; }

        public long Bytes { get; private set; }

        public long Lost { get; private set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_day.Position == _day.Length && _next <= _days)
                MadeSeconds += Cpu(Make);
            var read = _day.Read(buffer);
            Bytes += read;
            return read;
        }

        private void Make()
        {
            _day.SetLength(0);
            if (_next == 0)
                Leaf(ManifestLines.Opening(_signer.Key, 3000));
            var dayUs = StartUs + _next * DayUs;
            for (var hour = 0; hour < 24 && _next < _days; hour++)
            {
                for (var n = 0; n < _terminals.Length; n++)
                {
                    if (_dice.Next(2000) == 0)
                    {
                        Lost++;
                        continue;
                    }
                    Add(n, dayUs + hour * HourUs);
                }
            }
            if (_next < _days)
            {
                _tree.Root(_hash);
                Write(ManifestLines.Of(_signer.Sign(_tree.Size, _hash, dayUs + DayUs + HourUs)));
            }
            _next++;
            _day.Position = 0;
        }

        private void Add(int n, long startUs)
        {
            _dice.NextBytes(_hash);
            var segment = new Segment(
                _terminals[n],
                "",
                startUs,
                startUs + HourUs - 40_000,
                12,
                "h264",
                1280,
                720,
                450_000_000 + _dice.Next(1_000_000),
                _hash.ToArray(),
                _last[n],
                new PictureLook([], [], [])
            );
            Lines++;
            _last[n] = Leaf(ManifestLines.Of(segment));
        }

        private byte[] Leaf(byte[] line)
        {
            var hash = new byte[MerkleTree.HashBytes];
            MerkleTree.LeafHash(line, hash);
            _tree.Append(hash);
            Write(line);
            return hash;
        }

        private void Write(byte[] line)
        {
            _day.Write(line);
            _day.WriteByte((byte)'\n');
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
