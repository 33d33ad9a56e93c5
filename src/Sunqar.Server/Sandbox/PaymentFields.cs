using System.Reflection;
using System.Text.Json;

namespace Sunqar.Server.Sandbox;

/// <summary>Every field that a payment may have, as docs/openapi.json describes it.</summary>
internal static class PaymentFields
{
    private static readonly Lazy<IReadOnlyList<string>> Read = new(Load);

    /// <summary>Paths such as <c>sender.iin</c>.</summary>
    public static IReadOnlyList<string> All => Read.Value;

    private static List<string> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")!;
        using var document = JsonDocument.Parse(stream);
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        var fields = new List<string>();
        Walk(schemas, schemas.GetProperty("Payment"), "", fields);
        return fields;
    }

    private static void Walk(JsonElement schemas, JsonElement schema, string path, List<string> fields)
    {
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            var of = property.Value.TryGetProperty("$ref", out var reference)
                ? schemas.GetProperty(reference.GetString()!.Split('/')[^1])
                : property.Value;
            if (of.TryGetProperty("properties", out _))
                Walk(schemas, of, name, fields);
            else
                fields.Add(name);
        }
    }
}
