using Sunqar.Core.Biometrics;
using Sunqar.Simulation.Fingers;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>Drawn minutiae are fingers to the matcher: impressions of one are alike, two fingers are not, one seed draws one.</summary>
public sealed class DrawnMinutiaeTests
{
    private static MinutiaCylinders Drawn(long finger, int impression) =>
        MinutiaCylinders.Of(
            new FingerTemplate(
                DrawnMinutiae.Width,
                DrawnMinutiae.Height,
                197,
                197,
                FingerPosition.Unknown,
                0,
                60,
                [
                    .. DrawnMinutiae
                        .Of(3, finger, impression)
                        .Where(one => one is { X: >= 0 and < DrawnMinutiae.Width, Y: >= 0 and < DrawnMinutiae.Height })
                        .Select(one => new Minutia(MinutiaType.Ending, one.X, one.Y, one.Turn, 60)),
                ]
            )
        );

    private static bool IsMatch(long one, int impression, long other) =>
        FingerMatcher.Compare(Drawn(one, 0), Drawn(other, impression)) is FingerComparison.Compared { IsMatch: true };

    [Fact]
    public void Impressions_of_one_finger_match_and_others_do_not()
    {
        var fingers = Enumerable.Range(0, 60).Select(finger => (long)finger).ToList();
        Assert.InRange(fingers.Count(finger => IsMatch(finger, 1, finger)), 54, 60);
        Assert.InRange(fingers.Count(finger => IsMatch(finger, 1, finger + 1)), 0, 1);
        Assert.Equal(DrawnMinutiae.Of(3, 7, 2), DrawnMinutiae.Of(3, 7, 2));
    }
}
