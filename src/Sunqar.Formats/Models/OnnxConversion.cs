using System.Text;
using System.Text.Json;

namespace Sunqar.Formats.Models;

/// <summary>
/// Turns a network of TensorFlow.js into the same network in ONNX. TensorFlow keeps pictures row, column, channel; ONNX channel, row,
/// column: inputs and everything inside are laid so, and what is reshaped is laid back before. Only what the wanted outputs hang on is
/// written: other heads of a network are cut off. An operation that is not known is refused, never left out.
/// </summary>
public sealed class OnnxConversion
{
    private static readonly long[] ToRows = [0, 2, 3, 1];

    private readonly TensorGraph _graph;
    private readonly OnnxWriter _onnx = new();
    private readonly Dictionary<string, int> _ranks = new(StringComparer.Ordinal);

    private OnnxConversion(TensorGraph graph) => _graph = graph;

    /// <param name="json">The network's <c>model.json</c>.</param>
    /// <param name="weights">Its one file of weights.</param>
    /// <param name="outputs">Which results are wanted, and their shapes; they keep their names.</param>
    /// <returns>An ONNX model whose one input is <c>1 × channels × rows × columns</c> and named as there.</returns>
    /// <exception cref="InvalidDataException">It is no such network, or has what is not known here.</exception>
    public static byte[] Convert(
        ReadOnlyMemory<byte> json,
        ReadOnlySpan<byte> weights,
        params ReadOnlySpan<(string Name, int[] Shape)> outputs
    )
    {
        try
        {
            var conversion = new OnnxConversion(TensorGraph.Read(json, weights));
            foreach (var (name, shape) in outputs)
            {
                conversion.Emit(name);
                conversion._onnx.Output(name, shape);
            }
            return conversion._onnx.ToArray("network");
        }
        catch (Exception why) when (IsOfNoNetwork(why))
        {
            throw new InvalidDataException($"This is no network of TensorFlow.js: {why.Message}", why);
        }
    }

    /// <summary>What taking apart JSON of another shape throws.</summary>
    private static bool IsOfNoNetwork(Exception why) =>
        why
            is JsonException
                or KeyNotFoundException
                or InvalidOperationException
                or FormatException
                or ArgumentException
                or OverflowException
                or IndexOutOfRangeException;

    /// <summary>Writes a node behind all that it hangs on; the rank of its result.</summary>
    private int Emit(string name)
    {
        if (_ranks.TryGetValue(name, out var rank))
            return rank;
        if (!_graph.Nodes.TryGetValue(name, out var node))
            throw new InvalidDataException($"no node is called {name}");
        // Who hangs on itself finds this rank and is refused as being no tensor.
        _ranks[name] = -1;
        rank = Write(node);
        _ranks[name] = rank;
        return rank;
    }

    private int Write(TensorNode node)
    {
        switch (node.Operation)
        {
            case "Placeholder":
                return Placeholder(node);
            case "Conv2D" or "_FusedConv2D" or "DepthwiseConv2dNative":
                return Convolution(node);
            case "Relu":
                Picture(node);
                _onnx.Node("Relu", [node.Inputs[0]], node.Name);
                return 4;
            case "Minimum" or "Maximum":
                return Clamp(node);
            case "Mul" or "Add" or "AddV2":
                return Pairwise(node);
            case "MaxPool":
                Picture(node);
                _onnx.Node(
                    "MaxPool",
                    [node.Inputs[0]],
                    node.Name,
                    ("kernel_shape", Inner(Numbers(node, "ksize"))),
                    ("strides", Inner(Numbers(node, "strides"))),
                    ("auto_pad", Padding(node))
                );
                return 4;
            case "Pad":
                return Pad(node);
            case "Mean":
                return Mean(node);
            case "Reshape":
                return Reshape(node);
            case "Identity":
                var rank = Emit(node.Inputs[0]);
                _onnx.Node("Identity", [node.Inputs[0]], node.Name);
                return rank;
            default:
                throw new InvalidDataException($"the operation {node.Operation} of {node.Name} is not known");
        }
    }

    private int Placeholder(TensorNode node)
    {
        var sides = node
            .Attributes.GetProperty("shape")
            .GetProperty("shape")
            .GetProperty("dim")
            .EnumerateArray()
            .Select(side => int.Parse(side.GetProperty("size").GetString()!, null))
            .ToArray();
        if (sides is not [_, > 0, > 0, > 0])
            throw new InvalidDataException($"{node.Name} takes no picture");
        _onnx.Input(node.Name, [1, sides[3], sides[1], sides[2]]);
        return 4;
    }

    /// <summary>Kernels go from rows × columns × in × out to out × in × rows × columns; those of one channel each become as many
    /// groups.</summary>
    private int Convolution(TensorNode node)
    {
        Picture(node);
        var kernel = Weights(node.Inputs[1]);
        if (kernel.Shape is not [var rows, var columns, var taken, var made])
            throw new InvalidDataException($"the kernel of {node.Name} has no four sides");
        if (Numbers(node, "dilations").Any(step => step != 1) || Text(node, "data_format") != "NHWC")
            throw new InvalidDataException($"{node.Name} convolves in a way that is not known");
        var isDepthwise = node.Operation == "DepthwiseConv2dNative";
        if (isDepthwise && made != 1)
            throw new InvalidDataException($"{node.Name} makes several channels out of one");
        var (outer, inner) = isDepthwise ? (taken, 1) : (made, taken);
        var values = new float[kernel.Values.Length];
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < inner; i++)
            {
                for (var at = 0; at < rows * columns; at++)
                    values[(o * inner + i) * rows * columns + at] = kernel.Values[at * taken * made + (isDepthwise ? o : i * made + o)];
            }
        }
        var fused = Fused(node);
        var inputs = new List<string>
        {
            node.Inputs[0],
            _onnx.Constant($"{node.Inputs[1]} (of {node.Name})", [outer, inner, rows, columns], values),
        };
        if (fused is not [])
            inputs.Add(_onnx.Constant(node.Inputs[2], [outer], Weights(node.Inputs[2]).Values));
        var isRelu = fused is [_, "Relu"];
        var name = isRelu ? $"{node.Name} (linear)" : node.Name;
        _onnx.Node(
            "Conv",
            [.. inputs],
            name,
            ("kernel_shape", new long[] { rows, columns }),
            ("strides", Inner(Numbers(node, "strides"))),
            ("auto_pad", Padding(node)),
            ("group", isDepthwise ? (long)taken : 1)
        );
        if (isRelu)
            _onnx.Node("Relu", [name], node.Name);
        return 4;
    }

    private static List<string> Fused(TensorNode node)
    {
        if (node.Operation != "_FusedConv2D")
            return [];
        var fused = Property(node, "fused_ops")
            .GetProperty("list")
            .GetProperty("s")
            .EnumerateArray()
            .Select(one => Encoding.ASCII.GetString(one.GetBytesFromBase64()))
            .ToList();
        return fused is ["BiasAdd"] or ["BiasAdd", "Relu"]
            ? fused
            : throw new InvalidDataException($"{node.Name} fuses {string.Join(", ", fused)}, which is not known");
    }

    /// <summary>A chain of rectifier and bounds is one clipping: engines know it as such.</summary>
    private int Clamp(TensorNode node)
    {
        var (low, high, from) = (float.NegativeInfinity, float.PositiveInfinity, node.Name);
        while (_graph.Nodes.TryGetValue(from, out var one) && one.Operation is "Minimum" or "Maximum" or "Relu")
        {
            // From the last step to the first: what comes later bounds what was found so far.
            if (one.Operation == "Relu")
                low = Math.Max(low, Math.Min(0, high));
            else if (Weights(one.Inputs[1]) is not { Values: [var bound] })
                throw new InvalidDataException($"{one.Name} bounds by more than one number");
            else if (one.Operation == "Minimum")
                high = Math.Min(high, Math.Max(bound, low));
            else
                low = Math.Max(low, Math.Min(bound, high));
            from = one.Inputs[0];
        }
        if (Emit(from) != 4)
            throw new InvalidDataException($"{node.Name} bounds what is no picture");
        _onnx.Node(
            "Clip",
            [from, _onnx.Constant($"{node.Name} (low)", [], [low]), _onnx.Constant($"{node.Name} (high)", [], [high])],
            node.Name
        );
        return 4;
    }

    private int Pairwise(TensorNode node)
    {
        Picture(node);
        var other = node.Inputs[1];
        if (_graph.Weights.TryGetValue(other, out var weights))
        {
            if (weights.Shape is not [var channels])
                throw new InvalidDataException($"{node.Name} takes weights that are not one for each channel");
            other = _onnx.Constant($"{other} (channels)", [channels, 1, 1], weights.Values);
        }
        else if (Emit(other) != 4)
        {
            throw new InvalidDataException($"{node.Name} joins what is no picture");
        }
        _onnx.Node(node.Operation == "Mul" ? "Mul" : "Add", [node.Inputs[0], other], node.Name);
        return 4;
    }

    private int Pad(TensorNode node)
    {
        Picture(node);
        var sides = Weights(node.Inputs[1]).Values;
        if (sides.Length != 8)
            throw new InvalidDataException($"{node.Name} pads what is no picture");
        int[] order = [0, 3, 1, 2];
        var pads = order.Select(side => (long)sides[2 * side]).Concat(order.Select(side => (long)sides[2 * side + 1])).ToArray();
        _onnx.Node("Pad", [node.Inputs[0], _onnx.Constant($"{node.Name} (pads)", pads)], node.Name, ("mode", "constant"));
        return 4;
    }

    private int Mean(TensorNode node)
    {
        Picture(node);
        if (Weights(node.Inputs[1]).Values is not [1, 2])
            throw new InvalidDataException($"{node.Name} takes the mean of what is no picture");
        var keeps = Property(node, "keep_dims").GetProperty("b").GetBoolean();
        _onnx.Node("ReduceMean", [node.Inputs[0]], node.Name, ("axes", new long[] { 2, 3 }), ("keepdims", keeps ? 1L : 0L));
        return keeps ? 4 : 2;
    }

    private int Reshape(TensorNode node)
    {
        Picture(node);
        var shape = Weights(node.Inputs[1]).Values.Select(side => (long)side).ToArray();
        if (shape.Length == 4)
            throw new InvalidDataException($"{node.Name} makes one picture out of another");
        var rows = $"{node.Name} (rows)";
        _onnx.Node("Transpose", [node.Inputs[0]], rows, ("perm", ToRows));
        _onnx.Node("Reshape", [rows, _onnx.Constant($"{node.Name} (shape)", shape)], node.Name);
        return shape.Length;
    }

    /// <summary>Its first input is written, and is a picture: four sides, the channels first.</summary>
    private void Picture(TensorNode node)
    {
        if (node.Inputs.Count == 0 || Emit(node.Inputs[0]) != 4)
            throw new InvalidDataException($"{node.Name} takes what is no picture");
    }

    private TensorWeights Weights(string name) =>
        _graph.Weights.TryGetValue(name, out var weights) ? weights : throw new InvalidDataException($"there are no weights {name}");

    private static JsonElement Property(TensorNode node, string name) =>
        node.Attributes.ValueKind == JsonValueKind.Object && node.Attributes.TryGetProperty(name, out var value)
            ? value
            : throw new InvalidDataException($"{node.Name} has no {name}");

    private static long[] Numbers(TensorNode node, string name) =>
        [.. Property(node, name).GetProperty("list").GetProperty("i").EnumerateArray().Select(one => long.Parse(one.GetString()!, null))];

    /// <summary>Rows and columns of numbers that TensorFlow gives for batch, rows, columns and channels.</summary>
    private static long[] Inner(long[] numbers) =>
        numbers is [1, var rows, var columns, 1] ? [rows, columns] : throw new InvalidDataException("a step is not over rows and columns");

    private static string Text(TensorNode node, string name) =>
        Encoding.ASCII.GetString(Property(node, name).GetProperty("s").GetBytesFromBase64());

    private static string Padding(TensorNode node) =>
        Text(node, "padding") switch
        {
            "SAME" => "SAME_UPPER",
            "VALID" => "VALID",
            var other => throw new InvalidDataException($"{node.Name} pads by {other}, which is not known"),
        };
}
