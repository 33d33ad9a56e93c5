using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The oversight log as an outsider meets it: a server, a witness with the public key, and a copy of the folder.</summary>
public class LogTests
{
    [Fact]
    public async Task A_witness_follows_a_server_and_a_copy_verifies()
    {
        using var folder = new TemporaryFolder();
        var key = folder.At("data.log.pub");
        using (var server = ServerProcess.Start(folder))
        {
            var address = await ReadyAsync(server);
            var seen = Witness(folder, address);
            Assert.True(seen.ExitCode == 0, seen.Error);
            var line = JsonDocument.Parse(seen.Output.Trim()).RootElement;
            Assert.Equal("head", line.GetProperty("event").GetString());
            // Again: nothing new, so nothing said.
            Assert.Equal((0, ""), (Witness(folder, address).ExitCode, Witness(folder, address).Output));
            Stop(server);
        }
        Assert.Equal(File.ReadAllText(key), Shell.Run($"'{ServerProcess.Sunqar}' verify-log --print-key data", folder.Path).Output);
        Shell.Run("mkdir copy && cp -r data/journal data/log copy/ && chmod -R a-w copy", folder.Path);
        var verified = Shell.Run($"'{ServerProcess.Sunqar}' verify-log copy --key data.log.pub --head seen.json", folder.Path);
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Error);
        Shell.Run("chmod -R u+w copy", folder.Path);
    }

    [Fact]
    public async Task A_server_that_begins_anew_under_its_old_key_is_found_out()
    {
        using var folder = new TemporaryFolder();
        using (var server = ServerProcess.Start(folder))
        {
            var address = await ReadyAsync(server);
            Assert.Equal(0, Witness(folder, address).ExitCode);
            Stop(server);
        }
        // What it was shown is a longer log than what comes: as if a backup had been put back.
        var key = File.ReadAllText(folder.At("data.log.key"));
        var longer = Core
            .Merkle.LogSigner.Parse(key)!
            .Sign(7, new byte[32], (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / 10)
            .Note;
        File.WriteAllText(folder.At("seen.json"), longer);
        Directory.Delete(folder.At("data"), recursive: true);
        File.Delete(folder.At("data.key"));
        using (var server = ServerProcess.Start(folder))
        {
            var result = Witness(folder, await ReadyAsync(server));
            Assert.Equal(1, result.ExitCode);
            Assert.Contains("ALARM shrunk", result.Error, StringComparison.Ordinal);
            Assert.Equal(longer, JsonDocument.Parse(result.Output.Trim()).RootElement.GetProperty("known").GetString());
            Stop(server);
        }
        var copy = Shell.Run($"'{ServerProcess.Sunqar}' verify-log data --head seen.json", folder.Path);
        Assert.Equal(1, copy.ExitCode);
        Assert.Contains("\"fault\":\"truncated\"", copy.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify-log nowhere --key key", "holds no journal")]
    [InlineData("verify-log nowhere --key missing", "cannot be read")]
    [InlineData("verify-log . --key key --head missing", "missing")]
    [InlineData("witness nonsense --key key", "expected a server's address")]
    [InlineData("witness http://127.0.0.1:9 --key wrong", "expected an oversight log's public key")]
    [InlineData("witness http://127.0.0.1:9 --key key --silence 0", "takes 1 to")]
    public void Wrong_usage_says_what_was_expected(string command, string expected)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("journal"));
        File.WriteAllText(folder.At("key"), Core.Merkle.LogSigner.Create(new byte[32]).Key.Text);
        File.WriteAllText(folder.At("wrong"), "a+b+c");
        var result = Shell.Run($"'{ServerProcess.Sunqar}' {command}", folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private static Shell.Result Witness(TemporaryFolder folder, string address) =>
        Shell.Run($"'{ServerProcess.Sunqar}' witness {address} --key data.log.pub --state seen.json --once", folder.Path);

    private static async Task<string> ReadyAsync(Process server)
    {
        var address = await ServerProcess.AddressAsync(server);
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await client.GetAsync("/v1/log/head", patience.Token)).IsSuccessStatusCode)
            await Task.Delay(50, patience.Token);
        return address;
    }

    private static void Stop(Process server)
    {
        Shell.Run($"kill -TERM {server.Id}", Path.GetTempPath());
        server.WaitForExit();
    }
}
