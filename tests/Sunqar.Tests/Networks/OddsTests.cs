using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Networks;
using Sunqar.Core.Networks.Matching;
using Xunit;

namespace Sunqar.Tests.Networks;

public class OddsTests
{
    [Theory]
    [InlineData(5, 1.0)]
    [InlineData(10, 2.5)]
    [InlineData(40, 12.0)]
    [InlineData(3, 0.036)]
    public void The_tail_of_a_poisson_is_what_summing_it_gives(int count, double expected)
    {
        double below = 0,
            term = Math.Exp(-expected);
        for (var k = 0; k < count; k++)
        {
            below += term;
            term *= expected / (k + 1);
        }
        // 1 - below loses digits where the tail is small; the plain sum upwards does not.
        double tail = 0;
        for (var k = count; k < count + 200; k++)
        {
            tail += term;
            term *= expected / (k + 1);
        }
        Assert.Equal(Math.Log10(tail), Odds.Log10AtLeast(count, expected), 1e-9);
    }

    [Fact]
    public void More_than_expected_is_less_likely_and_odds_are_never_above_one() =>
        Prop.ForAll(
                Gen.Choose(0, 500).ToArbitrary(),
                Gen.Choose(1, 200_000).ToArbitrary(),
                (count, thousandths) =>
                    Odds.Log10AtLeast(count, thousandths / 1000.0) <= 0
                    && Odds.Log10AtLeast(count + 1, thousandths / 1000.0) <= Odds.Log10AtLeast(count, thousandths / 1000.0) + 1e-9
            )
            .QuickCheckThrowOnFailure();
}
