using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class PairCyclesWorkTests
{
    /// <summary>Before searches were led home: some hundred thousand steps a pair, as nothing orders what has one moment.</summary>
    [Fact]
    public void Transfers_of_one_moment_cost_a_bounded_number_of_steps_each()
    {
        const int transfers = 4_000;
        var random = new Random(3);
        string Someone() => "a" + random.Next(transfers / 5).ToString(CultureInfo.InvariantCulture);
        var table = TransferFixture.Table(Enumerable.Range(0, transfers).Select(_ => (0L, Someone(), Someone(), 1_000L)));
        var pairs = BriefPairs.Build(TransferGraph.Build(table), 30 * TransferFixture.DayUs, transfersMax: 1);
        var evidence = PairEvidence.Gather(pairs, 25 * TransferFixture.DayUs);
        var steps = PairCycles.Steps(evidence) / pairs.Count;
        Assert.True(steps < 20_000, $"{steps} steps a pair");
    }
}
