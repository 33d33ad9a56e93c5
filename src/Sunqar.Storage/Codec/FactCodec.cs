using Google.Protobuf;
using Sunqar.Core.Facts;

namespace Sunqar.Storage.Codec;

/// <summary>Translates one kind of fact to its message in the schema and back.</summary>
/// <param name="number">The fact's field number in the schema's FactRecord; never reused.</param>
internal abstract class FactCodec(int number, Type type)
{
    public int Number { get; } = number;

    public Type FactType { get; } = type;

    /// <summary>Writes the record: one field of FactRecord.</summary>
    public abstract void Write(Fact fact, WireWriter wire);

    /// <summary>Reads the fact from the field's content.</summary>
    public abstract Fact Read(ReadOnlySpan<byte> body);
}

/// <summary>
/// A codec over the classes that Grpc.Tools generates: two translations and nothing else. Fast enough for all but the facts that
/// come by the million.
/// </summary>
internal abstract class MessageCodec<TFact, TMessage>(int number) : FactCodec(number, typeof(TFact))
    where TFact : Fact
    where TMessage : IMessage<TMessage>, new()
{
    private static readonly MessageParser<TMessage> Parser = new(() => new TMessage());

    public sealed override void Write(Fact fact, WireWriter wire)
    {
        var message = ToMessage((TFact)fact);
        var size = message.CalculateSize();
        var mark = wire.BeginMessage(Number);
        wire.Reserve(size);
        message.WriteTo(wire.At(mark, size));
        wire.EndMessage(mark);
    }

    public sealed override Fact Read(ReadOnlySpan<byte> body) => ToFact(Parser.ParseFrom(body));

    protected abstract TMessage ToMessage(TFact fact);

    protected abstract TFact ToFact(TMessage message);

    /// <summary>Proto3 has no null: an absent text is an empty one.</summary>
    protected static string? OrNull(string text) => text.Length == 0 ? null : text;

    protected static ulong High(Int128 value) => unchecked((ulong)(value >> 64));

    protected static ulong Low(Int128 value) => unchecked((ulong)value);
}
