using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Fingers;

/// <summary>Chance that changes slowly over a plane: values at the corners of cells, joined smoothly.</summary>
internal sealed class Noise
{
    private readonly int _columns;
    private readonly double _cell;
    private readonly float[] _corners;

    public Noise(ref Dice dice, int width, int height, double cell)
    {
        (_columns, _cell) = ((int)(width / cell) + 3, cell);
        _corners = new float[_columns * ((int)(height / cell) + 3)];
        for (var i = 0; i < _corners.Length; i++)
            _corners[i] = (float)Spread(ref dice, 1);
    }

    /// <summary>Uniform in 0 to 1.</summary>
    public static double Unit(ref Dice dice) => (dice.Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform between two bounds.</summary>
    public static double Between(ref Dice dice, double low, double high) => low + (high - low) * Unit(ref dice);

    /// <summary>Uniform in minus to plus a bound.</summary>
    public static double Spread(ref Dice dice, double bound) => Between(ref dice, -bound, bound);

    /// <summary>Nearly normal, of deviation one: twelve throws.</summary>
    public static double Normal(ref Dice dice)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += Unit(ref dice);
        return sum;
    }

    /// <summary>-1 to 1, at a point of the plane.</summary>
    public float At(double x, double y)
    {
        double column = Math.Max(0, x / _cell),
            row = Math.Max(0, y / _cell);
        int left = Math.Min((int)column, _columns - 2),
            top = Math.Min((int)row, _corners.Length / _columns - 2);
        float across = Ease(Math.Min(1, column - left)),
            down = Ease(Math.Min(1, row - top));
        var at = top * _columns + left;
        var upper = _corners[at] + across * (_corners[at + 1] - _corners[at]);
        var lower = _corners[at + _columns] + across * (_corners[at + _columns + 1] - _corners[at + _columns]);
        return upper + down * (lower - upper);
    }

    private static float Ease(double share) => (float)(share * share * (3 - 2 * share));
}
