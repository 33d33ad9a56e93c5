using System.Text;
using System.Text.Json;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Log;
using Xunit;

namespace Sunqar.Tests.Log;

/// <summary>Everything that can be done to the files of a log, done; each is caught, and called what it is.</summary>
public sealed class TamperingTests : IDisposable
{
    private readonly ActsRoom _room = new();

    public TamperingTests()
    {
        _room.Record(100);
        _room.Record(150);
        _room.Record(50);
    }

    public void Dispose() => _room.Dispose();

    private string Heads => Path.Combine(_room.LogFolder, "heads");

    private string[] Segments =>
        [.. Directory.GetFiles(Path.Combine(_room.Data, "journal", "acts"), "*.seg").Order(StringComparer.Ordinal)];

    [Fact]
    public void An_untouched_copy_holds_and_needs_no_right_to_write()
    {
        _room.Close();
        var copy = _room.Data + ".copy";
        foreach (
            var file in Directory
                .EnumerateFiles(_room.Data, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith("lock", StringComparison.Ordinal))
        )
        {
            var to = Path.Combine(copy, Path.GetRelativePath(_room.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(to, UnixFileMode.UserRead);
        }
        var findings = new List<LogFinding>();
        var result = LogVerification.Run(copy, _room.Key, _room.Heads(), findings.Add);
        Assert.Empty(findings);
        Assert.Equal((300, 300, 0), (result.Leaves, result.Covered, result.Faults));
    }

    [Theory]
    [InlineData(0, Traits = ["Suite", "Whole"])]
    [InlineData(137)]
    [InlineData(299, Traits = ["Suite", "Whole"])]
    public void A_changed_record_is_named(int leaf)
    {
        _room.Rewrite(facts => facts[leaf] = (facts[leaf].RecordedUs, ActsRoom.Act("nobody looked")));
        var finding = _room.Only();
        Assert.Equal((LogFault.Changed, leaf), (finding.Fault, finding.Leaf));
    }

    [Fact]
    public void A_changed_time_is_named()
    {
        _room.Rewrite(facts => facts[120] = (facts[120].RecordedUs + 1, facts[120].Fact));
        Assert.Equal((LogFault.Changed, 120L), (_room.Only().Fault, _room.Only().Leaf));
    }

    [Theory]
    [InlineData(0, 1, Traits = ["Suite", "Whole"])]
    [InlineData(137, 1, Traits = ["Suite", "Whole"])]
    [InlineData(90, 20)]
    public void Dropped_records_are_named(int leaf, int count)
    {
        _room.Rewrite(facts => facts.RemoveRange(leaf, count));
        var finding = _room.Only();
        Assert.Equal((LogFault.Dropped, leaf), (finding.Fault, finding.Leaf));
        Assert.StartsWith(count == 1 ? "1 record is gone" : $"{count} records are gone", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_inserted_record_is_named()
    {
        _room.Rewrite(facts => facts.Insert(42, (facts[42].RecordedUs, ActsRoom.Act("a pretext"))));
        Assert.Equal((LogFault.Inserted, 42L), (_room.Only().Fault, _room.Only().Leaf));
    }

    [Theory]
    [InlineData(10, 11, Traits = ["Suite", "Whole"])]
    [InlineData(99, 180)]
    public void Reordered_records_are_named(int one, int other)
    {
        _room.Rewrite(facts => (facts[one], facts[other]) = (facts[other], facts[one]));
        Assert.Equal((LogFault.Reordered, one), (_room.Only().Fault, _room.Only().Leaf));
    }

    [Theory]
    [InlineData(299, Traits = ["Suite", "Whole"])]
    [InlineData(250)]
    [InlineData(100, Traits = ["Suite", "Whole"])]
    [InlineData(0, Traits = ["Suite", "Whole"])]
    public void A_truncated_log_is_named(int left)
    {
        _room.Rewrite(facts => facts.RemoveRange(left, facts.Count - left));
        Assert.Equal((LogFault.Truncated, left), (_room.Only().Fault, _room.Only().Leaf));
    }

    [Fact]
    public void Who_also_writes_the_hashes_anew_is_caught_by_the_heads()
    {
        _room.Rewrite(facts => facts[137] = (facts[137].RecordedUs, ActsRoom.Act("nobody looked")));
        var heads = File.ReadAllBytes(Heads);
        Directory.Delete(_room.LogFolder, recursive: true);
        _room.Log.Advance(_room.NowUs);
        _room.Edit(Heads, _ => heads);
        var finding = _room.Only();
        // The first head covers 100 leaves and holds; the second does not.
        Assert.Equal((LogFault.Changed, 100L), (finding.Fault, finding.Leaf));
        Assert.Contains("from 100 to 249", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_the_key_and_writes_everything_anew_is_caught_by_a_head_that_a_witness_kept()
    {
        var kept = _room.Heads()[1];
        _room.Rewrite(facts => facts[137] = (facts[137].RecordedUs, ActsRoom.Act("nobody looked")));
        Directory.Delete(_room.LogFolder, recursive: true);
        _room.Log.Advance(_room.NowUs);
        Assert.Empty(_room.Verify().Findings);
        Assert.Equal(LogFault.Forked, _room.Only(null, kept).Fault);
        Assert.Equal(LogFault.Forked, _room.Only(null, kept, _room.Heads()[0]).Fault);
    }

    [Fact]
    public void Who_has_the_key_and_cuts_the_end_is_caught_by_a_head_that_a_witness_kept()
    {
        var kept = _room.Heads()[2];
        _room.Rewrite(facts => facts.RemoveRange(260, 40));
        Directory.Delete(_room.LogFolder, recursive: true);
        _room.Log.Advance(_room.NowUs);
        Assert.Empty(_room.Verify().Findings);
        Assert.Equal(LogFault.Truncated, _room.Only(null, kept).Fault);
    }

    [Fact]
    public void Two_heads_of_one_size_are_a_fork()
    {
        _room.Close();
        var signer = LogSigner.Parse(File.ReadAllText(_room.KeyPath))!;
        var head = ((HeadReading.Good)_room.Key.Read(_room.Heads()[1])).Head;
        var other = signer.Sign(head.Size, new byte[32], head.TimeUs).Note;
        _room.Edit(Heads, bytes => Lines(bytes, lines => lines.Insert(2, Line(other))));
        Assert.Equal(LogFault.Forked, _room.Only().Fault);
    }

    [Fact]
    public void Heads_signed_by_another_key_are_named()
    {
        _room.Close();
        var stranger = LogSigner.Create(Encoding.ASCII.GetBytes("another operator's thirty-two by"));
        _room.Edit(
            Heads,
            bytes =>
                Lines(
                    bytes,
                    lines =>
                    {
                        for (var i = 0; i < lines.Count; i++)
                        {
                            var head = ((HeadReading.Good)_room.Key.Read(HeadFile.Note(lines[i]))).Head;
                            lines[i] = Line(stranger.Sign(head.Size, head.Root.Span, head.TimeUs).Note);
                        }
                    }
                )
        );
        var faults = _room.Verify().Findings.Select(finding => finding.Fault).ToList();
        Assert.Equal([LogFault.OtherKey, LogFault.OtherKey, LogFault.OtherKey, LogFault.Unsigned], faults);
        // The stranger's own key would call all of it good: which key is right only a person knows who has it from elsewhere.
        Assert.Empty(_room.Verify(stranger.Key).Findings);
    }

    [Fact]
    public void A_head_whose_words_were_changed_is_forged()
    {
        _room.Edit(
            Heads,
            bytes => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\\n100\\n", "\\n101\\n", StringComparison.Ordinal))
        );
        Assert.Equal(LogFault.Forged, _room.Only().Fault);
    }

    [Fact]
    public void Heads_in_another_order_gone_or_spoilt_are_named()
    {
        var before = File.ReadAllBytes(Heads);
        _room.Edit(Heads, bytes => Lines(bytes, lines => lines.Reverse()));
        Assert.Contains(_room.Verify().Findings, finding => finding.Fault == LogFault.Malformed);
        _room.Edit(Heads, _ => Lines(before, lines => lines[1] = "{}"));
        Assert.Equal(LogFault.Malformed, _room.Only().Fault);
        File.Delete(Heads);
        Assert.Equal(LogFault.Unsigned, _room.Only().Fault);
    }

    [Fact]
    public void Wrong_hashes_over_a_right_journal_are_told_apart()
    {
        _room.Edit(
            Path.Combine(_room.LogFolder, "00.hashes"),
            bytes =>
            {
                bytes[32 * 33] ^= 1;
                return bytes;
            }
        );
        Assert.Equal((LogFault.HashesWrong, 33L), (_room.Only().Fault, _room.Only().Leaf));
    }

    [Fact]
    public void A_byte_changed_anywhere_in_the_journal_is_found_and_its_file_named()
    {
        var random = new Random(5);
        _room.Close();
        Assert.True(Segments.Length > 3);
        foreach (var segment in Segments)
        {
            var good = File.ReadAllBytes(segment);
            for (var i = 0; i < 12; i++)
            {
                var at = random.Next(good.Length);
                _room.Edit(
                    segment,
                    bytes =>
                    {
                        bytes[at] ^= (byte)(1 << random.Next(8));
                        return bytes;
                    }
                );
                var finding = Assert.Single(
                    _room.Verify().Findings,
                    finding => finding.Place.Contains(Path.GetFileName(segment), StringComparison.Ordinal)
                );
                Assert.True(finding.IsFault || segment == Segments[^1], finding.ToString());
                if (!finding.IsFault)
                    Assert.Contains(_room.Verify().Findings, f => f.Fault == LogFault.Truncated);
                File.WriteAllBytes(segment, good);
            }
        }
        File.Delete(Segments[1]);
        Assert.Equal(LogFault.Damaged, _room.Only().Fault);
    }

    [Fact]
    public void A_copy_made_in_the_middle_of_a_write_is_no_fault()
    {
        _room.RecordUnsigned(1);
        _room.Edit(Segments[^1], bytes => bytes[..^5]);
        var (result, findings) = _room.Verify();
        Assert.Equal(LogFault.None, Assert.Single(findings).Fault);
        Assert.Equal((300, 0), (result.Covered, result.Faults));
    }

    private static byte[] Lines(byte[] bytes, Action<List<string>> change)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        change(lines);
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    }

    private static string Line(string note) => JsonSerializer.Serialize(new { head = note });
}
