using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Fingers;

/// <summary>
/// Which way ridges run on a finger and how far apart: cores and deltas as zeros and poles (Sherlock and Monro, "A model for interpreting
/// fingerprint topology", 1993), an arch over all of it, and small turns. The classes are as frequent as in people (loops 65, whorls 28,
/// arches 7 in a hundred). Angles as sine and cosine of their double, x right and y down.
/// </summary>
internal sealed class FingerFlow
{
    private readonly List<(double X, double Y)> _cores = [];
    private readonly List<(double X, double Y)> _deltas = [];
    private readonly Noise _turns;
    private readonly Noise _widths;
    private readonly double _arch;
    private readonly double _period;
    private readonly double _middleX;
    private readonly double _middleY;

    public FingerFlow(ref Dice dice, int width, int height)
    {
        (_middleX, _middleY) = (width / 2.0 + Noise.Spread(ref dice, 12), height * 0.42 + Noise.Spread(ref dice, 20));
        _arch = Noise.Between(ref dice, 0.45, 0.75);
        _period = Noise.Between(ref dice, 7.8, 10.4);
        _turns = new Noise(ref dice, width, height, 90);
        _widths = new Noise(ref dice, width, height, 110);
        var kind = dice.Below(1000);
        switch (kind)
        {
            case < 655:
                var side = kind < 338 ? 1 : -1;
                Core(ref dice, 0, 0, 10);
                Delta(ref dice, side * Noise.Between(ref dice, 55, 105), Noise.Between(ref dice, 85, 135), 8);
                break;
            case < 934:
                var apart = Noise.Between(ref dice, 14, 42);
                Core(ref dice, Noise.Spread(ref dice, 10), -apart, 3);
                Core(ref dice, Noise.Spread(ref dice, 10), apart, 3);
                Delta(ref dice, -Noise.Between(ref dice, 80, 130), Noise.Between(ref dice, 100, 140), 8);
                Delta(ref dice, Noise.Between(ref dice, 80, 130), Noise.Between(ref dice, 100, 140), 8);
                break;
            case < 963:
                Core(ref dice, 0, 0, 8);
                Delta(ref dice, Noise.Spread(ref dice, 8), Noise.Between(ref dice, 55, 90), 5);
                break;
            default:
                _arch *= 1.35;
                break;
        }
    }

    /// <summary>Sine and cosine of twice the angle.</summary>
    public (double Sine, double Cosine) At(double x, double y)
    {
        // Complex numbers of length one, y up.
        var (real, imaginary) = (1.0, 0.0);
        foreach (var (coreX, coreY) in _cores)
            (real, imaginary) = Turned(real, imaginary, x - coreX, coreY - y);
        foreach (var (deltaX, deltaY) in _deltas)
            (real, imaginary) = Turned(real, imaginary, x - deltaX, y - deltaY);
        // Ridges rise on the left and fall on the right, most above the middle.
        var across = Math.Clamp((x - _middleX) / 170, -1.3, 1.3);
        var height = Math.Clamp((_middleY + 130 - y) / 220, 0.08, 1);
        var turn = -_arch * across * height + 0.09 * _turns.At(x, y);
        var (sine, cosine) = ExactFunctions.SineCosine(2 * turn);
        (real, imaginary) = (real * cosine - imaginary * sine, real * sine + imaginary * cosine);
        return (-imaginary, real);
    }

    /// <summary>Pixels from ridge to ridge.</summary>
    public double PeriodAt(double x, double y) =>
        _period * (1 + 0.1 * _widths.At(x, y) + 0.1 * Math.Clamp((y - _middleY - 60) / 160, 0, 1));

    /// <summary>Whether a point is so near to a core or delta that the phase of its ridges has no meaning.</summary>
    public bool IsSingular(double x, double y, double distance) =>
        _cores.Concat(_deltas).Any(point => (point.X - x) * (point.X - x) + (point.Y - y) * (point.Y - y) < distance * distance);

    private void Core(ref Dice dice, double x, double y, double spread) =>
        _cores.Add((_middleX + x + Noise.Spread(ref dice, spread), _middleY + y + Noise.Spread(ref dice, spread)));

    private void Delta(ref Dice dice, double x, double y, double spread) =>
        _deltas.Add((_middleX + x + Noise.Spread(ref dice, spread), _middleY + y + Noise.Spread(ref dice, spread)));

    private static (double Real, double Imaginary) Turned(double real, double imaginary, double x, double y)
    {
        var length = Math.Sqrt(x * x + y * y) + 1e-9;
        (x, y) = (x / length, y / length);
        return (real * x - imaginary * y, real * y + imaginary * x);
    }
}
