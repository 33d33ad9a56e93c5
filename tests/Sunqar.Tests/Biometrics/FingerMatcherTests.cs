using Sunqar.Core.Biometrics;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>What comparing may depend on, and what not.</summary>
public class FingerMatcherTests
{
    [Fact]
    public void Where_and_how_turned_a_finger_lies_changes_little()
    {
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            var template = Templates.Random(random, random.Next(25, 60));
            var same = Templates.Score(template, template);
            var moved = Templates.Moved(template, random.Next(256), random.Next(-300, 300), random.Next(-300, 300));
            Assert.InRange(Templates.Score(template, moved), 0.7 * same, 1);
            Assert.InRange(same, FingerMatcher.Threshold, 1);
        }
    }

    [Fact]
    public void The_order_of_the_two_and_of_their_minutiae_changes_little()
    {
        var random = new Random(2);
        for (var i = 0; i < 60; i++)
        {
            var one = Templates.Random(random, random.Next(20, 60));
            var other = Lesser(Templates.Moved(one, random.Next(256), 0, 0), random, share: 0.7);
            var score = Templates.Score(one, other);
            Assert.InRange(Templates.Score(other, one), 0.85 * score, 1.15 * score);
            var shuffled = one with { Minutiae = [.. one.Minutiae.OrderBy(_ => random.Next())] };
            Assert.InRange(Templates.Score(shuffled, other), 0.85 * score, 1.15 * score);
        }
    }

    [Fact]
    public void Half_of_a_finger_matches_the_whole()
    {
        var random = new Random(3);
        for (var i = 0; i < 40; i++)
        {
            var whole = Templates.Random(random, 60);
            var half = whole with { Minutiae = [.. whole.Minutiae.Where(minutia => minutia.Y < 250)] };
            Assert.True(Templates.Score(whole, Templates.Moved(half, random.Next(256), 0, 0)) >= FingerMatcher.Threshold);
        }
    }

    [Fact]
    public void Minutiae_by_chance_do_not_match()
    {
        var random = new Random(4);
        var templates = Enumerable.Range(0, 60).Select(_ => MinutiaCylinders.Of(Templates.Random(random, random.Next(20, 60)))).ToList();
        for (var i = 0; i < templates.Count; i++)
        {
            for (var j = 0; j < i; j++)
                Assert.False(Assert.IsType<FingerComparison.Compared>(FingerMatcher.Compare(templates[i], templates[j])).IsMatch);
        }
    }

    [Fact]
    public void The_same_finger_at_twice_the_resolution_is_the_same()
    {
        var template = Templates.Random(new Random(5), 40);
        var doubled = template with
        {
            Width = 2 * template.Width,
            Height = 2 * template.Height,
            XPixelsPerCm = 394,
            YPixelsPerCm = 394,
            Minutiae = [.. template.Minutiae.Select(minutia => minutia with { X = 2 * minutia.X, Y = 2 * minutia.Y })],
        };
        Assert.Equal(Templates.Score(template, template), Templates.Score(template, doubled), 6);
    }

    [Fact]
    public void The_more_minutiae_are_lost_the_less_is_scored()
    {
        var random = new Random(6);
        var sums = new double[4];
        for (var i = 0; i < 30; i++)
        {
            var template = Templates.Random(random, 50);
            for (var lost = 0; lost < sums.Length; lost++)
                sums[lost] += Templates.Score(template, Lesser(template, random, 1 - 0.2 * lost));
        }
        Assert.Equal(sums.OrderDescending(), sums);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(FingerMatcher.MinutiaeMin - 1)]
    public void Too_few_minutiae_give_no_answer(int count)
    {
        var (few, many) = (Templates.Random(new Random(7), count), Templates.Random(new Random(8), 40));
        Assert.IsType<FingerComparison.NotComparable>(FingerMatcher.Compare(MinutiaCylinders.Of(few), MinutiaCylinders.Of(many)));
        Assert.IsType<FingerComparison.NotComparable>(FingerMatcher.Compare(MinutiaCylinders.Of(many), MinutiaCylinders.Of(few)));
        Assert.IsType<FingerComparison.NotComparable>(FingerMatcher.Compare(MinutiaCylinders.Of(few), MinutiaCylinders.Of(few)));
    }

    [Fact]
    public void One_minutia_many_times_is_one()
    {
        var one = new Minutia(MinutiaType.Ending, 100, 100, 0, 50);
        var template = new FingerTemplate(400, 500, 197, 197, 0, 0, 50, [.. Enumerable.Repeat(one, 200)]);
        var cylinders = MinutiaCylinders.Of(template);
        Assert.IsType<FingerComparison.NotComparable>(FingerMatcher.Compare(cylinders, cylinders));
    }

    private static FingerTemplate Lesser(FingerTemplate template, Random random, double share) =>
        template with
        {
            Minutiae = [.. template.Minutiae.OrderBy(_ => random.Next()).Take((int)(share * template.Minutiae.Count))],
        };
}
