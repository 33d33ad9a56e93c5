using System.Runtime.InteropServices;

namespace Sunqar.Server.Hosting;

/// <summary>
/// What the server knows of people in the clear is in its memory alone, while it decides. So its memory stays where it is: no core file, no
/// crash dump, and no other process of the same account that attaches to it (Linux). Root can still read it: docs/retention.md.
/// </summary>
public static partial class MemoryGuard
{
    private const int SetDumpable = 4;
    private const int CoreSize = 4;

    /// <summary>The setting by which the runtime writes a dump of its own when it crashes.</summary>
    public const string DumpSetting = "DOTNET_DbgEnableMiniDump";

    /// <summary>Closes it; null, or why the server must not start.</summary>
    public static string? Close()
    {
        if (Environment.GetEnvironmentVariable(DumpSetting) is { Length: > 0 } dump && dump != "0")
            return $"{DumpSetting} is set: a crash dump would hold people's data in the clear. Unset it.";
        if (!OperatingSystem.IsLinux())
            return null;
        var none = default(Limit);
        if (SetLimit(CoreSize, in none) != 0 || Control(SetDumpable, 0, 0, 0, 0) != 0)
        {
            return $"Core files could not be forbidden (errno {Marshal.GetLastPInvokeError()}): "
                + $"they would hold people's data in the clear.";
        }
        return null;
    }

    private readonly struct Limit
    {
        public readonly ulong Soft,
            Hard;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, ulong two, ulong three, ulong four, ulong five);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);
}
