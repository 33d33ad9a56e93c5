using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>./sunqar serve</c> as a person starts it.</summary>
public partial class ServeTests
{
    [Fact]
    public async Task It_says_where_it_listens_answers_and_ends_when_told()
    {
        using var folder = new TemporaryFolder();
        using var server = Start(folder, "--urls http://127.0.0.1:0");
        var address = await AddressAsync(server);
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await client.GetAsync("/ready", patience.Token)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(50, patience.Token);
        }
        Assert.Contains("Sunqar", await client.GetStringAsync("/", patience.Token), StringComparison.Ordinal);

        Shell.Run($"kill -TERM {server.Id}", folder.Path);
        await server.WaitForExitAsync(patience.Token);
        Assert.Equal(0, server.ExitCode);
        Assert.Equal("", await server.StandardOutput.ReadToEndAsync(patience.Token));
    }

    [Theory]
    [InlineData("--urls http://0.0.0.0:5099", "without TLS")]
    [InlineData("--urls https://0.0.0.0:5099", "--certificate")]
    [InlineData("--urls nonsense", "expected e.g.")]
    public void What_is_not_safe_is_refused_before_anything_listens(string options, string reason)
    {
        using var folder = new TemporaryFolder();
        var result = Shell.Run($"'{Sunqar}' serve {options}", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_in_use_is_named()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var result = Shell.Run($"'{Sunqar}' serve --urls {url}", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(url, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static string Sunqar => Path.Combine(Repository.Root, "sunqar");

    private static Process Start(TemporaryFolder folder, string options)
    {
        // exec: the process is the server itself, so that a signal reaches it.
        var start = new ProcessStartInfo("bash", ["-c", $"exec '{Sunqar}' serve {options}"])
        {
            WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["SUNQAR_DATA"] = folder.At("data");
        return Process.Start(start)!;
    }

    private static async Task<string> AddressAsync(Process server)
    {
        var said = new List<string>();
        while (await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (AddressPattern().Match(line) is { Success: true } match)
            {
                return match.Value;
            }
        }
        throw new InvalidOperationException($"The server said no address: {string.Join('\n', said)}");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressPattern();
}
