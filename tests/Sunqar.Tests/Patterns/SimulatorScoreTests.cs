using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>
/// Floors on the shared labelled files, so that a change which finds less is seen. Weights and scores were set on these very files: what
/// the same recipe is worth on others is told by the two-fold figures of <c>./sunqar bench suspicion</c> and in docs/results.md.
/// </summary>
public class SimulatorScoreTests
{
    [Fact]
    public void AmlSim()
    {
        var score = Score("data/amlsim/transfers_10k.csv");
        Assert.True(score.At(0.5).F1 >= 0.85, $"F1 {score.At(0.5).F1:F3}");
        foreach (
            var pattern in score
                .Patterns(0.5)
                .Where(p => p.Kind is "cycle" or "bipartite" or "stack" or "scatter_gather" or "gather_scatter")
        )
        {
            Assert.True(pattern.Found >= 0.85 * pattern.Planted, $"{pattern}");
        }
    }

    [Fact]
    public void AmlGentex()
    {
        var score = Score("data/amlgentex/transfers.csv");
        Assert.True(score.At(0.5).F1 >= 0.75, $"F1 {score.At(0.5).F1:F3}");
        var recall = score.Patterns(0.5).ToDictionary(p => p.Kind, p => (double)p.Found / p.Planted);
        Assert.True(recall["bipartite"] >= 0.9, $"bipartite {recall["bipartite"]}");
        Assert.True(recall["cycle"] >= 0.7, $"cycle {recall["cycle"]}");
    }

    private static TransfersAgainstTruth Score(string file)
    {
        var path = Repository.Shared(file);
        var builder = new TransferTableBuilder();
        Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(path, null, builder));
        var truth = new Dictionary<(string Kind, string Id), HashSet<string>>();
        using var stream = File.OpenRead(path);
        TruthFile.Read(
            stream,
            path,
            row =>
            {
                if (!truth.TryGetValue((row.Kind, row.PatternId), out var transfers))
                    truth[(row.Kind, row.PatternId)] = transfers = [];
                transfers.Add(row.TransferId);
            }
        );
        var planted = truth.Select(t => new PlantedPattern(t.Key.Kind, t.Key.Id, [], t.Value, 0, Currency.Unstated)).ToList();
        return new TransfersAgainstTruth(
            planted,
            FileFindings.Mine(
                Core.Networks.TypologyTable.Shipped,
                Core.Patterns.Scores.ScoreWeights.Shipped,
                builder.Build(),
                MiningGround.WindowHoursMax
            )
        );
    }
}
