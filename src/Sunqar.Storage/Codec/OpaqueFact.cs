using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Codec;

/// <summary>A fact of a kind that this version does not know: kept as it is, never dropped. Appended again it gives the same
/// bytes.</summary>
/// <param name="Number">Its field number in the schema's FactRecord.</param>
/// <param name="Body">The encoded message.</param>
public sealed record OpaqueFact(int Number, ReadOnlyMemory<byte> Body) : Fact
{
    public bool Equals(OpaqueFact? other) => other is not null && Number == other.Number && Body.Span.SequenceEqual(other.Body.Span);

    public override int GetHashCode() => Number;
}
