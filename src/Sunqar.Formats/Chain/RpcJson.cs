using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Chain;

namespace Sunqar.Formats.Chain;

/// <summary>What a node answered to one JSON-RPC call.</summary>
public abstract record RpcAnswer
{
    private RpcAnswer() { }

    /// <param name="Value">May be JSON's null: there is no such block.</param>
    public sealed record Result(JsonElement Value) : RpcAnswer;

    /// <summary>The node refuses; codes are JSON-RPC's and EIP-1474's.</summary>
    public sealed record Error(long Code, string Message) : RpcAnswer;

    /// <summary>This is no JSON-RPC answer: a proxy's page, a torn body.</summary>
    public sealed record Garbled(string Reason) : RpcAnswer;
}

/// <summary>A block's head, as far as following needs it.</summary>
/// <param name="Hash">0x and 64 digits.</param>
/// <param name="TimeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record BlockHead(long Number, string Hash, string ParentHash, long TimeUs);

/// <summary>Requests to and answers of an EVM node: JSON-RPC 2.0, EIP-1474 (Ethereum's; TRON's full nodes answer the same).</summary>
public static class RpcJson
{
    private const int MessageMax = 300;

    /// <summary>The body of <c>eth_blockNumber</c>.</summary>
    public static byte[] Head() => Request("eth_blockNumber", _ => { });

    /// <summary>The body of <c>eth_getBlockByNumber</c>, without the block's transactions.</summary>
    public static byte[] Block(long number) =>
        Request(
            "eth_getBlockByNumber",
            json =>
            {
                json.WriteStringValue(Quantity(number));
                json.WriteBooleanValue(false);
            }
        );

    /// <summary>The body of <c>eth_getLogs</c>: one contract's logs of a range of blocks, both ends in it, under any of the first
    /// topics.</summary>
    /// <param name="contract">0x and 40 digits.</param>
    public static byte[] Logs(long from, long to, string contract, IReadOnlyList<ReadOnlyMemory<byte>> topics) =>
        Request(
            "eth_getLogs",
            json =>
            {
                json.WriteStartObject();
                json.WriteString("fromBlock", Quantity(from));
                json.WriteString("toBlock", Quantity(to));
                json.WriteString("address", contract);
                json.WriteStartArray("topics");
                json.WriteStartArray();
                foreach (var topic in topics)
                {
                    json.WriteStringValue("0x" + Convert.ToHexStringLower(topic.Span));
                }
                json.WriteEndArray();
                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    /// <summary>Reads an answer's body.</summary>
    public static RpcAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = InputLimits.NestingMax });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return new RpcAnswer.Garbled("the answer is no JSON object");
            }
            if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            {
                var message =
                    error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
                var code =
                    error.TryGetProperty("code", out var number)
                    && number.ValueKind == JsonValueKind.Number
                    && number.TryGetInt64(out var value)
                        ? value
                        : 0;
                return new RpcAnswer.Error(code, message.Length <= MessageMax ? message : message[..MessageMax]);
            }
            return root.TryGetProperty("result", out var result)
                ? new RpcAnswer.Result(result.Clone())
                : new RpcAnswer.Garbled("the answer has neither result nor error");
        }
        catch (JsonException)
        {
            return new RpcAnswer.Garbled("the answer is no JSON");
        }
    }

    /// <summary>The number in an answer to <see cref="Head"/>.</summary>
    public static bool TryHead(JsonElement result, out long number) => LogJson.TryQuantity(result, long.MaxValue, out number);

    /// <summary>The head in an answer to <see cref="Block"/> that is not null.</summary>
    public static bool TryBlock(JsonElement result, out BlockHead head)
    {
        head = null!;
        if (
            result.ValueKind != JsonValueKind.Object
            || !LogJson.TryQuantity(result, "number", long.MaxValue, out var number)
            || !LogJson.TryBytes(result, "hash", 32, 32, out var hash)
            || !LogJson.TryBytes(result, "parentHash", 32, 32, out var parent)
            || !LogJson.TryQuantity(result, "timestamp", LogJson.SecondsMax, out var seconds)
            // A genesis block may have no time; any other without one would be dated 1970.
            || (seconds == 0 && number > 0)
        )
        {
            return false;
        }
        head = new BlockHead(number, Hash(hash), Hash(parent), seconds * 1_000_000);
        return true;
    }

    /// <summary>The logs in an answer to <see cref="Logs"/>; null where one cannot be read, and <paramref name="why"/> says which
    /// member.</summary>
    public static List<ChainLog>? Logs(JsonElement result, out string why)
    {
        why = "the logs are no list";
        if (result.ValueKind != JsonValueKind.Array)
        {
            return null;
        }
        var logs = new List<ChainLog>(result.GetArrayLength());
        foreach (var item in result.EnumerateArray())
        {
            if (!LogJson.TryRead(item, out var log, out var member, out var expected))
            {
                why = $"a log's {member} cannot be read, expected {expected}";
                return null;
            }
            logs.Add(log);
        }
        return logs;
    }

    /// <summary>A hash as facts keep it.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    private static string Quantity(long number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");

    private static byte[] Request(string method, Action<Utf8JsonWriter> parameters)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WriteNumber("id", 1);
            json.WriteString("method", method);
            json.WriteStartArray("params");
            parameters(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return body.ToArray();
    }
}
