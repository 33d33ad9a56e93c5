using System.Diagnostics;
using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Sunqar.Work.Footage;
using Xunit;

namespace Sunqar.Tests.Footage;

/// <summary>What ffmpeg sees in recordings that ffmpeg made.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sunqar-footage");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Make(string filter)
    {
        var path = Path.Combine(_folder.FullName, "clip.mp4");
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        foreach (var one in (string[])["-v", "error", "-f", "lavfi", "-i", filter, "-pix_fmt", "yuv420p", "-g", "5", path])
            start.ArgumentList.Add(one);
        try
        {
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is absent (Debian's ffmpeg)");
        }
        return path;
    }

    [Fact]
    public void Its_length_codec_and_resolution_are_those_of_its_header()
    {
        var path = Make("testsrc=size=160x120:rate=5:duration=4");
        var probed = Assert.IsType<ToolOutcome<Mp4Video>.Found>(new Ffmpeg().Probe(path)).Value;
        Assert.Equal(new Mp4Video(4_000_000, "h264", 160, 120), probed);
        using var file = File.OpenRead(path);
        Assert.Equal(new Mp4Reading.Read(probed), Mp4Header.Read(file));
    }

    [Fact]
    public void What_is_no_video_is_refused()
    {
        var path = Make("testsrc=size=160x120:rate=5:duration=4");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..3000]);
        Assert.IsType<ToolOutcome<Mp4Video>.Refused>(new Ffmpeg().Probe(path));
        Assert.IsType<ToolOutcome<PictureLook>.Refused>(new Ffmpeg().Look(path, 4_000_000, null));
    }

    [Theory]
    [InlineData("testsrc=size=160x120:rate=5:duration=30", 0, 0)]
    [InlineData("color=black:size=160x120:rate=5:duration=30", 30, 30)]
    [InlineData("smptebars=size=160x120:rate=5:duration=30", 0, 30)]
    [InlineData("testsrc=size=160x120:rate=5:duration=30,drawbox=c=black:t=fill:enable='between(t,10,20)'", 10, 0)]
    public void Black_and_frozen_pictures_are_seen(string filter, int blackSeconds, int frozenSeconds)
    {
        var look = Assert.IsType<ToolOutcome<PictureLook>.Found>(new Ffmpeg().Look(Make(filter), 30_000_000, null)).Value;
        Assert.InRange(Seconds(look.Black), blackSeconds - 2, blackSeconds + 2);
        // Ten black seconds are a picture that does not change, too: as long as it lasts.
        Assert.InRange(Seconds(look.Frozen), frozenSeconds - 2, frozenSeconds + (blackSeconds == 10 ? 11 : 2));
        Assert.Empty(look.ClockStopped);
    }

    /// <summary>The picture changes throughout; the corner in which the clock stands does not, from the tenth second on.</summary>
    [Fact]
    public void A_burnt_in_clock_that_stops_is_seen()
    {
        var path = Make(
            "testsrc2=size=160x120:rate=5:duration=30,drawbox=w=40:h=20:c=gray:t=fill,"
                + "drawbox=w=8:h=20:c=white:t=fill:enable='lt(mod(t,2),1)*lt(t,10)'"
        );
        var look = Assert.IsType<ToolOutcome<PictureLook>.Found>(new Ffmpeg().Look(path, 30_000_000, new BurntClock(24, 12, 0, 0))).Value;
        Assert.InRange(Seconds(look.ClockStopped), 17, 21);
        Assert.Empty(look.Black);
        Assert.Empty(look.Frozen);
        Assert.IsType<ToolOutcome<PictureLook>.Refused>(new Ffmpeg().Look(path, 30_000_000, new BurntClock(400, 20, 0, 0)));
    }

    [Theory]
    [InlineData("320x40+10+0", true)]
    [InlineData("0x40+10+10", false)]
    [InlineData("320x40", false)]
    [InlineData("320x40+10+10,scale=9000", false)]
    public void A_clocks_place_is_read(string text, bool isPlace) => Assert.Equal(isPlace, BurntClock.Parse(text) is not null);

    private static double Seconds(IReadOnlyList<Stretch> stretches) => stretches.Sum(one => one.ToMs - one.FromMs) / 1000.0;
}
