using System.Globalization;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Networks;

/// <summary>
/// The country's own kinds, exchangers apart, mined over transfers that keep coming, held against mining from scratch after every batch:
/// late transfers, transfers sent twice, machines that turn out to be machines late, rates that move, accounts that something else explains
/// for a while.
/// </summary>
public class LiveSchemesTests
{
    private static readonly string[] Kinds = [CashOutNetwork.Name, CashOutRing.Name, Pyramid.Name, MiningFarm.Name, FakeIdentity.Name];

    /// <summary>The miners over one graph.</summary>
    private sealed class Searches(TransferGraph graph)
    {
        private readonly CashOutMiner _cashOut = new(graph);
        private readonly PyramidMiner _pyramid = new(graph);
        private readonly PyramidCollectors _collectors = new(graph);
        private readonly MiningPayouts _farms = new(graph);
        private readonly FakeIdentityMiner _identities = new(graph);

        public long[] Looks => [_cashOut.Looks, _pyramid.Looks + _collectors.Looks, _farms.Looks, _identities.Looks];

        public void Came(int row)
        {
            _cashOut.Touch(row);
            _pyramid.Touch(row);
            _collectors.Touch(row);
            _farms.Touch(row);
            _identities.Touch(row);
        }

        public void KindChanged(int account)
        {
            foreach (var row in (int[])[.. graph.Out(account), .. graph.In(account)])
            {
                _cashOut.Touch(row);
                _collectors.Touch(row);
                _identities.Touch(row);
            }
        }

        public void Use(DeviceUse use) => _identities.Add(use);

        public IReadOnlyList<Sighting> Mine(WalletClassification wallets, TengeRates rates, Func<int, bool>? isLicensed, HashSet<int> taken)
        {
            List<Sighting> all =
            [
                .. _cashOut.Mine(rates, taken),
                .. _collectors.Extend(_pyramid.Mine(wallets.Verdicts, taken), rates),
                .. _farms.Mine(isLicensed),
            ];
            return [.. all, .. _identities.Mine(taken.Concat(all.SelectMany(s => s.Members).Select(m => m.Account)).ToHashSet())];
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void After_every_batch_the_sightings_are_those_of_mining_from_scratch(int seed, bool ratesPublished)
    {
        var random = new Random(seed);
        var rows = SchemeStream.Of(seed);
        Weave(rows, random);
        var transfers = new LiveTransfers();
        var live = new Searches(transfers);
        transfers.Came = live.Came;
        transfers.KindChanged = live.KindChanged;
        var (uses, taken, kinds, grown) = (new List<DeviceUse>(), new HashSet<int>(), new HashSet<string>(), new HashSet<string>());
        for (var at = 0; at < rows.Count; )
        {
            var end = Math.Min(
                rows.Count,
                at
                    + random.Next(4) switch
                    {
                        0 => 1,
                        1 => random.Next(1, 10),
                        2 => random.Next(1, 100),
                        _ => random.Next(1, 800),
                    }
            );
            for (; at < end; at++)
            {
                rows[at].AddTo(transfers);
                if (random.Next(40) == 0)
                    rows[random.Next(at + 1)].AddTo(transfers);
                foreach (var use in Uses(rows[at], transfers.Nodes))
                {
                    uses.Add(use);
                    live.Use(use);
                }
            }
            if (random.Next(3) == 0)
                taken = Take(transfers, random);
            var table = Table(rows, at);
            var graph = TransferGraph.Build(table);
            var rates = new TengeRates(ratesPublished ? Rates(at) : new RateTable(), graph);
            var wallets = WalletClassifier.Classify(graph, SchemeStream.Labels());
            Func<int, bool>? isLicensed = at % 5 == 0 ? null : account => at % 7 == 0 && table.Accounts.Id(account) == "farmer";
            var scratch = new Searches(graph);
            uses.ForEach(scratch.Use);
            var expected = scratch.Mine(wallets, rates, isLicensed, taken);
            Assert.Equal(
                expected.Select(s => Text(s, table)),
                live.Mine(wallets, rates, isLicensed, taken).Select(s => Text(s, transfers.Table))
            );
            kinds.UnionWith(expected.Select(s => s.Kind));
            grown.UnionWith(expected.SelectMany(s => s.Members).Select(m => m.Role));
        }
        Assert.Empty(Kinds.Except(kinds));
        Assert.Superset(
            new HashSet<string> { "collector", "dropper", "organiser", "treasury", "early_member", "miner", "fake_card" },
            grown
        );
    }

    [Fact]
    public void A_transfer_among_many_costs_what_it_touches()
    {
        var random = new Random(7);
        var rows = SchemeStream.Of(7, people: 2_000);
        var transfers = new LiveTransfers();
        var live = new Searches(transfers);
        transfers.Came = live.Came;
        transfers.KindChanged = live.KindChanged;
        rows.ForEach(row => row.AddTo(transfers));
        var rates = new TengeRates(Rates(0), transfers);
        var wallets = new LiveWallets(transfers, SchemeStream.Labels());
        wallets.Update(Enumerable.Range(0, transfers.Table.Count));
        HashSet<int> taken = [];
        var all = live.Mine(wallets.Classes, rates, null, taken);
        Assert.Equal(4, all.Select(s => s.Kind).Distinct().Count());
        var first = live.Looks.Sum();
        long Cost(TransferKind kind, string from, string to, double amount)
        {
            var before = live.Looks.Sum();
            var row = new SchemeStream.SchemeRow(
                "more" + transfers.Table.Count,
                kind,
                from,
                to,
                rows[^1].TimeUs + (transfers.Table.Count * 1_000L),
                (long)(amount * 1_000_000)
            );
            row.AddTo(transfers);
            wallets.Update([transfers.Table.Count - 1]);
            live.Mine(wallets.Classes, rates, null, taken);
            return live.Looks.Sum() - before;
        }
        string Someone() => "p" + random.Next(2_000);
        // Accounts, pairs of cards, groups and wallets looked at: most of all where a card of a network is emptied, for its pairs and its
        // group.
        Assert.Equal(0, Cost(TransferKind.MerchantPayment, "mule0x1", "shop1", 1_000));
        for (var i = 0; i < 20; i++)
        {
            Assert.InRange(Cost(TransferKind.CardTransfer, Someone(), Someone(), 5_000), 0, 4);
            Assert.InRange(Cost(TransferKind.CashWithdrawal, Someone(), "atm" + random.Next(4), 5_000), 0, 12);
            Assert.InRange(Cost(TransferKind.Chain, "w" + random.Next(40), "w" + random.Next(40), 50), 0, 4);
            Assert.InRange(Cost(TransferKind.CryptoBuy, Someone(), "platform", 5_000), 0, 4);
        }
        var most = new[]
        {
            Cost(TransferKind.CashWithdrawal, "mule0x1", "atm1", 190_000),
            Cost(TransferKind.CardTransfer, "collector0", "mule0x1", 200_000),
            Cost(TransferKind.CryptoSell, "platform", "collector0", 200_000),
            Cost(TransferKind.Chain, "treasury", "member3", 100),
            Cost(TransferKind.Chain, "pool", "rig1", 20),
        }.Max();
        Assert.InRange(most, 1, 20);
        Assert.True(most * 30 < first, $"{most} of {first}");
    }

    /// <summary>
    /// What makes a verdict turn: machines that top cards up before anybody draws cash there, a crew whose wages get unequal, a thief and a
    /// rig that send elsewhere, a pool that pays more and more others, and legs that come after what they are matched with.
    /// </summary>
    private static void Weave(List<SchemeStream.SchemeRow> rows, Random random)
    {
        var (count, added) = (0, new List<(int At, SchemeStream.SchemeRow Row)>());
        void Add(double part, TransferKind kind, string from, string to, double amount, int minutes = 0)
        {
            var at = Math.Min(rows.Count - 1, (int)(part * rows.Count));
            added.Add(
                (
                    at,
                    new SchemeStream.SchemeRow(
                        "x" + (count++).ToString(CultureInfo.InvariantCulture),
                        kind,
                        from,
                        to,
                        rows[at].TimeUs + (minutes * 60_000_000L),
                        (long)(amount * 1_000_000)
                    )
                )
            );
        }
        for (var i = 0; i < 60; i++)
        {
            var part = random.NextDouble() / 2;
            Add(
                part,
                TransferKind.CardTopUp,
                "kiosk" + (i % 6),
                i % 8 > 0 ? $"mule{i % 2}x{i % 4}" : $"ring{random.Next(4)}",
                10_000 + (1_000 * random.Next(90))
            );
            Add(
                part + (random.NextDouble() / 2),
                TransferKind.CardTransfer,
                "fake" + (i % 7),
                i % 3 == 0 ? "handler" : "p" + random.Next(100),
                20_000
            );
            if (i % 10 == 9)
                Add(0.5 + (random.NextDouble() / 2), TransferKind.CashWithdrawal, "p" + random.Next(100), "kiosk" + (i % 6), 5_000);
            if (i % 3 == 0)
                Add(0.9 + (random.NextDouble() / 10), TransferKind.Chain, "thief", "w" + random.Next(40), 100);
            if (i % 3 == 1)
            {
                Add(
                    0.6 + (random.NextDouble() / 2.5),
                    TransferKind.Chain,
                    i % 2 == 0 ? "pool" : "rig" + random.Next(5),
                    "w" + random.Next(40),
                    40
                );
            }
        }
        for (var week = 0; week < 12; week++)
        {
            var part = 0.05 + (week * 0.075);
            Add(part, TransferKind.CardTransfer, "client" + week, "contractor", 500_000, -5);
            for (var worker = 0; worker < 4; worker++)
            {
                Add(part, TransferKind.CardTransfer, "contractor", "worker" + worker, week < 5 ? 100_000 : 100_000 + random.Next(9_000));
                Add(part, TransferKind.CashWithdrawal, "worker" + worker, "atm1", 95_000, 40 + worker);
            }
        }
        foreach (var (at, row) in added.OrderByDescending(one => one.At))
            rows.Insert(at, row);
        for (var i = rows.Count - 200; i >= 0; i--)
        {
            if (
                rows[i] is not { From: "till", Kind: TransferKind.CryptoBuy } and not { Kind: TransferKind.CryptoDeposit }
                || random.Next(4) == 0
            )
            {
                continue;
            }
            var late = rows[i];
            rows.RemoveAt(i);
            rows.Insert(i + random.Next(200), late);
        }
    }

    /// <summary>Everybody has a device of their own but those on forged or stolen numbers.</summary>
    private static IEnumerable<DeviceUse> Uses(SchemeStream.SchemeRow row, AccountTable accounts)
    {
        if (row.Kind != TransferKind.CardTransfer || !accounts.TryFind(row.From, out var account))
            yield break;
        var last = (ulong)row.From[^1];
        if (row.From.StartsWith("fake", StringComparison.Ordinal))
            yield return new DeviceUse(new SubjectId(900), account, new SubjectId(last), last % 4 > 0);
        else if (row.From.StartsWith("mule", StringComparison.Ordinal))
            yield return new DeviceUse(new SubjectId(901), account, new SubjectId(5), true);
        else if (row.From.StartsWith("p1", StringComparison.Ordinal))
            yield return new DeviceUse(new SubjectId(910 + (last % 3)), account, new SubjectId(7), false);
        else
            yield return new DeviceUse(new SubjectId(10_000 + (ulong)account), account, new SubjectId((ulong)account + 1), last % 50 == 0);
    }

    private static HashSet<int> Take(LiveTransfers transfers, Random random)
    {
        string[] named = ["collector0", "mule1x2", "ring1", "treasury", "fake3", "p11", "farmer"];
        var taken = named
            .Where(_ => random.Next(8) == 0)
            .Select(name => transfers.Nodes.TryFind(name, out var account) ? account : 0)
            .ToHashSet();
        for (var i = 0; i < 5; i++)
        {
            taken.Add(random.Next(transfers.Accounts));
        }
        return taken;
    }

    private static RateTable Rates(int at)
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, SmallWorld.TengePerToken + (at / 200 % 5), 1, 0, "test"));
        return rates;
    }

    private static TransferTable Table(List<SchemeStream.SchemeRow> rows, int count)
    {
        var builder = new TransferTableBuilder();
        for (var i = 0; i < count; i++)
        {
            rows[i].AddTo(builder);
        }
        return builder.Build();
    }

    private static string Text(Sighting sighting, TransferTable table) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{sighting.Kind} {sighting.Score:R} {sighting.Turnover} [{string.Join(' ', sighting.Rows.Select(table.Id))}] "
                + $"[{string.Join(' ', sighting.Members.Select(m => $"{table.Accounts.Id(m.Account)}:{m.Role}"))}] [{string.Join(' ', sighting.Evidence)}]"
        );
}
