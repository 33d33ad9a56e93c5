using Sunqar.Simulation.Fingers;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Ours beside NIST's detector: where both look at one picture, and whether what the generator calls true is there for
/// others.</summary>
public class MindtctTests
{
    [Fact]
    public void What_ours_finds_on_NISTs_prints_mindtct_finds_too()
    {
        for (var number = 1; number <= NistPrints.Count; number++)
        {
            var image = NistPrints.Read(number);
            var theirs = Mindtct.Find(image.Width, image.Height, image.Grey.Span);
            Assert.Equal(NistPrints.MinutiaeByMindtct[number - 1], theirs.Count);
            var ours = NistPrints.Template(image).Minutiae;
            Assert.InRange(ours.Count, 0.8 * theirs.Count, 1.2 * theirs.Count);
            var shared = ours.Count(one => theirs.Any(other => Distance(one.X, one.Y, other) <= Prints.Near));
            Assert.InRange(shared, 0.8 * ours.Count, ours.Count);
        }
    }

    [Fact]
    public void The_true_minutiae_of_drawn_prints_are_there_for_mindtct()
    {
        var (truly, theirs, ours) = (0, 0, 0);
        for (var finger = 0; finger < 8; finger++)
        {
            var print = new SyntheticFinger(63, finger).Impression(0);
            var found = Mindtct.Find(print.Width, print.Height, print.Grey);
            var template = Prints.Template(print);
            truly += print.Minutiae.Count;
            theirs += print.Minutiae.Count(one => found.Any(other => Distance(one.X, one.Y, other) <= Prints.Near));
            ours += print.Minutiae.Count(one => template.Minutiae.Any(other => Prints.Distance(other, one) <= Prints.Near));
        }
        Assert.InRange(theirs, 0.9 * truly, truly);
        Assert.InRange(ours, 0.9 * truly, truly);
    }

    private static double Distance(double x, double y, (int X, int Y) other) =>
        Math.Sqrt((x - other.X) * (x - other.X) + (y - other.Y) * (y - other.Y));
}
