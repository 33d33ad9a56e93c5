using System.Globalization;
using Sunqar.Core.Patterns;
using Xunit;

namespace Sunqar.Tests.Patterns;

public sealed class ScoreWeightsTests
{
    private static Sighting Seen(KindWeights kind, double score, Func<ScoreFeature, double> number) =>
        new(kind.Kind, [0], [], score, kind.Features.ToDictionary(f => f.Evidence, f => number(f).ToString(CultureInfo.InvariantCulture)));

    [Fact]
    public void Every_shipped_claim_is_a_probability_and_moves_as_its_sign_says()
    {
        var shipped = ScoreWeights.Shipped;
        Assert.NotEmpty(shipped.Kinds);
        foreach (var kind in shipped.Kinds)
        {
            foreach (var feature in kind.Features)
            {
                Assert.True(feature.Rises ? feature.Weight >= 0 : feature.Weight <= 0, $"{kind.Kind} {feature.Evidence}");
                var less = shipped.Claim(Seen(kind, 0.9, f => f == feature ? 1 : 3)).Score;
                var more = shipped.Claim(Seen(kind, 0.9, f => f == feature ? 30 : 3)).Score;
                Assert.InRange(less, 0.01, 0.99);
                Assert.InRange(more, 0.01, 0.99);
                Assert.True(feature.Rises ? more >= less : more <= less, $"{kind.Kind} {feature.Evidence}");
            }
        }
    }

    [Fact]
    public void A_pattern_that_doubts_itself_and_evidence_that_lacks_a_number_keep_their_score()
    {
        var kind = ScoreWeights.Shipped.Kinds[0];
        Assert.Equal(0.4, ScoreWeights.Shipped.Claim(Seen(kind, 0.4, _ => 5)).Score);
        var bare = Seen(kind, 0.9, _ => 5) with { Evidence = new Dictionary<string, string>() };
        Assert.Same(bare, ScoreWeights.Shipped.Claim(bare));
    }

    [Theory]
    [InlineData("exchanger 1 days")]
    [InlineData("exchanger 1 days 0.5")]
    [InlineData("exchanger one days +0.5")]
    public void A_line_that_says_less_is_refused(string line) => Assert.Throws<FormatException>(() => ScoreWeights.Parse(line));
}
