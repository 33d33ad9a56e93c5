using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Sunqar.Work.Footage;
using Xunit;
using static Sunqar.Tests.Footage.FootageSamples;

namespace Sunqar.Tests.Footage;

/// <summary>The whole way at a bank: recordings are sealed, challenged, answered and checked; a bank that cheats does not pass.</summary>
public sealed class SealJobTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sunqar-footage");

    private string Recordings => Path.Combine(_folder.FullName, "atm");

    private string Manifest => Path.Combine(_folder.FullName, "manifest.ndjson");

    public SealJobTests()
    {
        Directory.CreateDirectory(Recordings);
        foreach (var hour in (string[])["08", "09", "10"])
            Put($"A-17_20260115T{hour}0000Z");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The clip, made another recording by a box that players skip.</summary>
    private void Put(string name, string? note = null) =>
        File.WriteAllBytes(At(name), [.. File.ReadAllBytes(Clip), .. Box("free", System.Text.Encoding.ASCII.GetBytes(note ?? name))]);

    private string At(string name) => Path.Combine(Recordings, name + ".mp4");

    private string Sealed(string name) => Path.Combine(Recordings, "sealed", name + ".sealed");

    private SealOutcome Seal(bool removes = false) =>
        new SealJob(new SealOptions(Recordings, ["A-17"], Removes: removes), TimeProvider.System, new NoTools()).Run(Manifest);

    private AnswerReading.Checked Check(string seed = "1")
    {
        var drawn = Assert.IsType<DrawOutcome.Drawn>(ChallengeJob.Draw(Manifest, null, seed, 100, _ => true));
        var challenge = Assert.IsType<ChallengeReading.Read>(ChallengeFile.Read(ChallengeFile.Write(0, drawn.Leaves), "c")).Challenge;
        var answer = new MemoryStream();
        ChallengeJob.Answer(challenge, Recordings, answer);
        answer.Position = 0;
        return Assert.IsType<AnswerReading.Checked>(AnswerFile.Check(answer, "a", challenge));
    }

    [Fact]
    public void An_honest_bank_passes_also_after_another_day()
    {
        Assert.Equal(3, Assert.IsType<SealOutcome.Sealed>(Seal()).New);
        Assert.All(Check().Verdicts, verdict => Assert.Equal(LeafVerdict.Good, verdict));
        Put("A-17_20260115T110000Z_2");
        Put("B-1_20260115T110000Z");
        Assert.True(Seal(removes: true) is SealOutcome.Sealed { New: 1, Before: 3, Others: 1 });
        Assert.Equal(["B-1_20260115T110000Z.mp4"], Directory.GetFiles(Recordings).Select(Path.GetFileName));
        Put("A-17_20260115T120000Z");
        Assert.True(Seal() is SealOutcome.Sealed { New: 1, Before: 0 });
        var verdicts = Check().Verdicts;
        Assert.All(verdicts, verdict => Assert.Equal(LeafVerdict.Good, verdict));
        Assert.True(verdicts.Count >= 5);
    }

    public static TheoryData<string> Cheats => ["deletes early", "swaps", "re-encodes", "cuts", "keeps the start alone"];

    [Theory]
    [MemberData(nameof(Cheats))]
    public void A_bank_that_has_not_got_it_does_not_pass(string how)
    {
        Seal();
        const string Lost = "A-17_20260115T090000Z",
            Other = "A-17_20260115T100000Z";
        switch (how)
        {
            case "deletes early":
                File.Delete(Sealed(Lost));
                break;
            case "swaps":
                File.Copy(Sealed(Other), Sealed(Lost), overwrite: true);
                break;
            case "re-encodes":
                // A new seal of other bytes in the old one's place, made in a folder of its own.
                var folder = Recordings;
                File.Copy(Path.Combine(_folder.FullName, "atm.footage.key"), Path.Combine(_folder.FullName, "b.footage.key"));
                Directory.CreateDirectory(Path.Combine(_folder.FullName, "b"));
                File.Copy(Clip, Path.Combine(_folder.FullName, "b", Lost + ".mp4"));
                new SealJob(new SealOptions(Path.Combine(_folder.FullName, "b"), ["A-17"]), TimeProvider.System, new NoTools()).Run(
                    Path.Combine(_folder.FullName, "other")
                );
                File.Copy(Path.Combine(_folder.FullName, "b", "sealed", Lost + ".sealed"), Sealed(Lost), overwrite: true);
                break;
            case "cuts":
                File.WriteAllBytes(Sealed(Lost), File.ReadAllBytes(Sealed(Lost))[..^1]);
                break;
            default:
                File.WriteAllBytes(Sealed(Lost), [.. File.ReadAllBytes(Sealed(Lost))[..100], .. new byte[5000]]);
                break;
        }
        var drawn = Assert.IsType<DrawOutcome.Drawn>(ChallengeJob.Draw(Manifest, null, "1", 100, _ => true));
        var verdicts = Check().Verdicts;
        Assert.Contains(drawn.Leaves.Zip(verdicts), one => SegmentName.Of(one.First.Segment) == Lost && one.Second != LeafVerdict.Good);
        Assert.All(
            drawn.Leaves.Zip(verdicts).Where(one => SegmentName.Of(one.First.Segment) != Lost),
            one => Assert.Equal(LeafVerdict.Good, one.Second)
        );
    }

    /// <summary>What stood under a committed name cannot be sealed as something else, and a bad file leaves nothing half done.</summary>
    [Theory]
    [InlineData("other bytes", "another recording was sealed")]
    [InlineData("sealed file gone", "its sealed file is gone")]
    [InlineData("bad name", "this is no recording's name")]
    [InlineData("corrupt", "as in a file that was cut off")]
    [InlineData("no video", "it does not begin with the box ftyp")]
    [InlineData("key gone", "root key")]
    [InlineData("book touched", "are not those that were signed")]
    public void What_cannot_be_sealed_is_refused_and_nothing_is_signed(string how, string said)
    {
        Seal();
        var before = File.ReadAllBytes(Manifest);
        var book = Path.Combine(Recordings, "sealed", "manifest.ndjson");
        Put("A-17_20260115T110000Z");
        switch (how)
        {
            case "other bytes":
                Put("A-17_20260115T090000Z", "changed");
                break;
            case "sealed file gone":
                File.Delete(Sealed("A-17_20260115T090000Z"));
                break;
            case "bad name":
                Put("A-17_yesterday");
                break;
            case "corrupt":
                File.WriteAllBytes(At("A-17_20260115T120000Z"), File.ReadAllBytes(Clip)[..1000]);
                break;
            case "no video":
                File.WriteAllText(At("A-17_20260115T120000Z"), "<html>no such recording</html>");
                break;
            case "key gone":
                File.Delete(Path.Combine(_folder.FullName, "atm.footage.key"));
                break;
            default:
                File.WriteAllText(book, File.ReadAllText(book).Replace("T08:00:00Z", "T07:00:00Z", StringComparison.Ordinal));
                break;
        }
        string? why;
        try
        {
            why = (Seal() as SealOutcome.Refused)?.Why;
        }
        catch (IOException error)
        {
            why = error.Message;
        }
        Assert.Contains(said, why, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Manifest));
        Assert.False(File.Exists(Sealed("A-17_20260115T110000Z")));
    }

    /// <summary>A write that was cut short leaves lines that nobody signed: they are dropped, and their recordings sealed again.</summary>
    [Fact]
    public void A_run_that_was_cut_short_is_gone_on_with()
    {
        Seal();
        var book = Path.Combine(Recordings, "sealed", "manifest.ndjson");
        File.AppendAllText(book, ManifestTail + "\n" + ManifestTail[..40]);
        Put("A-17_20260115T110000Z");
        Assert.True(Seal() is SealOutcome.Sealed { New: 1, Before: 3 });
        Assert.All(Check().Verdicts, verdict => Assert.Equal(LeafVerdict.Good, verdict));
    }

    private static string ManifestTail => System.Text.Encoding.UTF8.GetString(ManifestLines.Of(Segment("A-17", DayUs)));
}

/// <summary>A machine without ffmpeg.</summary>
internal sealed class NoTools : IVideoTools
{
    public ToolOutcome<Mp4Video> Probe(string path) => new ToolOutcome<Mp4Video>.Absent();

    public ToolOutcome<PictureLook> Look(string path, long lengthUs, BurntClock? clock) => new ToolOutcome<PictureLook>.Absent();
}
