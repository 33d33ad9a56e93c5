using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Storage;
using Sunqar.Storage.Backups;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Log;
using Sunqar.Tests.Acting;
using Sunqar.Tests.Log;
using Sunqar.Work.Acting;
using Sunqar.Work.Oversight;
using Xunit;

namespace Sunqar.Tests.Storage;

/// <summary>A backup that is made while the folder grows is a state to start from; what is not whole is never put in place.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly Actor Admin = new("admin", Role.Admin, "administration"),
        Overseer = new("overseer", Role.Overseer, "oversight");

    private readonly TempFolder _folder = new();

    private string Data => _folder["data"];

    private static long NowUs => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public void Dispose() => _folder.Dispose();

    private void Restore(string file)
    {
        Directory.Delete(Data, recursive: true);
        FolderRestore.Place(file, Data, text => throw new InvalidOperationException(text));
    }

    [Fact]
    public async Task Made_beside_a_writer_it_is_whole_again_and_again()
    {
        var files = new List<string>();
        using (var folder = DataFolder.Open(Data))
        {
            await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
            using var log = new OversightLog(Path.Combine(Data, OversightLog.FolderName), LogKeyFile.DefaultPath(Data), folder.Journal);
            await desk.HireAsync(Admin, Overseer);
            using var writer = folder.Journal.Open(Streams.Payments);
            using var stop = new CancellationTokenSource();
            var writing = Task.Run(
                async () =>
                {
                    for (var i = 0; !stop.IsCancellationRequested; i++)
                    {
                        (await writer.AppendAsync(FactSamples.Payments(i * 10, 10))).OrThrow();
                        if (i % 20 != 0)
                            continue;
                        await StreamGuard.MarkAsync(folder.Journal, desk);
                        log.Advance(NowUs);
                    }
                },
                TestContext.Current.CancellationToken
            );
            for (var i = 0; i < 6; i++)
            {
                files.Add(_folder[$"backup-{i}"]);
                FolderBackup.Create(Data, files[^1], NowUs);
            }
            await stop.CancelAsync();
            await writing;
        }
        var before = -1L;
        foreach (var file in files)
        {
            Restore(file);
            Assert.True(FolderRestore.IsPending(Data));
            using var folder = DataFolder.Open(Data, warn: text => throw new InvalidOperationException(text));
            Assert.Null(StreamGuard.Fault(folder.Journal, StreamGuard.Read(folder.Journal)));
            using (var log = new OversightLog(Path.Combine(Data, OversightLog.FolderName), LogKeyFile.DefaultPath(Data), folder.Journal))
                log.Advance(NowUs);
            var next = folder.Journal.Head(Streams.Payments).Next;
            Assert.True(next >= before);
            before = next;
        }
        Assert.True(before > 0);
    }

    /// <summary>Made at the moment at which the writer begins a segment: nothing of the one before is missing.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task A_segment_that_is_just_begun_is_left_out(int bytes)
    {
        long next;
        using (var folder = DataFolder.Open(Data))
        {
            using var writer = folder.Journal.Open(Streams.Payments);
            (await writer.AppendAsync(FactSamples.Payments(0, 50))).OrThrow();
            next = folder.Journal.Head(Streams.Payments).Next;
        }
        var segment = Directory
            .EnumerateFiles(Data, "*", SearchOption.AllDirectories)
            .Single(path => Segment.TryName(Path.GetFileName(path), out _) && path.Contains(Streams.Payments, StringComparison.Ordinal));
        File.WriteAllBytes(Segment.PathOf(Path.GetDirectoryName(segment)!, next), new byte[bytes]);
        FolderBackup.Create(Data, _folder["backup"], NowUs);
        Restore(_folder["backup"]);
        using var again = DataFolder.Open(Data, warn: text => throw new InvalidOperationException(text));
        Assert.Equal(next, again.Journal.Head(Streams.Payments).Next);
    }

    [Fact]
    public async Task A_backup_that_is_cut_off_or_changed_puts_nothing_in_place()
    {
        using (var folder = DataFolder.Open(Data))
        {
            using var writer = folder.Journal.Open(Streams.Payments);
            (await writer.AppendAsync(FactSamples.Payments(0, 50))).OrThrow();
        }
        var file = _folder["backup"];
        FolderBackup.Create(Data, file, NowUs);
        Directory.Delete(Data, recursive: true);
        var bytes = File.ReadAllBytes(file);
        var dice = new Random(5);
        // What follows the list is room that tar fills up.
        var end = bytes.AsSpan().LastIndexOf("}]"u8);
        for (var i = 0; i < 40; i++)
        {
            var bad = bytes.ToArray();
            // The content of a file or of the list: fields of tar's own heads that mean nothing may change.
            var at = bad.AsSpan().IndexOf("SUNQARJ1"u8) + dice.Next(1000);
            bad[at] ^= (byte)(1 + dice.Next(255));
            File.WriteAllBytes(file, i % 2 == 0 ? bad : bytes[..dice.Next(end)]);
            Assert.ThrowsAny<IOException>(() => FolderRestore.Place(file, Data, _ => { }));
            Assert.False(Directory.Exists(Data));
        }
        File.WriteAllBytes(file, bytes);
        FolderRestore.Place(file, Data, _ => { });
        using var again = DataFolder.Open(Data);
        Assert.Equal(50, again.Journal.Head(Streams.Payments).Next);
    }

    [Fact]
    public void Keys_in_a_backup_are_nobodys_once_their_time_is_over()
    {
        DataFolder.Open(Data).Dispose();
        var file = _folder["backup"];
        FolderBackup.Create(Data, file, NowUs);
        new KeyBackups(Data).Expire(NowUs);
        var refused = Assert.Throws<KeyStoreException>(() => Restore(file));
        Assert.Contains("its time is over", refused.Message, StringComparison.Ordinal);
        // Everything else is there, and waits for a younger key store and two persons.
        Assert.True(FolderRestore.IsPending(Data));
    }

    [Fact]
    public void It_is_put_only_where_nothing_is_and_beside_its_root_key()
    {
        DataFolder.Open(Data).Dispose();
        var file = _folder["backup"];
        FolderBackup.Create(Data, file, NowUs);
        Assert.Throws<IOException>(() => FolderBackup.Create(Data, file, NowUs));
        Assert.Throws<IOException>(() => FolderRestore.Place(file, Data, _ => { }));
        File.Move(Data + ".key", Data + ".elsewhere");
        Assert.Throws<KeyStoreException>(() => Restore(file));
    }
}
