namespace Sunqar.Core.Biometrics.Ridges;

/// <summary>Numbers over the pixels of an image, with a border all around that repeats its edge, so that windows need no test of
/// bounds.</summary>
internal sealed class Plane
{
    /// <summary>Wide enough for every window: a filter reaches <see cref="RidgeFilters.Reach"/> pixels from the last of an unfinished
    /// block.</summary>
    public const int Border = 24;

    public Plane(int width, int height)
    {
        (Width, Height, Stride) = (width, height, width + 2 * Border);
        Values = new float[Stride * (height + 2 * Border)];
    }

    public int Width { get; }
    public int Height { get; }
    public int Stride { get; }
    public float[] Values { get; }

    public int At(int x, int y) => (y + Border) * Stride + x + Border;

    public static Plane Of(FingerImage image)
    {
        var plane = new Plane(image.Width, image.Height);
        var grey = image.Grey.Span;
        for (var y = 0; y < image.Height; y++)
        {
            var at = plane.At(0, y);
            for (var x = 0; x < image.Width; x++)
                plane.Values[at + x] = grey[y * image.Width + x];
        }
        plane.RepeatEdge();
        return plane;
    }

    public void RepeatEdge()
    {
        for (var y = 0; y < Height; y++)
        {
            Array.Fill(Values, Values[At(0, y)], At(-Border, y), Border);
            Array.Fill(Values, Values[At(Width - 1, y)], At(Width, y), Border);
        }
        for (var i = 1; i <= Border; i++)
        {
            Array.Copy(Values, At(-Border, 0), Values, At(-Border, -i), Stride);
            Array.Copy(Values, At(-Border, Height - 1), Values, At(-Border, Height - 1 + i), Stride);
        }
    }
}
