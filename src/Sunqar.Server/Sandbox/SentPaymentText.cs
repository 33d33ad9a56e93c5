using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sunqar.Server.Sandbox;

/// <summary>What the sandbox takes of a payment's JSON: which it is, what it forces, which fields it has. No values.</summary>
/// <param name="Id">Its id; empty where none can be read.</param>
/// <param name="Tenge">Its amount in KZT; 0 for another currency, or none.</param>
/// <param name="Content">A digest of everything but its id and time; empty where the text is no JSON object.</param>
/// <param name="Fields">Paths of its fields.</param>
internal sealed record SentPaymentText(string Id, decimal Tenge, string Content, IReadOnlyList<string> Fields)
{
    private const int IdMax = 64,
        FieldsMax = 100;

    private static readonly SentPaymentText Unreadable = new("", 0, "", []);

    public static SentPaymentText Of(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Unreadable;
            var (values, lines) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
            Walk(document.RootElement, "", values);
            foreach (var (field, value) in values.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                if (field is not ("id" or "time"))
                    lines.Add($"{field}={value}");
            }
            var id = values.GetValueOrDefault("id", "");
            var tenge =
                values.GetValueOrDefault("currency") == "KZT"
                && decimal.TryParse(
                    values.GetValueOrDefault("amount"),
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var amount
                )
                    ? amount
                    : 0;
            var content = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))).AsSpan(0, 16));
            return new(id.Length <= IdMax ? id : "", tenge, content, [.. values.Keys.Take(FieldsMax)]);
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, string> values)
    {
        foreach (var property in element.EnumerateObject())
        {
            var field = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (property.Value.ValueKind == JsonValueKind.Object)
                Walk(property.Value, field, values);
            else
                values[field] = property.Value.ToString();
        }
    }
}
