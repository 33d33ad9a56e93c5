using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Merkle;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Log;
using Sunqar.Tests.Acting;
using Sunqar.Tests.Log;
using Sunqar.Tests.Storage;
using Sunqar.Work.Acting;
using Sunqar.Work.Oversight;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>An older copy of a stream in the place of the newer one is told by the start, by verify-log and by the witness; and two persons
/// may put one there, on record.</summary>
public sealed class RollbackTests : IDisposable
{
    private static readonly Actor Admin = new("admin", Role.Admin, "administration"),
        Overseer = new("overseer", Role.Overseer, "oversight");

    private readonly TempFolder _folder = new();

    private string Data => _folder["data"];

    private string Payments => Path.Combine(Data, "journal", Streams.Payments);

    private string KeyPath => LogKeyFile.DefaultPath(Data);

    public void Dispose() => _folder.Dispose();

    /// <summary>Works on the folder as a server does: facts, a mark, a head.</summary>
    private async Task<long?> WorkAsync(string stream, int from, int count, bool isMarked = true)
    {
        using var folder = DataFolder.Open(Data);
        await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
        using var log = new OversightLog(Path.Combine(Data, OversightLog.FolderName), KeyPath, folder.Journal);
        if (desk.Read(state => state.Of<Staff>().Accounts.Count) == 0)
            await desk.HireAsync(Admin, Overseer);
        using (var writer = folder.Journal.Open(stream))
        {
            for (var i = from; i < from + count; i++)
                (await writer.AppendAsync(FactSamples.Payment(i))).OrThrow();
        }
        var leaf = isMarked ? await StreamGuard.MarkAsync(folder.Journal, desk) : null;
        log.Advance((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        return leaf;
    }

    private string? Fault()
    {
        using var folder = DataFolder.Open(Data);
        return StreamGuard.Fault(folder.Journal, StreamGuard.Read(folder.Journal));
    }

    private List<LogFinding> Verify()
    {
        var findings = new List<LogFinding>();
        LogVerification.Run(Data, LogKey.Parse(File.ReadAllText(LogKeyFile.PublicPath(KeyPath)))!, [], findings.Add);
        return findings;
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    public static TheoryData<string, bool> Rows =>
        new()
        {
            { "nothing was touched", false },
            { "it grew after the last mark", false },
            { "an older copy", true },
            { "no such stream at all", true },
            { "the last batch is cut off", true },
            { "as long, and another", true },
            { "an older copy that grew beyond the mark", true },
            { "another stream's older copy", true },
        };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task An_older_copy_of_a_stream_is_told(string what, bool isTold)
    {
        var backup = _folder["backup"];
        var registry = Path.Combine(Data, "journal", Streams.Registry);
        await WorkAsync(Streams.Registry, 0, 3);
        await WorkAsync(Streams.Payments, 0, 5);
        Copy(what == "another stream's older copy" ? registry : Payments, backup);
        await WorkAsync(Streams.Registry, 3, 2);
        await WorkAsync(Streams.Payments, 5, 5);
        switch (what)
        {
            case "it grew after the last mark":
                await WorkAsync(Streams.Payments, 10, 5, isMarked: false);
                break;
            case "an older copy":
                Copy(backup, Payments);
                break;
            case "another stream's older copy":
                Copy(backup, registry);
                break;
            case "no such stream at all":
                Directory.Delete(Payments, recursive: true);
                break;
            case "the last batch is cut off":
                var segment = Directory.GetFiles(Payments, "*.seg").Order().Last();
                var shorter = new FileInfo(segment).Length;
                using (var file = File.OpenWrite(segment))
                    file.SetLength(shorter - (shorter - new FileInfo(Path.Combine(backup, Path.GetFileName(segment))).Length) / 5);
                break;
            case "as long, and another":
                Copy(backup, Payments);
                await WorkAsync(Streams.Payments, 100, 5, isMarked: false);
                break;
            case "an older copy that grew beyond the mark":
                Copy(backup, Payments);
                await WorkAsync(Streams.Payments, 100, 50, isMarked: false);
                break;
        }
        Assert.True(isTold == Verify().Any(finding => finding.Fault == LogFault.RolledBack), what + ", verify-log");
        Assert.True(isTold == (Fault() is not null), what + ", start");
    }

    /// <summary>Two persons restore: a new epoch, which start and verify-log take for history; one person does not, nor the same one
    /// twice.</summary>
    [Fact]
    public async Task Two_persons_restore_an_older_copy_on_record()
    {
        var backup = _folder["backup"];
        await WorkAsync(Streams.Payments, 0, 5);
        Copy(Payments, backup);
        await WorkAsync(Streams.Payments, 5, 5);
        Copy(backup, Payments);
        Assert.NotNull(Fault());
        using (var folder = DataFolder.Open(Data))
        {
            await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
            var asked = await desk.DoAsync(new RestoreHistory("r", StreamGuard.Marks(folder.Journal), "a broken disk"), Admin);
            Assert.True(asked.IsDone, asked.Text);
            Assert.NotNull(desk.Read(state => StreamGuard.Fault(folder.Journal, state.Of<StreamBook>())));
            Assert.False((await desk.DoAsync(new JudgeProposal("j1", null, asked.Text, true, "mine"), Admin)).IsDone);
            Assert.True((await desk.DoAsync(new JudgeProposal("j2", null, asked.Text, true, "agreed"), Overseer)).IsDone);
            Assert.Contains(desk.Read(state => state.Of<AlarmBook>().List(desk.NowUs)), alarm => alarm.Kind == AlarmKind.Restored);
        }
        await WorkAsync(Streams.Payments, 50, 5);
        Assert.Null(Fault());
        var findings = Verify();
        Assert.DoesNotContain(findings, finding => finding.IsFault);
        Assert.Contains(findings, finding => finding.What.Contains("epoch 1", StringComparison.Ordinal));
    }

    /// <summary>A witness has seen how long the streams were, and goes on from there after a restart of its own.</summary>
    [Theory]
    [InlineData("grows", LogAlarm.None)]
    [InlineData("shorter", LogAlarm.RolledBack)]
    [InlineData("restored", LogAlarm.None)]
    public async Task A_witness_compares(string what, LogAlarm expected)
    {
        var marked = await WorkAsync(Streams.Payments, 0, 9);
        using var folder = DataFolder.Open(Data);
        using var log = new OversightLog(Path.Combine(Data, OversightLog.FolderName), KeyPath, folder.Journal);
        await using var server = await ServedLog.StartAsync();
        server.Show(log);
        server.Mark(marked!.Value);
        var key = LogKey.Parse(File.ReadAllText(LogKeyFile.PublicPath(KeyPath)))!;
        LogWitness Witness() => new(server.Client, key, _folder["seen"], TimeSpan.FromHours(1));
        Assert.IsType<WitnessFinding.Advanced>(await Witness().StepAsync(TestContext.Current.CancellationToken));

        var mark = new StreamMark(Streams.Payments, what == "grows" ? 12 : 4, new string('a', 64));
        Fact fact = what == "restored" ? new HistoryRestored(1, [mark], "a broken disk") : new StreamsMarked(0, [mark]);
        using (var writer = folder.Journal.Open(Streams.Acts))
        {
            var act = new Act("k", "log.mark", "house", Role.System, "", null, "", 1, 0, "", [fact]);
            (await writer.AppendAsync(act)).OrThrow();
        }
        log.Advance((DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        server.Mark(folder.Journal.Head(Streams.Acts).Next - 1);
        var finding = await Witness().StepAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, (finding as WitnessFinding.Alarmed)?.Alarm ?? LogAlarm.None);
        if (what == "restored")
            Assert.Equal(1, Assert.IsType<WitnessFinding.Reopened>(finding).Epoch);
    }
}
