using System.Diagnostics;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>The npm packages that tests of faces need (tests/Sunqar.Tests/faces): the reference implementation of the networks. They are
/// installed when their lock file is newer; without npm, or without its registry, the test that asks is skipped, and counted as
/// skipped.</summary>
internal static class FacePackages
{
    private static readonly Lazy<(string Folder, string Why)> Installed = new(Install);

    public static string Folder()
    {
        Assert.SkipUnless(Installed.Value.Why.Length == 0, $"the reference implementation is missing: {Installed.Value.Why}");
        return Installed.Value.Folder;
    }

    private static (string Folder, string Why) Install()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Sunqar.Tests", "faces");
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
