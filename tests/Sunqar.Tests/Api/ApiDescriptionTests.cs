using System.Text.Json;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>The description says what generators of clients need: of every choice of texts that it is a text, of every whole number how
/// large it grows.</summary>
public class ApiDescriptionTests
{
    [Fact]
    public void Every_choice_has_a_type_and_every_whole_number_a_size()
    {
        using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs/openapi.json")));
        var (faults, seen) = (new List<string>(), 0);
        Walk(description.RootElement, "");
        Assert.True(seen > 50, $"{seen} numbers and choices");
        Assert.Empty(faults);

        void Walk(JsonElement element, string path)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var (index, item) in element.EnumerateArray().Index())
                    Walk(item, $"{path}/{index}");
            }
            if (element.ValueKind != JsonValueKind.Object)
                return;
            var isChoice = element.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array;
            var isTyped = element.TryGetProperty("type", out var type);
            var isWhole = isTyped && (type.ValueKind == JsonValueKind.String ? [type] : Items(type)).Any(one => one.ValueEquals("integer"));
            seen += isChoice || isWhole ? 1 : 0;
            if (isChoice && !isTyped)
                faults.Add($"{path}: a choice without a type");
            if (isWhole && !element.TryGetProperty("format", out _))
                faults.Add($"{path}: a whole number without int32 or int64");
            foreach (var property in element.EnumerateObject())
                Walk(property.Value, $"{path}/{property.Name}");
        }
    }

    private static JsonElement[] Items(JsonElement array) => array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray()] : [];
}
