using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

public sealed class ScoreWeightsTests
{
    [Fact]
    public void Every_shipped_claim_is_a_probability_and_moves_as_its_sign_says()
    {
        var shipped = ScoreWeights.Shipped;
        Assert.NotEmpty(shipped.Groups);
        foreach (var group in shipped.Groups)
        {
            foreach (var (feature, at) in group.Features.Select((feature, i) => (feature, i)))
            {
                Assert.True(feature.Rises ? feature.Weight >= 0 : feature.Weight <= 0, $"{group.Kinds[0]} {feature.Evidence}");
                var less = group.Probability([.. group.Features.Select((_, i) => i == at ? 0.5 : 1)]);
                var more = group.Probability([.. group.Features.Select((_, i) => i == at ? 3.0 : 1)]);
                Assert.InRange(less, 0.01, 0.99);
                Assert.InRange(more, 0.01, 0.99);
                Assert.True(feature.Rises ? more >= less : more <= less, $"{group.Kinds[0]} {feature.Evidence}");
            }
        }
    }

    [Fact]
    public void A_model_speaks_of_its_kind_and_shape_by_numbers_that_the_evidence_shows()
    {
        var weights = ScoreWeights.Parse(
            "fan_in:habit,fan_out:habit 0 surprise +1.00\nfan_in 2\ncycle:any_order -1 odds_by_shape +1.00 large_transfers -0.50"
        );
        Assert.Equal(2.0 / 3, Claim("fan_in", Cause.Habit, ("surprise", "1")), 9);
        Assert.Equal(2.0 / 3, Claim("fan_out", Cause.Habit, ("surprise", "1")), 9);
        Assert.Equal(1 / (1 + Math.Exp(-2)), Claim("fan_in", Cause.None), 9);
        Assert.Equal(0.9, Claim("fan_in", Cause.Relay), 9);
        Assert.Equal(0.9, Claim("fan_in", Cause.Habit, ("surprise", "much")), 9);
        // Odds of 0.9 are nine to one, and the one transfer is the large one of its table.
        Assert.Equal(1 / (1 + Math.Exp(1 - Math.Log(10) + (0.5 * Math.Log(2)))), Claim("cycle", Cause.AnyOrder), 9);

        double Claim(string kind, Cause cause, params (string Name, string Value)[] evidence) =>
            weights
                .Claim(
                    [new Sighting(kind, [0], [], 0.9, evidence.ToDictionary(e => e.Name, e => e.Value)) { Cause = cause }],
                    OneTransfer()
                )[0]
                .Score;
    }

    [Fact]
    public void Shapes_of_one_model_that_stand_out_are_alike_and_counted_by_the_transfers_of_the_table()
    {
        var weights = ScoreWeights.Parse("fan_in:habit,fan_out:habit 0\ncycle 0");
        Sighting Seen(string kind, double score) =>
            new(kind, [0], [], score, new Dictionary<string, string>()) { Cause = kind == "cycle" ? Cause.None : Cause.Habit };
        var described = weights.Describe(
            [Seen("fan_in", 0.9), Seen("fan_out", 0.5), Seen("fan_in", 0.2), Seen("cycle", 0.4)],
            OneTransfer()
        );
        Assert.Equal(["200000", "200000", "200000", "0"], described.Select(s => s.Evidence["alike_per_100k"]));
    }

    [Theory]
    [InlineData("exchanger")]
    [InlineData("exchanger 1 days")]
    [InlineData("exchanger 1 days 0.5")]
    [InlineData("exchanger one days +0.5")]
    public void A_line_that_says_less_is_refused(string line) => Assert.Throws<FormatException>(() => ScoreWeights.Parse(line));

    [Fact]
    public void Two_models_of_one_kind_are_refused() =>
        Assert.Throws<ArgumentException>(() => ScoreWeights.Parse("exchanger 1\npyramid,exchanger 2"));

    private static TransferTable OneTransfer()
    {
        var builder = new TransferTableBuilder();
        builder.Add(
            new TransferRow
            {
                Id = "x"u8,
                TimeUs = 0,
                From = "a"u8,
                To = "b"u8,
                AmountMicro = 1,
                Currency = Currency.Kzt,
                Kind = TransferKind.CardTransfer,
            }
        );
        return builder.Build();
    }
}
