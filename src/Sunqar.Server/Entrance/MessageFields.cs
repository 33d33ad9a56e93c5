using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sunqar.Server.Entrance;

/// <summary>Fields of a message's body; the first that is wrong ends the reading.</summary>
internal static class MessageFields
{
    /// <exception cref="JsonException">This is no JSON, or a text in it is no Unicode, such as half a surrogate pair.</exception>
    public static JsonDocument Parse(ReadOnlySequence<byte> bytes, int depthMax)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = depthMax });
        try
        {
            while (reader.Read())
            {
                // Else whoever asks a document for the text meets it there.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException("A text is no Unicode.", null, null, reader.TokenStartIndex, error);
        }
        return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = depthMax });
    }

    public static Problem Wrong(string field, string expected) =>
        new(400, "invalid-message", "The message cannot be taken.", $"{field}: expected {expected}", field, expected);

    /// <summary>A text of the body, or null where it is absent, empty, too long or holds what cannot be seen.</summary>
    public static string? Text(JsonElement at, string name, int most) =>
        at.ValueKind == JsonValueKind.Object
        && at.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
        && text.Length <= most
        && !text.Any(char.IsControl)
            ? text
            : null;

    /// <summary>A word of a closed list, by its name in any case. Numbers, which .NET would take for names too, are none.</summary>
    public static bool TryWord<T>(string? text, out T word)
        where T : struct, Enum
    {
        word = default;
        return text is { Length: > 0 }
            && text.All(char.IsAsciiLetter)
            && Enum.TryParse(text, ignoreCase: true, out word)
            && Enum.IsDefined(word);
    }

    public static bool TryTime(JsonElement at, string name, out long us)
    {
        us = 0;
        if (
            Text(at, name, 40) is not { } text
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        )
        {
            return false;
        }
        us = (time - DateTimeOffset.UnixEpoch).Ticks / 10;
        return true;
    }

    /// <summary>A decimal as a string, in millionths.</summary>
    public static bool TryMicro(JsonElement at, string name, out long micro)
    {
        micro = 0;
        if (
            Text(at, name, 24) is not { } text
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || value is <= 0 or > 9_000_000_000_000m
        )
        {
            return false;
        }
        micro = (long)(value * 1_000_000);
        return true;
    }
}
