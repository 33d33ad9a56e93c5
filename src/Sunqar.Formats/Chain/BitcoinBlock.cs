using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
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
/// answer is a block or a fault.
/// </summary>
public static class BitcoinBlock
{
    /// <summary>BIP141: a block weighs at most 4,000,000, so it has at most as many bytes.</summary>
    public const int BytesMax = 4_000_000;

    private const int HeaderBytes = 80,
        HashBytes = 32,
        InputBytesMin = 41,
        OutputBytesMin = 9,
        TransactionBytesMin = 60;

    private static ReadOnlySpan<byte> Commitment => [0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed];

    /// <summary>Reads one whole block.</summary>
    public static BlockReading Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > BytesMax)
        {
            return new BlockReading.Refused(BlockFault.TooLarge, 0);
        }
        var cursor = new CoinCursor(bytes);
        var header = cursor.Take(HeaderBytes);
        var count = cursor.Count(TransactionBytesMin);
        var transactions = new List<Parsed>(count);
        for (var i = 0; i < count && cursor.IsGood; i++)
        {
            transactions.Add(Transaction(ref cursor));
        }
        if (count == 0)
            cursor.Fail(BlockFault.Form);
        if (cursor.Left > 0)
            cursor.Fail(BlockFault.Trailing);
        if (cursor.IsGood)
            cursor.Fail(Check(header.Span, transactions));
        return cursor.IsGood
            ? new BlockReading.Read(Block(header.Span, transactions))
            : new BlockReading.Refused(cursor.Fault, cursor.Offset);
    }

    /// <summary>Reads the outputs that a block spends, one after the other as they stand in transactions, in the order of the block's
    /// inputs (bcoin's test data; Core and Knots keep them compressed). No count stands before them: the bytes' end is the
    /// list's.</summary>
    /// <returns>Null with a fault and where it stands, bytes from the start.</returns>
    public static IReadOnlyList<CoinOutput>? Spent(ReadOnlyMemory<byte> bytes, out BlockFault fault, out int offset)
    {
        var cursor = new CoinCursor(bytes);
        var outputs = new List<CoinOutput>();
        if (bytes.Length > 16 * BytesMax)
            cursor.Fail(BlockFault.TooLarge);
        while (cursor.IsGood && cursor.Left > 0)
        {
            outputs.Add(Output(ref cursor));
        }
        (fault, offset) = (cursor.Fault, cursor.Offset);
        return cursor.IsGood ? outputs : null;
    }

    private sealed record Parsed(
        CoinTransaction Transaction,
        byte[] Hash,
        byte[] WitnessHash,
        ReadOnlyMemory<byte> FirstWitness,
        int FirstWitnessItems
    );

    private static Parsed Transaction(ref CoinCursor cursor)
    {
        var start = cursor.Offset;
        var version = cursor.Take(4);
        var hasWitness = cursor.Peek(0) == 0;
        if (hasWitness && cursor.Take(2) is { Length: 2 } flag && flag.Span[1] != 1)
            cursor.Fail(BlockFault.WitnessFlag);
        var body = cursor.Offset;
        var inputs = new CoinInput[cursor.Count(InputBytesMin)];
        for (var i = 0; i < inputs.Length; i++)
        {
            var tx = cursor.Take(HashBytes);
            var index = cursor.U32();
            cursor.Bytes();
            cursor.U32();
            inputs[i] = new CoinInput(Hex(tx.Span), index);
        }
        var outputs = new CoinOutput[cursor.Count(OutputBytesMin)];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = Output(ref cursor);
        }
        if (inputs.Length == 0 || outputs.Length == 0)
            cursor.Fail(BlockFault.Form);
        var bodyBytes = cursor.Since(body);
        var (first, firstItems) = hasWitness ? Witness(ref cursor, inputs.Length) : default;
        var lockTime = cursor.Take(4);
        if (!cursor.IsGood)
        {
            return new Parsed(new CoinTransaction("", "", [], []), [], [], default, 0);
        }
        var hash = DoubleHash(version.Span, bodyBytes.Span, lockTime.Span);
        var witnessHash = hasWitness ? DoubleHash(cursor.Since(start).Span, [], []) : hash;
        return new Parsed(new CoinTransaction(Hex(hash), Hex(witnessHash), inputs, outputs), hash, witnessHash, first, firstItems);
    }

    /// <summary>Passes over the witnesses; the first input's first item is the coinbase's reserved value.</summary>
    private static (ReadOnlyMemory<byte> First, int Items) Witness(ref CoinCursor cursor, int inputs)
    {
        ReadOnlyMemory<byte> first = default;
        int firstItems = 0,
            all = 0;
        for (var i = 0; i < inputs && cursor.IsGood; i++)
        {
            var items = cursor.Count(1);
            all += items;
            for (var j = 0; j < items; j++)
            {
                var item = cursor.Bytes();
                if (i == 0 && j == 0)
                    (first, firstItems) = (item, items);
            }
        }
        if (all == 0)
            cursor.Fail(BlockFault.WitnessFlag);
        return (first, firstItems);
    }

    private static CoinOutput Output(ref CoinCursor cursor)
    {
        var satoshi = cursor.Satoshi();
        var script = cursor.Bytes();
        var (kind, address) = BitcoinScript.Read(script.Span);
        return new CoinOutput(satoshi, kind, address, script);
    }

    private static BlockFault Check(ReadOnlySpan<byte> header, List<Parsed> transactions)
    {
        for (var i = 0; i < transactions.Count; i++)
        {
            if (transactions[i].Transaction.IsCoinbase != (i == 0))
                return BlockFault.Form;
        }
        return !IsBelowTarget(header) ? BlockFault.ProofOfWork
            : !Root(transactions.ConvertAll(t => t.Hash), out var root) || !header.Slice(36, HashBytes).SequenceEqual(root)
                ? BlockFault.MerkleRoot
            : !IsCommitted(transactions) ? BlockFault.WitnessCommitment
            : BlockFault.None;
    }

    private static bool IsCommitted(List<Parsed> transactions)
    {
        var committed = transactions[0]
            .Transaction.Outputs.LastOrDefault(o => o.Script.Length >= 38 && o.Script.Span.StartsWith(Commitment))
            ?.Script.Slice(6, HashBytes);
        if (committed is null)
        {
            return transactions.TrueForAll(t => t.Hash == t.WitnessHash);
        }
        // The coinbase cannot commit to itself: zeros stand for it.
        return transactions[0] is { FirstWitnessItems: 1, FirstWitness.Length: HashBytes } coinbase
            && Root([new byte[HashBytes], .. transactions.Skip(1).Select(t => t.WitnessHash)], out var root)
            && DoubleHash(root, coinbase.FirstWitness.Span, []).AsSpan().SequenceEqual(committed.Value.Span);
    }

    /// <summary>The Merkle root. Where a level ends in a pair of equals the same root belongs to another list too (CVE-2012-2459), so none
    /// is given.</summary>
    private static bool Root(List<byte[]> level, out byte[] root)
    {
        while (level.Count > 1)
        {
            var above = new List<byte[]>((level.Count + 1) / 2);
            for (var i = 0; i < level.Count; i += 2)
            {
                var isPair = i + 1 < level.Count;
                if (isPair && level[i].AsSpan().SequenceEqual(level[i + 1]))
                {
                    root = [];
                    return false;
                }
                above.Add(DoubleHash(level[i], level[isPair ? i + 1 : i], []));
            }
            level = above;
        }
        root = level[0];
        return true;
    }

    private static bool IsBelowTarget(ReadOnlySpan<byte> header)
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(header[72..]);
        var exponent = (int)(bits >> 24);
        var mantissa = new BigInteger(bits & 0x7f_ffff);
        var target =
            exponent is > 34 || (bits & 0x80_0000) != 0 ? BigInteger.Zero
            : exponent <= 3 ? mantissa >> (8 * (3 - exponent))
            : mantissa << (8 * (exponent - 3));
        return new BigInteger(DoubleHash(header, [], []), isUnsigned: true) <= target;
    }

    private static CoinBlock Block(ReadOnlySpan<byte> header, List<Parsed> transactions) =>
        new(
            Hex(DoubleHash(header, [], [])),
            Hex(header.Slice(4, HashBytes)),
            BinaryPrimitives.ReadUInt32LittleEndian(header[68..]) * 1_000_000L,
            transactions.ConvertAll(t => t.Transaction)
        );

    private static byte[] DoubleHash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.AppendData(third);
        return SHA256.HashData(hash.GetHashAndReset());
    }

    /// <summary>Hashes are written the other way round.</summary>
    private static string Hex(ReadOnlySpan<byte> hash)
    {
        Span<byte> reversed = stackalloc byte[hash.Length];
        hash.CopyTo(reversed);
        reversed.Reverse();
        return Convert.ToHexStringLower(reversed);
    }
}
