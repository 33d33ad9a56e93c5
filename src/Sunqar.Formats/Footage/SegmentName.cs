using System.Globalization;
using System.Text.RegularExpressions;
using Sunqar.Core.Footage;

namespace Sunqar.Formats.Footage;

/// <summary>What a recording is called: <c>TERMINAL_YYYYMMDDTHHMMSSZ[_CAMERA]</c>, its start in UTC; as a file with <c>.mp4</c>
/// behind.</summary>
public static partial class SegmentName
{
    public const string Extension = ".mp4";
    public const string Expected = "TERMINAL_YYYYMMDDTHHMMSSZ[_CAMERA].mp4 with the start in UTC, such as A-17_20260115T090000Z_2.mp4";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>What a terminal may be called: 1 to 64 letters, digits, points, hyphens and underscores, a letter or digit first.</summary>
    public static bool IsTerminal(string text) => TerminalPattern().IsMatch(text);

    /// <summary>The same for a camera, at most 32, or empty.</summary>
    public static bool IsCamera(string text) => text.Length == 0 || CameraPattern().IsMatch(text);

    /// <summary>The recording of a name without its extension; null where it is none, or its date is on no calendar.</summary>
    public static SegmentKey? Parse(string name)
    {
        var match = NamePattern().Match(name);
        if (
            !match.Success
            || !DateTimeOffset.TryParseExact(
                match.Groups["time"].Value,
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var start
            )
            || start.Year is < 1990 or > 2099
        )
        {
            return null;
        }
        return new SegmentKey(match.Groups["terminal"].Value, match.Groups["camera"].Value, (start - DateTimeOffset.UnixEpoch).Ticks / 10);
    }

    /// <summary>The name of a recording, without extension.</summary>
    public static string Of(SegmentKey key)
    {
        var start = DateTimeOffset.UnixEpoch.AddTicks(key.StartUs * 10).ToString(TimeFormat, CultureInfo.InvariantCulture);
        return key.Camera.Length == 0 ? $"{key.Terminal}_{start}" : $"{key.Terminal}_{start}_{key.Camera}";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex TerminalPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,31}\z")]
    private static partial Regex CameraPattern();

    // The first time in the name counts, so that every name is read in one way.
    [GeneratedRegex(
        @"\A(?<terminal>[A-Za-z0-9][A-Za-z0-9._-]{0,63}?)_(?<time>[0-9]{8}T[0-9]{6}Z)(?:_(?<camera>[A-Za-z0-9][A-Za-z0-9._-]{0,31}))?\z"
    )]
    private static partial Regex NamePattern();
}
