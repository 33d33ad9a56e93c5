using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Log;

/// <summary>
/// Every signed head of a new size, oldest first: a line of JSON each, <c>{"head":NOTE}</c>. A line is on disk before its head is shown to
/// anybody, so what a crash tears was shown to nobody.
/// </summary>
internal sealed class HeadFile : IDisposable
{
    public const string Name = "heads";

    private const int TailBytes = 1 << 15;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IDiskFile _file;
    private long _end;
    private long _before;

    public HeadFile(IDisk disk, string folder)
    {
        disk.CreateFolder(folder);
        var path = Path.Combine(folder, Name);
        var isNew = !disk.FileExists(path);
        _file = isNew ? disk.Create(path) : disk.Open(path);
        if (isNew)
            disk.FlushFolder(folder);
        var tail = new byte[(int)Math.Min(TailBytes, _file.Length)];
        var start = _file.Length - tail.Length;
        _file.Read(start, tail);
        var end = LineEnd(tail);
        if (end == 0 && start > 0)
            throw new IOException($"{path} does not end with a head; put the file back as it was.");
        LastNote = LastOf(tail.AsSpan(0, end));
        if (LastNote is "")
        {
            // Parts of a write that a power loss tore, its end among them. Only one write was under way; whatever else is no head stays,
            // and speaks for itself.
            end = LineEnd(tail.AsSpan(0, end - 1));
            LastNote = LastOf(tail.AsSpan(0, end));
        }
        _before = start + LineEnd(tail.AsSpan(0, Math.Max(0, end - 1)));
        NoteBefore = end == 0 ? null : LastOf(tail.AsSpan(0, (int)(_before - start)));
        _end = start + end;
        if (_end < _file.Length)
            _file.Truncate(_end);
    }

    private static int LineEnd(ReadOnlySpan<byte> lines) => lines.LastIndexOf((byte)'\n') + 1;

    private static string? LastOf(ReadOnlySpan<byte> lines) =>
        lines.IsEmpty ? null : Note(Encoding.UTF8.GetString(lines[LineEnd(lines[..^1])..^1]));

    /// <summary>The last line's note; null where there is no line, empty where the line is none.</summary>
    public string? LastNote { get; private set; }

    /// <summary>The note of the line before the last one, as the file was opened; null where there is none.</summary>
    public string? NoteBefore { get; }

    /// <summary>
    /// Takes the last line back, once after the file was opened. A write that followed a failed one to the same place may be torn into
    /// parts of both, and be a line by chance; what was torn was shown to nobody.
    /// </summary>
    public void DropLast()
    {
        _end = _before;
        _file.Truncate(_end);
        LastNote = NoteBefore;
    }

    public void Append(string note)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { head = note }, Plain) + "\n");
        // What a failed write left.
        if (_file.Length > _end)
            _file.Truncate(_end);
        _file.Write(_end, line);
        _file.Flush();
        _end += line.Length;
        LastNote = note;
    }

    /// <summary>The note of a line; empty where it holds none.</summary>
    public static string Note(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("head", out var head)
                && head.ValueKind == JsonValueKind.String
                ? head.GetString()!
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    public void Dispose() => _file.Dispose();
}
