using Sunqar.Tests.Nodes.Simulated;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>
/// The real protocol of leases on simulated servers and a virtual clock, with faults at every step: no answered batch is lost, moved or
/// stored twice, epochs never go back, what was refused is not there, and once the trouble ends somebody decides.
/// </summary>
public sealed class LeaseSimulationTests
{
    [Theory]
    [InlineData(1, 300)]
    [InlineData(1001, 10_000, Traits = ["Suite", "Whole"])]
    public void Whatever_breaks_nothing_answered_is_lost_and_nothing_is_decided_twice(int firstSeed, int runs)
    {
        var (faults, answered) = (new List<string>(), 0L);
        for (var seed = firstSeed; seed < firstSeed + runs; seed++)
        {
            var world = new SimulatedWorld(seed, Flaws.None);
            if (world.Run() is { } fault)
                faults.Add($"seed {seed}: {fault}");
            answered += world.Answered;
        }
        Assert.True(faults.Count == 0, $"{faults.Count} of {runs}: {string.Join("; ", faults.Take(5))}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs, {answered} batches answered");
        Assert.True(answered > 20 * runs, $"{answered} batches were answered in {runs} runs");
    }

    [Theory]
    [InlineData((int)Flaws.BelievesWarnings)]
    [InlineData((int)Flaws.ChecksNoEpoch)]
    [InlineData((int)Flaws.ChecksNoPlace)]
    public void A_protocol_with_a_flaw_is_found_out(int flaw) =>
        Assert.Contains(Enumerable.Range(1, 400), seed => new SimulatedWorld(seed, (Flaws)flaw).Run() is not null);
}
