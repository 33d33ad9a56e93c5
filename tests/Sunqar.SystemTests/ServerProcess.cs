using System.Diagnostics;
using System.Text.RegularExpressions;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>./sunqar serve</c> in a process of its own, as a person starts it.</summary>
internal static partial class ServerProcess
{
    public static string Sunqar => Path.Combine(Repository.Root, "sunqar");

    /// <summary>On the folder's data.</summary>
    /// <param name="journal">The journal in PostgreSQL; null for the folder's own.</param>
    public static Process Start(
        TemporaryFolder folder,
        string options = "--urls http://127.0.0.1:0",
        string data = "data",
        string? journal = null,
        params (string Name, string Value)[] environment
    )
    {
        // exec: the process is the server itself, so that a signal reaches it.
        var start = new ProcessStartInfo("bash", ["-c", $"exec '{Sunqar}' serve {options}"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUNQAR_DATA"] = folder.At(data);
        if (journal is not null)
            start.Environment["SUNQAR_JOURNAL"] = journal;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var server = Process.Start(start)!;
        var (id, startTime) = (server.Id, server.StartTime);
        // A test that fails before it stops its server leaves none behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(id, startTime);
        return server;
    }

    private static void End(int id, DateTime startTime)
    {
        try
        {
            using var left = Process.GetProcessById(id);
            if (left.StartTime == startTime)
                left.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <summary>Where it listens, as it says itself.</summary>
    /// <param name="behind">What stands before the address that is meant.</param>
    public static async Task<string> AddressAsync(Process server, string behind = "")
    {
        var said = new List<string>();
        while (await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (line.Contains(behind, StringComparison.Ordinal) && AddressPattern().Match(line) is { Success: true } match)
            {
                return match.Value;
            }
        }
        throw new InvalidOperationException($"The server said no address: {string.Join('\n', said)}");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressPattern();
}
