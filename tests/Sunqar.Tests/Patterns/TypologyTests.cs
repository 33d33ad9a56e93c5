using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>The list of typologies that ships.</summary>
public class TypologyTests
{
    [Fact]
    public void Every_typology_has_its_page_which_names_its_roles_and_causes()
    {
        Assert.Empty(TypologyPages.Missing(TypologyTable.Shipped));
        Assert.Empty(TypologyTable.Shipped.All.SelectMany(TypologyPages.Unsaid));
    }

    [Fact]
    public void The_shipped_weights_fit_the_shipped_typologies() => Assert.Empty(ScoreWeights.Shipped.Faults(TypologyTable.Shipped));

    [Theory]
    [InlineData("cycle:habit 0", "Weights for 'cycle:habit', which no typology finds.")]
    [InlineData("ghost 0", "Weights for 'ghost', which no typology finds.")]
    [InlineData("stack 0 payers +1.00", "Weights for 'stack' read 'payers', which it does not observe.")]
    public void Weights_that_do_not_fit_are_told(string line, string fault) =>
        Assert.Contains(fault, ScoreWeights.Parse(line).Faults(TypologyTable.Shipped));

    [Fact]
    public void A_cause_without_weights_is_told()
    {
        var less = new ScoreWeights([.. ScoreWeights.Shipped.Groups.Where(group => !group.Kinds.Contains("fan_out:relay"))]);
        Assert.Equal(["No weights for 'fan_out:relay', whose typology does not keep its own score."], less.Faults(TypologyTable.Shipped));
    }

    [Fact]
    public void A_list_in_which_two_share_a_kind_or_a_shape_goes_before_a_network_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Typologies([new Cycle(), new Cycle()]));
        Assert.Throws<ArgumentException>(() => new Typologies([new Cycle(), new Exchanger()]));
    }

    [Fact]
    public void Causes_have_words_of_their_own()
    {
        var texts = Enum.GetValues<Cause>().Select(cause => cause.Text()).ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.All(
            Enum.GetValues<Cause>().Where(cause => cause != Cause.None),
            cause => Assert.Equal((cause, cause.Text()), (cause.Told().Cause, cause.Told().Value))
        );
    }
}
