using System.Diagnostics;
using System.Text.RegularExpressions;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The kit of docs/sandbox.md as a bank's developer uses it: generated, compiled, run, and judged.</summary>
[Trait("Suite", "Whole")]
public sealed partial class ClientKitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _sandbox;
    private readonly string _url,
        _gateway,
        _key;

    public ClientKitTests()
    {
        // A developer has the folder and the description, and nothing else of the repository.
        Run($"cp -r '{Repository.Root}/clients' . && mkdir docs && cp '{Repository.Root}/docs/openapi.json' docs/");
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"exec '{ServerProcess.Sunqar}' sandbox --urls http://127.0.0.1:0 --iso8583 127.0.0.1:0"]
        )
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _sandbox = Process.Start(start)!;
        _key = KeyPattern().Match(_sandbox.StandardOutput.ReadLine()!).Value;
        var said = "";
        while (!said.Contains("first admin", StringComparison.Ordinal))
            said += _sandbox.StandardError.ReadLine() + "\n";
        _url = UrlPattern().Match(said).Value;
        _gateway = GatewayPattern().Match(said).Groups[1].Value;
    }

    public void Dispose()
    {
        _sandbox.Kill();
        _sandbox.WaitForExit();
        _sandbox.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_typed_client_in_CSharp_conforms()
    {
        Run("cd clients/csharp && dotnet run generate.cs");
        Assert.Contains("the hold lapsed to Allow", Run($"cd clients/csharp && dotnet run day.cs {_url} {_key}"), StringComparison.Ordinal);
        Conforms();
    }

    [Fact]
    public void The_typed_client_in_TypeScript_conforms()
    {
        Run("cd clients/typescript && npm ci --no-audit --no-fund && npm run build");
        Assert.Contains(
            "the hold lapsed to allow",
            Run($"cd clients/typescript && node built/js/day.js {_url} {_key}"),
            StringComparison.Ordinal
        );
        Conforms();
    }

    [Fact]
    public void A_sample_of_each_message_is_answered()
    {
        Assert.Contains("field 39 is 00", Run($"cd clients/csharp && dotnet run iso8583.cs {_gateway} SANDKZKA"), StringComparison.Ordinal);
        Assert.Contains(
            "9004hold",
            Run($"cd clients/csharp && dotnet run iso8583.cs {_gateway} SANDKZKA 100300"),
            StringComparison.Ordinal
        );
        Assert.Contains("ACCP", Run($"cd clients/csharp && dotnet run iso20022.cs {_url} {_key} SANDKZKA"), StringComparison.Ordinal);
        Assert.Contains(
            "RJCT",
            Run($"cd clients/csharp && dotnet run iso20022.cs {_url} {_key} SANDKZKA 1004.00"),
            StringComparison.Ordinal
        );
    }

    private void Conforms()
    {
        var judged = Run($"'{ServerProcess.Sunqar}' conform {_url}");
        Assert.Equal(12, judged.Split('\n').Count(line => line.StartsWith("shown ", StringComparison.Ordinal)));
    }

    private string Run(string command)
    {
        var run = Shell.Run(command, _folder.Path, ("SUNQAR_SANDBOX_KEY", _key ?? ""));
        Assert.True(run.ExitCode == 0, $"{command}\n{run.Output}\n{run.Error}");
        return run.Output;
    }

    [GeneratedRegex("sunqar_\\S+")]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex UrlPattern();

    [GeneratedRegex(@"iso8583 SANDKZKA at (\S+)")]
    private static partial Regex GatewayPattern();
}
