using System.Text;

namespace Sunqar.Formats;

/// <summary>Text of files that others wrote, taken into memory no further than its limit.</summary>
public static class InputText
{
    /// <summary>A whole small file.</summary>
    /// <param name="bytesMax">More are refused before they are read.</param>
    /// <param name="why">Why there is no text; null where there is.</param>
    public static string Read(string path, int bytesMax, out BadInput? why)
    {
        why = null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // A pipe does not tell its length: one byte too many is enough to know.
            var bytes = new byte[Math.Min(stream.CanSeek ? stream.Length : bytesMax, bytesMax) + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > bytesMax)
            {
                why = new(path, 0, 0, null, "the file is too long", $"at most {bytesMax} bytes");
                return "";
            }
            using var reader = new StreamReader(new MemoryStream(bytes, 0, length));
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            why = BadInput.Unreadable(path, e);
            return "";
        }
    }

    /// <summary>The next line without its end, or null after the last. Of a line longer than <paramref name="charactersMax"/> comes one
    /// character more than that, so that it can be told; the rest of it comes as the next line.</summary>
    public static string? Line(TextReader text, int charactersMax)
    {
        var line = new StringBuilder();
        int next;
        while ((next = text.Read()) is >= 0 and not '\n')
        {
            line.Append((char)next);
            if (line.Length > charactersMax)
            {
                return line.ToString();
            }
        }
        if (next < 0 && line.Length == 0)
        {
            return null;
        }
        if (line.Length > 0 && line[^1] == '\r')
        {
            line.Length--;
        }
        return line.ToString();
    }
}
