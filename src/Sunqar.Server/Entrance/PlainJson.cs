using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunqar.Server.Entrance;

/// <summary>How the API writes what it describes for people's programs: snake case, words for numbers of enumerations, no nulls.</summary>
internal static class PlainJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string? Time(long us) =>
        us is long.MinValue or long.MaxValue
            ? null
            : DateTimeOffset.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
