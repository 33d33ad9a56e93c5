namespace Sunqar.Formats.Pictures;

/// <summary>A picture's file, not more of it than is taken.</summary>
internal static class PictureBytes
{
    /// <summary>The file's bytes; one more than allowed where it is longer. Null where it cannot be read, and why.</summary>
    public static byte[]? Of(string path, int bytesMax, out BadInput? why)
    {
        why = null;
        try
        {
            using var file = File.OpenRead(path);
            // A pipe tells no length: one byte more than allowed is asked for, and refused.
            using var kept = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; kept.Length <= bytesMax && (read = file.Read(buffer)) > 0; )
                kept.Write(buffer, 0, read);
            return kept.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            why = BadInput.Unreadable(path, error);
            return null;
        }
    }
}
