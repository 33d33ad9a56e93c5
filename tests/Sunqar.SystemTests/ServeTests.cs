using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>./sunqar serve</c> as a person starts it.</summary>
public class ServeTests
{
    [Fact]
    public async Task It_says_where_it_listens_answers_and_ends_when_told()
    {
        using var folder = new TemporaryFolder();
        using var server = ServerProcess.Start(folder, "--urls http://127.0.0.1:0");
        var address = await ServerProcess.AddressAsync(server);
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

    [Fact]
    public async Task A_list_is_imported_beside_it_and_transfers_are_not()
    {
        using var folder = new TemporaryFolder();
        using var server = ServerProcess.Start(folder);
        using var client = new HttpClient { BaseAddress = new Uri(await ServerProcess.AddressAsync(server)) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await client.GetAsync("/ready", patience.Token)).StatusCode != HttpStatusCode.OK)
            await Task.Delay(50, patience.Token);
        await File.WriteAllTextAsync(folder.At("rates.csv"), "time,base,quote,rate\n2026-01-15,USD,KZT,525.43\n", patience.Token);
        await File.WriteAllTextAsync(folder.At("transfers.csv"), "id,time,from,to,amount\n1,2026-01-15,a,b,1\n", patience.Token);
        var taken = Shell.Run($"'{ServerProcess.Sunqar}' import rates.csv", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal((0, ""), (taken.ExitCode, taken.ExitCode == 0 ? "" : taken.Error));
        Assert.Contains("\"added\":true", taken.Output, StringComparison.Ordinal);
        var refused = Shell.Run($"'{ServerProcess.Sunqar}' import transfers.csv", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("stop the server", refused.Error, StringComparison.Ordinal);
        server.Kill();
        await server.WaitForExitAsync(patience.Token);
    }

    [Theory]
    [InlineData("--urls http://0.0.0.0:5099", "without TLS")]
    [InlineData("--urls https://0.0.0.0:5099", "--certificate")]
    [InlineData("--urls nonsense", "expected e.g.")]
    public void What_is_not_safe_is_refused_before_anything_listens(string options, string reason)
    {
        using var folder = new TemporaryFolder();
        var result = Shell.Run($"'{ServerProcess.Sunqar}' serve {options}", folder.Path, ("SUNQAR_DATA", folder.At("data")));
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
        var result = Shell.Run($"'{ServerProcess.Sunqar}' serve --urls {url}", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(url, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
