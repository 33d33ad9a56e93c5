using System.Globalization;
using System.Text;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Log;
using Sunqar.Tests.Storage;

namespace Sunqar.Tests.Log;

/// <summary>A data folder with acts and a log over them, and hands that may do anything to its files.</summary>
internal sealed class ActsRoom : IDisposable
{
    public const string Stream = "acts";

    private readonly TempFolder _folder = new();
    private readonly Standing _clock = new();
    private FolderJournal? _journal;
    private OversightLog? _log;

    public string Data => _folder["data"];

    public string KeyPath => LogKeyFile.DefaultPath(Data);

    public string LogFolder => Path.Combine(Data, OversightLog.FolderName);

    public LogKey Key => LogKey.Parse(File.ReadAllText(LogKeyFile.PublicPath(KeyPath)))!;

    public FolderJournal Journal =>
        _journal ??= new FolderJournal(Path.Combine(Data, "journal"), new JournalFolderOptions { SegmentBytes = 4000, Clock = _clock });

    public List<string> Warnings { get; } = [];

    public OversightLog Log => _log ??= new OversightLog(LogFolder, KeyPath, Journal, new OversightLogOptions { Warn = Warnings.Add });

    public long NowUs => (_clock.Now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Records in batches of one to three, then a head.</summary>
    public void Record(int count)
    {
        RecordUnsigned(count);
        _clock.Now += TimeSpan.FromSeconds(10);
        Log.Advance(NowUs);
    }

    public void RecordUnsigned(int count)
    {
        using var writer = Journal.Open(Stream);
        for (var done = 0; done < count; )
        {
            var run = Math.Min(1 + done % 3, count - done);
            writer
                .AppendAsync([.. Enumerable.Range(done, run).Select(i => Act($"act {Journal.Head(Stream).Next + i - done}"))])
                .AsTask()
                .Result.OrThrow();
            _clock.Now += TimeSpan.FromMilliseconds(1);
            done += run;
        }
    }

    public static OpaqueFact Act(string text) => new(1000, Encoding.UTF8.GetBytes(text));

    /// <summary>As a stopped server leaves the folder.</summary>
    public void Close()
    {
        _log?.Dispose();
        _journal?.Dispose();
        (_log, _journal) = (null, null);
    }

    public void Pass(TimeSpan time) => _clock.Now += time;

    /// <summary>Closes the folder and writes the stream of acts anew, its checksums, times and hash chain in order: what somebody does who
    /// knows the format.</summary>
    public void Rewrite(Action<List<(long RecordedUs, OpaqueFact Fact)>> change)
    {
        var facts = Journal.Read(Stream).Select(recorded => (recorded.RecordedUs, (OpaqueFact)recorded.Fact)).ToList();
        Close();
        change(facts);
        var after = _clock.Now;
        Directory.Delete(Path.Combine(Data, "journal", Stream), recursive: true);
        using (var writer = Journal.Open(Stream))
        {
            foreach (var (recordedUs, fact) in facts)
            {
                _clock.Now = DateTimeOffset.UnixEpoch.AddMicroseconds(recordedUs);
                writer.AppendAsync(fact).AsTask().Result.OrThrow();
            }
        }
        _clock.Now = after;
        Close();
    }

    /// <summary>Every byte of a file may be another.</summary>
    public void Edit(string path, Func<byte[], byte[]> change)
    {
        Close();
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
    }

    public string[] Heads() => [.. File.ReadAllLines(Path.Combine(LogFolder, "heads")).Select(HeadFile.Note)];

    public (LogVerified Result, List<LogFinding> Findings) Verify(LogKey? key = null, params string[] others)
    {
        Close();
        var findings = new List<LogFinding>();
        return (LogVerification.Run(Data, key ?? Key, others, findings.Add), findings);
    }

    /// <summary>The one thing that is wrong.</summary>
    public LogFinding Only(LogKey? key = null, params string[] others)
    {
        var faults = Verify(key, others).Findings.Where(finding => finding.IsFault).ToList();
        return faults.Count == 1
            ? faults[0]
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{faults.Count} faults: {string.Join("; ", faults)}")
            );
    }

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }

    private sealed class Standing : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
