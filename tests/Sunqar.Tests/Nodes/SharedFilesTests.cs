using System.Security.Cryptography;
using Sunqar.Core.Identity;
using Sunqar.Storage;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Storage.Postgres;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>What nodes keep beside the journal, on a real PostgreSQL: files that behave as files do, one writer at a time, and keys that
/// the next node knows.</summary>
public sealed class SharedFilesTests(PostgresFixture postgres) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _keys = postgres.NewSchema(),
        _journal = postgres.NewSchema();

    public void Dispose() => _folder.Dispose();

    private PostgresDisk Disk(long epoch = 0)
    {
        var disk = new PostgresDisk(PostgresPlace.Read(postgres.Server.Place(_keys)), _folder["data"], TimeProvider.System, _ => { });
        if (epoch > 0)
            disk.Lead(epoch);
        return disk;
    }

    private SharedPlaces Places =>
        new(PostgresPlace.Read(postgres.Server.Place(_journal)), PostgresPlace.Read(postgres.Server.Place(_keys)), "https://node");

    private string RootKey()
    {
        var path = _folder["root.key"];
        if (!File.Exists(path))
            File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(32));
        return path;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_file_in_the_database_holds_what_a_file_in_memory_holds(int seed)
    {
        var random = new Random(seed);
        using var disk = Disk(epoch: 1);
        var path = Path.Combine(_folder["data"], "keys", "a");
        var (file, model) = (disk.Create(path), (IDiskFile)new MemoryDisk().Create("a"));
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    var length = random.NextInt64(model.Length + 1);
                    file.Truncate(length);
                    model.Truncate(length);
                    break;
                case 1:
                    file.Flush();
                    break;
                case 2:
                    file.Flush();
                    file.Dispose();
                    file = disk.Open(path);
                    break;
                default:
                    var bytes = new byte[random.Next(1, 30_000)];
                    random.NextBytes(bytes);
                    var at = random.Next(3) == 0 ? random.NextInt64(model.Length + 1) : model.Length;
                    file.Write(at, bytes);
                    model.Write(at, bytes);
                    break;
            }
            Assert.Equal(model.Length, file.Length);
            var (from, count) = (random.NextInt64(model.Length + 1), random.Next(40_000));
            var (mine, due) = (new byte[count], new byte[count]);
            Assert.Equal(model.Read(from, due), file.Read(from, mine));
            Assert.Equal(due, mine);
        }
        file.Dispose();
    }

    [Fact]
    public void Names_are_those_of_files_and_a_rename_replaces()
    {
        using var disk = Disk(epoch: 1);
        string At(string name) => Path.Combine(_folder["data"], name);
        foreach (var (name, text) in new[] { ("keys/1", "one"), ("keys/2", "two"), ("heads", "h") })
        {
            using var file = disk.Create(At(name));
            file.Write(0, System.Text.Encoding.ASCII.GetBytes(text));
            file.Flush();
        }
        Assert.Equal(["1", "2"], disk.Files(At("keys")));
        Assert.Throws<IOException>(() => disk.Create(At("heads")));
        var before = disk.Version(At("keys/2"));
        disk.Rename(At("keys/1"), At("keys/2"));
        Assert.NotEqual(before, disk.Version(At("keys/2")));
        Assert.Equal(["2"], disk.Files(At("keys")));
        using (var kept = disk.Open(At("keys/2")))
        {
            var bytes = new byte[3];
            Assert.Equal(3, kept.Read(0, bytes));
            Assert.Equal("one"u8.ToArray(), bytes);
        }
        disk.Delete(At("keys/2"));
        Assert.False(disk.FileExists(At("keys/2")));
        Assert.Throws<FileNotFoundException>(() => disk.Open(At("keys/2")));
        Assert.Equal(1L, postgres.Server.Ask($"SELECT count(*) FROM {_keys}.block"));
    }

    [Fact]
    public void Under_an_older_epoch_nothing_is_written()
    {
        using var older = Disk(epoch: 3);
        var path = Path.Combine(_folder["data"], "a");
        var file = older.Create(path);
        file.Write(0, "before"u8);
        file.Flush();
        using var newer = Disk(epoch: 4);
        file.Write(0, "after!"u8);
        Assert.Throws<IOException>(file.Flush);
        Assert.True(older.Lost.IsCancellationRequested);
        Assert.Throws<IOException>(() => older.Delete(path));
        Assert.Throws<IOException>(() => older.Create(path + "2"));
        Assert.Throws<IOException>(() => older.Rename(path, path + "2"));
        // Who was slow to take its lease over takes nothing from the one that came after.
        Assert.Throws<IOException>(() => Disk(epoch: 2));
        using var reader = Disk();
        Assert.Throws<IOException>(() => reader.Delete(path));
        using var kept = reader.Open(path);
        var bytes = new byte[6];
        kept.Read(0, bytes);
        Assert.Equal("before"u8.ToArray(), bytes);
        Assert.False(newer.Lost.IsCancellationRequested);
    }

    [Fact]
    public void A_key_store_is_followed_and_gone_on_with_and_who_led_before_adds_nothing()
    {
        using var first = Disk(epoch: 1);
        using var keys = new KeyStore(first, Path.Combine(_folder["data"], "keys"), RootKey(), new KeyStoreOptions());
        var anna = keys.Reserve(SubjectKind.Person, "180101300015");
        using var second = Disk();
        using var followed = KeyStore.Follow(second, Path.Combine(_folder["data"], "keys"), RootKey(), new KeyStoreOptions());
        Assert.Equal(anna, followed.Find(SubjectKind.Person, "180101300015"));
        var card = keys.Reserve(SubjectKind.Card, "card");
        var device = keys.Reserve(SubjectKind.Device, "device");
        Assert.Equal(SubjectId.None, followed.Find(SubjectKind.Card, "card"));
        followed.CatchUp();
        Assert.Equal(card, followed.Find(SubjectKind.Card, "card"));
        Assert.Equal(1, keys.Destroy([device]));
        followed.CatchUp();
        Assert.Equal(SubjectId.None, followed.Find(SubjectKind.Device, "device"));
        second.Lead(2);
        followed.Lead();
        Assert.ThrowsAny<IOException>(() => keys.Reserve(SubjectKind.Card, "late"));
        Assert.Equal(anna, followed.Reserve(SubjectKind.Person, "180101300015"));
        var late = followed.Reserve(SubjectKind.Card, "late");
        for (var i = 0; i < 400; i++)
            followed.Reserve(SubjectKind.Account, $"account {i}");
        using var third = Disk();
        using var again = KeyStore.Follow(third, Path.Combine(_folder["data"], "keys"), RootKey(), new KeyStoreOptions());
        Assert.Equal((card, late), (again.Find(SubjectKind.Card, "card"), again.Find(SubjectKind.Card, "late")));
    }

    [Fact]
    public void A_node_that_followed_leads_when_the_other_is_gone_and_writes_on_with_its_keys()
    {
        using var followed = DataFolder.Follow(_folder["b"], RootKey(), Places, _ => { });
        SubjectId anna;
        using (var first = DataFolder.Open(_folder["a"], RootKey(), _ => { }, elsewhere: Places))
        {
            anna = first.Keys.Reserve(SubjectKind.Person, "180101300015");
            new InstitutionKeyFile(_folder["a"], first.Keys).Create("CASPKZKA");
            Assert.Throws<Sunqar.Storage.Leases.LeaseHeldException>(followed.Lead);
            Assert.Equal("https://node", ((PostgresJournal)followed.Journal).Holder()!.Address);
            followed.CatchUp();
        }
        followed.Lead();
        Assert.Equal(anna, followed.Keys.Reserve(SubjectKind.Person, "180101300015"));
        Assert.Equal("CASPKZKA", new InstitutionKeyFile(_folder["b"], followed.Keys).List().Single().Institution);
        using var writer = followed.Journal.Open(Streams.Acts);
        Assert.True(writer.Epoch > 0);
    }

    [Fact]
    public void A_root_key_of_another_house_opens_nothing_and_a_missing_one_is_not_made()
    {
        DataFolder.Open(_folder["a"], RootKey(), _ => { }, elsewhere: Places).Dispose();
        var other = _folder["other.key"];
        Assert.Throws<KeyStoreException>(() => DataFolder.Follow(_folder["b"], other, Places, _ => { }));
        Assert.False(File.Exists(other));
        File.WriteAllBytes(other, RandomNumberGenerator.GetBytes(32));
        Assert.Throws<KeyStoreException>(() => DataFolder.Follow(_folder["b"], other, Places, _ => { }));
    }
}
