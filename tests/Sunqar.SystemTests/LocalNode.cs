using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>A real Ethereum node (npm ganache) with a token compiled on the spot (npm solc). The packages are installed when their lock
/// file is newer.</summary>
internal sealed class LocalNode : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private LocalNode(Process process, JsonElement said)
    {
        _process = process;
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{said.GetProperty("port").GetInt32()}");
        _client = new HttpClient { BaseAddress = new Uri(Url) };
        Bytecode = said.GetProperty("bytecode").GetString()!;
        Accounts = [.. said.GetProperty("accounts").EnumerateArray().Select(a => a.GetString()!)];
    }

    public string Url { get; }

    /// <summary>0x and 40 digits, lower case; the first deploys and owns the token.</summary>
    public IReadOnlyList<string> Accounts { get; }

    public string Bytecode { get; }

    /// <summary>The token's contract once it is deployed.</summary>
    public string Token { get; private set; } = "";

    public static async Task<LocalNode> StartAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Sunqar.SystemTests", "chain");
        Assert.SkipUnless(Shell.Run("command -v npm", folder).ExitCode == 0, "npm is missing: no local node");
        var installed = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
        {
            var npm = Shell.Run(
                "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json",
                folder
            );
            Assert.True(npm.ExitCode == 0, npm.Error);
        }
        var start = new ProcessStartInfo("node", ["node.cjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var line =
            await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException("The node did not start.");
        var node = new LocalNode(process, JsonDocument.Parse(line).RootElement);
        var receipt = await node.SendAsync(null, node.Bytecode);
        node.Token = receipt.GetProperty("contractAddress").GetString()!;
        return node;
    }

    /// <summary>Calls a function of the token as its owner, mines the block, and returns the transaction's hash.</summary>
    public async Task<string> TokenAsync(string signature, params object[] arguments)
    {
        var selector = Convert.ToHexStringLower(TokenLog.Topic(signature).Span[..4]);
        var words = arguments.Select(argument =>
            argument is string address ? address[2..].PadLeft(64, '0') : ((int)argument).ToString("x64", CultureInfo.InvariantCulture)
        );
        return (await SendAsync(Token, "0x" + selector + string.Concat(words))).GetProperty("transactionHash").GetString()!;
    }

    public async Task<JsonElement> CallAsync(string method, params object[] parameters)
    {
        using var response = await _client.PostAsJsonAsync(
            "",
            new
            {
                jsonrpc = "2.0",
                id = 1,
                method,
                @params = parameters,
            },
            TestContext.Current.CancellationToken
        );
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return answer.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException($"{method}: {answer}");
    }

    public void Dispose()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }

    private async Task<JsonElement> SendAsync(string? to, string data)
    {
        object call = to is null
            ? new
            {
                from = Accounts[0],
                gas = "0x300000",
                data,
            }
            : new
            {
                from = Accounts[0],
                to,
                gas = "0x300000",
                data,
            };
        return await CallAsync("eth_getTransactionReceipt", (await CallAsync("eth_sendTransaction", call)).GetString()!);
    }
}
