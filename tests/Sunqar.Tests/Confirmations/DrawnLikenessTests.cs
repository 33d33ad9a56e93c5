using Sunqar.Core.Biometrics.Faces;
using Sunqar.Simulation.Faces;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>Drawn likenesses are faces to the matcher: pictures of one person are alike, two people are not, one seed draws one.</summary>
public sealed class DrawnLikenessTests
{
    private static FaceTemplate Drawn(long person, int picture) =>
        FaceTemplate.Of([.. DrawnLikeness.Of(3, person, picture).Select(value => (float)value)], 60);

    [Fact]
    public void Pictures_of_one_person_match_mostly_and_others_do_not()
    {
        var people = Enumerable.Range(0, 200).Select(person => (long)person).ToList();
        var own = people.Select(person => FaceMatcher.Compare(Drawn(person, 0), Drawn(person, 1))).ToList();
        Assert.InRange(own.Average(), 0.80, 0.92);
        Assert.InRange(own.Count(score => score < FaceMatcher.Threshold), 4, 40);
        var others = people.Select(person => FaceMatcher.Compare(Drawn(person, 0), Drawn(person + 1, 1))).ToList();
        Assert.All(others, score => Assert.InRange(score, 0.2, 0.6));
        Assert.Equal(DrawnLikeness.Of(3, 7, 2), DrawnLikeness.Of(3, 7, 2));
        Assert.NotEqual(DrawnLikeness.Of(4, 7, 2), DrawnLikeness.Of(3, 7, 2));
    }
}
