using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>The survey of a whole chain says of each wallet what tracing it alone says, and misses nobody.</summary>
public class ExposureSurveyTests
{
    private const long Unit = 1_000_000;
    private static readonly SurveyLimits Limits = MiningTuning.Shipped.Of<SurveyLimits>();

    [Fact]
    public void Every_wallet_has_the_shares_that_tracing_it_alone_gives()
    {
        var met = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var builder = new TransferTableBuilder();
            for (var i = 0; i < random.Next(10, 120); i++)
                Add(builder, i, Wallet(random), Wallet(random), random.Next(1, 900) * 1_000 * Unit);
            var (table, attribution) = (builder.Build(), Labels());
            var graph = TransferGraph.Build(table);
            var surveyed = Survey(graph, attribution).Exposed().ToDictionary(one => one.Address, one => one.Shares);
            var trace = new ExposureTrace(table, attribution, MiningTuning.Shipped.Of<ExposureLimits>());
            for (var wallet = 0; wallet < table.Accounts.Count; wallet++)
            {
                var address = table.Accounts.Id(wallet);
                if (attribution.Of(address) is not null)
                {
                    Assert.DoesNotContain(address, surveyed.Keys);
                    continue;
                }
                var alone = trace.Of(wallet, Currency.Usdt, TaintMethod.Haircut);
                var expected = alone
                    .Cells.Where(cell => cell.Hop is > 0 and <= ExposureAsked.HopsMax && cell.Category is "hack" or "darknet_market")
                    .ToDictionary(cell => (cell.Category, cell.Direction, cell.Hop), cell => cell.Percent * 10_000);
                var found = surveyed
                    .GetValueOrDefault(address, [])
                    .ToDictionary(share => (share.Category, share.Direction, share.Hop), share => (double)share.ShareMicro);
                foreach (var key in expected.Keys.Union(found.Keys))
                {
                    met++;
                    var (one, other) = (expected.GetValueOrDefault(key), found.GetValueOrDefault(key));
                    // What is too small to be stated is not.
                    Assert.True(
                        Math.Abs(one - other) <= 2 || (other == 0 && one < Limits.ShareMinMicro + 2),
                        $"{seed}: {address} {key}: alone {one}, surveyed {other}"
                    );
                }
            }
        }
        Assert.True(met > 1_000, $"{met} shares are too few to tell");
    }

    /// <summary>A shop that nobody has labelled serves thousands, one of whom is a thief: its other customers are not.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Value_is_not_followed_through_an_unlabelled_service(int more, bool isFollowed)
    {
        var builder = new TransferTableBuilder();
        Add(builder, 0, "H", "shop", 1_000 * Unit);
        for (var i = 1; i < Limits.BusyTransfers - 1 + more; i++)
            Add(builder, i, "payer" + i, "shop", 10 * Unit);
        Add(builder, Limits.BusyTransfers + 1, "shop", "customer", 900 * Unit);
        var exposed = Survey(TransferGraph.Build(builder.Build()), Labels()).Exposed().ToDictionary(one => one.Address, one => one.Shares);
        Assert.Contains("shop", exposed.Keys);
        Assert.Equal(isFollowed, exposed.ContainsKey("customer"));
    }

    [Fact]
    public void Dust_exposes_nobody()
    {
        var builder = new TransferTableBuilder();
        Add(builder, 0, "H", "victim", 10_000);
        Add(builder, 1, "H", "bought", 100 * Unit);
        var exposed = Survey(TransferGraph.Build(builder.Build()), Labels()).Exposed().Select(one => one.Address);
        Assert.Equal(["bought"], exposed);
    }

    private static ExposureSurvey Survey(TransferGraph graph, Attribution attribution) =>
        new(graph, attribution, MiningTuning.Shipped.Of<ExposureLimits>(), Limits, MiningTuning.Shipped.Of<BridgeLimits>());

    private static Attribution Labels()
    {
        var attribution = new Attribution();
        attribution.Add("H", "hack", "list", 60);
        attribution.Add("M", "darknet_market", "list", 60);
        attribution.Add("X", "exchange", "list", 60);
        return attribution;
    }

    private static string Wallet(Random random) => random.Next(12) is var number && number < 3 ? "HMX"[number].ToString() : "w" + number;

    private static void Add(TransferTableBuilder builder, int number, string from, string to, long micro) =>
        builder.Add(
            Encoding.UTF8.GetBytes("t" + number),
            number * 60_000_000L,
            builder.Accounts.Intern(Encoding.UTF8.GetBytes(from)),
            builder.Accounts.Intern(Encoding.UTF8.GetBytes(to)),
            micro,
            Currency.Usdt,
            TransferKind.Chain
        );
}
