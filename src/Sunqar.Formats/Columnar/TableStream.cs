namespace Sunqar.Formats.Columnar;

/// <summary>A file that holds a table, opened as text that every reader of tables takes: a Parquet file comes as CSV.</summary>
public static class TableStream
{
    private static ReadOnlySpan<byte> ParquetMark => "PAR1"u8;

    /// <returns>Seekable to its beginning.</returns>
    /// <exception cref="IOException">It cannot be opened, or is a Parquet file that cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Stream Open(string path, int bufferSize = 0)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize, FileOptions.SequentialScan);
        try
        {
            if (!file.CanSeek || !IsParquet(file))
                return file;
            return new ParquetText(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool IsParquet(FileStream file)
    {
        Span<byte> head = stackalloc byte[4];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return head[..length].SequenceEqual(ParquetMark);
    }
}

/// <summary>A table file is damaged, or of a shape that is not taken; the message says which.</summary>
public sealed class UnreadableTableException(string message, Exception? inner = null) : IOException(message, inner);
