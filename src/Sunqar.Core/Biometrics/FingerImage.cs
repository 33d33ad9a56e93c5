namespace Sunqar.Core.Biometrics;

/// <summary>A grey picture of one finger: ridges dark on a light ground.</summary>
/// <param name="Width">Pixels, <see cref="SideMin"/> to <see cref="SideMax"/>.</param>
/// <param name="Height">Pixels, the same.</param>
/// <param name="Grey">Row by row from the upper left, 0 black to 255 white; Width × Height of them.</param>
/// <param name="PixelsPerInch"><see cref="PixelsPerInchMin"/> to <see cref="PixelsPerInchMax"/>.</param>
public sealed record FingerImage(int Width, int Height, ReadOnlyMemory<byte> Grey, int PixelsPerInch)
{
    /// <summary>Less holds no minutiae to compare.</summary>
    public const int SideMin = 64;

    /// <summary>A thumb of 40 mm at 1,000 pixels an inch is some 1,600 pixels; more is a hand, a card of ten prints, or a
    /// mistake.</summary>
    public const int SideMax = 2_048;

    public const int PixelsPerInchMin = 300,
        PixelsPerInchMax = 1_200;

    /// <summary>What forensic and bank scanners deliver, and the scale that all distances of extraction and matching are meant
    /// at.</summary>
    public const int UsualPixelsPerInch = 500;

    /// <summary>The image as extraction reads it, at <see cref="UsualPixelsPerInch"/>: areas are averaged where it shrinks.</summary>
    internal FingerImage AtUsualResolution()
    {
        if (PixelsPerInch == UsualPixelsPerInch)
            return this;
        var scale = (double)PixelsPerInch / UsualPixelsPerInch;
        int width = (int)(Width / scale),
            height = (int)(Height / scale);
        var (columns, rows) = (Taps(width, Width, scale), Taps(height, Height, scale));
        var source = Grey.Span;
        var across = new float[width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                foreach (var (from, weight) in columns[x])
                    sum += weight * source[y * Width + from];
                across[y * width + x] = sum;
            }
        }
        var grey = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = 0.5f;
                foreach (var (from, weight) in rows[y])
                    sum += weight * across[from * width + x];
                grey[y * width + x] = (byte)sum;
            }
        }
        return new FingerImage(width, height, grey, UsualPixelsPerInch);
    }

    /// <summary>For each new pixel the old ones and their weights, which sum to one: a triangle as wide as the larger of the two
    /// pixels.</summary>
    private static (int From, float Weight)[][] Taps(int count, int old, double scale)
    {
        var reach = Math.Max(1, scale);
        var taps = new (int, float)[count][];
        for (var i = 0; i < count; i++)
        {
            var centre = (i + 0.5) * scale - 0.5;
            var some = new List<(int From, double Weight)>();
            for (var from = (int)Math.Ceiling(centre - reach); from <= centre + reach; from++)
            {
                var weight = 1 - Math.Abs(from - centre) / reach;
                if (weight > 0)
                    some.Add((Math.Clamp(from, 0, old - 1), weight));
            }
            var total = some.Sum(tap => tap.Weight);
            taps[i] = [.. some.Select(tap => (tap.From, (float)(tap.Weight / total)))];
        }
        return taps;
    }
}
