using Sunqar.Core.Patterns.Pairs;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>rulebooks/suspicion.weights, as the program reads it.</summary>
public class SuspicionWeightsTests
{
    private const string First = "first -4 fed +1 biclique +2 scatter +3 ordered_cycle -4 any_cycle +5 scatter_hub -6";

    [Fact]
    public void The_shipped_file_has_three_rounds_of_which_the_first_hears_nothing()
    {
        Assert.Equal([false, true, true], SuspicionWeights.Rounds.Select(round => round.Hears));
        Assert.All(SuspicionWeights.Rounds, round => Assert.Equal(PairEvidence.Signs, round.Signs.Count));
        Assert.All(SuspicionWeights.Rounds, round => Assert.Equal(SuspicionWeights.Heard, round.Neighbours.Count));
    }

    [Fact]
    public void Weights_go_by_name_whatever_their_order_in_the_line()
    {
        var round = Assert.Single(
            SuspicionWeights.Parse("first -4 scatter_hub -6 biclique +2 fed +1 any_cycle +5 scatter +3 ordered_cycle -4")
        );
        Assert.Equal([1, 2, 3, -4, 5, -6], round.Signs);
        Assert.Equal(Enum.GetValues<PairSign>().Length, round.Signs.Count);
        Assert.Equal(SuspicionWeights.Parse(First)[0].Signs, round.Signs);
    }

    [Theory]
    [InlineData("first -4 fed +1 biclique +2 scatter +3 ordered_cycle -4 any_cycle +5")]
    [InlineData(First + " sender_pays +1")]
    [InlineData("first -4 feed +1 biclique +2 scatter +3 ordered_cycle -4 any_cycle +5 scatter_hub -6")]
    [InlineData("first -4 fed 1 biclique +2 scatter +3 ordered_cycle -4 any_cycle +5 scatter_hub -6")]
    [InlineData(First + "\nsecond -4 fed +1 biclique +2 scatter +3 ordered_cycle -4 any_cycle +5 scatter_hub -6")]
    public void A_line_that_lacks_a_sign_or_names_another_is_refused(string text) =>
        Assert.Throws<FormatException>(() => SuspicionWeights.Parse(text));
}
