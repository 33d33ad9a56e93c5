using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Formats.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>Clusters by hand, against a plain search, and on a real block and real TRON transfers.</summary>
public class ClusterTests
{
    private static readonly DepositLimits Deposits = MiningTuning.Shipped.Of<DepositLimits>();
    private static readonly CoinLimits Coins = MiningTuning.Shipped.Of<CoinLimits>();

    [Fact]
    public void Addresses_spent_together_are_one_holders_but_not_in_a_coin_join()
    {
        Assert.Equal(["0,1,2"], Clusters([Tx([(0, 900), (1, 800)], [(7, 1_700)]), Tx([(1, 500), (2, 600)], [(8, 1_100)])]));
        // Two payers, two equal outputs of three: p = 2.
        var join = Tx([(0, 900), (1, 800)], [(7, 400), (8, 400), (9, 777)]);
        Assert.True(CoinClusters.IsCoinJoin(join));
        Assert.Empty(Clusters([join]));
        // One payer address only, or three equal ones of three: none.
        Assert.False(CoinClusters.IsCoinJoin(Tx([(0, 900), (0, 800)], [(7, 400), (8, 400), (9, 777)])));
        Assert.False(CoinClusters.IsCoinJoin(Tx([(0, 900), (1, 800)], [(7, 400), (8, 400), (9, 400)])));
        Assert.False(CoinClusters.IsCoinJoin(Tx([(0, 900), (1, 800)], [(7, 400), (8, 500)])));
    }

    [Fact]
    public void One_time_change_goes_back_to_the_payer_when_it_is_plain()
    {
        // A round payment and a fresh crooked rest: 70 %.
        var cluster = Assert.Single(Build([Tx([(0, 90_777)], [(7, 50_000), (8, 40_123)])]));
        Assert.Equal(("0,8", 70, 0, 1), (Text(cluster), cluster.ConfidencePercent, cluster.CommonInputLinks, cluster.ChangeLinks));
        // Paid to an address that is known: 90 %.
        Assert.Equal(
            90,
            Assert.Single(Build([Tx([(3, 9_000)], [(7, 8_000)]), Tx([(0, 90_777)], [(7, 50_000), (8, 40_123)])])).ConfidencePercent
        );
        // Two candidates; a rest that is larger than an input; another form of script; a used address: nothing.
        Assert.Empty(Build([Tx([(0, 90_777)], [(7, 50_001), (8, 40_123)])]));
        Assert.Empty(Build([Tx([(0, 30_000)], [(7, 50_000), (8, 40_123)])]));
        Assert.Empty(
            Build([
                Tx([(0, 90_777)], [(7, 50_000)]) with
                {
                    Outputs = [Output(7, 50_000), Output(8, 40_123) with { Kind = ScriptKind.Taproot }],
                },
            ])
        );
        Assert.Empty(Build([Tx([(3, 9_000)], [(8, 8_000)]), Tx([(0, 90_777)], [(7, 50_000), (8, 40_123)])]));
    }

    [Fact]
    public void Change_never_makes_a_cluster_above_the_cap()
    {
        var clusters = new CoinClusters(Coins with { ChangeClusterMax = 3 });
        clusters.Add(Tx([(0, 90_777)], [(7, 50_000), (8, 40_123)]));
        clusters.Add(Tx([(8, 40_123), (1, 90_000)], [(5, 100_000), (9, 30_001)]));
        Assert.Equal("0,1,8", Text(Assert.Single(clusters.Build())));
        Assert.Equal(1, clusters.Capped);
    }

    [Fact]
    public void Common_input_clusters_are_the_connected_parts()
    {
        var pairs = Gen.Choose(0, 30).Two().Select(pair => (A: pair.Item1, B: pair.Item2)).ArrayOf();
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                pairs.ToArbitrary(),
                links =>
                {
                    var expected = new List<HashSet<int>>();
                    foreach (var (a, b) in links)
                    {
                        var touched = expected.Where(set => set.Contains(a) || set.Contains(b)).ToList();
                        expected.RemoveAll(touched.Contains);
                        expected.Add([a, b, .. touched.SelectMany(set => set)]);
                    }
                    var found = Clusters(links.Select(link => Tx([(link.A, 500), (link.B, 600)], [(99, 1_100)])));
                    Assert.Equal(expected.Where(set => set.Count > 1).Select(set => string.Join(',', set.Order())).Order(), found.Order());
                }
            )
        );
    }

    [Fact]
    public void A_real_block_clusters_what_it_spends_together()
    {
        var block = BitcoinTests.Block("block928848.raw").WithSpent(BitcoinTests.Spent())!;
        var clusters = new CoinClusters(Coins);
        foreach (var transaction in block.Transactions)
            clusters.Add(transaction);
        var found = clusters.Build();
        var clusterOf = found.SelectMany((cluster, i) => cluster.Addresses.Select(address => (address, i))).ToDictionary();
        Assert.Equal(found.Sum(cluster => cluster.Addresses.Count), clusterOf.Count);
        foreach (var transaction in block.Transactions.Where(t => !t.IsCoinbase && !CoinClusters.IsCoinJoin(t)))
        {
            var spent = transaction.Inputs.Select(i => i.Spent!.Address.ToString()).Where(a => a.Length > 0).Distinct().ToList();
            Assert.True(spent.Count < 2 || spent.Select(address => clusterOf[address]).Distinct().Count() == 1);
        }
        Assert.All(found, cluster => Assert.InRange(cluster.ConfidencePercent, 70, 90));
    }

    [Fact]
    public void A_cluster_is_attributed_no_surer_than_it_is()
    {
        var attribution = new Attribution();
        attribution.Add(new WalletLabel("bitcoin", Address(1).ToString(), "Hydra", "market", "hydra", "court", "authority_data"));
        var cluster = new AddressCluster([Address(0).ToString(), Address(1).ToString()], 90, 1, 0);
        Assert.Equal(("market", 54), (cluster.AttributedBy(attribution)!.Category, cluster.AttributedBy(attribution)!.ConfidencePercent));
        Assert.Null((cluster with { Addresses = [Address(0).ToString()] }).AttributedBy(attribution));
    }

    [Fact]
    public void A_deposit_address_forwards_to_one_service_and_joins_its_users()
    {
        var attribution = Exchange("hot", "hot2");
        var graph = TransferGraph.Build(
            TransferFixture.Table([
                (1, "u1", "d", 100),
                (2, "u2", "d", 50),
                (3, "d", "hot", 149), // a deposit of two users
                (4, "u2", "e", 70),
                (5, "e", "hot2", 70),
                (6, "u3", "e", 10),
                (7, "e", "hot2", 10), // another, which u2 uses too
                (8, "u4", "f", 100),
                (9, "f", "hot", 50),
                (10, "f", "u5", 50), // half elsewhere
                (11, "u6", "g", 100),
                (12, "g", "hot", 10), // keeps what it gets
                (13, "u7", "h", 100),
                (14, "h", "i", 100), // to nobody known
            ])
        );
        var deposits = DepositAddresses.Find(graph, attribution, Deposits);
        var ids = graph.Table.Accounts;
        Assert.Equal(["d", "e"], deposits.Found.Select(d => ids.Id(d.Wallet)).Order());
        Assert.Equal(["u1", "u2", "u3"], Assert.Single(deposits.Customers).Wallets.Select(ids.Id));
        Assert.All(deposits.Found, d => Assert.Equal("bigexchange", d.Service.Entity));
    }

    [Fact]
    public void A_deposit_address_of_many_payers_joins_nobody()
    {
        var rows = Enumerable.Range(0, 9).Select(i => ((long)i, "u" + i, "d", 10L)).Append((20L, "d", "hot", 90L));
        var deposits = DepositAddresses.Find(TransferGraph.Build(TransferFixture.Table(rows)), Exchange("hot"), Deposits);
        Assert.Equal(9, Assert.Single(deposits.Found).Users.Count);
        Assert.Empty(deposits.Customers);
    }

    [Fact]
    public void Real_deposit_addresses_of_exchanges_are_found()
    {
        var file = Repository.Shared("data/tron-exchange-offices/transfers.csv");
        var (attribution, builder) = (new Attribution(), new TransferTableBuilder());
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.ReadTags(file, attribution.AddTag));
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(file, null, builder));
        var deposits = DepositAddresses.Find(TransferGraph.Build(builder.Build()), attribution, Deposits);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{deposits.Found.Count} deposit addresses, {deposits.Customers.Count} customers of several wallets"
        );
        // The file reaches one hop around 141 seized wallets: some of these are the desks' own deposit addresses.
        Assert.InRange(deposits.Found.Count, 5, 500);
        Assert.All(deposits.Found, d => Assert.InRange(d.OutShare, Deposits.OutShareMin, 1));
    }

    private static Attribution Exchange(params string[] hotWallets)
    {
        var attribution = new Attribution();
        foreach (var hot in hotWallets)
            attribution.Add(new WalletLabel("tron", hot, "Big", "exchange", "bigexchange", "", "service_data"));
        return attribution;
    }

    private static IReadOnlyList<AddressCluster> Build(IEnumerable<CoinTransaction> transactions)
    {
        var clusters = new CoinClusters(Coins);
        foreach (var transaction in transactions)
            clusters.Add(transaction);
        return clusters.Build();
    }

    /// <summary>Clusters as the numbers of their addresses.</summary>
    private static List<string> Clusters(IEnumerable<CoinTransaction> transactions) => [.. Build(transactions).Select(Text)];

    private static string Text(AddressCluster cluster) =>
        string.Join(',', Enumerable.Range(0, 100).Where(number => cluster.Addresses.Contains(Address(number).ToString())));

    private static CoinTransaction Tx((int Address, long Satoshi)[] inputs, (int Address, long Satoshi)[] outputs) =>
        new(
            "tx",
            "tx",
            [.. inputs.Select((input, i) => new CoinInput(new string('1', 64), (uint)i, Output(input.Address, input.Satoshi)))],
            [.. outputs.Select(o => Output(o.Address, o.Satoshi))]
        );

    private static CoinOutput Output(int address, long satoshi) =>
        new(satoshi, ScriptKind.KeyHash, Address(address), Encoding.ASCII.GetBytes("script"));

    private static WalletAddress Address(int number) => WalletAddress.BitcoinKeyHash([.. new byte[19], (byte)number]);
}
