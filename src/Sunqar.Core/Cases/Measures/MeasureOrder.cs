using System.Text.Json;
using System.Text.Json.Serialization;
using Sunqar.Core.Cases.Outbox;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A measure as its partners are told of it: pseudonyms only; whoever sends it puts the identifier in for those who may know
/// it.</summary>
public sealed record MeasureOrder(
    [property: JsonPropertyName("measure")] string Measure,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("target_kind")] string TargetKind,
    [property: JsonPropertyName("target")] string Target,
    [property: JsonPropertyName("holder")] string Holder,
    [property: JsonPropertyName("chain")] string Chain,
    [property: JsonPropertyName("unit")] string Unit,
    [property: JsonPropertyName("quantity_micro")] string QuantityMicro,
    [property: JsonPropertyName("basis")] string Basis,
    [property: JsonPropertyName("document")] string Document,
    [property: JsonPropertyName("until_us")] long UntilUs
)
{
    /// <summary>The measure is to be carried out.</summary>
    public const string Take = "measure.take";

    /// <summary>The measure is over.</summary>
    public const string Lift = "measure.lift";

    /// <summary>A message for each addressee.</summary>
    /// <param name="untilUs">First moment when it no longer holds; <see cref="long.MaxValue"/> while it is not lifted.</param>
    internal static IEnumerable<MessagePosted> Messages(Measure one, string topic, IEnumerable<string> addressees, long untilUs)
    {
        var (request, target) = (one.Request, one.Request.Target);
        var body = JsonSerializer.Serialize(
            new MeasureOrder(
                one.Id,
                request.Kind,
                request.CaseId,
                target.Kind.ToString().ToLowerInvariant(),
                target.Id,
                target.Holder,
                target.Chain,
                request.Value.Unit,
                request.Value.QuantityMicro.ToString(System.Globalization.CultureInfo.InvariantCulture),
                one.Basis,
                request.Document,
                untilUs
            )
        );
        return addressees.Select(partner => new MessagePosted(
            $"{one.Id}:{topic[(topic.IndexOf('.', StringComparison.Ordinal) + 1)..]}:{partner}",
            partner,
            one.Id,
            topic,
            body
        ));
    }

    /// <exception cref="JsonException">It is no order.</exception>
    public static MeasureOrder Read(string body) =>
        JsonSerializer.Deserialize<MeasureOrder>(body) ?? throw new JsonException("An order is an object.");
}
