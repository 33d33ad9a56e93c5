using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Sunqar.Tests;

/// <summary>Packages of npm that tests hold the house against, each set in a folder of its own beside the tests, with its lock file. They
/// are installed when that is newer.</summary>
internal static class NodePackages
{
    private static readonly ConcurrentDictionary<string, Lazy<(string Folder, string Why)>> Installed = new(StringComparer.Ordinal);

    /// <summary>The folder of a set, installed; the test is skipped where it cannot be.</summary>
    public static string Folder(string name)
    {
        var (folder, why) = Installed.GetOrAdd(name, one => new(() => Install(one))).Value;
        Assert.SkipUnless(why.Length == 0, $"the reference implementation is missing: {why}");
        return folder;
    }

    private static (string Folder, string Why) Install(string name)
    {
        var folder = Path.Combine(Repository.Root, "tests", "Sunqar.Tests", name);
        var stamp = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (stamp.Exists && stamp.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            return (folder, "");
        var (code, said) = Run(
            "bash",
            ["-c", "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && touch node_modules/.package-lock.json"],
            folder
        );
        return (folder, code == 0 ? "" : said);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code and what it said on standard error.</returns>
    public static (int Code, string Said) Run(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
