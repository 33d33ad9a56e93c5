namespace Sunqar.Core.Biometrics.Faces;

/// <summary>
/// A square seen in a picture: shifted, turned and scaled. Its pixel (u, v) lies at
/// <c>(X + C·u − S·v, Y + S·u + C·v)</c> of the picture; what lies outside the picture is black.
/// </summary>
public readonly record struct FaceView(double X, double Y, double C, double S)
{
    /// <summary>Samples of a pixel along each side, where it is larger than one of the picture.</summary>
    private const int SamplesMax = 8;

    /// <summary>Pixels of the picture for one of the square.</summary>
    public double Scale => Math.Sqrt(C * C + S * S);

    /// <summary>The whole picture in a square of so many pixels, centred.</summary>
    public static FaceView Whole(FaceImage image, int side)
    {
        var scale = (double)Math.Max(image.Width, image.Height) / side;
        return new FaceView((image.Width - scale * side) / 2, (image.Height - scale * side) / 2, scale, 0);
    }

    /// <summary>The square in which given points come to lie nearest to where they are wanted, by least squares (Umeyama 1991 in the
    /// plane).</summary>
    /// <param name="wanted">In the square's pixels.</param>
    /// <param name="seen">In the picture's.</param>
    public static FaceView Aligned(ReadOnlySpan<FacePoint> wanted, ReadOnlySpan<FacePoint> seen)
    {
        var (from, to) = (Middle(wanted), Middle(seen));
        var (along, across, length) = (0.0, 0.0, 0.0);
        for (var i = 0; i < wanted.Length; i++)
        {
            double u = wanted[i].X - from.X,
                v = wanted[i].Y - from.Y,
                x = seen[i].X - to.X,
                y = seen[i].Y - to.Y;
            along += u * x + v * y;
            across += u * y - v * x;
            length += u * u + v * v;
        }
        double c = along / length,
            s = across / length;
        return new FaceView(to.X - c * from.X + s * from.Y, to.Y - s * from.X - c * from.Y, c, s);
    }

    /// <summary>Where a place of the square lies in the picture.</summary>
    public FacePoint Place(double u, double v) => new(X + C * u - S * v, Y + S * u + C * v);

    /// <summary>The square's colours, channel behind channel, each row by row: red, green, blue, 0 to 255.</summary>
    /// <param name="side">Pixels of the square.</param>
    public float[] Sample(FaceImage image, int side)
    {
        var pixels = new float[3 * side * side];
        var rgb = image.Rgb.Span;
        var steps = Math.Clamp((int)Math.Ceiling(Scale - 0.01), 1, SamplesMax);
        var share = 1f / (steps * steps);
        for (var v = 0; v < side; v++)
        {
            for (var u = 0; u < side; u++)
            {
                var (red, green, blue) = (0f, 0f, 0f);
                for (var i = 0; i < steps * steps; i++)
                {
                    var place = Place(u + (i % steps + 0.5) / steps, v + (i / steps + 0.5) / steps);
                    Add(image, rgb, place.X - 0.5, place.Y - 0.5, ref red, ref green, ref blue);
                }
                var at = v * side + u;
                pixels[at] = red * share;
                pixels[side * side + at] = green * share;
                pixels[2 * side * side + at] = blue * share;
            }
        }
        return pixels;
    }

    /// <summary>Between the four pixels around a place.</summary>
    private static void Add(FaceImage image, ReadOnlySpan<byte> rgb, double x, double y, ref float red, ref float green, ref float blue)
    {
        if (!(x > -1 && y > -1 && x < image.Width && y < image.Height))
            return;
        int left = (int)Math.Floor(x),
            top = (int)Math.Floor(y);
        float right = (float)(x - left),
            below = (float)(y - top);
        for (var corner = 0; corner < 4; corner++)
        {
            int column = left + (corner & 1),
                row = top + (corner >> 1);
            if (column < 0 || row < 0 || column >= image.Width || row >= image.Height)
                continue;
            var weight = ((corner & 1) == 0 ? 1 - right : right) * (corner < 2 ? 1 - below : below);
            var at = 3 * (row * image.Width + column);
            red += weight * rgb[at];
            green += weight * rgb[at + 1];
            blue += weight * rgb[at + 2];
        }
    }

    private static FacePoint Middle(ReadOnlySpan<FacePoint> points)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var point in points)
            (x, y) = (x + point.X, y + point.Y);
        return new FacePoint(x / points.Length, y / points.Length);
    }
}
