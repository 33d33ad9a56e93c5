using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Chain;

namespace Sunqar.Formats.Chain;

/// <summary>
/// Reads the logs of an EVM chain as JSON: what <c>eth_getLogs</c> answers, and files of one log a line in the same words or GraphSense's
/// (<c>blockId, txHash</c>, numbers as numbers). What does not fit names its member and what was expected.
/// </summary>
public static class LogJson
{
    private const int TopicsMax = 4,
        DataBytesMax = 1 << 20,
        LineCharactersMax = 2 * DataBytesMax + InputLimits.RowBytesMax;

    /// <summary>Reads a file of one log a line.</summary>
    /// <returns>Why the file cannot be taken, or null.</returns>
    public static BadInput? ReadLines(TextReader text, string name, Action<ChainLog> take)
    {
        for (var line = 1; InputText.Line(text, LineCharactersMax) is { } content; line++)
        {
            if (content.Length == 0)
            {
                continue;
            }
            if (content.Length > LineCharactersMax)
            {
                return new(name, line, 0, null, "the line is too long", "one log");
            }
            try
            {
                using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = InputLimits.NestingMax });
                if (TryRead(document.RootElement, out var log, out var member, out var expected))
                {
                    take(log);
                }
                else
                {
                    return new(name, line, 0, member, "it cannot be read", expected);
                }
            }
            catch (JsonException e)
            {
                return new(
                    name,
                    line,
                    (int)Math.Min(int.MaxValue - 1, e.BytePositionInLine ?? 0) + 1,
                    null,
                    "this is no JSON",
                    "one log as a JSON object"
                );
            }
        }
        return null;
    }

    /// <param name="member">What is missing or wrong.</param>
    /// <param name="expected">What should stand there.</param>
    public static bool TryRead(JsonElement json, out ChainLog log, out string member, out string expected)
    {
        log = null!;
        (member, expected) = ("", "an object");
        if (json.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        (member, expected) = ("address", "20 bytes in hexadecimal");
        if (!TryBytes(json, "address", 20, 20, out var address))
            return false;
        (member, expected) = ("topics", "at most four words of 32 bytes in hexadecimal");
        if (!TryTopics(json, out var topics))
            return false;
        (member, expected) = ("data", "bytes in hexadecimal, at most 1 MiB");
        if (!TryBytes(json, "data", 0, DataBytesMax, out var data))
            return false;
        (member, expected) = ("blockHash", "32 bytes in hexadecimal");
        if (!TryBytes(json, "blockHash", 32, 32, out var blockHash))
            return false;
        (member, expected) = ("transactionHash", "32 bytes in hexadecimal");
        if (!TryBytes(json, "transactionHash", 32, 32, out var tx) && !TryBytes(json, "txHash", 32, 32, out tx))
            return false;
        (member, expected) = ("blockNumber", "a quantity below 2^63");
        if (!TryQuantity(json, "blockNumber", long.MaxValue, out var block) && !TryQuantity(json, "blockId", long.MaxValue, out block))
            return false;
        (member, expected) = ("transactionIndex", "a quantity below 2^31");
        if (!TryQuantity(json, "transactionIndex", int.MaxValue, out var txIndex))
            return false;
        member = "logIndex";
        if (!TryQuantity(json, "logIndex", int.MaxValue, out var logIndex))
            return false;
        var isRemoved = json.TryGetProperty("removed", out var removed) && removed.ValueKind == JsonValueKind.True;
        // Some nodes fill in a zero where they do not know it: the block itself is asked then.
        long? timeUs = TryQuantity(json, "blockTimestamp", SecondsMax, out var seconds) && seconds > 0 ? seconds * 1_000_000 : null;
        log = new ChainLog(address, topics, data, block, blockHash, tx, (int)txIndex, (int)logIndex, timeUs, isRemoved);
        return true;
    }

    /// <summary>The year 2200: later block times are a mistake.</summary>
    internal const long SecondsMax = 7_258_118_400;

    /// <summary>A JSON-RPC quantity (<c>"0x1b4"</c>) or a plain number.</summary>
    internal static bool TryQuantity(JsonElement json, string name, long most, out long value)
    {
        value = 0;
        return json.TryGetProperty(name, out var member) && TryQuantity(member, most, out value);
    }

    internal static bool TryQuantity(JsonElement member, long most, out long value)
    {
        value = 0;
        return member.ValueKind switch
        {
            JsonValueKind.Number => member.TryGetInt64(out value) && value >= 0 && value <= most,
            JsonValueKind.String => member.GetString() is { Length: > 2 and <= 18 } text
                && text.StartsWith("0x", StringComparison.Ordinal)
                && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
                && value >= 0
                && value <= most,
            _ => false,
        };
    }

    internal static bool TryBytes(JsonElement json, string name, int least, int most, out byte[] bytes)
    {
        bytes = [];
        return json.TryGetProperty(name, out var member) && TryBytes(member, least, most, out bytes);
    }

    private static bool TryBytes(JsonElement member, int least, int most, out byte[] bytes)
    {
        bytes = [];
        if (
            member.ValueKind != JsonValueKind.String
            || member.GetString() is not { } text
            || !text.StartsWith("0x", StringComparison.Ordinal)
        )
        {
            return false;
        }
        var digits = text.AsSpan(2);
        if (digits.Length % 2 != 0 || digits.Length < 2 * least || digits.Length > 2 * (long)most)
        {
            return false;
        }
        bytes = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    private static bool TryTopics(JsonElement json, out IReadOnlyList<ReadOnlyMemory<byte>> topics)
    {
        topics = [];
        if (
            !json.TryGetProperty("topics", out var member)
            || member.ValueKind != JsonValueKind.Array
            || member.GetArrayLength() > TopicsMax
        )
        {
            return false;
        }
        var words = new List<ReadOnlyMemory<byte>>(TopicsMax);
        foreach (var topic in member.EnumerateArray())
        {
            if (!TryBytes(topic, 32, 32, out var word))
                return false;
            words.Add(word);
        }
        topics = words;
        return true;
    }
}
