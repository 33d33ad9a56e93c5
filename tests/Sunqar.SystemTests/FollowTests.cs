using System.Diagnostics;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>./sunqar follow</c> on a real local node: transfers, a freeze, a reorganisation, a restart.</summary>
public sealed class FollowTests
{
    [Fact]
    public async Task Transfers_a_freeze_and_a_reorganisation_are_followed_across_restarts()
    {
        using var node = await LocalNode.StartAsync();
        using var folder = new TemporaryFolder();
        var (owner, alice, bob) = (node.Accounts[0], node.Accounts[1], node.Accounts[2]);
        var issue = await node.TokenAsync("issue(uint256)", 1_000_000_000);
        var first = await node.TokenAsync("transfer(address,uint256)", alice, 250_000_000);
        var twice = await node.TokenAsync("transferTwice(address,uint256)", bob, 1_000);
        var freeze = await node.TokenAsync("addBlackList(address)", alice);
        Assert.Equal(["read"], Follow(node, folder, "--from 0"));
        Assert.Equal([first, twice, twice + "#2"], Transfers(folder).Select(t => t.Id));
        var moved = Transfers(folder)[0];
        Assert.Equal(
            (250_000_000, Address(owner), Address(alice), Address(node.Token)),
            ((int)moved.Units, moved.From, moved.To, moved.Token)
        );
        Assert.InRange(
            moved.TimeUs,
            DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds() * 1_000,
            DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds() * 1_000
        );
        Assert.Equal(
            [(TokenEventKind.Issued, issue, ""), (TokenEventKind.Frozen, freeze, Address(alice))],
            Events(folder).Select(e => (e.Kind, e.Id.Split(':')[0], e.Wallet))
        );

        // What is read and then replaced is taken back; the freeze below it stands.
        var snapshot = (await node.CallAsync("evm_snapshot")).GetString()!;
        var lost = await node.TokenAsync("transfer(address,uint256)", bob, 7);
        await node.TokenAsync("removeBlackList(address)", alice);
        Assert.Equal(["read"], Follow(node, folder));
        Assert.Contains(lost, Transfers(folder).Select(t => t.Id));
        Assert.Equal(TokenEventKind.Unfrozen, Events(folder)[^1].Kind);
        await node.CallAsync("evm_revert", snapshot);
        var instead = await node.TokenAsync("transfer(address,uint256)", bob, 8);
        var destroyed = await node.TokenAsync("destroyBlackFunds(address)", alice);
        await node.TokenAsync("redeem(uint256)", 5);
        Assert.Equal(["rolled_back", "read"], Follow(node, folder));
        Assert.Equal([first, twice, twice + "#2", instead], Transfers(folder).Select(t => t.Id));
        Assert.Equal(
            [TokenEventKind.Issued, TokenEventKind.Frozen, TokenEventKind.Destroyed, TokenEventKind.Redeemed],
            Events(folder).Select(e => e.Kind)
        );
        Assert.Equal((destroyed, 250_000_000), (Events(folder)[2].Id.Split(':')[0], (int)Events(folder)[2].Units));

        // Nothing new: nothing is read, nothing is written.
        Assert.Equal([], Follow(node, folder));
    }

    [Fact]
    public async Task It_follows_until_it_is_stopped()
    {
        using var node = await LocalNode.StartAsync();
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"exec '{Repository.Root}/sunqar' follow {node.Url} --token {node.Token} --from 0 --poll 50"]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["SUNQAR_DATA"] = folder.At("data");
        using var follower = Process.Start(start)!;
        Assert.Contains(
            "\"event\":\"read\"",
            await follower.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        await node.TokenAsync("issue(uint256)", 50);
        var line = await follower.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, JsonDocument.Parse(line!).RootElement.GetProperty("issuer_acts").GetInt32());
        Shell.Run($"kill -TERM {follower.Id}", folder.Path);
        await follower.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, follower.ExitCode);
        Assert.Single(Events(folder));
    }

    [Theory]
    [InlineData("nonsense", 2, "http://127.0.0.1:8545")]
    [InlineData("http://127.0.0.1:1 --token 0x12", 2, "--token")]
    [InlineData("http://127.0.0.1:1 --confirmations -1", 2, "--confirmations")]
    public void What_cannot_be_followed_is_refused(string arguments, int exitCode, string says)
    {
        using var folder = new TemporaryFolder();
        var result = Shell.Run($"'{Repository.Root}/sunqar' follow {arguments} --once", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    private static List<string> Follow(LocalNode node, TemporaryFolder folder, string more = "")
    {
        var result = Shell.Run(
            $"'{Repository.Root}/sunqar' follow {node.Url} --token {node.Token} --once {more}",
            folder.Path,
            ("SUNQAR_DATA", folder.At("data"))
        );
        Assert.True(result.ExitCode == 0, result.Error);
        return
        [
            .. result
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!),
        ];
    }

    private static List<TokenTransfer> Transfers(TemporaryFolder folder) =>
        Holding(folder, (gate, fact) => fact is ChainSeen seen ? gate.Pass(seen) : []);

    private static List<TokenEvent> Events(TemporaryFolder folder) =>
        Holding(folder, (gate, fact) => fact is TokenEventsSeen seen ? gate.Pass(seen) : []);

    private static List<T> Holding<T>(TemporaryFolder folder, Func<ChainGate, Core.Facts.Fact, IEnumerable<T>> pass)
    {
        using var data = DataFolder.Open(folder.At("data"));
        var gate = new ChainGate(data.Journal.Read<ChainRolledBack>(Streams.Chain));
        return [.. data.Journal.Read(Streams.Chain).SelectMany(recorded => pass(gate, recorded.Fact))];
    }

    private static string Address(string hex) => WalletAddress.Parse(WalletChain.Ethereum, hex).ToString();
}
