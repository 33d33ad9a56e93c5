using System.Buffers;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Canvas;
using Sunqar.Core.Transfers;

namespace Sunqar.Formats.Canvases;

/// <summary>
/// Steps of a canvas as JSON, as browsers send and facts keep them: an array of objects with <c>do</c> (the act, in small letters) and,
/// where they matter, <c>nodes</c>, <c>text</c>, <c>n</c>, <c>sieve</c> (<c>way</c>, <c>from</c>, <c>to</c>, <c>least</c>, <c>most</c>,
/// <c>kinds</c>) and <c>places</c> (<c>[name, x, y]</c>). A member that is not known is refused: what was meant by it would be lost.
/// </summary>
public static class CanvasStepJson
{
    /// <summary>Bytes of all steps of a canvas.</summary>
    public const int BytesMax = 512 << 10;

    private const int NameMax = 256;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>The steps, or why there are none.</summary>
    public static (IReadOnlyList<CanvasStep>? Steps, string? Fault) Read(string json)
    {
        if (Encoding.UTF8.GetByteCount(json) > BytesMax)
            return (null, $"The steps of a canvas have at most {BytesMax} bytes.");
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return (null, "Steps are an array.");
            if (document.RootElement.GetArrayLength() > CanvasLimits.StepsMax)
                return (null, $"A canvas has at most {CanvasLimits.StepsMax} steps.");
            var steps = new List<CanvasStep>();
            foreach (var element in document.RootElement.EnumerateArray())
            {
                if (Step(element) is not { } step)
                    return (null, $"Step {steps.Count + 1} cannot be read.");
                steps.Add(step);
            }
            return (steps, null);
        }
        catch (JsonException)
        {
            return (null, "The steps are no JSON.");
        }
    }

    public static string Write(IReadOnlyList<CanvasStep> steps)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var step in steps)
                Write(json, step);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, CanvasStep step)
    {
        json.WriteStartObject();
        json.WriteString("do", Word(step.Act));
        if (step.Nodes.Count > 0)
            Write(json, "nodes", step.Nodes);
        if (step.Text.Length > 0)
            json.WriteString("text", step.Text);
        if (step.Number != 0)
            json.WriteNumber("n", step.Number);
        if (!step.Sieve.IsAll)
            Write(json, step.Sieve);
        if (step.Places.Count > 0)
        {
            json.WriteStartArray("places");
            foreach (var place in step.Places)
            {
                json.WriteStartArray();
                json.WriteStringValue(place.Node);
                json.WriteNumberValue(place.X);
                json.WriteNumberValue(place.Y);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CanvasSieve sieve)
    {
        json.WriteStartObject("sieve");
        if (sieve.Way != CanvasWay.Both)
            json.WriteString("way", Word(sieve.Way));
        foreach (
            var (name, value) in ((string, long)[])
                [("from", sieve.FromUs), ("to", sieve.ToUs), ("least", sieve.LeastKztMicro), ("most", sieve.MostKztMicro)]
        )
        {
            if (value != 0)
                json.WriteNumber(name, value);
        }
        if (sieve.Kinds.Count > 0)
            Write(json, "kinds", [.. sieve.Kinds.Select(kind => kind.Name())]);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static CanvasStep? Step(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var step = new CanvasStep(default, []);
        foreach (var member in element.EnumerateObject())
        {
            var value = member.Value;
            var next = member.Name switch
            {
                "do" => Of<CanvasAct>(value) is { } act ? step with { Act = act } : null,
                "nodes" => Texts(value) is { } nodes ? step with { Nodes = nodes } : null,
                "text" => Text(value, CanvasLimits.TextMax + NameMax) is { } text ? step with { Text = text } : null,
                "n" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) ? step with { Number = n } : null,
                "sieve" => Sieve(value) is { } sieve ? step with { Sieve = sieve } : null,
                "places" => Places(value) is { } places ? step with { Places = places } : null,
                _ => null,
            };
            if (next is null)
                return null;
            step = next;
        }
        return step.Act == default ? null : step;
    }

    private static CanvasSieve? Sieve(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var sieve = CanvasSieve.All;
        foreach (var member in element.EnumerateObject())
        {
            var value = member.Value;
            long? number =
                value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) && whole >= 0 && whole < long.MaxValue
                    ? whole
                    : null;
            var next = member.Name switch
            {
                "way" => Of<CanvasWay>(value) is { } way ? sieve with { Way = way } : null,
                "from" => number is { } from ? sieve with { FromUs = from } : null,
                "to" => number is { } to ? sieve with { ToUs = to } : null,
                "least" => number is { } least ? sieve with { LeastKztMicro = least } : null,
                "most" => number is { } most ? sieve with { MostKztMicro = most } : null,
                "kinds" => Kinds(value) is { } kinds ? sieve with { Kinds = kinds } : null,
                _ => null,
            };
            if (next is null)
                return null;
            sieve = next;
        }
        return sieve;
    }

    private static List<TransferKind>? Kinds(JsonElement element)
    {
        if (Texts(element) is not { } names)
            return null;
        var kinds = TransferKinds.All.Where(kind => names.Contains(kind.Name())).ToList();
        return kinds.Count == names.Count ? kinds : null;
    }

    private static List<string>? Texts(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > CanvasLimits.NodesOfStepMax)
            return null;
        var texts = new List<string>();
        foreach (var one in element.EnumerateArray())
        {
            if (Text(one, NameMax) is not { } text)
                return null;
            texts.Add(text);
        }
        return texts;
    }

    private static List<CanvasPlace>? Places(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > CanvasLimits.NodesOfStepMax)
            return null;
        var places = new List<CanvasPlace>();
        foreach (var one in element.EnumerateArray())
        {
            if (
                one.ValueKind != JsonValueKind.Array
                || one.GetArrayLength() != 3
                || Text(one[0], NameMax) is not { } node
                || one[1].ValueKind != JsonValueKind.Number
                || one[2].ValueKind != JsonValueKind.Number
                || !one[1].TryGetInt32(out var x)
                || !one[2].TryGetInt32(out var y)
            )
            {
                return null;
            }
            places.Add(new CanvasPlace(node, x, y));
        }
        return places;
    }

    private static string? Text(JsonElement element, int charactersMax) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && text.Length <= charactersMax ? text : null;

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T? Of<T>(JsonElement element)
        where T : struct, Enum =>
        Text(element, 32) is { } word ? Enum.GetValues<T>().Where(one => Word(one) == word).Cast<T?>().FirstOrDefault() : null;
}
