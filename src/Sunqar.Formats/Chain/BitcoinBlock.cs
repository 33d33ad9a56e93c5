using NBitcoin;
using NBitcoin.Crypto;
using Sunqar.Core.Chain;

namespace Sunqar.Formats.Chain;

/// <summary>What came of reading a block.</summary>
public abstract record BlockReading
{
    private BlockReading() { }

    /// <summary>The block; its Merkle root, witness commitment and proof of work hold.</summary>
    public sealed record Read(CoinBlock Block) : BlockReading;

    /// <param name="Offset">Where reading stopped, bytes from the start.</param>
    public sealed record Refused(BlockFault Fault, int Offset) : BlockReading;
}

/// <summary>
/// Reads Bitcoin blocks as nodes store and send them (BIP144), and lists of the outputs that a block spends. Whatever the bytes are, the
/// answer is a block or a fault. NBitcoin takes them apart; that they are what they say is checked here.
/// </summary>
public static class BitcoinBlock
{
    /// <summary>BIP141: a block weighs at most 4,000,000, so it has at most as many bytes.</summary>
    public const int BytesMax = 4_000_000;

    /// <summary>All coins that can ever be, in satoshi.</summary>
    public const long SatoshiMax = 21_000_000L * 100_000_000;

    private const int HashBytes = 32;

    private static ReadOnlySpan<byte> Commitment => [0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed];

    /// <summary>Reads one whole block.</summary>
    public static BlockReading Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > BytesMax)
            return new BlockReading.Refused(BlockFault.TooLarge, 0);
        var block = Network.Main.Consensus.ConsensusFactory.CreateBlock();
        var (fault, offset) = Take(bytes, stream => stream.ReadWrite(block));
        if (fault == BlockFault.None)
        {
            fault =
                offset < bytes.Length ? BlockFault.Trailing
                : !block.ToBytes().AsSpan().SequenceEqual(bytes.Span) ? BlockFault.Size
                : Check(block);
        }
        return fault == BlockFault.None ? new BlockReading.Read(Of(block)) : new BlockReading.Refused(fault, offset);
    }

    /// <summary>Reads the outputs that a block spends, one after the other as they stand in transactions, in the order of the block's
    /// inputs (bcoin's test data; Core and Knots keep them compressed). No count stands before them: the bytes' end is the
    /// list's.</summary>
    /// <returns>Null with a fault and where it stands, bytes from the start.</returns>
    public static IReadOnlyList<CoinOutput>? Spent(ReadOnlyMemory<byte> bytes, out BlockFault fault, out int offset)
    {
        var outputs = new List<CoinOutput>();
        if (bytes.Length > 16 * BytesMax)
        {
            (fault, offset) = (BlockFault.TooLarge, 0);
            return null;
        }
        var hasValue = true;
        (fault, offset) = Take(
            bytes,
            stream =>
            {
                while (stream.Inner.Position < stream.Inner.Length && hasValue)
                {
                    var output = new TxOut();
                    stream.ReadWrite(output);
                    hasValue = IsValue(output);
                    if (hasValue)
                        outputs.Add(Of(output));
                }
            }
        );
        if (!hasValue)
            fault = BlockFault.Value;
        return fault == BlockFault.None ? outputs : null;
    }

    /// <summary>Reads, and says how far. What NBitcoin throws at bytes that are none of Bitcoin's depends on where it meets them.</summary>
    private static (BlockFault Fault, int Offset) Take(ReadOnlyMemory<byte> bytes, Action<BitcoinStream> read)
    {
        using var inner = new MemoryStream(bytes.ToArray(), writable: false);
        try
        {
            read(
                new BitcoinStream(inner, serializing: false)
                {
                    ConsensusFactory = Network.Main.Consensus.ConsensusFactory,
                    MaxArraySize = BytesMax,
                }
            );
            return (BlockFault.None, (int)inner.Position);
        }
        catch (Exception e) when (e is EndOfStreamException || inner.Position >= inner.Length)
        {
            return (BlockFault.Truncated, (int)inner.Position);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (BlockFault.Form, (int)inner.Position);
        }
    }

    private static BlockFault Check(Block block)
    {
        var all = block.Transactions;
        if (all.Count == 0 || all.Exists(t => t.Inputs.Count == 0 || t.Outputs.Count == 0 || t.IsCoinBase != (t == all[0])))
            return BlockFault.Form;
        return !all.TrueForAll(t => t.Outputs.All(IsValue)) ? BlockFault.Value
            : !block.CheckProofOfWork() ? BlockFault.ProofOfWork
            // A list that repeats its end has the same root (CVE-2012-2459); no transaction can stand twice.
            : !block.CheckMerkleRoot() || all.DistinctBy(t => t.GetHash()).Count() < all.Count ? BlockFault.MerkleRoot
            : !IsCommitted(all) ? BlockFault.WitnessCommitment
            : BlockFault.None;
    }

    private static bool IsCommitted(List<Transaction> all)
    {
        var committed = all[0]
            .Outputs.Select(o => o.ScriptPubKey.ToBytes(true))
            .LastOrDefault(s => s.Length >= 38 && s.AsSpan().StartsWith(Commitment));
        if (committed is null)
            return all.TrueForAll(t => !t.HasWitness);
        // The coinbase cannot commit to itself: zeros stand for it.
        var root = MerkleNode.GetRoot([uint256.Zero, .. all.Skip(1).Select(t => t.GetWitHash())]).Hash;
        return all[0].Inputs[0].WitScript is { PushCount: 1 } witness
            && witness[0].Length == HashBytes
            && Hashes.DoubleSHA256([.. root.ToBytes(), .. witness[0]]).ToBytes().AsSpan().SequenceEqual(committed.AsSpan(6, HashBytes));
    }

    private static bool IsValue(TxOut output) => output.Value.Satoshi is >= 0 and <= SatoshiMax;

    private static CoinBlock Of(Block block) =>
        new(
            block.GetHash().ToString(),
            block.Header.HashPrevBlock.ToString(),
            block.Header.BlockTime.ToUnixTimeSeconds() * 1_000_000L,
            block.Transactions.ConvertAll(t => new CoinTransaction(
                t.GetHash().ToString(),
                t.GetWitHash().ToString(),
                [.. t.Inputs.Select(i => new CoinInput(i.PrevOut.Hash.ToString(), i.PrevOut.N))],
                [.. t.Outputs.Select(Of)]
            ))
        );

    private static CoinOutput Of(TxOut output)
    {
        var script = output.ScriptPubKey.ToBytes();
        var (kind, address) = BitcoinScript.Read(script);
        return new CoinOutput(output.Value.Satoshi, kind, address, script);
    }
}
