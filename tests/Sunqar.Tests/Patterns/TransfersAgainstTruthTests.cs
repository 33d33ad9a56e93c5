using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class TransfersAgainstTruthTests
{
    private static readonly PlantedPattern[] Planted =
    [
        new("cycle", "1", ["a", "b"], ["t1", "t2", "t3", "t4"], 0, Currency.Unstated),
        new("fan_in", "2", ["c"], ["t5", "t6"], 0, Currency.Unstated),
    ];

    [Fact]
    public void A_transfer_is_claimed_by_its_highest_score()
    {
        var score = new TransfersAgainstTruth(
            Planted,
            [Found("cycle", 0.9, "t1", "t2", "x"), Found("fan_out", 0.4, "t3", "x"), Found("fan_out", 0.6, "y")]
        );
        var at = score.At(0.5);
        Assert.Equal((6, 4, 2), (at.Planted, at.Claimed, at.Right));
        Assert.Equal((0.5, 2.0 / 6, 0.4), (at.Precision, at.Recall, at.F1));
    }

    [Fact]
    public void A_score_of_the_threshold_itself_is_a_claim()
    {
        var score = new TransfersAgainstTruth(Planted, [Found("cycle", 0.5, "t1", "t2", "t3", "t4")]);
        Assert.Equal((4, 4), (score.At(0.5).Claimed, score.At(0.5).Right));
        Assert.Equal(1, score.Patterns(0.5)[0].Found);
        Assert.Single(score.Findings(0.5));
    }

    [Fact]
    public void The_best_threshold_takes_equal_scores_together()
    {
        var best = new TransfersAgainstTruth(
            Planted,
            [Found("cycle", 0.9, "t1", "t2"), Found("cycle", 0.3, "t3", "t4", "t5"), Found("cycle", 0.2, "x", "y", "z")]
        ).Best();
        Assert.Equal((0.3, 5, 5), (best.Threshold, best.Claimed, best.Right));
    }

    [Fact]
    public void A_pattern_is_found_by_half_of_both_and_by_one_finding_alone()
    {
        // Half of the cycle in one finding of which half is the cycle's; fan_in is held whole by a finding that swallows its neighbourhood.
        var score = new TransfersAgainstTruth(
            Planted,
            [Found("stack", 0.9, "t1", "t2", "x", "y"), Found("fan_in", 0.9, "t5", "t6", "u", "v", "w")]
        );
        var (cycle, fan) = (score.Patterns(0.5)[0], score.Patterns(0.5)[1]);
        Assert.Equal((1, 1, 0, 1), (cycle.Planted, cycle.Found, cycle.FoundByKind, cycle.LargeFound));
        Assert.Equal((1, 0, 0), (fan.Planted, fan.Found, fan.Large));
        Assert.Equal([("fan_in", 1, 0), ("stack", 1, 1)], score.Findings(0.5).Select(f => (f.Kind, f.Findings, f.Right)));
        Assert.Equal(0, score.Patterns(0.95)[0].Found);
    }

    [Fact]
    public void Nothing_found_and_nothing_planted_are_no_division_by_zero()
    {
        var none = new TransfersAgainstTruth([], []);
        Assert.Equal((1.0, 1.0, 1.0), (none.At(0.5).Precision, none.At(0.5).Recall, none.At(0.5).F1));
        Assert.Equal(0, new TransfersAgainstTruth(Planted, []).Best().Right);
        Assert.Empty(none.Patterns(0.5));
    }

    [Fact]
    public void The_id_of_a_finding_is_its_content_whatever_the_order()
    {
        Assert.Equal(FindingNames.Id("cycle", ["b", "a"]), FindingNames.Id("cycle", ["a", "b"]));
        Assert.NotEqual(FindingNames.Id("cycle", ["a", "b"]), FindingNames.Id("stack", ["a", "b"]));
        Assert.NotEqual(FindingNames.Id("cycle", ["a", "b"]), FindingNames.Id("cycle", ["ab"]));
        Assert.StartsWith("cycle-", FindingNames.Id("cycle", ["a"]), StringComparison.Ordinal);
    }

    private static Finding Found(string pattern, double score, params string[] transfers) =>
        new(
            pattern + score,
            pattern,
            score,
            transfers,
            [],
            new Dictionary<string, string>(),
            0,
            0,
            0,
            Currency.Unstated,
            new Dictionary<string, string>()
        );
}
