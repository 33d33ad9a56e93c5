using Sunqar.Core.Acts;
using Sunqar.Core.Merkle;
using Sunqar.Core.Oversight;
using Sunqar.Storage.Codec;

namespace Sunqar.Storage.Log;

/// <summary>What a leaf is the hash of.</summary>
/// <param name="RecordedUs">When it was recorded, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Bytes">One FactRecord of the schema, encoded.</param>
public sealed record LeafRecord(long Sequence, long RecordedUs, byte[] Bytes)
{
    /// <summary>The act that it is; null where it holds none.</summary>
    /// <exception cref="IOException">It is no record.</exception>
    public Act? Act => FactCodecs.Read(Bytes) as Act;

    /// <summary>The leaf's hash.</summary>
    public byte[] Hash()
    {
        var hash = new byte[MerkleTree.HashBytes];
        LeafHasher.Hash(Sequence, RecordedUs, Bytes, hash);
        return hash;
    }

    /// <summary>What it says of where the journal's streams stand: their epoch, how far each is, and whether it is a lawful restore; null
    /// where it says nothing of them.</summary>
    /// <exception cref="IOException">It is no record.</exception>
    public (long Epoch, IReadOnlyDictionary<string, long> Next, bool IsRestore)? Streams()
    {
        if (FactCodecs.Read(Bytes) is not Act act)
            return null;
        return act.What.OfType<HistoryRestored>().FirstOrDefault() is { } restored
                ? (restored.Epoch, restored.Marks.ToDictionary(mark => mark.Stream, mark => mark.Next), true)
            : act.What.OfType<StreamsMarked>().FirstOrDefault() is { } marked
                ? (marked.Epoch, marked.Marks.ToDictionary(mark => mark.Stream, mark => mark.Next), false)
            : null;
    }
}
