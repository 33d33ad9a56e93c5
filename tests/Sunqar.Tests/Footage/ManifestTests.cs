using System.Text;
using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Xunit;
using static Sunqar.Tests.Footage.FootageSamples;

namespace Sunqar.Tests.Footage;

/// <summary>A manifest says what was signed or is refused; names, videos and answers that are none are refused with a reason.</summary>
public class ManifestTests
{
    private static SampleManifest Two() =>
        new SampleManifest()
            .Add(
                Segment("A-17", DayUs, "2") with
                {
                    Look = new PictureLook([new Stretch(0, 1500)], [], [new Stretch(7, 9), new Stretch(9, 12)]),
                },
                Segment("A-17", DayUs + HourUs) with
                {
                    ClockOffsetMs = null,
                    Look = null,
                }
            )
            .Sign(DayUs + 30 * HourUs)
            .Add(new Deletion(new SegmentKey("A-17", "2", DayUs), Root($"A-17 2 {DayUs}"), DayUs + 200 * 24 * HourUs, "its time is over"))
            .Sign(DayUs + 200 * 24 * HourUs);

    [Fact]
    public void What_was_written_is_read()
    {
        var manifest = Two();
        var kept = new KeptLines();
        var read = Assert.IsType<ManifestReading.Read>(manifest.Read(kept, manifest.Key));
        Assert.Equal(180, read.Opening.KeptDays);
        Assert.Equal(0, read.Unsigned);
        Assert.Equal(5, kept.Lines.Count);
        var first = Assert.IsType<Segment>(kept.Lines[0]);
        Assert.Equal(("A-17", "2", DayUs, DayUs + HourUs), (first.Terminal, first.Camera, first.StartUs, first.EndUs));
        Assert.Equal([new Stretch(7, 9), new Stretch(9, 12)], first.Look!.ClockStopped);
        var second = Assert.IsType<Segment>(kept.Lines[1]);
        Assert.True(second is { ClockOffsetMs: null, Look: null, Camera: "", Width: 1280, SealedBytes: 500_000_000, Codec: "h264" });
        Assert.Equal("its time is over", Assert.IsType<Deletion>(kept.Lines[3]).Reason);
    }

    /// <summary>Whatever byte of a signed manifest changes, it is no longer taken.</summary>
    [Fact]
    public void A_manifest_that_was_touched_is_not_taken()
    {
        var manifest = Two();
        var bytes = manifest.Bytes;
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 1;
            var reading = new ManifestReader("m", manifest.Key, new KeptLines()).Read(new MemoryStream(changed));
            Assert.False(reading is ManifestReading.Read, $"byte {at}");
        }
    }

    [Fact]
    public void Lines_left_out_exchanged_or_signed_by_another_are_found()
    {
        var manifest = Two();
        var lines = Encoding.UTF8.GetString(manifest.Bytes).Split('\n')[..^1];
        string[] Without(int n) => [.. lines[..n], .. lines[(n + 1)..]];
        Assert.IsType<ManifestReading.Broken>(Read(Without(1)));
        Assert.IsType<ManifestReading.Broken>(Read(Without(4)));
        Assert.IsType<ManifestReading.Broken>(Read([lines[0], lines[2], lines[1], .. lines[3..]]));
        // Cut behind a head it is a shorter manifest of the same bank; before it, the lines are known to be unsigned.
        Assert.IsType<ManifestReading.Read>(Read(lines[..4]));
        Assert.Equal(1, Assert.IsType<ManifestReading.Read>(Read(lines[..5])).Unsigned);
        Assert.IsType<ManifestReading.Broken>(manifest.Read(new KeptLines(), Signer(2).Key));
    }

    private static ManifestReading Read(string[] lines) =>
        new ManifestReader("m", null, new KeptLines()).Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")));

    [Theory]
    [InlineData("", "line 1: no head is signed in it")]
    [InlineData("{}\n", "line 1, column 1 (terminal): this is missing or does not fit the rest")]
    [InlineData("[]\n", "line 1, column 1: this is no JSON object")]
    [InlineData("{\"footage\":2}\n", "(footage): it cannot be read; expected 1")]
    [InlineData("{\"footage\":1,\"footage\":1}\n", "(footage): it stands twice")]
    [InlineData("{\"colour\":1}\n", "this member is not known")]
    [InlineData("{\"terminal\":\"../a\"}\n", "(terminal): it cannot be read")]
    [InlineData("{\"signed\":\"x\"}", "the last line is cut off")]
    [InlineData("{\"signed\":\"x\"}\n", "this is no manifest's beginning")]
    [InlineData("{\"black_ms\":[5,1]}\n", "(black_ms): it cannot be read; expected pairs")]
    [InlineData("{\"start\":\"2026-01-01T00:00:00+05:00\"}\n", "(start): it cannot be read")]
    [InlineData("{\"reason\":\"\\ud800\"}\n", "this is no JSON")]
    public void What_is_no_manifest_is_refused_with_its_place(string text, string said)
    {
        var refused = Assert.IsType<ManifestReading.Refused>(
            new ManifestReader("m", null, new KeptLines()).Read(new MemoryStream(Encoding.UTF8.GetBytes(text)))
        );
        Assert.Contains(said, refused.Why.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory() =>
        Assert.Contains(
            "too long",
            Assert
                .IsType<ManifestReading.Refused>(
                    new ManifestReader("m", null, new KeptLines()).Read(new MemoryStream(new byte[ManifestReader.LineBytesMax + 5]))
                )
                .Why.ToString(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("A-17_20260115T090000Z", "A-17", "")]
    [InlineData("A-17_20260115T090000Z_2", "A-17", "2")]
    [InlineData("KZ_ATM.9_20260115T090000Z_lobby_left", "KZ_ATM.9", "lobby_left")]
    [InlineData("A_20260115T090000Z_20260115T090000Z", "A", "20260115T090000Z")]
    [InlineData("_20260115T090000Z", null, null)]
    [InlineData("A-17_20260230T090000Z", null, null)]
    [InlineData("A-17_20260115T250000Z", null, null)]
    [InlineData("A-17_20260115T090000", null, null)]
    [InlineData("A-17_20260115T090000Z_", null, null)]
    [InlineData("../A_20260115T090000Z", null, null)]
    [InlineData("A-17_20260115T090000Z\n", null, null)]
    [InlineData("А-17_20260115T090000Z", null, null)]
    public void A_recording_is_known_by_its_name(string name, string? terminal, string? camera)
    {
        var key = SegmentName.Parse(name);
        Assert.Equal((terminal, camera), (key?.Terminal, key?.Camera));
        if (key is { } known)
            Assert.Equal(name, SegmentName.Of(known));
    }

    [Theory]
    [InlineData("avc1", "h264", false)]
    [InlineData("hvc1", "hevc", true)]
    [InlineData("mjpg", "mjpg", false)]
    public void A_header_tells_length_codec_and_resolution(string entry, string codec, bool isLong) =>
        Assert.Equal(
            new Mp4Reading.Read(new Mp4Video(3600_000_000, codec, 1280, 720)),
            Mp4Header.Read(new MemoryStream(Mp4(3600, entry, 1280, 720, isLong)))
        );

    [Fact]
    public void The_header_of_the_clip_in_the_house_is_read() =>
        Assert.Equal(new Mp4Reading.Read(new Mp4Video(2_000_000, "h264", 96, 72)), Mp4Header.Read(File.OpenRead(Clip)));

    [Fact]
    public void A_video_that_was_cut_off_is_refused_wherever_it_was_cut()
    {
        var whole = File.ReadAllBytes(Clip);
        for (var end = 0; end < whole.Length; end++)
            Assert.IsType<Mp4Reading.Refused>(Mp4Header.Read(new MemoryStream(whole[..end])));
    }
}
