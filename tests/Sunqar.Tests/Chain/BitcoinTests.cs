using Sunqar.Core.Chain;
using Sunqar.Formats.Chain;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>Real blocks: what is read of them must hash to their headers, and money must add up.</summary>
public class BitcoinTests
{
    [Theory]
    [InlineData("block300025.raw", 461, "0000000000000000821c4e0acc40f88bedbce3b73ba2358b5ade58a9022cc78c")]
    [InlineData("block413567.raw", 1557, "0000000000000000025aff8be8a55df8f89c77296db6198f272d6577325d4069")]
    [InlineData("block928848.raw", 676, "00000000000001dc1c2cbd9c2419e9fd396449be12176b3b7c78c2784eb2f5e7")]
    public void Real_blocks_hash_to_their_headers(string file, int transactions, string hash)
    {
        var block = Block(file);
        Assert.Equal(transactions, block.Transactions.Count);
        Assert.Equal(hash, block.Hash);
    }

    [Fact]
    public void Spent_outputs_and_the_fee_that_the_miner_took_add_up()
    {
        var spent = Spent();
        var block = Block("block928848.raw").WithSpent(spent)!;
        Assert.Equal(11_215, spent.Count);
        var fees = block.Transactions.Skip(1).Sum(t => t.Inputs.Sum(i => i.Spent!.Satoshi) - t.Outputs.Sum(o => o.Satoshi));
        // The fourth halving left 3.125 BTC for a block.
        Assert.Equal(block.Transactions[0].Outputs.Sum(o => o.Satoshi), 312_500_000 + fees);
        // What is spent within the block is the very output that stands there.
        var made = block.Transactions.ToDictionary(t => t.Id);
        var within = block.Transactions.SelectMany(t => t.Inputs).Where(i => made.ContainsKey(i.SpentTx)).ToList();
        Assert.All(
            within,
            input => Assert.True(made[input.SpentTx].Outputs[(int)input.SpentIndex].Script.Span.SequenceEqual(input.Spent!.Script.Span))
        );
        Assert.Null(block.WithSpent([.. spent.Skip(1)]));
    }

    [Fact]
    public void Scripts_of_every_form_are_met_and_have_their_address()
    {
        var outputs = Block("block928848.raw")
            .Transactions.SelectMany(t => t.Outputs)
            .Concat(Spent())
            .Concat(Block("block300025.raw").Transactions.SelectMany(t => t.Outputs))
            .ToList();
        var kinds = outputs.GroupBy(o => o.Kind).ToDictionary(g => g.Key, g => g.Count());
        foreach (var kind in (ScriptKind[])[ScriptKind.KeyHash, ScriptKind.ScriptHash, ScriptKind.WitnessKeyHash, ScriptKind.Data])
        {
            Assert.True(kinds.GetValueOrDefault(kind) > 0, $"no {kind}");
        }
        Assert.All(outputs, o => Assert.Equal(o.Kind is ScriptKind.Data or ScriptKind.Other, o.Address.IsNone));
    }

    [Theory]
    // Satoshi's first block pays to a key; explorers show the hash of it.
    [InlineData(
        "4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac",
        ScriptKind.PublicKey,
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    )]
    [InlineData(
        "5120a60869f0dbcf1dc659c9cecbaf8050135ea9e8cdc487053f1dc6880949dc684c",
        ScriptKind.Taproot,
        "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr"
    )]
    [InlineData("0014751e76e8199196d454941c45d1b3a323f1433bd6", ScriptKind.WitnessKeyHash, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData(
        "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
        ScriptKind.WitnessScriptHash,
        "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3"
    )]
    [InlineData("6a0548656c6c6f", ScriptKind.Data, "")]
    [InlineData("51", ScriptKind.Other, "")]
    [InlineData("5221", ScriptKind.Other, "")]
    [InlineData("", ScriptKind.Other, "")]
    public void A_script_tells_who_is_paid(string script, ScriptKind kind, string address)
    {
        var read = BitcoinScript.Read(Convert.FromHexString(script));
        Assert.Equal((kind, address), (read.Kind, read.Address.ToString()));
    }

    [Fact]
    public void Changed_bytes_are_refused_with_a_fault_and_never_break()
    {
        var whole = File.ReadAllBytes(Repository.Shared("data/bitcoin-blocks/block300025.raw"));
        var random = new Random(5);
        var faults = new Dictionary<BlockFault, int>();
        for (var i = 0; i < 400; i++)
        {
            var bytes = whole.AsSpan(0, i % 5 == 0 ? random.Next(whole.Length) : whole.Length).ToArray();
            for (var changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
            {
                // Half of the changes hit the header, the count and the first transactions, where sizes stand.
                bytes[random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 2_000) : bytes.Length)] ^= (byte)random.Next(1, 256);
            }
            var refused = Assert.IsType<BlockReading.Refused>(BitcoinBlock.Read(bytes));
            Assert.NotEqual(BlockFault.None, refused.Fault);
            faults[refused.Fault] = faults.GetValueOrDefault(refused.Fault) + 1;
        }
        Assert.True(faults.Count >= 4, string.Join(", ", faults));
        Assert.Equal(BlockFault.Trailing, Assert.IsType<BlockReading.Refused>(BitcoinBlock.Read((byte[])[.. whole, 0])).Fault);
        Assert.Equal(
            BlockFault.TooLarge,
            Assert.IsType<BlockReading.Refused>(BitcoinBlock.Read(new byte[BitcoinBlock.BytesMax + 1])).Fault
        );
        Assert.Equal(BlockFault.Truncated, Assert.IsType<BlockReading.Refused>(BitcoinBlock.Read(default)).Fault);
    }

    [Fact]
    public void A_changed_witness_breaks_the_commitment_alone_and_a_repeated_transaction_the_root()
    {
        var whole = File.ReadAllBytes(Repository.Shared("data/bitcoin-blocks/block928848.raw"));
        // The last bytes before the lock time are the last transaction's witness.
        whole[^8] ^= 1;
        Assert.Equal(BlockFault.WitnessCommitment, Assert.IsType<BlockReading.Refused>(BitcoinBlock.Read(whole)).Fault);

        var spent = File.ReadAllBytes(Repository.Shared("data/bitcoin-blocks/block928848-undo.raw"));
        Assert.Null(BitcoinBlock.Spent(spent.AsMemory(0, spent.Length - 1), out var fault, out _));
        Assert.Equal(BlockFault.Truncated, fault);
        spent[7] = 0xff;
        Assert.Null(BitcoinBlock.Spent(spent, out fault, out _));
        Assert.Equal(BlockFault.Value, fault);
    }

    internal static CoinBlock Block(string file) =>
        Assert.IsType<BlockReading.Read>(BitcoinBlock.Read(File.ReadAllBytes(Repository.Shared("data/bitcoin-blocks/" + file)))).Block;

    internal static IReadOnlyList<CoinOutput> Spent()
    {
        var spent = BitcoinBlock.Spent(
            File.ReadAllBytes(Repository.Shared("data/bitcoin-blocks/block928848-undo.raw")),
            out var fault,
            out _
        );
        Assert.Equal(BlockFault.None, fault);
        return spent!;
    }
}
