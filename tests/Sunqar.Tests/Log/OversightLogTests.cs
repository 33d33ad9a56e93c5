using Sunqar.Core.Merkle;
using Sunqar.Storage.Log;
using Xunit;

namespace Sunqar.Tests.Log;

/// <summary>The log on a real folder: what it signs, what it proves, and that it goes on after a stop.</summary>
public sealed class OversightLogTests : IDisposable
{
    private readonly ActsRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public void Every_leaf_is_proved_to_whoever_holds_the_public_key()
    {
        _room.Record(75);
        _room.Record(130);
        _room.Record(1);
        var heads = _room.Heads().Select(note => Assert.IsType<HeadReading.Good>(_room.Key.Read(note)).Head).ToList();
        Assert.Equal([75, 205, 206], heads.Select(head => head.Size));
        foreach (var head in heads)
        {
            for (var leaf = 0L; leaf < head.Size; leaf++)
            {
                var proof = _room.Log.Inclusion(leaf, head.Size)!;
                Assert.True(MerkleCheck.Inclusion(leaf, head.Size, proof.LeafHash, proof.Path, head.Root.Span));
                Assert.Equal(proof.LeafHash, Assert.Single(_room.Log.Leaves(leaf, 1)));
            }
            foreach (var later in heads.Where(later => later.Size >= head.Size))
            {
                Assert.True(
                    MerkleCheck.Consistency(
                        head.Size,
                        later.Size,
                        head.Root.Span,
                        later.Root.Span,
                        _room.Log.Consistency(head.Size, later.Size)!
                    )
                );
            }
        }
        var hasher = new LeafHasher();
        _room.Journal.ReadRecords(ActsRoom.Stream, 0, new Hashing(hasher));
        Assert.Equal(hasher.Finish().ToArray(), _room.Log.Leaves(0, 1000).SelectMany(hash => hash).ToArray());
    }

    private sealed class Hashing(LeafHasher hasher) : Sunqar.Storage.Journal.IRecordSink
    {
        public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record) => hasher.Add(sequence, recordedUs, record);
    }

    [Fact]
    public void Nothing_is_proved_that_no_head_covers()
    {
        _room.Record(5);
        Assert.Null(_room.Log.Inclusion(5, 5));
        Assert.Null(_room.Log.Inclusion(-1, 5));
        Assert.Null(_room.Log.Inclusion(0, 6));
        Assert.Null(_room.Log.Consistency(0, 5));
        Assert.Null(_room.Log.Consistency(4, 6));
        Assert.Null(_room.Log.Consistency(4, 3));
        Assert.Empty(_room.Log.Leaves(5, 10));
        Assert.Empty(_room.Log.Leaves(long.MaxValue, 10));
    }

    [Fact]
    public void A_head_comes_when_something_was_added_and_at_the_heartbeat_and_one_size_has_one_root()
    {
        _room.Log.Advance(_room.NowUs);
        Assert.Equal(0, _room.Log.Head!.Head.Size);
        _room.Record(3);
        var first = _room.Log.Head!;
        _room.Pass(TimeSpan.FromSeconds(30));
        _room.Log.Advance(_room.NowUs);
        Assert.Same(first, _room.Log.Head);
        _room.Pass(TimeSpan.FromSeconds(31));
        _room.Log.Advance(_room.NowUs);
        var beat = _room.Log.Head!;
        Assert.Equal((first.Head.Size, _room.NowUs), (beat.Head.Size, beat.Head.TimeUs));
        Assert.True(beat.Head.HasRoot(first.Head.Root.Span));
        // A clock that was set back signs nothing older.
        _room.Pass(TimeSpan.FromHours(-5));
        _room.Record(1);
        Assert.Equal((4, beat.Head.TimeUs), (_room.Log.Head!.Head.Size, _room.Log.Head!.Head.TimeUs));
        Assert.Equal(3, _room.Heads().Length);
    }

    [Fact]
    public void A_start_goes_on_from_the_last_head_with_or_without_the_stored_hashes()
    {
        _room.Record(100);
        var key = _room.Key.Text;
        foreach (
            var lose in new Action[]
            {
                () => { },
                () => File.Delete(Path.Combine(_room.LogFolder, "00.hashes")),
                () => File.WriteAllBytes(Path.Combine(_room.LogFolder, "04.hashes"), new byte[6 * 32]),
                () => File.AppendAllText(Path.Combine(_room.LogFolder, "00.hashes"), "remains of a write"),
                () => File.AppendAllText(Path.Combine(_room.LogFolder, "heads"), "{\"head\":\"remains"),
            }
        )
        {
            var before = _room.Log.Head!.Head;
            _room.Close();
            lose();
            Assert.Equal(before.Size, _room.Log.Head!.Head.Size);
            _room.Record(40);
            Assert.Equal(before.Size + 40, _room.Log.Head!.Head.Size);
            Assert.Null(_room.Log.Trouble);
        }
        Assert.Equal(key, _room.Key.Text);
        var (result, findings) = _room.Verify();
        Assert.Empty(findings);
        Assert.Equal((300, 6, 300, 300, 0), (result.Leaves, result.Heads, result.Records, result.Covered, result.Faults));
    }

    [Fact]
    public void The_private_key_is_its_owners_alone_and_never_made_anew_behind_signed_heads()
    {
        _room.Record(1);
        _room.Close();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_room.KeyPath));
        Assert.StartsWith("PRIVATE+KEY+", File.ReadAllText(_room.KeyPath), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_room.Data, "*", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("PRIVATE", StringComparison.Ordinal)
        );
        _room.Close();
        File.Delete(_room.KeyPath);
        Assert.Contains("put the file back", Assert.Throws<IOException>(() => _room.Log).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_itself_signs_nothing_over_a_journal_that_was_rewritten()
    {
        _room.Record(50);
        _room.Rewrite(facts => facts[20] = (facts[20].RecordedUs, ActsRoom.Act("another")));
        // The hashes still give the head; they are lost, or somebody asks for a full check.
        File.Delete(Path.Combine(_room.LogFolder, "00.hashes"));
        Assert.Contains("no longer gives the root", _room.Log.Trouble, StringComparison.Ordinal);
        var head = _room.Log.Head;
        _room.Record(3);
        Assert.Same(head, _room.Log.Head);
        Assert.Single(_room.Heads());
    }

    [Fact]
    public void The_log_itself_signs_nothing_over_a_journal_that_was_cut_or_with_another_key()
    {
        _room.Record(50);
        _room.Rewrite(facts => facts.RemoveRange(40, 10));
        Assert.Contains("ends with record 39", _room.Log.Trouble, StringComparison.Ordinal);
        _room.Close();
        File.WriteAllText(_room.KeyPath, LogSigner.Create(new byte[32]).Text);
        Assert.Contains("not signed by", _room.Log.Trouble, StringComparison.Ordinal);
    }
}
