using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Leases;
using Sunqar.Storage.Postgres;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>Who writes a journal in PostgreSQL, and who may take over from whom.</summary>
public sealed class LeaseTests(PostgresFixture postgres) : IDisposable
{
    private const string Stream = "payments";

    private readonly string _schema = postgres.NewSchema();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private PostgresPlace Place(string more = "&lease=1") => PostgresPlace.Read(postgres.Server.Place(_schema, more));

    private PostgresJournal Journal() => new(Place());

    [Fact]
    public async Task A_stream_that_is_written_is_refused_to_another_process_for_as_long_as_it_lives()
    {
        using var first = Journal();
        using var writer = first.Open(Stream);
        using var second = Journal();
        for (var i = 0; i < 15; i++)
        {
            Assert.Throws<LeaseHeldException>(() => second.Open(Stream));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.True((await writer.AppendAsync(FactSamples.Payment(0))).IsAppended);
        Assert.Equal(1, second.Head(Stream).Next);
        writer.Dispose();
        using var next = second.Open(Stream);
        Assert.True(next.Epoch > writer.Epoch);
    }

    [Fact]
    public async Task A_lease_that_is_over_is_taken_and_who_slept_appends_nothing_more()
    {
        using var second = Journal();
        var sleeper = await LeasedAsync();
        var frame = new byte[Sunqar.Storage.Frames.FrameHead.Size + 8];
        Assert.True((await sleeper.AppendAsync(frame, 1, 1, CancellationToken.None)).IsAppended);
        using var writer = Taken(second);
        var late = await sleeper.AppendAsync(frame, 1, 1, CancellationToken.None);
        Assert.Equal(AppendStatus.LeaseLost, late.Status);
        Assert.True(sleeper.IsLost);
        Assert.Equal(1, second.Head(Stream).Next);
    }

    [Fact]
    public async Task Who_takes_the_house_fences_every_stream_of_the_one_before()
    {
        var streams = new[] { await LeasedAsync("payments"), await LeasedAsync("imports") };
        using var second = Journal();
        second.TakeHouse();
        foreach (var stream in streams)
        {
            await stream.RenewAsync(CancellationToken.None);
            Assert.True(stream.IsLost);
        }
        using var third = Journal();
        Assert.Throws<LeaseHeldException>(third.TakeHouse);
    }

    [Fact]
    public void A_data_folder_and_its_journal_belong_together()
    {
        using (DataFolder.Open(_folder["data"], elsewhere: new SharedPlaces(Place())))
            Assert.Throws<LeaseHeldException>(() => DataFolder.Open(_folder["other"], elsewhere: new SharedPlaces(Place())).Dispose());
        // Another root key: its subjects are nobody that the journal speaks of.
        Assert.Throws<KeyStoreException>(() => DataFolder.Open(_folder["other"], elsewhere: new SharedPlaces(Place())).Dispose());
        // Without its journal, or with another one, a folder has no history.
        Assert.Contains(
            "SUNQAR_JOURNAL",
            Assert.Throws<IOException>(() => DataFolder.Open(_folder["data"]).Dispose()).Message,
            StringComparison.Ordinal
        );
        var elsewhere = PostgresPlace.Read(postgres.Server.Place(postgres.NewSchema()));
        Assert.Throws<IOException>(() => DataFolder.Open(_folder["data"], elsewhere: new SharedPlaces(elsewhere)).Dispose());
        DataFolder.Open(_folder["data"], elsewhere: new SharedPlaces(Place())).Dispose();
    }

    [Fact]
    public async Task A_folder_with_facts_of_its_own_is_not_opened_on_another_history()
    {
        using (var folder = DataFolder.Open(_folder["data"]))
        {
            using var writer = folder.Journal.Open(Stream);
            await writer.AppendAsync(FactSamples.Payment(1));
        }
        var refused = Assert.Throws<IOException>(() => DataFolder.Open(_folder["data"], elsewhere: new SharedPlaces(Place())).Dispose());
        Assert.Contains("sunqar migrate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_batch_or_a_missing_one_is_refused()
    {
        using (var journal = Journal())
        {
            using var writer = journal.Open(Stream);
            for (var i = 0; i < 5; i++)
                await writer.AppendAsync(FactSamples.Payment(i));
            journal.Verify();
        }
        postgres.Server.Run($"UPDATE {_schema}.batch SET frame = set_byte(frame, 90, get_byte(frame, 90) # 1) WHERE first = 2");
        using (var journal = Journal())
        {
            Assert.Throws<JournalDamagedException>(() => journal.Read(Stream).Count());
            Assert.Throws<JournalDamagedException>(() => journal.Verify());
            postgres.Server.Run($"DELETE FROM {_schema}.batch WHERE first = 2");
            Assert.Throws<JournalDamagedException>(() => journal.Read(Stream).Count());
            postgres.Server.Run($"DELETE FROM {_schema}.batch WHERE first = 4");
            Assert.Throws<JournalDamagedException>(() => journal.Open(Stream));
        }
    }

    [Fact]
    public async Task A_node_needs_no_right_to_change_what_is_written()
    {
        using (Journal()) { }
        var rights = File.ReadAllText(Path.Combine(Repository.Root, "deploy/postgres/roles.sql"));
        var role = "node_" + _schema;
        postgres.Server.Run($"CREATE ROLE {role} LOGIN");
        postgres.Server.Run(
            rights
                .Replace("sunqar_node", role, StringComparison.Ordinal)
                .Replace("sunqar.", _schema + ".", StringComparison.Ordinal)
                .Replace("SCHEMA sunqar", "SCHEMA " + _schema, StringComparison.Ordinal)
        );
        var place = postgres.Server.Place(_schema).Replace("sunqar@", role + "@", StringComparison.Ordinal);
        using var journal = new PostgresJournal(PostgresPlace.Read(place));
        journal.TakeHouse();
        using var writer = journal.Open(Stream);
        Assert.True((await writer.AppendAsync(FactSamples.Payment(0))).IsAppended);
        journal.SaveSnapshot(Stream, "windows", 1, [1]);
        Assert.NotNull(journal.LatestSnapshot(Stream, "windows"));
        journal.Claim("keys", "one");
        journal.Verify();
        foreach (var harm in new[] { "DELETE FROM", "TRUNCATE" })
        {
            await using var source = Npgsql.NpgsqlDataSource.Create(PostgresPlace.Read(place).Connection.ConnectionString);
            await using var command = source.CreateCommand($"{harm} {_schema}.batch");
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("files://x/y")]
    [InlineData("postgres://host")]
    [InlineData("postgres:///database")]
    [InlineData("postgres://host:port/database")]
    [InlineData("postgres://bank.example/db?sslmode=disable")]
    [InlineData("postgres://127.0.0.1,bank.example/db?sslmode=disable")]
    [InlineData("postgres://host/db?lease=0")]
    [InlineData("postgres://host/db?schema=a;b")]
    [InlineData("postgres://u:secret@host/db?timeout=3")]
    public void A_place_that_is_none_is_refused_without_a_word_of_its_password(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => PostgresPlace.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Beyond_loopback_the_server_is_known_by_its_certificate()
    {
        Assert.Equal(Npgsql.SslMode.VerifyFull, PostgresPlace.Read("postgres://u:secret@bank.example,db2/facts").Connection.SslMode);
        Assert.Equal(
            "postgres://bank.example/facts?schema=sunqar",
            PostgresPlace.Read("postgres://u:secret@bank.example/facts").ToString()
        );
    }

    private Task<LeasedStream> LeasedAsync(string stream = Stream)
    {
        using (Journal()) { }
        var source = Npgsql.NpgsqlDataSource.Create(Place().Connection.ConnectionString);
        var table = new PostgresLeases(source, new PostgresSchema(_schema), Place());
        return LeasedStream.TakeAsync(table, stream, "sleeper", false, TimeSpan.FromSeconds(9), TimeProvider.System, _ => { }, default);
    }

    private static IJournalWriter Taken(PostgresJournal journal)
    {
        while (true)
        {
            try
            {
                return journal.Open(Stream);
            }
            catch (LeaseHeldException)
            {
                Thread.Sleep(50);
            }
        }
    }
}
