using System.Runtime.InteropServices;
using System.Text;

namespace Sunqar.Formats.Models;

/// <summary>
/// Writes a network in ONNX: the few messages of onnx.proto (github.com/onnx/onnx, IR version 7, operators of version 13) that a network
/// of convolutions needs, in the wire format of Protocol Buffers. Numbers behind a field are its number in onnx.proto.
/// </summary>
internal sealed class OnnxWriter
{
    private const int IrVersion = 7,
        OperatorsVersion = 13;

    /// <summary>TensorProto.DataType.</summary>
    private const int Float = 1,
        Int64 = 7;

    private readonly Message _graph = new();
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    public void Input(string name, ReadOnlySpan<int> shape) => _graph.Nested(11, Declared(name, shape));

    public void Output(string name, ReadOnlySpan<int> shape) => _graph.Nested(12, Declared(name, shape));

    /// <summary>A constant of numbers; one that is kept already is not written twice.</summary>
    public string Constant(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        if (_kept.Add(name))
            _graph.Nested(5, Tensor(name, shape, Float, MemoryMarshal.AsBytes(values)));
        return name;
    }

    /// <summary>A constant of whole numbers: a shape or a padding.</summary>
    public string Constant(string name, ReadOnlySpan<long> values)
    {
        if (_kept.Add(name))
            _graph.Nested(5, Tensor(name, [values.Length], Int64, MemoryMarshal.AsBytes(values)));
        return name;
    }

    public void Node(
        string operation,
        ReadOnlySpan<string> inputs,
        string output,
        params ReadOnlySpan<(string Name, object Value)> attributes
    )
    {
        var node = new Message();
        foreach (var input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, operation);
        foreach (var (name, value) in attributes)
            node.Nested(5, Attribute(name, value));
        _graph.Nested(1, node);
    }

    public byte[] ToArray(string name)
    {
        _graph.Text(2, name);
        return new Message()
            .Number(1, IrVersion)
            .Text(2, "sunqar")
            .Nested(7, _graph)
            .Nested(8, new Message().Text(1, "").Number(2, OperatorsVersion))
            .ToArray();
    }

    private static Message Attribute(string name, object value)
    {
        var attribute = new Message().Text(1, name);
        switch (value)
        {
            case long number:
                return attribute.Number(3, number).Number(20, 2);
            case string text:
                return attribute.Text(4, text).Number(20, 3);
            case long[] numbers:
                foreach (var number in numbers)
                    attribute.Number(8, number);
                return attribute.Number(20, 7);
            default:
                throw new ArgumentException($"No attribute of the kind {value.GetType()} is known.", nameof(value));
        }
    }

    private static Message Tensor(string name, ReadOnlySpan<int> shape, int kind, ReadOnlySpan<byte> values)
    {
        var tensor = new Message();
        foreach (var side in shape)
            tensor.Number(1, side);
        return tensor.Number(2, kind).Text(8, name).Bytes(9, values);
    }

    private static Message Declared(string name, ReadOnlySpan<int> shape)
    {
        var sides = new Message();
        foreach (var side in shape)
            sides.Nested(1, new Message().Number(1, side));
        var tensor = new Message().Number(1, Float).Nested(2, sides);
        return new Message().Text(1, name).Nested(2, new Message().Nested(1, tensor));
    }

    /// <summary>One message of Protocol Buffers, field behind field.</summary>
    private sealed class Message
    {
        private readonly MemoryStream _bytes = new();

        public Message Number(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint(unchecked((ulong)value));
            return this;
        }

        public Message Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

        public Message Nested(int field, Message message) => Bytes(field, message._bytes.GetBuffer().AsSpan(0, (int)message._bytes.Length));

        public Message Bytes(int field, ReadOnlySpan<byte> value)
        {
            Varint(((ulong)field << 3) | 2);
            Varint((ulong)value.Length);
            _bytes.Write(value);
            return this;
        }

        public byte[] ToArray() => _bytes.ToArray();

        private void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
                _bytes.WriteByte((byte)(value & 0x7F | 0x80));
            _bytes.WriteByte((byte)value);
        }
    }
}
