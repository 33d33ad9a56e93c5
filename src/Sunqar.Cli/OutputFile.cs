using Sunqar.Formats;

namespace Sunqar.Cli;

/// <summary>
/// Where a verb's machine output goes: standard output, or a file that appears only when it is whole. A link is followed and stays; into
/// what is no plain file (a device, a pipe) the output is written as it comes, since a file put in its place would take it from everybody.
/// </summary>
internal static class OutputFile
{
    /// <summary>Writes all of it; false after a message on stderr where the file's place is none to write in. What stood there before stays
    /// until it is whole.</summary>
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
        if (Open(path) is not { } place)
            return false;
        try
        {
            using (place.Stream)
            {
                write(place.Stream);
            }
            if (place.Part is null)
                return true;
            if (isWhole?.Invoke() ?? true)
            {
                File.Move(place.Part, place.Target, overwrite: true);
            }
            else
            {
                File.Delete(place.Part);
            }
            return true;
        }
        catch
        {
            if (place.Part is not null)
                Remove(place.Part);
            throw;
        }
    }

    /// <param name="Part">Beside its target, and moved there in the end, so that a reader never meets half a file; null where there is no
    /// plain file.</param>
    private sealed record Place(FileStream Stream, string? Part, string Target);

    /// <summary>Null after a message where the place is none to write in, which is the user's to change.</summary>
    private static Place? Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new IOException();
            if (Special(path) is { } special)
                return new Place(special, null, path);
            var target = Linked(path) ?? path;
            var part = target + ".part";
            return new Place(new FileStream(part, FileMode.Create, FileAccess.Write), part, target);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {BadInput.Unwritable(path, why)}");
            return null;
        }
    }

    /// <summary>The device or pipe that stands at a path, opened; null where a plain file or nothing does.</summary>
    private static FileStream? Special(string path)
    {
        if (!File.Exists(path))
            return null;
        var file = new FileInfo(path);
        var isDevice = IsDevice(file.FullName) || (Linked(path) is { } target && IsDevice(target));
        // Pipes are empty to whoever looks; to open an empty plain file changes nothing in it.
        if (!isDevice && file.Length > 0)
            return null;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        if (isDevice || !stream.CanSeek)
            return stream;
        stream.Dispose();
        return null;
    }

    /// <summary>What a link leads to in the end; null where no link stands.</summary>
    private static string? Linked(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName : null;

    private static bool IsDevice(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal)
        || (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal));

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
