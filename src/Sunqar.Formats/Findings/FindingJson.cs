using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Findings;

/// <summary>
/// Findings as NDJSON, one a line:
///
/// <c>{"id","pattern","score","transfers":[ids],"accounts":[...],"roles":{account:role},"first","last",
/// "amount","currency","evidence":{...}}</c>.
/// Times are ISO 8601 in UTC; the amount is a decimal text in units of the currency; every id is a string.
/// </summary>
public static class FindingJson
{
    /// <summary>More than all money there is, in units of a currency; a decimal holds a million times as much.</summary>
    private const decimal AmountMax = 1e21m;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one finding and the line's end.</summary>
    public static void Write(Stream stream, Finding finding)
    {
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Id);
            json.WriteString("pattern", finding.Pattern);
            json.WriteNumber("score", Math.Round(finding.Score, 4));
            WriteTexts(json, "transfers", finding.Transfers);
            WriteTexts(json, "accounts", finding.Accounts);
            WriteMap(json, "roles", finding.Roles);
            json.WriteString("first", Time(finding.FirstUs));
            json.WriteString("last", Time(finding.LastUs));
            json.WriteString("amount", Amount(finding.AmountMicro));
            json.WriteString("currency", finding.Currency.CodeOrEmpty());
            WriteMap(json, "evidence", finding.Evidence);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads what <see cref="Write"/> wrote; only id, pattern and transfers are required, so that findings made by others can be
    /// scored too.</summary>
    /// <exception cref="JsonException">The line is no finding; the message says what is missing.</exception>
    public static Finding Read(string line)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A finding is a JSON object.");
        }
        return new Finding(
            Text(root, "id"),
            Text(root, "pattern"),
            Score(root),
            Texts(root, "transfers") ?? throw new JsonException("A finding names its transfers."),
            Texts(root, "accounts") ?? [],
            Map(root, "roles"),
            TimeUs(root, "first"),
            TimeUs(root, "last"),
            AmountMicro(root),
            CurrencyOf(root),
            Map(root, "evidence")
        );
    }

    /// <summary>To the microsecond, so that the last minus the first is exact.</summary>
    private static string Time(long us) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    private static Currency CurrencyOf(JsonElement root) =>
        !root.TryGetProperty("currency", out var code) || code.ValueKind == JsonValueKind.Null ? Currency.Unstated
        : code.ValueKind == JsonValueKind.String && Currencies.TryRead(Encoding.UTF8.GetBytes(code.GetString()!), out var currency)
            ? currency
        : throw new JsonException("'currency' is a code of ISO 4217, USDT, BTC, or empty.");

    private static double Score(JsonElement root) =>
        !root.TryGetProperty("score", out var score) ? 1
        : score.ValueKind == JsonValueKind.Number && score.TryGetDouble(out var value) && value is >= 0 and <= 1 ? value
        : throw new JsonException("'score' is a number from 0 to 1.");

    /// <summary>Millionths as a decimal without trailing zeros, at least two digits after the point.</summary>
    internal static string Amount(Int128 micro)
    {
        var sign = micro < 0 ? "-" : "";
        var (whole, part) = Int128.DivRem(Int128.Abs(micro), 1_000_000);
        var digits = ((long)part).ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0').PadRight(2, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{digits}");
    }

    private static Int128 AmountMicro(JsonElement root)
    {
        if (!root.TryGetProperty("amount", out var amount))
        {
            return 0;
        }
        var text = amount.ValueKind == JsonValueKind.String ? amount.GetString()! : amount.GetRawText();
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var value) && decimal.Abs(value) <= AmountMax
            ? (Int128)(value * 1_000_000)
            : throw new JsonException($"The amount '{text}' is no decimal number.");
    }

    private static long TimeUs(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var time) ? 0
        : DateTimeOffset.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
        : throw new JsonException($"'{name}' is no ISO 8601 time.");

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new JsonException($"A finding has a text '{name}'.");

    /// <summary>The texts of a list, each once: whoever names a transfer twice has claimed it once.</summary>
    private static List<string>? Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ?
            [
                .. list.EnumerateArray()
                    .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())
                    .Distinct(StringComparer.Ordinal),
            ]
            : null;

    private static Dictionary<string, string> Map(JsonElement root, string name) =>
        root.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject()
                .DistinctBy(item => item.Name)
                .ToDictionary(item => item.Name, item => item.Value.ToString(), StringComparer.Ordinal)
            : new(StringComparer.Ordinal);

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
    }
}
