using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Fingers;

/// <summary>
/// Minutiae of an invented finger without its picture, and what impressions show of them: shifted, jittered, with some lost and some that
/// are none. Where thousands are wanted, a picture of each (<see cref="SyntheticFinger"/>) would take a day.
/// </summary>
public static class DrawnMinutiae
{
    /// <summary>Pixels at 500 an inch.</summary>
    public const int Width = 320,
        Height = 420;

    private const int Wanted = 42,
        Margin = 40,
        Apart = 16,
        Shift = 25,
        Jitter = 2,
        Turn = 4,
        LostPerMille = 120,
        SpuriousMax = 4;

    /// <summary>What one impression shows: places within the picture, and which way the ridge runs in 1/256 of a turn.</summary>
    /// <param name="finger">Any number; one number, one finger.</param>
    public static IReadOnlyList<(int X, int Y, byte Turn)> Of(ulong seed, long finger, int impression)
    {
        var dice = Dice.Named(seed ^ Dice.Mix((ulong)impression + 1), "impression of drawn minutiae", finger);
        var (right, down) = (dice.Between(-Shift, Shift), dice.Between(-Shift, Shift));
        var shown = new List<(int, int, byte)>();
        foreach (var (x, y, turn) in Finger(seed, finger))
        {
            var place = (X: x + right + dice.Between(-Jitter, Jitter), Y: y + down + dice.Between(-Jitter, Jitter));
            var turned = (byte)((turn + dice.Between(-Turn, Turn) + 256) % 256);
            if (!dice.Chance(LostPerMille))
                shown.Add((place.X, place.Y, turned));
        }
        for (var spurious = dice.Between(0, SpuriousMax); spurious > 0; spurious--)
            shown.Add((dice.Below(Width), dice.Below(Height), (byte)dice.Below(256)));
        return shown;
    }

    private static List<(int X, int Y, byte Turn)> Finger(ulong seed, long finger)
    {
        var dice = Dice.Named(seed, "drawn minutiae", finger);
        var found = new List<(int X, int Y, byte Turn)>();
        for (var tries = 0; found.Count < Wanted && tries < 50 * Wanted; tries++)
        {
            var (x, y) = (dice.Between(Margin, Width - Margin), dice.Between(Margin, Height - Margin));
            if (found.All(one => (one.X - x) * (one.X - x) + (one.Y - y) * (one.Y - y) >= Apart * Apart))
                found.Add((x, y, (byte)dice.Below(256)));
        }
        return found;
    }
}
