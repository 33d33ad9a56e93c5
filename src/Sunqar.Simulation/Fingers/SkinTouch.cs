using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Fingers;

/// <summary>
/// How a finger lies on the sensor: where, how turned, and how its skin is dragged. The middle of the contact sticks, the skin around it is
/// pulled and twisted the more the farther out (after Cappelli, Maio and Maltoni, "Modelling plastic distortion in fingerprint images",
/// 2001).
/// </summary>
internal sealed class SkinTouch
{
    private readonly double _sine;
    private readonly double _cosine;
    private readonly (double X, double Y) _centre;
    private readonly (double X, double Y) _shift;
    private readonly (double X, double Y) _drag;
    private readonly double _twist;
    private readonly Noise _waveX;
    private readonly Noise _waveY;
    private readonly double _wave;

    public SkinTouch(ref Dice dice, int width, int height, bool isClean)
    {
        var share = isClean ? 0 : 1;
        (_sine, _cosine) = ExactFunctions.SineCosine(share * Noise.Normal(ref dice) * 0.22);
        _centre = (width / 2.0, height / 2.0);
        _shift = (share * Noise.Normal(ref dice) * 30, share * Noise.Normal(ref dice) * 36);
        _drag = (share * Noise.Normal(ref dice) * 6, share * Noise.Normal(ref dice) * 6);
        _twist = share * Noise.Normal(ref dice) * 0.045;
        (_waveX, _waveY) = (new Noise(ref dice, width, height, 80), new Noise(ref dice, width, height, 80));
        _wave = share * 2.5;
    }

    /// <summary>The place on the finger that a place of the print shows.</summary>
    public (double X, double Y) OnFinger(double x, double y)
    {
        double across = x - _centre.X,
            down = y - _centre.Y;
        var radius = Math.Sqrt(across * across + down * down) / 150;
        var slip = Math.Clamp((radius - 0.3) / 0.9, 0, 1);
        slip *= slip;
        var dragX = slip * (_drag.X - _twist * down) + _wave * _waveX.At(x, y);
        var dragY = slip * (_drag.Y + _twist * across) + _wave * _waveY.At(x, y);
        (across, down) = (across + dragX, down + dragY);
        return (
            FingerRidges.Width / 2.0 + _shift.X + across * _cosine - down * _sine,
            FingerRidges.Height / 2.0 - 20 + _shift.Y + across * _sine + down * _cosine
        );
    }

    /// <summary>The place of the print that shows a place on the finger, by going towards it.</summary>
    public (double X, double Y) OnPrint(double x, double y)
    {
        var (atX, atY) = _centre;
        for (var i = 0; i < 12; i++)
        {
            var (nowX, nowY) = OnFinger(atX, atY);
            double across = x - nowX,
                down = y - nowY;
            atX += across * _cosine + down * _sine;
            atY += down * _cosine - across * _sine;
        }
        return (atX, atY);
    }

    /// <summary>A direction on the finger as the print shows it, in 1/256 of a turn counterclockwise: turned back with the finger (the
    /// skin's own twist is small).</summary>
    public byte Turned(byte turn)
    {
        var (best, most) = (0, -2.0);
        for (var i = 0; i < 256; i++)
        {
            var (sine, cosine) = ExactFunctions.SineCosine(i * Math.PI / 128);
            var alike = cosine * _cosine + sine * _sine;
            if (alike > most)
                (most, best) = (alike, i);
        }
        return unchecked((byte)(turn + best));
    }
}
