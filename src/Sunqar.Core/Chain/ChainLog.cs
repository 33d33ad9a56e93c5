namespace Sunqar.Core.Chain;

/// <summary>One log of a contract as a full node of an EVM chain (Ethereum, TRON) gives it; nothing of it is decoded yet.</summary>
/// <param name="Address">The contract, 20 bytes.</param>
/// <param name="Topics">At most four words of 32 bytes; the first is the hash of the event's signature.</param>
/// <param name="Data">The arguments that are not indexed.</param>
/// <param name="BlockHash">32 bytes.</param>
/// <param name="TxHash">32 bytes.</param>
/// <param name="LogIndex">Place within the block.</param>
/// <param name="TimeUs">Block time, microseconds since 1970-01-01T00:00:00Z, where the node says it with the log.</param>
/// <param name="IsRemoved">The node takes the log back: its block is no longer part of the chain.</param>
public sealed record ChainLog(
    ReadOnlyMemory<byte> Address,
    IReadOnlyList<ReadOnlyMemory<byte>> Topics,
    ReadOnlyMemory<byte> Data,
    long Block,
    ReadOnlyMemory<byte> BlockHash,
    ReadOnlyMemory<byte> TxHash,
    int TxIndex,
    int LogIndex,
    long? TimeUs = null,
    bool IsRemoved = false
)
{
    /// <summary>Whether another log says the same of the same place; when the node knows the time, it may say it in one of them
    /// only.</summary>
    public bool IsSame(ChainLog other) =>
        (Block, TxIndex, LogIndex) == (other.Block, other.TxIndex, other.LogIndex)
        && BlockHash.Span.SequenceEqual(other.BlockHash.Span)
        && TxHash.Span.SequenceEqual(other.TxHash.Span)
        && Address.Span.SequenceEqual(other.Address.Span)
        && Data.Span.SequenceEqual(other.Data.Span)
        && Topics.Count == other.Topics.Count
        && Topics.Zip(other.Topics).All(pair => pair.First.Span.SequenceEqual(pair.Second.Span));
}
