using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;

namespace Sunqar.Work.Footage;

/// <summary>What came of asking ffprobe or ffmpeg.</summary>
public abstract record ToolOutcome<T>
{
    private ToolOutcome() { }

    public sealed record Found(T Value) : ToolOutcome<T>;

    /// <summary>The file is none that it can read.</summary>
    public sealed record Refused(string Reason) : ToolOutcome<T>;

    /// <summary>The tool is not on this machine.</summary>
    public sealed record Absent : ToolOutcome<T>;
}

/// <summary>A clock that the recorder burns into the picture: where, in pixels.</summary>
public sealed record BurntClock(int Width, int Height, int X, int Y)
{
    /// <summary>Of WIDTHxHEIGHT+X+Y; null where it is none.</summary>
    public static BurntClock? Parse(string text)
    {
        var match = Regex.Match(text, @"\A(\d{1,5})x(\d{1,5})\+(\d{1,5})\+(\d{1,5})\z");
        if (!match.Success)
            return null;
        int Number(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        return Number(1) > 0 && Number(2) > 0 ? new BurntClock(Number(1), Number(2), Number(3), Number(4)) : null;
    }
}

/// <summary>What sees into a recording.</summary>
public interface IVideoTools
{
    /// <summary>Length, codec and resolution.</summary>
    ToolOutcome<Mp4Video> Probe(string path);

    /// <summary>Where the picture is black or does not change.</summary>
    /// <param name="clock">Where the burnt-in clock stands; null where there is none.</param>
    ToolOutcome<PictureLook> Look(string path, long lengthUs, BurntClock? clock);
}

/// <summary>
/// Debian's ffprobe and ffmpeg, each started for one file with a limit of time, no network and no file but that one. The picture is looked
/// at by its keyframes alone, which is a thousand times faster than it was recorded.
/// </summary>
public sealed partial class Ffmpeg : IVideoTools
{
    private const int OutputMax = 4 << 20;

    /// <summary>An hour of recording takes seconds; a file made to be slow is given up.</summary>
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(30),
        LookLimit = TimeSpan.FromMinutes(5);

    public ToolOutcome<Mp4Video> Probe(string path)
    {
        var run = Run(
            "ffprobe",
            ProbeLimit,
            ["-v", "error", "-protocol_whitelist", "file", "-f", "mov", "-select_streams", "v:0", "-of", "json"],
            ["-show_entries", "stream=codec_name,width,height,duration:format=duration", "file:" + path]
        );
        if (run is null)
            return new ToolOutcome<Mp4Video>.Absent();
        if (run.ExitCode != 0)
            return new ToolOutcome<Mp4Video>.Refused(run.Why);
        try
        {
            using var json = JsonDocument.Parse(run.Output);
            var stream = json.RootElement.GetProperty("streams")[0];
            var length = stream.TryGetProperty("duration", out var own)
                ? own
                : json.RootElement.GetProperty("format").GetProperty("duration");
            var seconds = decimal.Parse(length.GetString()!, CultureInfo.InvariantCulture);
            return new ToolOutcome<Mp4Video>.Found(
                new Mp4Video(
                    (long)(decimal.Clamp(seconds, 0, 10_000_000) * 1_000_000),
                    stream.GetProperty("codec_name").GetString()!,
                    stream.GetProperty("width").GetInt32(),
                    stream.GetProperty("height").GetInt32()
                )
            );
        }
        catch (Exception why)
            when (why
                    is JsonException
                        or KeyNotFoundException
                        or FormatException
                        or OverflowException
                        or InvalidOperationException
                        or IndexOutOfRangeException
                        or ArgumentException
            )
        {
            return new ToolOutcome<Mp4Video>.Refused("ffprobe found no track of pictures with a length");
        }
    }

    public ToolOutcome<PictureLook> Look(string path, long lengthUs, BurntClock? clock)
    {
        const string Whole = "blackdetect=d=0.1:pix_th=0.10,freezedetect=n=0.001:d=10";
        if (Filtered(path, Whole) is not { } picture)
            return new ToolOutcome<PictureLook>.Absent();
        if (picture.ExitCode != 0)
            return new ToolOutcome<PictureLook>.Refused(picture.Why);
        IReadOnlyList<Stretch> stopped = [];
        if (clock is not null)
        {
            // A digit that changes moves this small area by some hundredths; an encoder's noise in it stays below one.
            var area = FormattableString.Invariant($"crop={clock.Width}:{clock.Height}:{clock.X}:{clock.Y},freezedetect=n=0.01:d=2");
            if (Filtered(path, area) is not { ExitCode: 0 } seen)
                return new ToolOutcome<PictureLook>.Refused("the burnt-in clock is not where --clock says");
            stopped = Stretches(seen.Error, "lavfi.freezedetect.freeze_start: ", "lavfi.freezedetect.freeze_end: ", lengthUs);
        }
        return new ToolOutcome<PictureLook>.Found(
            new PictureLook(
                Stretches(picture.Error, "black_start:", "black_end:", lengthUs),
                Stretches(picture.Error, "lavfi.freezedetect.freeze_start: ", "lavfi.freezedetect.freeze_end: ", lengthUs),
                stopped
            )
        );
    }

    private static Ran? Filtered(string path, string filter) =>
        Run(
            "ffmpeg",
            LookLimit,
            ["-hide_banner", "-nostats", "-nostdin", "-threads", "1", "-protocol_whitelist", "file", "-skip_frame", "nokey", "-f", "mov"],
            ["-i", "file:" + path, "-map", "0:v:0", "-vf", filter, "-f", "null", "-"]
        );

    /// <summary>Pairs of starts and ends; what has no end lasts to the end of the recording.</summary>
    private static List<Stretch> Stretches(string text, string startMark, string endMark, long lengthUs)
    {
        var result = new List<Stretch>();
        int? from = null;
        foreach (Match match in Mark().Matches(text))
        {
            if (!double.TryParse(match.Groups["value"].Value, CultureInfo.InvariantCulture, out var seconds))
                continue;
            var ms = (int)Math.Clamp(seconds * 1000, result.Count > 0 ? result[^1].ToMs : 0, int.MaxValue);
            if (match.Groups["mark"].Value == startMark)
            {
                from = ms;
            }
            else if (match.Groups["mark"].Value == endMark && from is { } start && ms >= start)
            {
                result.Add(new Stretch(start, ms));
                from = null;
            }
        }
        if (from is { } open)
            result.Add(new Stretch(open, (int)Math.Max(open, Math.Min(lengthUs / 1000, int.MaxValue))));
        return result;
    }

    private sealed record Ran(int ExitCode, string Output, string Error)
    {
        /// <summary>The last line that it said, without the file's name.</summary>
        public string Why =>
            Error.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last]
                ? $"it cannot be read ({(last.Length > 200 ? last[..200] : last).Trim()})"
                : "it cannot be read";
    }

    /// <summary>Null where the program is not there.</summary>
    private static Ran? Run(string program, TimeSpan limit, params ReadOnlySpan<string[]> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var some in arguments)
        {
            foreach (var argument in some)
                start.ArgumentList.Add(argument);
        }
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        using (process)
        {
            var output = ReadAsync(process!.StandardOutput);
            var error = ReadAsync(process.StandardError);
            if (!process.WaitForExit(limit) || !Task.WaitAll([output, error], limit))
            {
                process.Kill(entireProcessTree: true);
                return new Ran(-1, "", $"{program} did not finish in {limit.TotalSeconds:F0} seconds");
            }
            return new Ran(process.ExitCode, output.Result, error.Result);
        }
    }

    /// <summary>The first part of what it says; the rest is read and left.</summary>
    private static async Task<string> ReadAsync(StreamReader reader)
    {
        var kept = new System.Text.StringBuilder();
        var buffer = new char[8192];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0; )
        {
            if (kept.Length < OutputMax)
                kept.Append(buffer, 0, read);
        }
        return kept.ToString();
    }

    [GeneratedRegex(
        @"(?<mark>black_start:|black_end:|lavfi\.freezedetect\.freeze_start: |lavfi\.freezedetect\.freeze_end: )(?<value>[0-9.]+)"
    )]
    private static partial Regex Mark();
}
