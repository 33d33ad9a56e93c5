using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Faces;

/// <summary>
/// What a network might say of invented faces, without their pictures: numbers of zero and more that two people share by chance alone, and
/// that each picture of a person mixes with what is not the person. How much was set by what real networks say (docs/results.md, Faces):
/// a cosine of some 0.37 between people, of 0.86 between a person's pictures, below 0.75 in about one of twelve. Look-alikes and kin are
/// not drawn. Whole numbers alone: the same on every machine.
/// </summary>
public static class DrawnLikeness
{
    /// <summary>Numbers of each.</summary>
    public const int Length = 1_024;

    private const int FiredPercent = 49,
        HeightMax = 1_000,
        OtherMin = 30,
        OtherMax = 62;

    /// <param name="person">Any number; one number, one person.</param>
    /// <param name="picture">0 is the person alone, as enrolled in good light.</param>
    public static int[] Of(ulong seed, long person, int picture)
    {
        var said = Drawn(Dice.Named(seed, "likeness of a drawn face", person));
        if (picture == 0)
            return [.. said.Select(value => 100 * value)];
        var dice = Dice.Named(seed ^ Dice.Mix((ulong)picture + 1), "picture of a drawn likeness", person);
        var share = dice.Between(OtherMin, OtherMax);
        var other = Drawn(dice);
        return [.. said.Zip(other, (own, what) => (100 - share) * own + share * what)];
    }

    private static int[] Drawn(Dice dice)
    {
        var numbers = new int[Length];
        for (var i = 0; i < Length; i++)
            numbers[i] = dice.Below(100) < FiredPercent ? dice.Below(HeightMax) : 0;
        return numbers;
    }
}
