using Sunqar.Core.Facts;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Postgres;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>A journal moves from files into PostgreSQL and back, and is the same, byte for byte.</summary>
public sealed class MigrateTests(PostgresFixture postgres) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresPlace _place = PostgresPlace.Read(postgres.Server.Place(postgres.NewSchema()));

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    private JournalMove Move => new(Data, _place, _ => { }, _ => { });

    private async Task AppendAsync(PostgresPlace? place, string stream, int from, int count, int size = 0)
    {
        using var folder = DataFolder.Open(Data, elsewhere: place is null ? null : new SharedPlaces(place));
        using var writer = folder.Journal.Open(stream);
        for (var i = from; i < from + count; i++)
            (await writer.AppendAsync(size > 0 ? FactSamples.OfSize(size) : FactSamples.Payment(i))).OrThrow();
    }

    private (List<RecordedFact> Facts, string? Chain) Held(PostgresPlace? place, string stream)
    {
        using var folder = DataFolder.Open(Data, elsewhere: place is null ? null : new SharedPlaces(place));
        return ([.. folder.Journal.Read(stream)], folder.Journal.ChainAt(stream, folder.Journal.Head(stream).Next));
    }

    [Fact]
    public async Task There_and_back_it_is_the_same_history_and_goes_on()
    {
        await AppendAsync(null, "payments", 0, 40);
        // More than one segment.
        await AppendAsync(null, "imports", 0, 70, size: 1_000_000);
        var (before, imports) = (Held(null, "payments"), Held(null, "imports"));
        Assert.Equal([("imports", 70L), ("payments", 40L)], Move.Out().Select(head => (head.Stream, head.Next)));
        Assert.Equal(before.Chain, Held(_place, "payments").Chain);
        Assert.Equal(before.Facts, Held(_place, "payments").Facts);
        Assert.Equal(imports.Chain, Held(_place, "imports").Chain);
        Assert.Throws<IOException>(() => DataFolder.Open(Data).Dispose());
        Assert.Throws<IOException>(() => Move.Out());

        await AppendAsync(_place, "payments", 40, 5);
        var there = Held(_place, "payments");
        Assert.Equal(45, there.Facts.Count);
        Move.In();
        Assert.Equal(there.Chain, Held(null, "payments").Chain);
        Assert.Equal(there.Facts, Held(null, "payments").Facts);
        await AppendAsync(null, "payments", 45, 1);
        Assert.Equal(46, Held(null, "payments").Facts.Count);
        Assert.Throws<IOException>(() => DataFolder.Open(Data, elsewhere: new SharedPlaces(_place)).Dispose());
    }

    [Fact]
    public async Task What_does_not_hold_is_not_moved()
    {
        await AppendAsync(null, "payments", 0, 40);
        await AppendAsync(null, "chain", 0, 3);
        var file = Directory.GetFiles(Path.Combine(Data, "journal", "payments"), "*.seg").Single();
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Throws<JournalDamagedException>(() => Move.Out());
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(40, Held(null, "payments").Facts.Count);
        Move.Out();

        postgres.Server.Run(
            $"UPDATE {_place.Schema}.batch SET frame = set_byte(frame, 90, get_byte(frame, 90) # 1) WHERE first = 2 AND stream = 'payments'"
        );
        Assert.Throws<JournalDamagedException>(() => Move.In());
        Assert.False(Directory.Exists(Path.Combine(Data, "journal")));
        postgres.Server.Run(
            $"UPDATE {_place.Schema}.batch SET frame = set_byte(frame, 90, get_byte(frame, 90) # 1) WHERE first = 2 AND stream = 'payments'"
        );
        Move.In();
        Assert.Equal(40, Held(null, "payments").Facts.Count);
    }

    [Fact]
    public async Task A_journal_that_holds_facts_is_not_filled()
    {
        await AppendAsync(null, "payments", 0, 4);
        using (var journal = new PostgresJournal(_place))
        {
            using var writer = journal.Open("payments");
            await writer.AppendAsync(FactSamples.Payment(9));
        }
        Assert.Contains("holds facts already", Assert.Throws<IOException>(() => Move.Out()).Message, StringComparison.Ordinal);
        Assert.Equal(4, Held(null, "payments").Facts.Count);
    }
}
