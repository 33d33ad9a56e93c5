using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sunqar.Formats.Canvases;

/// <summary>A picture as the page draws and reads it: every text ready to read.</summary>
/// <param name="FirstMs">First moment shown, milliseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Bars">Of each part of that time what moved at banks and on chains, tenge.</param>
/// <param name="ZoneMs">How far local clocks are ahead of UTC at its end, milliseconds.</param>
/// <param name="Story">What happened, in plain sentences.</param>
/// <param name="LeftOut">Sentences on what the picture does not show.</param>
public sealed record DrawnCanvas(
    IReadOnlyList<DrawnCanvasNode> Nodes,
    IReadOnlyList<DrawnCanvasLine> Lines,
    IReadOnlyList<DrawnCanvasMatch> Matches,
    long FirstMs,
    long LastMs,
    DrawnCanvasBars Bars,
    int Transfers,
    string Total,
    string Level,
    IReadOnlyList<string> LeftOut,
    long UntilUs,
    long ZoneMs,
    IReadOnlyList<string> Story
);

public sealed record DrawnCanvasBars(IReadOnlyList<double> Bank, IReadOnlyList<double> Chain);

/// <param name="Shape">account, card, wallet, ATM, platform, merchant, crowd, group, holder, rest.</param>
/// <param name="Slot">The role's colour.</param>
/// <param name="Colour">What somebody painted it in; 0 for nothing.</param>
public sealed record DrawnCanvasNode(
    string Id,
    string Label,
    string Shape,
    string Role,
    int Slot,
    int Count,
    bool IsChain,
    bool IsSeed,
    string In,
    string Out,
    string Inside,
    int BeyondIn,
    int BeyondOut,
    int Colour,
    string Note,
    bool IsPinned,
    int X,
    int Y
);

/// <param name="Amount">In words.</param>
/// <param name="Sum">Every digit, in units of the currency.</param>
/// <param name="Weight">Thousandths of the largest line of its currency.</param>
/// <param name="Parts">When: part of the picture's time, transfers, amount in units; as far as there are any.</param>
public sealed record DrawnCanvasLine(
    string Id,
    string From,
    string To,
    string Currency,
    string Amount,
    string Sum,
    int Weight,
    int Transfers,
    bool IsChain,
    bool IsWay,
    string Period,
    IReadOnlyList<double[]> Parts
);

/// <param name="Says">Which legs agree, in words.</param>
/// <param name="Odds">How likely that is by chance.</param>
public sealed record DrawnCanvasMatch(
    string Id,
    string Bank,
    string Wallet,
    bool IsSale,
    int Pairs,
    string Says,
    string Odds,
    double Log10Odds,
    int FirstPart
);

[JsonSerializable(typeof(DrawnCanvas))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class DrawnCanvasJson : JsonSerializerContext;

/// <summary>A picture's bytes, as browsers read and the house keeps them.</summary>
public static class CanvasBytes
{
    public static byte[] Write(DrawnCanvas canvas) => JsonSerializer.SerializeToUtf8Bytes(canvas, DrawnCanvasJson.Default.DrawnCanvas);

    /// <summary>Null where the bytes are no picture.</summary>
    public static DrawnCanvas? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, DrawnCanvasJson.Default.DrawnCanvas);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
