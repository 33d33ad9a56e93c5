using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Xunit;

namespace Sunqar.Tests.Chain;

/// <summary>Value is followed across bridges where chance would hardly pay out the same, and not where it would.</summary>
public class BridgeCrossingTests
{
    private const long Usdt = 1_000_000,
        Minute = 60_000_000,
        Day = 1_440 * Minute;

    private static readonly BridgeLimits Limits = MiningTuning.Shipped.Of<BridgeLimits>();

    private readonly TransferTableBuilder _builder = new();
    private int _ids;

    [Fact]
    public void A_payment_in_and_its_payment_out_on_the_other_chain_are_one_way()
    {
        Traffic(12);
        Pay(2 * Day, "Ta", "Tbridge", 5_123 * Usdt);
        Pay(2 * Day + 9 * Minute, "0xbridge", "0xb", 5_120 * Usdt);
        var table = _builder.Build();
        var crossing = Assert.Single(Crossings(table));
        Assert.Equal(("Ta", "0xb"), (From(table, crossing.PaidIn), To(table, crossing.PaidOut)));
        Assert.InRange(crossing.Log10Odds, double.MinValue, Limits.OddsMax);
    }

    public static TheoryData<string, long, string, string, long> Others =>
        new()
        {
            { "before", -1, "0xbridge", "0xb", 5_120 },
            { "too late", 121, "0xbridge", "0xb", 5_120 },
            { "more than was paid", 9, "0xbridge", "0xb", 5_124 },
            { "too large a fee", 9, "0xbridge", "0xb", 5_060 },
            { "the same chain", 9, "Tbridge", "Tb", 5_120 },
            { "another bridge", 9, "0xother", "0xb", 5_120 },
        };

    [Theory]
    [MemberData(nameof(Others))]
    public void What_does_not_fit_is_not_matched(string why, long minutes, string from, string to, long usdt)
    {
        Traffic(12);
        Pay(2 * Day, "Ta", "Tbridge", 5_123 * Usdt);
        Pay(2 * Day + minutes * Minute, from, to, usdt * Usdt);
        Assert.True(Crossings(_builder.Build()).Count == 0, why);
    }

    [Fact]
    public void Two_that_fit_are_not_told_apart()
    {
        Traffic(12);
        Pay(2 * Day, "Ta", "Tbridge", 5_123 * Usdt);
        Pay(2 * Day + 9 * Minute, "0xbridge", "0xb", 5_120 * Usdt);
        Pay(2 * Day + 19 * Minute, "0xbridge", "0xc", 5_119 * Usdt);
        Assert.Empty(Crossings(_builder.Build()));
    }

    /// <summary>A hundred is paid out all day: that one was paid out soon says nothing.</summary>
    [Fact]
    public void An_amount_that_chance_pays_out_anyway_is_not_matched()
    {
        for (var i = 0; i < 100; i++)
            Pay(i * 300 * Minute, "0xbridge", "0xp" + i, 99_900_000);
        Pay(10 * 300 * Minute - Minute, "Ta", "Tbridge", 100 * Usdt);
        Assert.Empty(Crossings(_builder.Build()));
    }

    /// <summary>Payments in and out that have nothing to do with each other: at most about as many are claimed as the odds allow.</summary>
    [Fact]
    public void Chance_links_as_seldom_as_its_odds_say()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            Pay(random.NextInt64(60 * Day), "Ti" + i, "Tbridge", random.NextInt64(100, 20_000) * Usdt);
            Pay(random.NextInt64(60 * Day), "0xbridge", "0xo" + i, random.NextInt64(100, 20_000) * Usdt);
        }
        Assert.InRange(Crossings(_builder.Build()).Count / 2_000.0, 0, Math.Pow(10, Limits.OddsMax));
    }

    [Fact]
    public void Exposure_goes_on_behind_the_bridge()
    {
        Traffic(12);
        Pay(2 * Day, "Thief", "Ta", 5_200 * Usdt);
        Pay(2 * Day + Minute, "Ta", "Tbridge", 5_123 * Usdt);
        Pay(2 * Day + 9 * Minute, "0xbridge", "0xb", 5_120 * Usdt);
        var exposed = Exposed();
        Assert.Contains(new ExposureShare("theft", FlowDirection.In, 2, 1_000_000, 60), exposed["0xb"]);
    }

    [Theory]
    [InlineData("Tc", 60, true)]
    [InlineData("Ta", 60, false)]
    [InlineData("Tc", 1_500, false)]
    public void Who_crosses_twice_within_a_day_and_does_not_come_back_hops_chains(string end, int minutesThere, bool isHop)
    {
        Traffic(12);
        Pay(2 * Day, "Ta", "Tbridge", 5_123 * Usdt);
        Pay(2 * Day + 9 * Minute, "0xbridge", "0xb", 5_120 * Usdt);
        Pay(2 * Day + (9 + minutesThere) * Minute, "0xb", "0xbridge", 5_120 * Usdt);
        Pay(2 * Day + (20 + minutesThere) * Minute, "Tbridge", end, 5_117 * Usdt);
        var shares = Exposed().GetValueOrDefault(end, []);
        Assert.Equal(isHop, shares.Contains(new ExposureShare(RiskCategories.ChainHopping, FlowDirection.In, 1, 1_000_000, 50)));
    }

    [Fact]
    public void A_table_that_is_followed_across_loses_and_makes_nothing()
    {
        Traffic(12);
        Pay(2 * Day, "Ta", "Tbridge", 5_123 * Usdt);
        Pay(2 * Day + 9 * Minute, "0xbridge", "0xb", 5_120 * Usdt);
        var table = _builder.Build();
        var followed = BridgeCrossings.Followed(table, Crossings(table));
        long Net(TransferTable of, string account)
        {
            Assert.True(of.Accounts.TryFind(account, out var number));
            long net = 0;
            for (var row = 0; row < of.Count; row++)
                net += (of.To[row] == number ? of.AmountMicro[row] : 0) - (of.From[row] == number ? of.AmountMicro[row] : 0);
            return net;
        }
        foreach (var account in (string[])["Ta", "0xb", "Tp1", "0xq1"])
            Assert.Equal(Net(table, account), Net(followed, account));
        Assert.Equal(Net(table, "Tbridge") + Net(table, "0xbridge"), Net(followed, "Tbridge") + Net(followed, "0xbridge"));
    }

    /// <summary>Others on the bridge, far from each other.</summary>
    private void Traffic(int days)
    {
        for (var day = 0; day < days; day++)
        {
            Pay(day * Day + 600 * Minute, "Tp" + day, "Tbridge", (300 + 7 * day) * Usdt);
            Pay(day * Day + 610 * Minute, "0xbridge", "0xq" + day, (200 + 11 * day) * Usdt);
        }
    }

    private void Pay(long timeUs, string from, string to, long micro) =>
        _builder.Add(
            Encoding.UTF8.GetBytes("t" + _ids++),
            timeUs,
            _builder.Accounts.Intern(Encoding.UTF8.GetBytes(from)),
            _builder.Accounts.Intern(Encoding.UTF8.GetBytes(to)),
            micro,
            Currency.Usdt,
            TransferKind.Chain
        );

    private static IReadOnlyList<Crossing> Crossings(TransferTable table) =>
        BridgeCrossings.Of(TransferGraph.Build(table), Labels().Of(table.Accounts), Limits);

    private Dictionary<string, IReadOnlyList<ExposureShare>> Exposed() =>
        new ExposureSurvey(
            TransferGraph.Build(_builder.Build()),
            Labels(),
            MiningTuning.Shipped.Of<ExposureLimits>(),
            MiningTuning.Shipped.Of<SurveyLimits>(),
            Limits
        )
            .Exposed()
            .ToDictionary(one => one.Address, one => one.Shares);

    private static Attribution Labels()
    {
        var attribution = new Attribution();
        foreach (var (address, actor) in (ReadOnlySpan<(string, string)>)[("Tbridge", "one"), ("0xbridge", "one"), ("0xother", "two")])
            attribution.Add(new WalletLabel("", address, "a bridge", BridgeCrossings.Bridge, actor, "pack", "service_data"));
        attribution.Add("Thief", "theft", "list", 60);
        return attribution;
    }

    private static string From(TransferTable table, int row) => table.Accounts.Id(table.From[row]);

    private static string To(TransferTable table, int row) => table.Accounts.Id(table.To[row]);
}
