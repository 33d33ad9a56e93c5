using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;

namespace Sunqar.Formats.Footage;

/// <summary>
/// Writes the lines of a manifest (docs/footage.md). A line is a leaf of the bank's log exactly as its bytes stand there, without the line
/// end; a head signs all of them that stand above it.
/// </summary>
public static class ManifestLines
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line: by whose key the manifest is signed, and how long the bank says that it keeps footage.</summary>
    public static byte[] Opening(LogKey key, int keptDays) =>
        Line(json =>
        {
            json.WriteNumber("footage", 1);
            json.WriteString("key", key.Text);
            json.WriteNumber("kept_days", keptDays);
        });

    public static byte[] Of(Segment segment) =>
        Line(json =>
        {
            json.WriteString("terminal", segment.Terminal);
            if (segment.Camera.Length > 0)
                json.WriteString("camera", segment.Camera);
            json.WriteString("start", Time(segment.StartUs));
            json.WriteString("end", Time(segment.EndUs));
            if (segment.ClockOffsetMs is { } offset)
                json.WriteNumber("clock_offset_ms", offset);
            json.WriteString("codec", segment.Codec);
            json.WriteNumber("width", segment.Width);
            json.WriteNumber("height", segment.Height);
            json.WriteNumber("sealed_bytes", segment.SealedBytes);
            json.WriteBase64String("root", segment.Root.Span);
            json.WriteBase64String("previous", segment.Previous.Span);
            if (segment.Look is not { } look)
                return;
            Stretches(json, "black_ms", look.Black);
            Stretches(json, "frozen_ms", look.Frozen);
            Stretches(json, "clock_stopped_ms", look.ClockStopped);
        });

    public static byte[] Of(Deletion deletion) =>
        Line(json =>
        {
            json.WriteString("deleted", SegmentName.Of(deletion.Segment));
            json.WriteBase64String("root", deletion.Root.Span);
            json.WriteString("at", Time(deletion.AtUs));
            json.WriteString("reason", deletion.Reason);
        });

    /// <summary>A signed head over every leaf above it.</summary>
    public static byte[] Of(HeadReading.Good head) => Line(json => json.WriteString("signed", head.Note));

    /// <summary>A moment as manifests write it.</summary>
    public static string Time(long us) =>
        DateTimeOffset.UnixEpoch.AddTicks(us * 10).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    internal static byte[] Line(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Stretches(Utf8JsonWriter json, string name, IReadOnlyList<Stretch> stretches)
    {
        json.WriteStartArray(name);
        foreach (var stretch in stretches)
        {
            json.WriteNumberValue(stretch.FromMs);
            json.WriteNumberValue(stretch.ToMs);
        }
        json.WriteEndArray();
    }
}
