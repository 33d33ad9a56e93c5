using System.Text.Json;

namespace Sunqar.Formats.Footage;

/// <summary>Small files of one JSON object a line, each with the members that are expected of it and no others.</summary>
internal static class JsonLines
{
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 4 };

    /// <param name="take">Is given each line's object and number; its fault ends the reading.</param>
    /// <returns>Why the file cannot be taken; null where it can.</returns>
    public static BadInput? Read(string path, int lineBytesMax, long linesMax, Func<JsonElement, long, LineFault?> take)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return Read(stream, path, lineBytesMax, linesMax, take);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return BadInput.Unreadable(path, why);
        }
    }

    public static BadInput? Read(Stream stream, string file, int lineBytesMax, long linesMax, Func<JsonElement, long, LineFault?> take)
    {
        var buffer = new byte[Math.Max(lineBytesMax + 1, 1 << 16)];
        var (start, end, line) = (0, 0, 0L);
        while (true)
        {
            int length;
            while ((length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n')) >= 0)
            {
                if (++line > linesMax)
                    return new BadInput(file, line, 0, null, "the file is too long", $"at most {linesMax} lines");
                if (Line(buffer.AsMemory(start, length), file, line, lineBytesMax, take) is { } bad)
                    return bad;
                start += length + 1;
            }
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
                return new BadInput(file, line + 1, 0, null, "the line is too long", $"at most {lineBytesMax} bytes");
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read > 0)
            {
                end += read;
                continue;
            }
            return end == 0 ? null : new BadInput(file, line + 1, 0, null, "the last line is cut off", "a whole line with its end");
        }
    }

    private static BadInput? Line(
        ReadOnlyMemory<byte> bytes,
        string file,
        long line,
        int lineBytesMax,
        Func<JsonElement, long, LineFault?> take
    )
    {
        if (bytes.Length > lineBytesMax)
            return new BadInput(file, line, 0, null, "the line is too long", $"at most {lineBytesMax} bytes");
        try
        {
            using var json = JsonDocument.Parse(bytes, Options);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return new BadInput(file, line, 1, null, "this is no JSON object", "a JSON object a line");
            return take(json.RootElement, line) is { } fault
                ? new BadInput(file, line, 0, fault.Field, fault.Reason, fault.Expected)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new BadInput(file, line, 1, null, "this is no JSON", "a JSON object a line");
        }
    }

    /// <summary>A member that is not among those, or comes twice.</summary>
    public static LineFault? Stranger(JsonElement json, params ReadOnlySpan<string> members)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!seen.Add(member.Name) || !members.Contains(member.Name))
                return new LineFault(null, "a member is not known or comes twice", "those of docs/footage.md, each once");
        }
        return null;
    }

    public static string? Text(JsonElement json, string name, int lengthMax) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { } text
        && text.Length <= lengthMax
            ? text
            : null;

    public static long? Number(JsonElement json, string name, long low, long high) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
        && number >= low
        && number <= high
            ? number
            : null;

    public static byte[]? Bytes(JsonElement json, string name, int bytesMax) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.TryGetBytesFromBase64(out var bytes)
        && bytes.Length <= bytesMax
            ? bytes
            : null;
}

/// <summary>What is wrong with a line.</summary>
internal sealed record LineFault(string? Field, string Reason, string Expected)
{
    public static LineFault Of(string field, string expected) => new(field, "it is missing or cannot be read", expected);
}
