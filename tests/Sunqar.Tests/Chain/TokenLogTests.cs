using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Formats.Chain;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>Logs of tokens: against GraphSense's own decoding of five Ethereum blocks, and by hand where no real log lies at
/// hand.</summary>
public class TokenLogTests
{
    private const string Usdt = "dac17f958d2ee523a2206206994597c13d831ec7";

    [Fact]
    public void Real_transfers_decode_as_the_reference_does()
    {
        var expected = Lines("USDT_token_transfers.json")
            .Select(json =>
                (
                    json.GetProperty("blockId").GetInt64(),
                    json.GetProperty("logIndex").GetInt32(),
                    Base64(json, "txHash"),
                    Base64(json, "tokenAddress"),
                    Base64(json, "from"),
                    Base64(json, "to"),
                    json.GetProperty("value").GetDecimal()
                )
            )
            .ToList();
        var decoded = Transfers()
            .Where(t => Hex(t.Transfer.Token) == Usdt)
            .Select(t =>
                (
                    t.Log.Block,
                    t.Log.LogIndex,
                    Convert.ToHexStringLower(t.Log.TxHash.Span),
                    Hex(t.Transfer.Token),
                    Hex(t.Transfer.From),
                    Hex(t.Transfer.To),
                    (decimal)t.Transfer.Units
                )
            )
            .ToList();
        Assert.Equal(143, decoded.Count);
        Assert.Equal(expected.Order(), decoded.Order());
        Assert.All(Transfers().Where(t => UsdtContracts.IsGenuine(t.Transfer.Token)), t => Assert.Equal(Usdt, Hex(t.Transfer.Token)));
    }

    [Theory]
    [InlineData("USDT", Usdt)]
    [InlineData("USDC", "a0b86991c6218b36c1d19d4a2e9eb0ce3606eb48")]
    public void Address_relations_and_totals_add_up_to_the_reference(string symbol, string token)
    {
        var addresses = Lines("addresses.json")
            .ToDictionary(json => json.GetProperty("addressId").GetInt32(), json => Base64(json, "address"));
        var relations = Lines("address_relations.json")
            .Where(json => Value(json, "tokenValues", symbol) is not null)
            .ToDictionary(
                json =>
                    (
                        addresses.GetValueOrDefault(json.GetProperty("srcAddressId").GetInt32()),
                        addresses.GetValueOrDefault(json.GetProperty("dstAddressId").GetInt32())
                    ),
                json => Value(json, "tokenValues", symbol)
            );
        var moved = Transfers().Where(t => Hex(t.Transfer.Token) == token).Select(t => t.Transfer).ToList();
        Assert.NotEmpty(moved);
        AssertSame(relations, moved.GroupBy(t => ((string?)Hex(t.From), (string?)Hex(t.To))).ToDictionary(g => g.Key, Sum));
        AssertSame(Totals("totalTokensReceived"), moved.GroupBy(t => Hex(t.To)).ToDictionary(g => g.Key, Sum));
        AssertSame(Totals("totalTokensSpent"), moved.GroupBy(t => Hex(t.From)).ToDictionary(g => g.Key, Sum));

        Dictionary<string, decimal?> Totals(string member) =>
            Lines("addresses.json")
                .Where(json => Value(json, member, symbol) is not null)
                .ToDictionary(json => Base64(json, "address"), json => Value(json, member, symbol));
        static decimal? Sum(IEnumerable<TokenTransfer> group) => group.Sum(t => (decimal)t.Units);
        static void AssertSame<TKey>(Dictionary<TKey, decimal?> expected, Dictionary<TKey, decimal?> actual)
            where TKey : notnull => Assert.Equal(expected.OrderBy(e => e.Key), actual.OrderBy(e => e.Key));
    }

    [Theory]
    [InlineData("Transfer(address,address,uint256)", "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")]
    [InlineData("Approval(address,address,uint256)", "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925")]
    [InlineData("AddedBlackList(address)", "42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc")]
    public void Topics_are_the_keccak_of_the_signature(string signature, string topic) =>
        Assert.Equal(topic, Convert.ToHexStringLower(TokenLog.Topic(signature).Span));

    [Theory]
    [InlineData("AddedBlackList(address)", TokenEventKind.Frozen, true, false)]
    [InlineData("RemovedBlackList(address)", TokenEventKind.Unfrozen, true, false)]
    [InlineData("DestroyedBlackFunds(address,uint256)", TokenEventKind.Destroyed, true, true)]
    [InlineData("Issue(uint256)", TokenEventKind.Issued, false, true)]
    [InlineData("Redeem(uint256)", TokenEventKind.Redeemed, false, true)]
    public void The_issuers_acts_decode_on_both_chains(string signature, TokenEventKind kind, bool hasWallet, bool hasUnits)
    {
        byte[] data = [.. hasWallet ? Word(0xAB) : [], .. hasUnits ? Word(7) : []];
        foreach (var chain in (WalletChain[])[WalletChain.Ethereum, WalletChain.Tron])
        {
            var happened = Assert.IsType<LogMeaning.Happened>(Decode(Log([TokenLog.Topic(signature)], data), chain)).Event;
            Assert.Equal((kind, chain.Name(), hasUnits ? 7 : 0), (happened.Kind, happened.Chain, (int)happened.Units));
            Assert.Equal(hasWallet, happened.Wallet.Length > 0);
            Assert.True(!hasWallet || WalletAddress.TryParse(chain, happened.Wallet, out _, out _));
            Assert.EndsWith(":5", happened.Id, StringComparison.Ordinal);
        }
        if (hasWallet)
        {
            // An issuer that indexes the wallet says the same.
            var indexed = Log([TokenLog.Topic(signature), Word(0xAB)], data[32..]);
            Assert.Equal(kind, Assert.IsType<LogMeaning.Happened>(Decode(indexed, WalletChain.Ethereum)).Event.Kind);
        }
    }

    [Fact]
    public void What_is_not_of_the_form_is_named()
    {
        var transfer = TokenLog.TransferTopic;
        Assert.IsType<LogMeaning.Moved>(Decode(Log([transfer, Word(1), Word(2)], Word(3)), WalletChain.Ethereum));
        Assert.Equal(LogFault.TopicCount, Fault(Log([transfer, Word(1)], Word(3))));
        Assert.Equal(LogFault.DataLength, Fault(Log([transfer, Word(1), Word(2)], new byte[31])));
        Assert.Equal(LogFault.DataLength, Fault(Log([transfer, Word(1), Word(2)], new byte[64])));
        Assert.Equal(LogFault.AddressPadding, Fault(Log([transfer, Full(), Word(2)], Word(3))));
        Assert.Equal(LogFault.Quantity, Fault(Log([transfer, Word(1), Word(2)], Full())));
        Assert.Equal(LogFault.Width, Fault(Log([transfer, new byte[31], Word(2)], Word(3))));
        Assert.Equal(LogFault.TopicCount, Fault(Log([TokenLog.Topic("Issue(uint256)"), Word(1)], [])));
        Assert.IsType<LogMeaning.Other>(Decode(Log([transfer, Word(1), Word(2), Word(9)], []), WalletChain.Ethereum));
        Assert.IsType<LogMeaning.Other>(
            Decode(Log([TokenLog.Topic("Approval(address,address,uint256)"), Word(1), Word(2)], Word(3)), WalletChain.Ethereum)
        );
        Assert.IsType<LogMeaning.Other>(Decode(Log([], []), WalletChain.Ethereum));

        static LogFault Fault(ChainLog log) => Assert.IsType<LogMeaning.Malformed>(Decode(log, WalletChain.Ethereum)).Fault;
    }

    [Fact]
    public void Transfers_of_one_transaction_are_numbered_from_the_second_on()
    {
        var names = new LogNames();
        var ids = new[] { (byte)1, (byte)1, (byte)2 }
            .Select(tx => names.Transfer(Log([], []) with { TxHash = Word(tx) }, WalletChain.Tron))
            .ToList();
        Assert.Equal([Convert.ToHexStringLower(Word(1)), Convert.ToHexStringLower(Word(1)) + "#2", Convert.ToHexStringLower(Word(2))], ids);
    }

    [Fact]
    public void A_changed_file_is_read_or_refused_with_its_place_and_never_breaks()
    {
        var lines = File.ReadLines(Repository.Shared("data/ethereum-usdt/logs.json")).Take(40).ToArray();
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var line = lines[random.Next(lines.Length)].ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                line[random.Next(line.Length)] = (char)random.Next(32, 127);
            }
            var bad = LogJson.ReadLines(new StringReader(new string(line)), "logs.json", log => Decode(log, WalletChain.Tron));
            Assert.True(bad is null or { Line: 1, Expected.Length: > 0 });
            refused += bad is null ? 0 : 1;
        }
        Assert.InRange(refused, 100, 3_999);
    }

    private static LogMeaning Decode(ChainLog log, WalletChain chain) => TokenLog.Decode(log, chain, 6, 0, new LogNames());

    private static ChainLog Log(IReadOnlyList<ReadOnlyMemory<byte>> topics, byte[] data) =>
        new(new byte[20], topics, data, 1, new byte[32], new byte[32], 0, 5);

    private static byte[] Word(byte last) => [.. new byte[31], last];

    private static byte[] Full() => [.. Enumerable.Repeat((byte)255, 32)];

    private static List<(ChainLog Log, TokenTransfer Transfer)> Transfers()
    {
        var transfers = new List<(ChainLog, TokenTransfer)>();
        var names = new LogNames();
        using var text = File.OpenText(Repository.Shared("data/ethereum-usdt/logs.json"));
        Assert.Null(
            LogJson.ReadLines(
                text,
                "logs.json",
                log =>
                {
                    if (TokenLog.Decode(log, WalletChain.Ethereum, 6, 0, names) is LogMeaning.Moved moved)
                        transfers.Add((log, moved.Transfer));
                }
            )
        );
        return transfers;
    }

    private static List<JsonElement> Lines(string file) =>
        [
            .. File.ReadLines(Repository.Shared("data/ethereum-usdt/reference/" + file))
                .Where(line => line.Length > 0)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private static string Base64(JsonElement json, string name) => Convert.ToHexStringLower(json.GetProperty(name).GetBytesFromBase64());

    private static string Hex(string address) => address[2..].ToLowerInvariant();

    private static decimal? Value(JsonElement json, string member, string symbol) =>
        json.TryGetProperty(member, out var tokens) && tokens.TryGetProperty(symbol, out var value)
            ? value.GetProperty("value").GetDecimal()
            : null;
}
