namespace Sunqar.Storage.Disk;

/// <summary>A folder that nobody else on the machine reads: whoever makes it first, and however it was made before.</summary>
public static class PrivateFolder
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder for its owner alone, or closes one that stands open to others.</summary>
    /// <param name="warn">Is told where an open one was closed.</param>
    /// <exception cref="IOException">It cannot be made; or others may enter it, and it is not ours to close.</exception>
    public static void Make(string folder, Action<string>? warn = null)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                return;
            }
            Directory.CreateDirectory(folder, Own);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{folder} {(File.Exists(folder) ? "is a file" : "cannot be made")}; expected a folder that can be written, as SUNQAR_DATA names it.",
                why
            );
        }
        Close(folder, warn);
    }

    private static void Close(string folder, Action<string>? warn)
    {
        if (OperatingSystem.IsWindows())
            return;
        var target = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        var mode = File.GetUnixFileMode(target);
        if ((mode & ~Own) == 0)
            return;
        try
        {
            File.SetUnixFileMode(target, mode & Own);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{folder} is open to others on this machine (mode {Convert.ToString((int)mode, 8)}) and belongs to somebody else; its owner closes it with chmod 700.",
                why
            );
        }
        warn?.Invoke($"{folder} was open to others on this machine (mode {Convert.ToString((int)mode, 8)}) and is closed to them now.");
    }
}
