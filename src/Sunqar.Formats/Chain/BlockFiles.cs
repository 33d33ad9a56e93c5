using Sunqar.Core.Chain;

namespace Sunqar.Formats.Chain;

/// <summary>What came of reading files of blocks.</summary>
public abstract record BlockFilesOutcome
{
    private BlockFilesOutcome() { }

    /// <param name="Blocks">Each once, in the order of the chain, with what inputs spend where a list says it.</param>
    public sealed record Read(IReadOnlyList<CoinBlock> Blocks) : BlockFilesOutcome;

    public sealed record Refused(BadInput Why) : BlockFilesOutcome;
}

/// <summary>Files of one Bitcoin block each, and of the outputs that a block spends.</summary>
public static class BlockFiles
{
    private const int HeaderBytes = 80,
        SpentBytesMax = 16 * BitcoinBlock.BytesMax;

    /// <summary>Whether a file is meant as a block: proof of work leaves zero bytes in every header, and no table has any. A file that
    /// cannot be read is none.</summary>
    public static bool IsBlock(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Span<byte> head = stackalloc byte[HeaderBytes];
            head = head[..stream.ReadAtLeast(head, HeaderBytes, throwOnEndOfStream: false)];
            return head.Contains((byte)0)
                && !head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe])
                && !head.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <param name="blocks">One whole block each, in any order.</param>
    /// <param name="spent">Lists of what one of these blocks spends (<see cref="BitcoinBlock.Spent"/>); each is given to the block that it
    /// fits.</param>
    public static BlockFilesOutcome Read(IEnumerable<string> blocks, IEnumerable<string> spent)
    {
        var read = new Dictionary<string, CoinBlock>(StringComparer.Ordinal);
        foreach (var file in blocks)
        {
            if (Bytes(file, BitcoinBlock.BytesMax, out var bytes) is { } unreadable)
                return new BlockFilesOutcome.Refused(unreadable);
            switch (BitcoinBlock.Read(bytes))
            {
                case BlockReading.Read whole:
                    read.TryAdd(whole.Block.Hash, whole.Block);
                    break;
                case BlockReading.Refused refused:
                    return new BlockFilesOutcome.Refused(
                        Bad(file, refused.Fault, refused.Offset, "one whole Bitcoin block as nodes send it")
                    );
            }
        }
        foreach (var file in spent)
        {
            if (Bytes(file, SpentBytesMax, out var bytes) is { } unreadable)
                return new BlockFilesOutcome.Refused(unreadable);
            if (BitcoinBlock.Spent(bytes, out var fault, out var offset) is not { } outputs)
            {
                return new BlockFilesOutcome.Refused(
                    Bad(file, fault, offset, "the outputs that one of the blocks spends, one after the other")
                );
            }
            if (read.Values.Select(block => block.WithSpent(outputs)).FirstOrDefault(Adds) is not { } fitting)
            {
                return new BlockFilesOutcome.Refused(
                    new BadInput(
                        file,
                        0,
                        0,
                        null,
                        $"its {outputs.Count} outputs are those that none of the blocks spends",
                        "a list with an output for each input of one of the blocks"
                    )
                );
            }
            read[fitting.Hash] = fitting;
        }
        return new BlockFilesOutcome.Read(InOrder(read));
    }

    /// <summary>Whether no transaction pays more than it spends, which a wrong list would soon break.</summary>
    private static bool Adds(CoinBlock? block) =>
        block is not null
        && block.Transactions.All(t =>
            t.IsCoinbase || t.Outputs.Sum(output => output.Satoshi) <= t.Inputs.Sum(input => input.Spent!.Satoshi)
        );

    /// <summary>By time, but parents first: miners' clocks may differ by two hours.</summary>
    private static List<CoinBlock> InOrder(Dictionary<string, CoinBlock> read)
    {
        var (ordered, taken) = (new List<CoinBlock>(read.Count), new HashSet<string>(StringComparer.Ordinal));
        foreach (var block in read.Values.OrderBy(block => block.TimeUs).ThenBy(block => block.Hash, StringComparer.Ordinal))
        {
            var line = new Stack<CoinBlock>();
            for (var next = block; next is not null && taken.Add(next.Hash); next = read.GetValueOrDefault(next.ParentHash))
            {
                line.Push(next);
            }
            ordered.AddRange(line);
        }
        return ordered;
    }

    private static BadInput? Bytes(string path, int bytesMax, out byte[] bytes)
    {
        bytes = [];
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // A pipe does not tell its length: one byte too many is enough to know.
            bytes = new byte[Math.Min(stream.CanSeek ? stream.Length : bytesMax, bytesMax) + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > bytesMax)
            {
                return new BadInput(
                    path,
                    0,
                    0,
                    null,
                    $"the file has more than {bytesMax} bytes",
                    "one whole Bitcoin block, or what one spends"
                );
            }
            Array.Resize(ref bytes, length);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return BadInput.Unreadable(path, e);
        }
    }

    private static BadInput Bad(string file, BlockFault fault, int offset, string expected) =>
        new(file, 0, 0, null, $"byte {offset}: {Words(fault)}", expected);

    private static string Words(BlockFault fault) =>
        fault switch
        {
            BlockFault.Truncated => "the file ends in the middle, or a size is larger than what follows",
            BlockFault.Trailing => "something follows the end",
            BlockFault.Size => "a size is not written in its shortest form, or a marked witness is absent",
            BlockFault.TooLarge => "more bytes than a block may have",
            BlockFault.Value => "a value above all coins that can ever be",
            BlockFault.Form => "no serialization of a block; or no transactions, inputs or outputs, or a coinbase out of place",
            BlockFault.MerkleRoot => "the transactions are not those of the header's Merkle root, or one stands twice",
            BlockFault.WitnessCommitment => "the witnesses are not those that the coinbase commits to",
            BlockFault.ProofOfWork => "the header's hash is above its own target",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
        };
}
