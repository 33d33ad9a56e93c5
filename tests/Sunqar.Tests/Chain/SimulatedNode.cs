using System.Globalization;
using System.Net;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;

namespace Sunqar.Tests.Chain;

/// <summary>
/// A node in memory: blocks with token logs, a chain that forks, ranges that are too wide, connections that fail. What it does wrong comes
/// from a seed.
/// </summary>
internal sealed class SimulatedNode(int seed) : HttpMessageHandler
{
    public static readonly WalletAddress Token = WalletAddress.Ethereum(Enumerable.Repeat((byte)0xEE, 20).ToArray());

    private readonly Random _random = new(seed);
    private readonly List<Block> _blocks = [];
    private int _made;

    public sealed record Block(string Hash, string Parent, List<(string Tx, bool IsFreeze)> Logs);

    /// <summary>Of a hundred calls, this many fail in one way or another.</summary>
    public int Trouble { get; set; }

    /// <summary>Logs that one answer may hold.</summary>
    public int LogsMax { get; set; } = int.MaxValue;

    /// <summary>Told before each answer.</summary>
    public Action? BeforeAnswer { get; set; }

    public int Calls { get; private set; }

    public long Head => _blocks.Count - 1;

    /// <summary>Ids of what the chain holds up to a block, in order.</summary>
    public List<string> Ids(long upTo) =>
        [.. _blocks.Take((int)upTo + 1).SelectMany(b => b.Logs.Select((log, i) => log.IsFreeze ? $"{log.Tx}:{i}" : log.Tx))];

    public void Mine(int blocks)
    {
        for (; blocks > 0; blocks--)
        {
            var logs = Enumerable.Range(0, _random.Next(4)).Select(_ => (Word(), _random.Next(5) == 0)).ToList();
            _blocks.Add(new Block(Word(), _blocks.Count == 0 ? "0x" + new string('0', 64) : _blocks[^1].Hash, logs));
        }
    }

    /// <summary>Replaces the newest blocks by others; half of the transactions are mined again.</summary>
    public void Fork(int depth, int blocks)
    {
        var lost = _blocks.TakeLast(depth).SelectMany(b => b.Logs).Where(_ => _random.Next(2) == 0).ToList();
        _blocks.RemoveRange(_blocks.Count - depth, depth);
        var before = _blocks.Count;
        Mine(blocks);
        if (_blocks.Count > before)
            _blocks[before].Logs.AddRange(lost);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        Calls++;
        BeforeAnswer?.Invoke();
        using var call = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancel));
        if (_random.Next(100) < Trouble)
        {
            switch (_random.Next(4))
            {
                case 0:
                    throw new HttpRequestException("refused");
                case 1:
                    return new HttpResponseMessage(HttpStatusCode.TooManyRequests);
                case 2:
                    return Answer("<html>");
                default:
                    return Answer("""{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"too many"}}""");
            }
        }
        var parameters = call.RootElement.GetProperty("params");
        return Answer(
            call.RootElement.GetProperty("method").GetString() switch
            {
                "eth_blockNumber" => Result($"\"0x{Head:x}\""),
                "eth_getBlockByNumber" => Result(BlockJson(Number(parameters[0]))),
                "eth_getLogs" => LogsJson(Number(parameters[0].GetProperty("fromBlock")), Number(parameters[0].GetProperty("toBlock"))),
                _ => """{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}""",
            }
        );
    }

    private string BlockJson(long number) =>
        number > Head
            ? "null"
            : $$"""{"number":"0x{{number:x}}","hash":"{{_blocks[(int)number].Hash}}","parentHash":"{{_blocks[(int)number].Parent}}","timestamp":"0x{{1_700_000_000 + number:x}}"}""";

    private string LogsJson(long from, long to)
    {
        var logs = new List<string>();
        for (var number = from; number <= Math.Min(to, Head); number++)
        {
            logs.AddRange(_blocks[(int)number].Logs.Select((log, i) => LogJson(log, number, i)));
        }
        return logs.Count > LogsMax
            ? """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"query returned more than the limit"}}"""
            : Result($"[{string.Join(',', logs)}]");
    }

    private string LogJson((string Tx, bool IsFreeze) log, long number, int index)
    {
        var wallet = "0x" + new string('0', 24) + log.Tx[2..42];
        var topics = log.IsFreeze
            ? $"\"{Hex(TokenLog.Topic("AddedBlackList(address)"))}\""
            : $"\"{Hex(TokenLog.TransferTopic)}\",\"{wallet}\",\"{wallet}\"";
        var data = log.IsFreeze ? wallet : "0x" + new string('0', 60) + "1234";
        return $$"""{"address":"{{Token.ToHex()}}","topics":[{{topics}}],"data":"{{data}}","blockNumber":"0x{{number:x}}","blockHash":"{{_blocks[(int)number].Hash}}","transactionHash":"{{log.Tx}}","transactionIndex":"0x0","logIndex":"0x{{index:x}}","removed":false}""";
    }

    /// <summary>32 bytes that were never used before.</summary>
    private string Word() => string.Create(CultureInfo.InvariantCulture, $"0x{_random.NextInt64():x16}{++_made:x48}");

    private static string Hex(ReadOnlyMemory<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes.Span);

    private static long Number(JsonElement quantity) =>
        long.Parse(quantity.GetString()!.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Result(string json) => $$"""{"jsonrpc":"2.0","id":1,"result":{{json}}}""";

    private static HttpResponseMessage Answer(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body) };
}
