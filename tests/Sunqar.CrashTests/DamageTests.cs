using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Files;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;
using Xunit;

namespace Sunqar.CrashTests;

/// <summary>Damage that no crash explains stops the start and names the place; a torn last write is set aside.</summary>
public sealed class DamageTests
{
    private const string Folder = "/data/journal";
    private const int Facts = 40;

    private static JournalFolderOptions Options(Action<string>? warn = null) =>
        new()
        {
            SegmentBytes = 500,
            Threads = 1,
            Warn = warn ?? (_ => { }),
        };

    private static SimulatedDisk Filled()
    {
        var disk = new SimulatedDisk(1);
        using var journal = new FolderJournal(disk, Folder, Options());
        using var writer = journal.Open("payments");
        for (var i = 0; i < Facts; i += 2)
        {
            Assert.True(Append(writer, Numbered(i), Numbered(i + 1)).IsAppended);
        }
        return disk;
    }

    private static OpaqueFact Numbered(int number) => new(1000, BitConverter.GetBytes(number));

    private static int[] Stored(FolderJournal journal) =>
        [.. journal.Read("payments").Select(fact => BitConverter.ToInt32(((OpaqueFact)fact.Fact).Body.Span))];

    private static string[] Segments(SimulatedDisk disk) =>
        [
            .. disk.AllFiles()
                .Select(file => file.Path)
                .Where(path => path.EndsWith(".seg", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void A_flipped_bit_anywhere_is_refused_or_costs_at_most_the_last_batch()
    {
        var (refused, cut) = (0, 0);
        var segments = Segments(Filled());
        Assert.True(segments.Length > 3);
        foreach (var path in segments)
        {
            var length = Filled().AllFiles().Single(file => file.Path == path).Bytes.Length;
            for (var at = 0; at < length; at++)
            {
                var disk = Filled();
                disk.Rot(path, bytes => bytes[at] ^= (byte)(1 << at % 8));
                try
                {
                    using var journal = new FolderJournal(disk, Folder, Options());
                    var stored = Stored(journal);
                    // Or it hit the seal of an earlier segment, which is written again and holds no fact.
                    Assert.Equal(Enumerable.Range(0, path == segments[^1] ? Facts - 2 : Facts), stored);
                    cut++;
                }
                catch (JournalDamagedException damage)
                {
                    Assert.Contains(damage.Place, segments);
                    refused++;
                }
            }
        }
        Assert.True(refused > 1000 && cut > 80, $"{refused} refused, {cut} cut");
    }

    [Fact]
    public void A_bad_batch_before_a_good_one_is_named_with_its_place()
    {
        var disk = Filled();
        disk.Rot(Segments(disk)[0], bytes => bytes[FileHead.Size + FrameHead.Size + 2] ^= 1);
        var damage = Assert.Throws<JournalDamagedException>(() => new FolderJournal(disk, Folder, Options()));
        Assert.Equal((Segments(disk)[0], FileHead.Size, 0L), (damage.Place, damage.Offset, damage.Sequence));
        // Refusing changes nothing and holds no lock: the next attempt says the same.
        Assert.Throws<JournalDamagedException>(() => new FolderJournal(disk, Folder, Options()));
    }

    [Fact]
    public void A_missing_segment_is_named_whichever_it_is()
    {
        var segments = Segments(Filled());
        foreach (var path in segments)
        {
            var disk = Filled();
            disk.Lose(path);
            var damage = Assert.Throws<JournalDamagedException>(() => new FolderJournal(disk, Folder, Options()));
            Assert.Contains("missing", damage.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Segments_of_another_journal_are_not_taken_for_this_ones()
    {
        // The same facts, written at another time: every checksum holds, only the chain does not.
        var other = new SimulatedDisk(2);
        using (var journal = new FolderJournal(other, Folder, Options() with { Clock = new OtherClock() }))
        using (var writer = journal.Open("payments"))
        {
            for (var i = 0; i < Facts; i += 2)
                Append(writer, Numbered(i), Numbered(i + 1));
        }
        var disk = Filled();
        var second = Segments(disk)[1];
        disk.Rot(
            second,
            bytes =>
            {
                bytes.Clear();
                bytes.AddRange(other.AllFiles().Single(file => file.Path == second).Bytes);
            }
        );
        Assert.Throws<JournalDamagedException>(() => new FolderJournal(disk, Folder, Options()));
    }

    [Fact]
    public void A_torn_last_write_is_set_aside_with_a_warning()
    {
        for (var lost = 1; lost < 100; lost++)
        {
            var warnings = new List<string>();
            var disk = Filled();
            var last = Segments(disk)[^1];
            byte[] torn = [];
            disk.Rot(
                last,
                bytes =>
                {
                    bytes.RemoveRange(bytes.Count - lost, lost);
                    torn = [.. bytes];
                }
            );
            using var journal = new FolderJournal(disk, Folder, Options(warnings.Add));
            Assert.Equal(Enumerable.Range(0, Facts - 2), Stored(journal));
            var kept = disk.AllFiles().SingleOrDefault(file => file.Path.EndsWith(".cut", StringComparison.Ordinal)).Bytes;
            if (kept is null)
                continue;
            Assert.Equal(torn[^kept.Length..], kept);
            Assert.Contains(last, Assert.Single(warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_stream_shorter_than_its_snapshot_is_refused()
    {
        var disk = Filled();
        using (var journal = new FolderJournal(disk, Folder, Options()))
            journal.SaveSnapshot("payments", "fold", Facts, [1]);
        disk.Rot(Segments(disk)[^1], bytes => bytes.RemoveRange(bytes.Count - 1, 1));
        Assert.Contains(
            "facts are missing",
            Assert.Throws<JournalDamagedException>(() => new FolderJournal(disk, Folder, Options())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_damaged_snapshot_gives_way_to_the_one_before()
    {
        var disk = Filled();
        using var journal = new FolderJournal(disk, Folder, Options());
        foreach (var next in new[] { 10, 20, 30 })
            journal.SaveSnapshot("payments", "fold", next, BitConverter.GetBytes(next));
        var snapshots = disk.AllFiles()
            .Select(file => file.Path)
            .Where(path => path.EndsWith(".snap", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(2, snapshots.Length);
        disk.Rot(snapshots[1], bytes => bytes[^1] ^= 1);
        Assert.Equal(20, journal.LatestSnapshot("payments", "fold")!.Next);
        disk.Rot(snapshots[0], bytes => bytes.Clear());
        Assert.Null(journal.LatestSnapshot("payments", "fold"));
    }

    [Fact]
    public void A_second_process_is_kept_out()
    {
        var disk = Filled();
        using (new FolderJournal(disk, Folder, Options()))
            Assert.Throws<FolderInUseException>(() => new FolderJournal(disk, Folder, Options()));
        using var again = new FolderJournal(disk, Folder, Options());
    }

    [Fact]
    public void A_full_disk_is_said_loses_nothing_and_is_over_once_there_is_room()
    {
        for (var room = 0; room < 1500; room += 7)
        {
            var disk = Filled();
            using var journal = new FolderJournal(disk, Folder, Options());
            using var writer = journal.Open("payments");
            disk.Capacity = disk.AllFiles().Sum(file => (long)file.Bytes.Length) + room;
            var answered = Facts;
            AppendOutcome outcome;
            while ((outcome = Append(writer, Numbered(answered))).IsAppended)
                answered++;
            Assert.Equal(AppendStatus.DiskFull, outcome.Status);
            Assert.Contains("no room", outcome.Reason, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Range(0, answered), Stored(journal));
            disk.Capacity = long.MaxValue;
            for (var i = 0; i < 10; i++)
                Assert.True(Append(writer, Numbered(answered++)).IsAppended);
            if (room % 2 == 0)
                disk.Restart();
            else
                journal.Dispose();
            using var again = new FolderJournal(disk, Folder, Options());
            Assert.Equal(Enumerable.Range(0, answered), Stored(again));
            again.Verify();
        }
    }

    private static AppendOutcome Append(IJournalWriter writer, params Fact[] facts) =>
        writer.AppendAsync(facts).AsTask().GetAwaiter().GetResult();

    private sealed class OtherClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
