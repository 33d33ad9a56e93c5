using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Fingers;

/// <summary>Makes one print of a finger: contact, ink, faults, sensor.</summary>
internal sealed class ImpressionMaker
{
    private const int Width = 352,
        Height = 416;

    private readonly FingerRidges _ridges;
    private readonly SkinTouch _touch;
    private readonly bool _isClean;
    private readonly (double X, double Y, double Across, double Down) _contact;
    private readonly Noise _edge;
    private readonly Noise _ink;
    private readonly Noise _speckle;
    private readonly double _pressure;
    private readonly double _dryness;
    private readonly float[] _scratches;
    private Dice _dice;

    public ImpressionMaker(FingerRidges ridges, ref Dice dice, bool isClean)
    {
        (_ridges, _isClean) = (ridges, isClean);
        _touch = new SkinTouch(ref dice, Width, Height, isClean);
        _contact = isClean
            ? (Width / 2.0, Height / 2.0, 162, 196)
            : (
                Width / 2.0 + Noise.Normal(ref dice) * 20,
                Height / 2.0 + Noise.Normal(ref dice) * 24,
                Noise.Between(ref dice, 92, 160),
                Noise.Between(ref dice, 112, 195)
            );
        _edge = new Noise(ref dice, Width, Height, 40);
        _ink = new Noise(ref dice, Width, Height, 60);
        _speckle = new Noise(ref dice, Width, Height, 2.2);
        _pressure = isClean ? 0 : Noise.Spread(ref dice, 0.6);
        _dryness = isClean ? 0 : Noise.Between(ref dice, 0.1, 1.1);
        _scratches = Scratches(ref dice, isClean ? 0 : dice.Below(9));
        _dice = dice;
    }

    public SyntheticPrint Print()
    {
        var ink = new float[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                ink[y * Width + x] = Ink(x, y);
        }
        if (!_isClean)
            Pores(ink);
        var grey = new byte[ink.Length];
        var ground = _isClean ? 255 : Noise.Between(ref _dice, 215, 250);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var noise = _isClean ? 0 : 5 * Noise.Normal(ref _dice);
                grey[y * Width + x] = (byte)Math.Clamp(ground - (ground - 25) * Blurred(ink, x, y) + noise, 0, 255);
            }
        }
        return new SyntheticPrint(Width, Height, grey, [.. Visible()]);
    }

    /// <summary>How much of the contact a place has: 1 within, 0 outside, in between at its ragged edge.</summary>
    private double Contact(double x, double y)
    {
        double across = (x - _contact.X) / _contact.Across,
            down = (y - _contact.Y) / _contact.Down;
        var radius = Math.Sqrt(across * across + down * down) + 0.06 * _edge.At(x, y);
        return Math.Clamp((1.03 - radius) / 0.06, 0, 1);
    }

    /// <summary>0 to 1: how dark.</summary>
    private float Ink(int x, int y)
    {
        var contact = Contact(x, y);
        if (contact <= 0)
            return 0;
        var (fingerX, fingerY) = _touch.OnFinger(x, y);
        var ridge = _ridges.At(fingerX, fingerY) + _pressure + (_isClean ? 0 : 0.45 * _ink.At(x, y));
        // Dry skin touches here and there only.
        ridge -= _dryness * (1 + _speckle.At(x, y)) * (0.8 + 0.6 * _ink.At(Width - x, y));
        ridge -= 2 * (1 - contact) + 2.2 * _scratches[y * Width + x];
        return (float)Math.Clamp(0.5 + 0.9 * ridge, 0, 1);
    }

    /// <summary>Sweat pores: light dots on ridges.</summary>
    private void Pores(float[] ink)
    {
        var count = Width * Height / 130;
        for (var i = 0; i < count; i++)
        {
            int x = _dice.Between(1, Width - 2),
                y = _dice.Between(1, Height - 2);
            if (ink[y * Width + x] < 0.7)
                continue;
            ink[y * Width + x] *= 0.15f;
            foreach (var at in (int[])[y * Width + x - 1, y * Width + x + 1, (y - 1) * Width + x, (y + 1) * Width + x])
                ink[at] *= 0.5f;
        }
    }

    /// <summary>Straight cuts of one to three pixels, light, anywhere.</summary>
    private static float[] Scratches(ref Dice dice, int count)
    {
        var scratches = new float[Width * Height];
        for (var i = 0; i < count; i++)
        {
            var (sine, cosine) = ExactFunctions.SineCosine(Noise.Between(ref dice, 0, Math.PI));
            double atX = Noise.Between(ref dice, 40, Width - 40),
                atY = Noise.Between(ref dice, 40, Height - 40),
                half = Noise.Between(ref dice, 15, 70),
                width = Noise.Between(ref dice, 0.6, 1.8);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var along = (x - atX) * cosine + (y - atY) * sine;
                    var off = (y - atY) * cosine - (x - atX) * sine;
                    if (along > -half && along < half && off > -width - 1 && off < width + 1)
                        scratches[y * Width + x] = (float)Math.Clamp(width + 1 - Math.Abs(off), 0, 1);
                }
            }
        }
        return scratches;
    }

    /// <summary>A sensor's pixel sees a little of its neighbours.</summary>
    private static float Blurred(float[] ink, int x, int y)
    {
        var sum = 0f;
        for (var i = -1; i <= 1; i++)
        {
            for (var j = -1; j <= 1; j++)
            {
                var weight = (i == 0 ? 2 : 1) * (j == 0 ? 2 : 1);
                sum += weight * ink[Math.Clamp(y + i, 0, Height - 1) * Width + Math.Clamp(x + j, 0, Width - 1)];
            }
        }
        return sum / 16;
    }

    private IEnumerable<TrueMinutia> Visible()
    {
        foreach (var minutia in _ridges.Minutiae)
        {
            var (x, y) = _touch.OnPrint(minutia.X, minutia.Y);
            if (Contact(x, y) >= 1 && x > 0 && y > 0 && x < Width && y < Height)
                yield return new TrueMinutia(x, y, _touch.Turned(minutia.Turn));
        }
    }
}
