using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Fingers;

/// <summary>One impression of an invented finger.</summary>
/// <param name="Grey">Row by row, 0 black to 255 white; ridges are dark. 500 pixels an inch.</param>
/// <param name="Minutiae">Those of the finger that lie within the print, where this print shows them.</param>
public sealed record SyntheticPrint(int Width, int Height, byte[] Grey, IReadOnlyList<TrueMinutia> Minutiae);

/// <summary>
/// A finger that nobody has, and prints of it: shifted, turned, stretched by the skin, partial, dry or wet, with pores, scratches and a
/// sensor's noise. One seed and number give one finger, on every machine.
/// </summary>
/// <param name="seed">Of the whole set.</param>
/// <param name="finger">From 0.</param>
public sealed class SyntheticFinger(ulong seed, int finger)
{
    private readonly FingerRidges _ridges = new(seed, finger);

    /// <summary>An impression, from 1; number 0 is one that is whole and clean.</summary>
    public SyntheticPrint Impression(int number)
    {
        var dice = new Dice(seed, Luck.Impression, finger, number);
        return new ImpressionMaker(_ridges, ref dice, isClean: number == 0).Print();
    }
}
