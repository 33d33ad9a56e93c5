using System.Globalization;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Patterns;
using Xunit;

namespace Sunqar.Tests.Networks;

/// <summary>
/// Networks mined over transfers that keep coming, held against mining from scratch: after each batch, of one transfer or of hundreds, with
/// some late and some twice, all sightings are the same, to the last digit of every score.
/// </summary>
public class LiveNetworksTests
{
    private static readonly string[] Kinds =
    [
        Exchanger.Name,
        CashOutNetwork.Name,
        CashOutRing.Name,
        Pyramid.Name,
        MiningFarm.Name,
        FakeIdentity.Name,
    ];

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true, Traits = ["Suite", "Whole"])]
    [InlineData(3, false, Traits = ["Suite", "Whole"])]
    [InlineData(4, false, Traits = ["Suite", "Whole"])]
    [InlineData(5, true, Traits = ["Suite", "Whole"])]
    [InlineData(6, false, Traits = ["Suite", "Whole"])]
    public void After_every_batch_the_networks_are_those_of_mining_from_scratch(int seed, bool ratesPublished)
    {
        var random = new Random(seed);
        var rows = SchemeStream.Of(seed);
        var live = SmallWorld.LiveNetworks();
        var transfers = live.Transfers;
        var taken = 0;
        var uses = new List<DeviceUse>();
        var (kinds, roles) = (new HashSet<string>(), new HashSet<string>());
        var labels = SchemeStream.Labels();
        var rates = new RateTable();
        // For a while every one or two transfers are a batch: what one transfer changes is held against scratch before another hides it.
        var fine = random.Next(300, rows.Count - 500);
        while (taken < rows.Count)
        {
            var isFine = taken >= fine && taken < fine + 400;
            var end = Math.Min(
                rows.Count,
                taken
                    + (
                        isFine
                            ? random.Next(1, 3)
                            : random.Next(4) switch
                            {
                                0 => 1,
                                1 => random.Next(1, 10),
                                2 => random.Next(1, 100),
                                _ => random.Next(1, 800),
                            }
                    )
            );
            for (; taken < end; taken++)
            {
                rows[taken].AddTo(transfers);
                if (random.Next(40) == 0)
                    rows[random.Next(taken + 1)].AddTo(transfers);
                Use(rows[taken], transfers.Nodes, uses);
            }
            if (ratesPublished && random.Next(4) == 0)
                rates = Rates(taken);
            live.Update(new MiningContext(labels, rates, null, uses));
            var table = Table(rows, taken);
            var expected = SmallWorld.Networks(TransferGraph.Build(table), new MiningContext(labels, rates, null, uses));
            Assert.Equal(expected.Select(s => Text(s, table)), live.Sightings.Select(s => Text(s, transfers.Table)));
            Assert.All(expected, s => TypologyPages.AssertDeclared(TypologyTable.Shipped, s));
            kinds.UnionWith(expected.Select(s => s.Kind));
            roles.UnionWith(expected.SelectMany(s => s.Members).Select(m => m.Role));
        }
        Assert.Empty(Kinds.Except(kinds));
        Assert.Superset(
            new HashSet<string> { "desk", "dropper", "organiser", "collector", "reserve", "treasury", "miner", "fake_card" },
            roles
        );
    }

    [Fact]
    public void A_transfer_among_many_costs_what_it_touches()
    {
        var random = new Random(9);
        var rows = SchemeStream.Of(9, people: 1_000);
        var live = SmallWorld.LiveNetworks();
        var transfers = live.Transfers;
        var context = new MiningContext(SchemeStream.Labels(), Rates(0));
        rows.ForEach(row => row.AddTo(transfers));
        live.Update(context);
        var all = live.Looks;
        for (var i = 0; i < 100; i++)
        {
            var before = live.Looks;
            new SchemeStream.SchemeRow(
                "more" + i,
                i % 2 == 0 ? TransferKind.CardTransfer : TransferKind.Chain,
                (i % 2 == 0 ? "p" : "w") + random.Next(40),
                (i % 2 == 0 ? "p" : "w") + random.Next(40),
                rows[^1].TimeUs,
                90_000_000
            ).AddTo(transfers);
            live.Update(context);
            Assert.True((live.Looks - before) * 20 < all, $"{live.Looks - before} of {all}");
        }
    }

    /// <summary>Other rates now and then, and of some weeks only.</summary>
    private static RateTable Rates(int at)
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, SmallWorld.TengePerToken, 1, 0, "test"));
        rates.Add(
            new RatePublished(
                Currency.Usdt,
                Currency.Kzt,
                SmallWorld.TengePerToken + (at % 3),
                1,
                SmallWorld.StartUs + (at % 40 * 86_400_000_000L),
                "test"
            )
        );
        return rates;
    }

    private static void Use(SchemeStream.SchemeRow row, AccountTable accounts, List<DeviceUse> uses)
    {
        if (row.Kind != TransferKind.CardTransfer || !accounts.TryFind(row.From, out var account))
            return;
        var forged = row.From.StartsWith("fake", StringComparison.Ordinal) || row.From is "mule0x1" or "p11";
        var use = new DeviceUse(
            new SubjectId(forged ? 900UL : 10_000UL + (ulong)account),
            account,
            new SubjectId((ulong)account + 1),
            forged
        );
        if (!uses.Contains(use))
            uses.Add(use);
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

    /// <summary>Everything a sighting says.</summary>
    private static string Text(Sighting sighting, TransferTable table) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{sighting.Kind} {sighting.Score:R} {sighting.Turnover} [{string.Join(' ', sighting.Rows.Select(table.Id))}] "
                + $"[{string.Join(' ', sighting.Members.Select(m => $"{table.Accounts.Id(m.Account)}:{m.Role}"))}] [{string.Join(' ', sighting.Evidence)}]"
        );
}
