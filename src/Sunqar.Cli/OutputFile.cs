using Sunqar.Formats;

namespace Sunqar.Cli;

/// <summary>Where a verb's machine output goes: standard output, or a file that appears only when it is whole.</summary>
internal static class OutputFile
{
    /// <summary>Writes all of it; false after a message on stderr where the file's place is none to write in. What stood there before stays until it is whole.</summary>
    /// <param name="path">Null for standard output.</param>
    /// <param name="isWhole">Asked at the end whether what was written may be shown; always where left out.</param>
    /// <exception cref="IOException">The disk failed or is full: the verb failed, whatever the user said.</exception>
    public static bool Write(string? path, Action<Stream> write, Func<bool>? isWhole = null)
    {
        if (path is null)
        {
            using var output = Console.OpenStandardOutput();
            write(output);
            return true;
        }
        // Beside its place and then moved there: a reader never meets half a file.
        var part = path + ".part";
        if (Open(path, part) is not { } stream) return false;
        try
        {
            using (stream)
            {
                write(stream);
            }
            if (isWhole?.Invoke() ?? true)
            {
                File.Move(part, path, overwrite: true);
            }
            else
            {
                File.Delete(part);
            }
            return true;
        }
        catch
        {
            Remove(part);
            throw;
        }
    }

    /// <summary>Null after a message where the place is none to write in, which is the user's to change.</summary>
    private static FileStream? Open(string path, string part)
    {
        try
        {
            return Directory.Exists(path) ? throw new IOException() : new FileStream(part, FileMode.Create, FileAccess.Write);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {BadInput.Unwritable(path, why)}");
            return null;
        }
    }

    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            // The message above named the place; what is left there is called .part.
        }
    }
}
