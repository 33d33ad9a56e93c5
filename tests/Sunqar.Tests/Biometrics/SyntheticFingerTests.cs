using System.Security.Cryptography;
using Sunqar.Core.Biometrics;
using Sunqar.Simulation.Fingers;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Drawn prints: the same on every machine, and of fingers that the matcher tells apart.</summary>
public class SyntheticFingerTests
{
    private const ulong Seed = 52;

    [Fact]
    public void A_print_is_the_same_on_every_machine() =>
        Assert.Equal("AF687108B528377A", Convert.ToHexString(SHA256.HashData(new SyntheticFinger(1, 0).Impression(1).Grey))[..16]);

    [Fact]
    public void Prints_of_one_finger_match_and_of_two_do_not()
    {
        const int Fingers = 8,
            Impressions = 3;
        var prints = new MinutiaCylinders[Fingers, Impressions];
        for (var finger = 0; finger < Fingers; finger++)
        {
            var drawn = new SyntheticFinger(Seed, finger);
            for (var impression = 0; impression < Impressions; impression++)
                prints[finger, impression] = MinutiaCylinders.Of(Prints.Template(drawn.Impression(impression)));
        }
        var (genuine, matched, impostors, falsely) = (0, 0, 0, 0);
        foreach (var (one, first) in All(Fingers, Impressions))
        {
            foreach (var (other, second) in All(Fingers, Impressions))
            {
                if (other < one || (other == one && second <= first))
                    continue;
                var isMatch =
                    FingerMatcher.Compare(prints[one, first], prints[other, second]) is FingerComparison.Compared { IsMatch: true };
                if (one == other)
                    (genuine, matched) = (genuine + 1, matched + (isMatch ? 1 : 0));
                else
                    (impostors, falsely) = (impostors + 1, falsely + (isMatch ? 1 : 0));
            }
        }
        Assert.Equal(0, falsely);
        Assert.Equal(Fingers * (Fingers - 1) / 2 * Impressions * Impressions, impostors);
        Assert.InRange(matched, 0.9 * genuine, genuine);
    }

    private static IEnumerable<(int Finger, int Impression)> All(int fingers, int impressions) =>
        from finger in Enumerable.Range(0, fingers)
        from impression in Enumerable.Range(0, impressions)
        select (finger, impression);
}
