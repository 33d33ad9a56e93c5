using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Xunit;

namespace Sunqar.Tests.Patterns;

public class PlantedAgainstFoundTests
{
    private static PlantedPattern Planted(string id, params string[] accounts) =>
        new(Exchanger.Name, id, accounts, [], 10_000_000, Currency.Kzt);

    private static Finding Found(params string[] accounts) =>
        new(
            string.Join('+', accounts),
            Exchanger.Name,
            0.9,
            [],
            accounts,
            new Dictionary<string, string>(),
            0,
            0,
            2_000_000,
            Currency.Usd,
            new Dictionary<string, string>()
        );

    private static Int128 To(Int128 micro, Currency from, Currency to) =>
        from == to ? micro
        : from == Currency.Usd ? micro * 500
        : micro / 500;

    private static KindScore Score(PlantedPattern[] planted, Finding[] found) =>
        Assert.Single(PlantedAgainstFound.Score(planted, found, To));

    [Fact]
    public void Half_the_accounts_in_common_is_enough_and_less_is_not()
    {
        Assert.Equal(1, Score([Planted("p", "a", "b", "c", "d")], [Found("a", "b")]).Correct);
        Assert.Equal(0, Score([Planted("p", "a", "b", "c", "d", "e")], [Found("a", "b")]).Correct);
    }

    [Fact]
    public void One_planted_pattern_makes_only_one_of_two_findings_correct()
    {
        var score = Score([Planted("p", "a", "b")], [Found("a"), Found("b")]);
        Assert.Equal((1, 2, 1), (score.Planted, score.Found, score.Correct));
        Assert.Equal(0.5, score.Precision);
        Assert.Equal(1.0, score.Recall);
    }

    [Fact]
    public void The_matching_is_a_largest_one_where_taking_the_best_first_would_strand_a_finding()
    {
        // The first finding likes p best but can do with q; the second can only have p.
        var p = Planted("p", "a", "b", "c");
        var q = Planted("q", "a", "b", "d", "e");
        var score = Score([p, q], [Found("a", "b", "c", "d"), Found("b", "c")]);
        Assert.Equal(2, score.Correct);
    }

    [Fact]
    public void Turnover_is_told_in_both_currencies()
    {
        var score = Score([Planted("p", "a")], [Found("z")]);
        Assert.Equal(
            (10_000_000, 20_000, 1_000_000_000, 2_000_000),
            ((long)score.PlantedKztMicro, (long)score.PlantedUsdMicro, (long)score.FoundKztMicro, (long)score.FoundUsdMicro)
        );
    }

    [Fact]
    public void A_repeated_account_counts_once() => Assert.Equal(1, Score([Planted("p", "a", "b", "b")], [Found("a", "a", "b")]).Correct);
}
