using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Confirmations;

/// <summary>A small JSON object, read strictly: unknown fields and fields given twice are refused, each with its name.</summary>
internal readonly struct StrictBody
{
    /// <summary>Of a request about confirmations or devices.</summary>
    public const int BytesMax = 16_384;

    private const int DepthMax = 3;

    private StrictBody(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    /// <param name="fields">What may stand in it.</param>
    public static Problem? Read(in ReadOnlySequence<byte> bytes, ReadOnlySpan<string> fields, out StrictBody body)
    {
        body = default;
        JsonElement root;
        try
        {
            root = MessageFields.Parse(bytes, DepthMax).RootElement;
        }
        catch (JsonException error)
        {
            return new Problem(
                400,
                "invalid-message",
                "The message cannot be taken.",
                "This is not well-formed JSON.",
                Column: (int)Math.Min((error.BytePositionInLine ?? 0) + 1, int.MaxValue)
            );
        }
        if (root.ValueKind != JsonValueKind.Object)
            return MessageFields.Wrong("", "a JSON object");
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (!fields.Contains(property.Name))
                return MessageFields.Wrong("", $"no other fields than {string.Join(", ", fields.ToArray())}");
            if (!met.Add(property.Name))
                return MessageFields.Wrong(property.Name, "once, not twice");
        }
        body = new StrictBody(root);
        return null;
    }

    public string? Text(string name, int most = BytesMax) => MessageFields.Text(Root, name, most);

    public bool Has(string name) => Root.TryGetProperty(name, out _);

    /// <summary>Base64url as bytes; null where it is none.</summary>
    public byte[]? Bytes(string name) => Text(name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
