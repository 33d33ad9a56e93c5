using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Formats.Chain;

namespace Sunqar.Work.Following;

/// <summary>What is wrong between us and a node.</summary>
public enum NodeTrouble
{
    /// <summary>It may pass: no connection, a time-out, a full queue, a torn answer.</summary>
    Passing,

    /// <summary>The answer would be too large: ask for less.</summary>
    TooLarge,

    /// <summary>The node will not or cannot answer this; asking again does not help.</summary>
    Refused,
}

/// <summary>A node did not answer as it should.</summary>
public sealed class NodeException(NodeTrouble trouble, string message, Exception? inner = null) : IOException(message, inner)
{
    public NodeTrouble Trouble { get; } = trouble;
}

/// <summary>A full node of an EVM chain, asked over JSON-RPC. Every failure is a <see cref="NodeException"/> that says whether it may
/// pass.</summary>
/// <param name="client">Its base address is the node's; its time-out is a call's.</param>
public sealed class ChainNode(HttpClient client)
{
    /// <summary>The largest answer that is read; beyond it a range is split.</summary>
    public const int AnswerBytesMax = 32 << 20;

    /// <summary>EIP-1474: limit exceeded. Some mean the rate, some the answer's size.</summary>
    private const long LimitExceeded = -32005;

    /// <summary>The number of the newest block.</summary>
    public async Task<long> HeadAsync(CancellationToken cancel) =>
        RpcJson.TryHead(await CallAsync(RpcJson.Head(), isRange: false, cancel), out var number) ? number : throw Odd("eth_blockNumber");

    /// <summary>A block's head, or null where the node's chain has no such block.</summary>
    public async Task<BlockHead?> BlockAsync(long number, CancellationToken cancel)
    {
        var result = await CallAsync(RpcJson.Block(number), isRange: false, cancel);
        return result.ValueKind == JsonValueKind.Null ? null
            : RpcJson.TryBlock(result, out var head) && head.Number == number ? head
            : throw Odd("eth_getBlockByNumber");
    }

    /// <summary>A contract's logs of a range of blocks, in the order of the chain.</summary>
    public async Task<List<ChainLog>> LogsAsync(
        long from,
        long to,
        string contract,
        IReadOnlyList<ReadOnlyMemory<byte>> topics,
        CancellationToken cancel
    )
    {
        var logs =
            RpcJson.Logs(await CallAsync(RpcJson.Logs(from, to, contract, topics), isRange: from < to, cancel), out var why)
            ?? throw new NodeException(NodeTrouble.Refused, $"eth_getLogs: {why}");
        logs.RemoveAll(log => log.IsRemoved);
        if (
            logs.Exists(log =>
                log.Block < from
                || log.Block > to
                || !contract.Equals("0x" + Convert.ToHexString(log.Address.Span), StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            throw new NodeException(NodeTrouble.Refused, "eth_getLogs: the node answered with logs that were not asked for");
        }
        return Once(logs);
    }

    /// <summary>The logs in the order of the chain, each place of a block once: some nodes and proxies give a log again.</summary>
    private static List<ChainLog> Once(List<ChainLog> logs)
    {
        var once = new List<ChainLog>(logs.Count);
        foreach (var log in logs.OrderBy(log => log.Block).ThenBy(log => log.LogIndex))
        {
            if (once.Count == 0 || (once[^1].Block, once[^1].LogIndex) != (log.Block, log.LogIndex))
            {
                once.Add(log);
            }
            else if (!once[^1].IsSame(log))
            {
                throw new NodeException(
                    NodeTrouble.Refused,
                    $"eth_getLogs: two different logs at place {log.LogIndex} of block {log.Block}"
                );
            }
        }
        return once;
    }

    private async Task<JsonElement> CallAsync(byte[] body, bool isRange, CancellationToken cancel)
    {
        var answer = RpcJson.Read(await PostAsync(body, cancel));
        return answer switch
        {
            RpcAnswer.Result result => result.Value,
            RpcAnswer.Garbled garbled => throw new NodeException(NodeTrouble.Passing, garbled.Reason),
            // Nodes tell a range that is too wide in many codes and words, so any refusal of a range is met by asking for less.
            RpcAnswer.Error error when isRange => throw new NodeException(
                NodeTrouble.TooLarge,
                $"the node says {error.Code}: {error.Message}"
            ),
            RpcAnswer.Error { Code: LimitExceeded } error => throw new NodeException(
                NodeTrouble.Passing,
                $"the node says {error.Code}: {error.Message}"
            ),
            RpcAnswer.Error error => throw new NodeException(NodeTrouble.Refused, $"the node says {error.Code}: {error.Message}"),
            _ => throw new InvalidOperationException("An answer that this does not know."),
        };
    }

    private async Task<ReadOnlyMemory<byte>> PostAsync(byte[] body, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, (Uri?)null) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (!response.IsSuccessStatusCode)
            {
                throw new NodeException(Trouble(response.StatusCode), $"the node answers HTTP {(int)response.StatusCode}");
            }
            await using var stream = await response.Content.ReadAsStreamAsync(cancel);
            var buffer = new MemoryStream();
            var chunk = new byte[1 << 16];
            for (int read; (read = await stream.ReadAsync(chunk, cancel)) > 0; )
            {
                buffer.Write(chunk, 0, read);
                if (buffer.Length > AnswerBytesMax)
                {
                    throw new NodeException(NodeTrouble.TooLarge, $"the answer is longer than {AnswerBytesMax} bytes");
                }
            }
            return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException and not NodeException
                || (e is OperationCanceledException && !cancel.IsCancellationRequested)
            )
        {
            throw new NodeException(
                NodeTrouble.Passing,
                e is OperationCanceledException ? "the node did not answer in time" : e.Message,
                e
            );
        }
    }

    private static NodeTrouble Trouble(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.RequestEntityTooLarge => NodeTrouble.TooLarge,
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => NodeTrouble.Passing,
            _ => NodeTrouble.Refused,
        };

    private static NodeException Odd(string method) =>
        new(NodeTrouble.Refused, $"{method}: the answer is not of the form that EIP-1474 gives");
}
