using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Formats.Chain;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>Blocks from files: what they spend is found among them or in a list; what is wrong with one is named. Clusters written and read
/// again.</summary>
public sealed class BlockFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-blocks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Real_blocks_come_once_in_the_order_of_the_chain_with_what_they_spend()
    {
        var blocks = Blocks(
            [Real("block928848.raw"), Real("block300025.raw"), Real("block413567.raw"), Real("block300025.raw")],
            [Real("block928848-undo.raw")]
        );
        Assert.Equal(["block300025.raw", "block413567.raw", "block928848.raw"], blocks.Select(block => FileOf(block.Hash)));
        var outputs = new CoinOutputs();
        var spent = blocks.Select(outputs.Spend).ToList();
        Assert.All(spent[2].Transactions.Where(t => !t.IsCoinbase).SelectMany(t => t.Inputs), input => Assert.NotNull(input.Spent));
        // What the old blocks spend was mostly made before them; what they made themselves is the very output.
        var made = blocks
            .SelectMany(block => block.Transactions)
            .SelectMany(t => t.Outputs.Select((output, i) => ((t.Id, (uint)i), output)))
            .ToDictionary();
        var old = spent.Take(2).SelectMany(block => block.Transactions).Where(t => !t.IsCoinbase).SelectMany(t => t.Inputs).ToList();
        Assert.All(old, input => Assert.Equal(made.GetValueOrDefault((input.SpentTx, input.SpentIndex)), input.Spent));
        Assert.Contains(old, input => input.Spent is not null);
        Assert.Equal(spent.SelectMany(block => block.Transactions).Where(t => !t.IsCoinbase).Sum(t => t.Inputs.Count), outputs.Inputs.All);
        Assert.Equal(old.Count(input => input.Spent is null), outputs.Inputs.All - outputs.Inputs.Known);
    }

    [Fact]
    public void A_coin_join_of_which_one_payer_is_unknown_joins_nobody()
    {
        var outputs = new CoinOutputs();
        var first = outputs.Spend(Block("a", Transaction("t1", [], [(1, 900), (2, 800), (2, 700)])));
        // Two equal outputs of three, and inputs of address 2 alone are known beside an unknown one: its payers may be two.
        var second = outputs.Spend(Block("b", Transaction("t2", [("t1", 1), ("t1", 2), ("elsewhere", 0)], [(7, 400), (8, 400), (9, 77)])));
        Assert.Equal([800L, 700L, null], second.Transactions[0].Inputs.Select(input => input.Spent?.Satoshi));
        Assert.True(CoinClusters.IsCoinJoin(second.Transactions[0]));
        Assert.False(CoinClusters.IsCoinJoin(second.Transactions[0] with { Inputs = [.. second.Transactions[0].Inputs.Take(2)] }));
        Assert.Equal((2, 3), outputs.Inputs);
        Assert.Equal(3, first.Transactions[0].Outputs.Count);
    }

    [Fact]
    public void A_bad_file_is_named_with_the_byte_and_what_was_expected()
    {
        var whole = File.ReadAllBytes(Real("block300025.raw"));
        Refused("byte 5000: the file ends in the middle", [At("cut", whole.AsSpan(0, 5_000))]);
        Refused("something follows the end", [At("longer", [.. whole, 0])]);
        Refused("above its own target", [At("changed", [.. whole.AsSpan(0, 79), (byte)(whole[79] ^ 1), .. whole.AsSpan(80)])]);
        Refused("the file has more than 4000000 bytes", [At("large", new byte[BitcoinBlock.BytesMax + 1])]);
        Refused("there is no such file", [Path.Combine(_folder, "missing")]);
        Refused("this is a folder", [_folder]);
        // A list of another block's, and one that ends in the middle.
        Refused("none of the blocks spends", [Real("block300025.raw")], [Real("block928848-undo.raw")]);
        var spent = File.ReadAllBytes(Real("block928848-undo.raw"));
        Refused("a size is larger than what follows", [Real("block928848.raw")], [At("undo", spent.AsSpan(0, spent.Length - 1))]);
        // As many outputs, in another order: somebody would pay more than he has.
        var reversed = BitcoinTests
            .Spent()
            .Reverse()
            .SelectMany(output =>
                (byte[])
                    [
                        .. BitConverter.GetBytes(output.Satoshi),
                        .. output.Script.Length < 0xfd
                            ? [(byte)output.Script.Length]
                            : (byte[])[0xfd, (byte)output.Script.Length, (byte)(output.Script.Length >> 8)],
                        .. output.Script.Span,
                    ]
            );
        Refused("none of the blocks spends", [Real("block928848.raw")], [At("reversed", [.. reversed])]);
    }

    [Fact]
    public void A_block_is_told_from_a_table()
    {
        Assert.True(BlockFiles.IsBlock(Real("block300025.raw")));
        Assert.False(BlockFiles.IsBlock(Repository.Shared("data/tron-exchange-offices/transfers.csv")));
        Assert.False(BlockFiles.IsBlock(At("utf16.csv", [0xff, 0xfe, .. "id,time"u8.ToArray().SelectMany(b => (byte[])[b, 0])])));
        Assert.False(BlockFiles.IsBlock(At("empty", [])));
        Assert.False(BlockFiles.IsBlock(Path.Combine(_folder, "missing")));
    }

    [Fact]
    public void Clusters_that_were_written_lend_their_surest_label_no_surer_than_they_are()
    {
        var attribution = new Attribution();
        attribution.Add(new WalletLabel("bitcoin", "hydra 1", "Hydra", "market", "hydra", "court", "authority_data"));
        var path = Path.Combine(_folder, "clusters.ndjson");
        using (var stream = File.Create(path))
        {
            ClusterJson.Write(stream, new AddressCluster(["hydra 1", "hydra 2"], 90, 1, 0), attribution);
            ClusterJson.Write(stream, new AddressCluster(["nobody 1", "nobody 2"], 70, 0, 1), attribution);
        }
        var read = new List<WalletCluster>();
        Assert.Null(ClusterJson.Read(path, read.Add));
        Assert.Equal(
            [("hydra 1,hydra 2", 90), ("nobody 1,nobody 2", 70)],
            read.Select(cluster => (string.Join(',', cluster.Wallets), cluster.ConfidencePercent))
        );
        read.ForEach(attribution.Add);
        Assert.Equal(
            ("market", "hydra", 54),
            (attribution.Of("hydra 2")!.Category, attribution.Of("hydra 2")!.Entity, attribution.Of("hydra 2")!.ConfidencePercent)
        );
        Assert.Equal(60, attribution.Of("hydra 1")!.ConfidencePercent);
        Assert.Null(attribution.Of("nobody 1"));
        // A deposit address is worth what its line says: the label is in it already.
        attribution.Add(new WalletCluster(["deposit", "hydra 1"], 58, IncludesLabel: true));
        Assert.Equal(58, attribution.Of("deposit")!.ConfidencePercent);
    }

    [Theory]
    [InlineData("no json", "line 2: this is no JSON object")]
    [InlineData("[]", "line 2: this is no JSON object")]
    [InlineData("{}", "line 2: it has no list \"wallets\"")]
    [InlineData("{\"wallets\":\"a\"}", "line 2: it has no list \"wallets\"")]
    [InlineData("{\"wallets\":[\"a\"]}", "line 2: its \"confidence\" is no whole number from 0 to 100")]
    [InlineData("{\"wallets\":[\"a\"],\"confidence\":101}", "line 2: its \"confidence\" is no whole number from 0 to 100")]
    [InlineData("{\"wallets\":[\"a\",1],\"confidence\":9}", "line 2: its \"wallets\" hold something else")]
    [InlineData("{\"wallets\":[\"a\"],\"confidence\":9", "line 2: this is no JSON object")]
    public void A_line_that_is_no_cluster_is_named(string line, string said)
    {
        var path = Path.Combine(_folder, "bad.ndjson");
        File.WriteAllText(path, "{\"wallets\":[\"a\"],\"confidence\":9}\n" + line + "\n");
        var taken = 0;
        Assert.Contains(said, ClusterJson.Read(path, _ => taken++)!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, taken);
    }

    private static CoinBlock Block(string hash, params CoinTransaction[] transactions) => new(hash, "", 0, transactions);

    private static CoinTransaction Transaction(string id, (string Tx, uint Index)[] inputs, (int Address, long Satoshi)[] outputs) =>
        new(
            id,
            id,
            [.. inputs.Select(input => new CoinInput(input.Tx, input.Index))],
            [
                .. outputs.Select(o => new CoinOutput(
                    o.Satoshi,
                    ScriptKind.KeyHash,
                    WalletAddress.BitcoinKeyHash([.. new byte[19], (byte)o.Address]),
                    default
                )),
            ]
        );

    private static IReadOnlyList<CoinBlock> Blocks(string[] files, string[] spent) =>
        Assert.IsType<BlockFilesOutcome.Read>(BlockFiles.Read(files, spent)).Blocks;

    private static void Refused(string said, string[] files, string[]? spent = null)
    {
        var why = Assert.IsType<BlockFilesOutcome.Refused>(BlockFiles.Read(files, spent ?? [])).Why;
        Assert.StartsWith(spent?[0] ?? files[0], why.ToString(), StringComparison.Ordinal);
        Assert.Contains(said, why.ToString(), StringComparison.Ordinal);
        Assert.Contains("; expected ", why.ToString(), StringComparison.Ordinal);
    }

    private static string FileOf(string hash) =>
        new[] { "block300025.raw", "block413567.raw", "block928848.raw" }.Single(file => BitcoinTests.Block(file).Hash == hash);

    private static string Real(string file) => Repository.Shared("data/bitcoin-blocks/" + file);

    private string At(string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
