using Sunqar.Core.Chain;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

public class WalletClassifierTests
{
    private static Dictionary<string, WalletVerdict> Classify(SmallWorld world)
    {
        var graph = world.Graph();
        return WalletClassifier.Classify(graph, world.Labels).Verdicts.ToDictionary(v => graph.Table.Accounts.Id(v.Wallet));
    }

    [Fact]
    public void A_desk_a_deposit_a_service_and_a_person_are_told_apart()
    {
        var world = new SmallWorld();
        world.Labels.Add("hot1", "Big Exchange hot wallet 1", null, "exchange");
        world.Labels.Add("hot2", "Big Exchange hot wallet 2", null, "exchange");
        for (var i = 0; i < 60; i++)
        {
            world.Chain($"c{i % 20}", "desk", i * 100, 200);
            world.Chain("desk", $"d{i % 25}", (i * 100) + 50, 200);
            world.Chain($"e{i % 15}", "deposit", i * 100, 100);
            if (i % 10 == 9)
                world.Chain("deposit", i % 20 == 9 ? "hot1" : "hot2", (i * 100) + 60, 1_000);
        }
        world.Chain("hot1", "person", 10, 50);
        world.Chain("person", "shop", 500, 50);
        var verdicts = Classify(world);
        Assert.Equal(WalletClass.Desk, verdicts["desk"].Class);
        Assert.Equal(WalletClass.Deposit, verdicts["deposit"].Class);
        Assert.Equal(WalletClass.Service, verdicts["hot1"].Class);
        Assert.Equal(WalletClass.Private, verdicts["person"].Class);
        Assert.True(verdicts["desk"].Score > 0.8 && verdicts["person"].Score < 0.2);
    }

    [Fact]
    public void A_wallet_of_which_only_one_side_is_seen_is_called_unknown_and_not_guessed()
    {
        var world = new SmallWorld();
        for (var i = 0; i < 100; i++)
        {
            world.Chain("payer", $"p{i}", i, 100);
        }
        var verdict = Classify(world)["payer"];
        Assert.Equal(WalletClass.Private, verdict.Class);
        Assert.StartsWith("unknown", verdict.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Binance-Hot 2", "binance")]
    [InlineData("Okex 1", "okex")]
    [InlineData("Altyn Exchange hot wallet", "altyn exchange")]
    [InlineData("bybit", "bybit")]
    [InlineData("1", "1")]
    public void Numbered_hot_wallets_of_one_service_are_one_entity(string label, string entity)
    {
        var labels = new ServiceLabels();
        labels.Add("w", label);
        Assert.Equal(entity, labels.EntityOf("w"));
    }

    [Fact]
    public void A_frozen_address_is_no_service()
    {
        var labels = new ServiceLabels();
        labels.Add("w", "USDT_blacklisted", null, "black_list");
        Assert.Null(labels.EntityOf("w"));
    }

    [Fact]
    public void On_the_seized_wallets_desks_and_deposits_come_out_and_no_tagged_exchange_is_called_a_desk()
    {
        var folder = Repository.Shared("data/tron-exchange-offices");
        var (labels, builder, tagged) = (new ServiceLabels(), new TransferTableBuilder(), new HashSet<string>());
        var file = Path.Combine(folder, "transfers.csv");
        using (var stream = File.OpenRead(file))
        {
            Trc20File.Read(
                stream,
                file,
                t =>
                {
                    foreach (var (wallet, tag) in ((string, string?)[])[(t.From, t.FromTag), (t.To, t.ToTag)])
                    {
                        if (tag is not null)
                        {
                            labels.Add(wallet, tag);
                            tagged.Add(wallet);
                        }
                    }
                }
            );
        }
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(file, null, builder));
        var graph = TransferGraph.Build(builder.Build());
        var verdicts = WalletClassifier.Classify(graph, labels).Verdicts;
        Assert.DoesNotContain(verdicts, v => v.Class == WalletClass.Desk && tagged.Contains(graph.Table.Accounts.Id(v.Wallet)));
        var seized = File.ReadLines(Path.Combine(folder, "seized_wallets.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .DistinctBy(fields => fields[0])
            .ToDictionary(fields => fields[0], fields => fields[2]);
        var busy = verdicts.Where(v => v.Profile.Transfers >= 5 && seized.ContainsKey(graph.Table.Accounts.Id(v.Wallet))).ToList();
        Assert.Equal(43, busy.Count);
        Assert.Equal(
            35,
            busy.Count(v =>
                v.Class is WalletClass.Desk or WalletClass.Deposit && seized[graph.Table.Accounts.Id(v.Wallet)] == "exchange_office"
            )
        );
        // The likeliest offices in the whole file are all named in the orders.
        Assert.All(verdicts.Take(30), v => Assert.Equal("exchange_office", seized.GetValueOrDefault(graph.Table.Accounts.Id(v.Wallet))));
    }
}
