using Sunqar.Core.Biometrics;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Pictures that are none of ours: five prints by SFinGe.</summary>
public class NistPrintTests
{
    private static readonly Lazy<List<MinutiaCylinders>> Originals = new(() =>
        [.. Enumerable.Range(1, NistPrints.Count).Select(one => MinutiaCylinders.Of(NistPrints.Template(NistPrints.Read(one))))]
    );

    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, NistPrints.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void As_many_minutiae_as_mindtct_finds_give_or_take_a_fifth(int number)
    {
        var theirs = NistPrints.MinutiaeByMindtct[number - 1];
        Assert.InRange(NistPrints.Template(NistPrints.Read(number)).Minutiae.Count, 0.8 * theirs, 1.2 * theirs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3, Traits = ["Suite", "Whole"])]
    [InlineData(4, Traits = ["Suite", "Whole"])]
    [InlineData(5, Traits = ["Suite", "Whole"])]
    public void A_print_shifted_turned_and_cropped_matches_itself_and_no_other(int number)
    {
        foreach (var changed in Changes(NistPrints.Read(number)))
        {
            var cylinders = MinutiaCylinders.Of(NistPrints.Template(changed));
            for (var other = 1; other <= NistPrints.Count; other++)
            {
                var compared = Assert.IsType<FingerComparison.Compared>(FingerMatcher.Compare(Originals.Value[other - 1], cylinders));
                Assert.True(compared.IsMatch == (other == number), $"{number} against {other}: {compared.Score}");
            }
        }
    }

    /// <summary>Shifted, turned, and three quarters of it from each side; then all at once.</summary>
    private static IEnumerable<FingerImage> Changes(FingerImage image)
    {
        var (width, height) = (image.Width, image.Height);
        yield return NistPrints.Moved(image, 0, 35, -50);
        foreach (var degrees in (int[])[-45, -17, 8, 30, 90, 180])
            yield return NistPrints.Moved(image, degrees, 0, 0);
        yield return NistPrints.Cropped(image, 0, 0, width * 3 / 4, height);
        yield return NistPrints.Cropped(image, width / 4, 0, width * 3 / 4, height);
        yield return NistPrints.Cropped(image, 0, 0, width, height * 3 / 4);
        yield return NistPrints.Cropped(image, 0, height / 4, width, height * 3 / 4);
        yield return NistPrints.Cropped(NistPrints.Moved(image, 20, -20, 25), 0, 0, width * 3 / 4, height);
        yield return NistPrints.Cropped(NistPrints.Moved(image, -25, 30, -20), 0, height / 4, width, height * 3 / 4);
    }
}
