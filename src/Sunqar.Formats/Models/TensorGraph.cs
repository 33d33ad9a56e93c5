using System.Buffers.Binary;
using System.Text.Json;

namespace Sunqar.Formats.Models;

/// <summary>One step of a network: what it is called, what it does, and whose results it takes.</summary>
internal sealed record TensorNode(string Name, string Operation, IReadOnlyList<string> Inputs, JsonElement Attributes);

/// <summary>Numbers that a network was trained to: kernels, offsets, shapes.</summary>
/// <param name="Shape">Sizes from the outermost; empty for one number.</param>
/// <param name="Values">In row-major order; whole numbers too are kept so, none of them being above 2^24.</param>
internal sealed record TensorWeights(int[] Shape, float[] Values);

/// <summary>
/// A network as TensorFlow.js keeps it: <c>model.json</c> (format <c>graph-model</c>) with its nodes and the manifest of its weights, and
/// one file of weights behind each other (github.com/tensorflow/tfjs, tfjs-converter). Kinds of numbers: float32, int32, and float16 where
/// the manifest says that it was quantised so.
/// </summary>
internal sealed class TensorGraph
{
    private const int NodesMax = 4_096;

    private TensorGraph(Dictionary<string, TensorNode> nodes, Dictionary<string, TensorWeights> weights) =>
        (Nodes, Weights) = (nodes, weights);

    public IReadOnlyDictionary<string, TensorNode> Nodes { get; }

    public IReadOnlyDictionary<string, TensorWeights> Weights { get; }

    /// <summary>Throws what reading JSON throws where the two are no such network.</summary>
    public static TensorGraph Read(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> weights)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.GetProperty("format").GetString() != "graph-model")
            throw new InvalidDataException("expected the format graph-model");
        var nodes = new Dictionary<string, TensorNode>(StringComparer.Ordinal);
        foreach (var node in root.GetProperty("modelTopology").GetProperty("node").EnumerateArray())
        {
            var name = node.GetProperty("name").GetString()!;
            var inputs = node.TryGetProperty("input", out var from)
                ? from.EnumerateArray().Select(one => Source(one.GetString()!)).ToList()
                : [];
            var attributes = node.TryGetProperty("attr", out var told) ? told.Clone() : default;
            nodes.Add(name, new TensorNode(name, node.GetProperty("op").GetString()!, inputs, attributes));
            if (nodes.Count > NodesMax)
                throw new InvalidDataException($"more than {NodesMax} nodes");
        }
        return new TensorGraph(nodes, ReadWeights(root.GetProperty("weightsManifest"), weights));
    }

    /// <summary>Results are named <c>node</c> or <c>node:0</c>; no node here has a second one.</summary>
    private static string Source(string name) => name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;

    private static Dictionary<string, TensorWeights> ReadWeights(JsonElement manifest, ReadOnlySpan<byte> bytes)
    {
        var weights = new Dictionary<string, TensorWeights>(StringComparer.Ordinal);
        foreach (var one in manifest.EnumerateArray().SelectMany(group => group.GetProperty("weights").EnumerateArray()))
        {
            var shape = one.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32()).ToArray();
            var count = shape.Aggregate(
                1,
                (product, side) => side >= 0 ? product * side : throw new InvalidDataException("a negative size")
            );
            var kind = one.TryGetProperty("quantization", out var quantized)
                ? quantized.GetProperty("dtype").GetString()
                : one.GetProperty("dtype").GetString();
            var size = kind == "float16" ? 2 : 4;
            if (bytes.Length / size < count)
                throw new InvalidDataException("the weights end before the manifest does");
            weights.Add(one.GetProperty("name").GetString()!, new TensorWeights(shape, Values(kind, bytes[..(count * size)])));
            bytes = bytes[(count * size)..];
        }
        return bytes.IsEmpty ? weights : throw new InvalidDataException("there are more weights than the manifest names");
    }

    private static float[] Values(string? kind, ReadOnlySpan<byte> bytes)
    {
        var values = new float[kind == "float16" ? bytes.Length / 2 : bytes.Length / 4];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = kind switch
            {
                "float32" => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                "float16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
                "int32" => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]),
                _ => throw new InvalidDataException($"numbers of the kind {kind} are not known"),
            };
        }
        return values;
    }
}
