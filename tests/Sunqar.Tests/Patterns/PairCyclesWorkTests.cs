using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class PairCyclesWorkTests
{
    [Fact]
    public void Transfers_of_one_moment_cost_a_bounded_number_of_steps_each()
    {
        const int Transfers = 4_000;
        var random = new Random(3);
        string Someone() => "a" + random.Next(Transfers / 5).ToString(CultureInfo.InvariantCulture);
        var table = TransferFixture.Table(Enumerable.Range(0, Transfers).Select(_ => (0L, Someone(), Someone(), 1_000L)));
        var pairs = BriefPairs.Build(TransferGraph.Build(table), 30 * TransferFixture.DayUs, transfersMax: 1);
        var evidence = PairEvidence.Gather(pairs, 25 * TransferFixture.DayUs);
        long led = PairCycles.Steps(evidence) / pairs.Count,
            atLarge = PairCycles.Steps(evidence, int.MaxValue) / pairs.Count;
        Assert.True(led < 1_500 && led * 10 < atLarge, $"{led} steps a pair, at large {atLarge}");
    }

    [Theory]
    [InlineData(1, Traits = ["Suite", "Whole"])]
    [InlineData(24)]
    [InlineData(24 * 60, Traits = ["Suite", "Whole"])]
    public void A_search_that_is_led_home_finds_what_one_at_large_finds(int hours)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var random = new Random(seed);
            string Someone() => "a" + random.Next(120).ToString(CultureInfo.InvariantCulture);
            var table = TransferFixture.Table(
                Enumerable.Range(0, 400).Select(_ => (random.Next(hours) * TransferFixture.HourUs, Someone(), Someone(), 1_000L))
            );
            var evidence = PairEvidence.Gather(
                BriefPairs.Build(TransferGraph.Build(table), 30 * TransferFixture.DayUs, transfersMax: 1),
                25 * TransferFixture.DayUs
            );
            var atLarge = Texts(PairCycles.Mine(evidence, int.MaxValue));
            Assert.NotEmpty(atLarge);
            Assert.Equal(atLarge, Texts(PairCycles.Mine(evidence, 1)));
            Assert.Equal(atLarge, Texts(PairCycles.Mine(evidence)));
        }
    }

    private static List<string> Texts(IEnumerable<PairCycle> cycles) =>
        [.. cycles.Select(cycle => $"{string.Join(' ', cycle.Pairs)} {cycle.Surprise:R} {cycle.Ordered}")];
}
