using System.Net;
using System.Runtime.Versioning;
using Sunqar.Core.People;
using Sunqar.Storage;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Sunqar.Tests.Api;
using Sunqar.Work.Imports;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>What somebody tries who can read and write the data folder and has no root key.</summary>
[SupportedOSPlatform("linux")]
public sealed class FolderAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string FileOf(StaffedServer server) => Path.Combine(server.DataPath, "institution-keys");

    private static async Task<HttpStatusCode> PayAsync(StaffedServer server, string key, string id)
    {
        using var bank = server.WithKey(key);
        return (await bank.PostAsync("/v1/payments", RunningApi.Content(RunningApi.TopUp(id)), Cancel)).StatusCode;
    }

    /// <summary>A line of a key that the attacker knows, as the file holds lines.</summary>
    private static (string Key, string Line) OwnKey()
    {
        using var elsewhere = new TempDirectory();
        var seal = new FolderSeal(new byte[32]);
        var key = new InstitutionKeyFile(elsewhere.Path, seal).Create(StaffedServer.Bank);
        return (key, File.ReadAllLines(Path.Combine(elsewhere.Path, "institution-keys"))[0]);
    }

    private sealed class TempDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("sunqar-attack-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    /// <summary>The attacker changes the file of keys somehow; the bank's key holds, his does not.</summary>
    private static Func<StaffedServer, Task> Tampered(Func<string, string, string> change) =>
        async server =>
        {
            var honest = server.Keys.Create(StaffedServer.Bank);
            Assert.Equal(HttpStatusCode.OK, await PayAsync(server, honest, "P1"));
            var (key, line) = OwnKey();
            await File.WriteAllTextAsync(FileOf(server), change(await File.ReadAllTextAsync(FileOf(server), Cancel), line), Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, await PayAsync(server, key, "P2"));
            Assert.Equal(HttpStatusCode.OK, await PayAsync(server, honest, "P3"));
            Assert.Throws<KeyStoreException>(() => DataFolder.KeysBeside(server.DataPath, null, null).List());
        };

    private static readonly Attack[] Table =
    [
        new(
            "makes a key with the root key",
            "an act names it before it opens anything",
            typeof(InstitutionKeyMade),
            async server => Assert.Equal(HttpStatusCode.OK, await PayAsync(server, server.Keys.Create(StaffedServer.Bank), "P1"))
        ),
        new(
            "makes a key and uses it never",
            "an act names it",
            typeof(InstitutionKeyMade),
            async server =>
            {
                server.Keys.Create(StaffedServer.Bank);
                await server.KeyRecord.SyncAsync();
            }
        ),
        new(
            "puts the file of before a revocation back",
            "the revoked key stays ended",
            typeof(InstitutionKeyEnded),
            async server =>
            {
                var key = server.Keys.Create(StaffedServer.Bank);
                Assert.Equal(HttpStatusCode.OK, await PayAsync(server, key, "P1"));
                var older = await File.ReadAllBytesAsync(FileOf(server), Cancel);
                Assert.True(server.Keys.Revoke(key.Split('_')[1]));
                await server.KeyRecord.SyncAsync();
                await File.WriteAllBytesAsync(FileOf(server), older, Cancel);
                await File.AppendAllTextAsync(FileOf(server), "", Cancel);
                Assert.Equal(HttpStatusCode.Unauthorized, await PayAsync(server, key, "P2"));
            }
        ),
        new("adds a line of his own", "it opens nothing; what was read before holds", null, Tampered((file, line) => line + "\n" + file)),
        new("replaces the file", "it opens nothing; what was read before holds", null, Tampered((_, line) => line + "\n")),
        new("cuts the file", "what was read before holds", null, Tampered((file, _) => file[..^20])),
        new("empties the file", "what was read before holds", null, Tampered((_, _) => "")),
        new("fills the file with anything", "what was read before holds", null, Tampered((_, _) => new string('x', 100_000))),
        new(
            "writes a file of keys as older versions had it",
            "none of its keys opens anything",
            null,
            async server =>
            {
                var (key, line) = OwnKey();
                await File.WriteAllTextAsync(Path.Combine(server.DataPath, "bank-keys.ndjson"), line + "\n", Cancel);
                Assert.Equal(HttpStatusCode.Unauthorized, await PayAsync(server, key, "P1"));
            }
        ),
        new(
            "puts a list into the inbox without the root key",
            "it is not imported",
            null,
            async server =>
            {
                var list = Path.Combine(server.DataPath, "..", "register.csv");
                await File.WriteAllTextAsync(
                    list,
                    "code,name,regime,regulator,permission,valid_from,valid_to,status\nDESK,Desk,AIFC,AFSA,trading,2026-01-01,,licensed\n",
                    Cancel
                );
                var file = Assert.IsType<CheckOutcome.Good>(ImportJob.Check(list, null, null, null, long.MaxValue)).File;
                using var stop = new CancellationTokenSource();
                var following = ListInboxFollower.RunAsync(
                    new ListInbox(server.DataPath, server.Folder.Keys.Seal(ListInbox.SealUse)),
                    new ImportJob(server.Folder.Journal, server.Folder.Sealer),
                    Assert.Fail,
                    stop.Token
                );
                var forged = new ListInbox(server.DataPath, new FolderSeal(new byte[32]));
                var answer = await forged.HandOverAsync(file, skipBad: false, TimeSpan.FromMinutes(1), Cancel);
                Assert.Contains("root key", answer!.Refusal, StringComparison.Ordinal);
                Assert.Null(answer.Fact);
                await stop.CancelAsync();
                await following;
            }
        ),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.ToString())];

    [Theory]
    [MemberData(nameof(Rows))]
    public Task What_must_happen_happens(string row) => Table.Single(one => one.ToString() == row).RunAsync();

    /// <summary>Whoever makes the folder, and however open it was: it is its owner's alone afterwards.</summary>
    [Theory]
    [InlineData("keys", null)]
    [InlineData("run", null)]
    [InlineData("keys", 0b111_101_101)]
    [InlineData("run", 0b111_101_101)]
    [InlineData("run", 0b111_000_111)]
    public void The_folder_is_its_owners_alone(string maker, int? before)
    {
        using var root = new TempDirectory();
        var folder = Path.Combine(root.Path, "data");
        if (before is { } mode)
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, (UnixFileMode)mode);
        }
        if (maker == "keys")
            DataFolder.KeysBeside(folder, null, null).Create(StaffedServer.Bank);
        else
            DataFolder.Open(folder, warn: _ => { }).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void A_wide_folder_behind_a_link_is_closed_and_said()
    {
        using var root = new TempDirectory();
        var (folder, link) = (Path.Combine(root.Path, "data"), Path.Combine(root.Path, "link"));
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        Directory.CreateSymbolicLink(link, folder);
        var told = new List<string>();
        PrivateFolder.Make(link, told.Add);
        Assert.Contains("755", Assert.Single(told));
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(folder));
        PrivateFolder.Make(link, told.Add);
        Assert.Single(told);
    }

    /// <summary>A disk that filled under an older version left half a line: the keys before it are taken over.</summary>
    [Fact]
    public void An_unfinished_line_is_passed_over_and_the_rest_sealed()
    {
        using var root = new TempDirectory();
        var (key, line) = OwnKey();
        File.WriteAllText(Path.Combine(root.Path, "bank-keys.ndjson"), line + "\n" + line[..20]);
        var keys = new InstitutionKeyFile(root.Path, new FolderSeal(new byte[32]));
        Assert.Null(keys.Find(key));
        Assert.Equal(1, keys.SealOlder());
        Assert.NotNull(keys.Find(key));
        Assert.False(keys.HasUnsealed);
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(Path.Combine(root.Path, "institution-keys")));
        Assert.Equal(0, keys.SealOlder());
    }

    /// <summary>Keys made at once by many processes are all there.</summary>
    [Fact]
    public void Keys_made_at_once_are_all_kept()
    {
        using var root = new TempDirectory();
        var seal = new FolderSeal(new byte[32]);
        var made = new string[12];
        Parallel.For(0, made.Length, i => made[i] = new InstitutionKeyFile(root.Path, seal).Create(StaffedServer.Bank));
        var read = new InstitutionKeyFile(root.Path, seal);
        Assert.All(made, key => Assert.NotNull(read.Find(key)));
    }
}
