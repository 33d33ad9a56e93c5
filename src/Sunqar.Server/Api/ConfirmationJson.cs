using System.Text.Json;
using Sunqar.Server.Entrance;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Api;

/// <summary><c>{"by":"sender"}</c> or <c>{"by":"biometrics"}</c>: what shows that the customer agreed.</summary>
internal static class ConfirmationJson
{
    private const string Expected =
        "{\"by\":\"sender\"} for a confirmation in the bank's app, {\"by\":\"biometrics\"} for a check of face or fingerprint, or the answer to a challenge (docs/confirmation.md)";

    /// <summary>The problem, or null and what the body says.</summary>
    public static Problem? Read(ReadOnlySpan<byte> json, out Confirmation confirmation)
    {
        confirmation = default;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 2 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return Refuse(null, "not a JSON object", 1);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var column = (int)reader.TokenStartIndex + 1;
                if (!reader.ValueTextEquals("by"u8))
                    return Refuse(null, "unknown field", column);
                if (confirmation != default)
                    return Refuse("by", "given twice", column);
                reader.Read();
                confirmation =
                    reader.TokenType != JsonTokenType.String ? default
                    : reader.ValueTextEquals("sender"u8) ? Confirmation.Sender
                    : reader.ValueTextEquals("biometrics"u8) ? Confirmation.Biometrics
                    : default;
                if (confirmation == default)
                    return Refuse("by", "no such confirmation", (int)reader.TokenStartIndex + 1);
            }
            reader.Read();
        }
        catch (JsonException error)
        {
            return Refuse(null, "not well-formed JSON", (int)Math.Min((error.BytePositionInLine ?? 0) + 1, int.MaxValue));
        }
        return confirmation == default ? Refuse("by", "missing", 0) : null;
    }

    private static Problem Refuse(string? field, string reason, int column) =>
        new(
            400,
            "invalid-confirmation",
            "The confirmation cannot be taken.",
            $"{(field is null ? "" : field + ": ")}{reason}; expected {Expected}",
            field,
            Expected,
            column
        );
}
