using System.Diagnostics;
using Xunit;

namespace Sunqar.Tests.Architecture;

/// <summary>The layout is a formatter's, of the version that <c>.config/dotnet-tools.json</c> names; so nobody argues about it.</summary>
public class LayoutTests
{
    [Fact]
    public async Task Every_file_is_as_the_formatter_would_write_it()
    {
        // A fresh clone has the tool's name alone.
        var restored = await DotnetAsync("tool", "restore");
        Assert.True(restored.Exit == 0, restored.Said);
        var (exit, said) = await DotnetAsync("csharpier", "check", ".");
        Assert.True(exit == 0, $"run: dotnet csharpier format .\n{said}");
    }

    private static async Task<(int Exit, string Said)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
