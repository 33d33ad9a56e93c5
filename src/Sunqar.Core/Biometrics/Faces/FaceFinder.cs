namespace Sunqar.Core.Biometrics.Faces;

/// <summary>
/// What the network that finds faces takes and says (BlazeFace, Bazarevsky et al. 2019, the model for the back camera): a picture in a
/// square of <see cref="Side"/> pixels; for each of 896 places of a grid how much it looks like a face, and where from there its box and
/// its six points are.
/// </summary>
public static class FaceFinder
{
    /// <summary>Of the square.</summary>
    public const int Side = 256;

    /// <summary>Numbers of a box and its points: middle, size, eyes, nose, mouth, ears.</summary>
    public const int NumbersOfBox = 16;

    /// <summary>The two grids: pixels from place to place, and how many boxes each place has.</summary>
    public static readonly (int Step, int Boxes)[] Grids = [(16, 2), (32, 6)];

    /// <summary>Score from which something is taken for a face.</summary>
    public const double ScoreMin = 0.5;

    /// <summary>Overlap (intersection over union) from which two boxes are one face.</summary>
    private const double OverlapMax = 0.3;

    private const int FacesMax = 64;

    /// <summary>Boxes of one grid.</summary>
    public static int CountOf(int grid) => Side / Grids[grid].Step * (Side / Grids[grid].Step) * Grids[grid].Boxes;

    /// <summary>The picture as the network takes it: −1 to 1.</summary>
    public static float[] Input(FaceImage image, FaceView view)
    {
        var pixels = view.Sample(image, Side);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = pixels[i] / 127.5f - 1;
        return pixels;
    }

    /// <summary>The faces that the network saw, the surest first; at most 64.</summary>
    /// <param name="view">The square that it was shown.</param>
    /// <param name="grids">For each grid its scores (logits) and its boxes.</param>
    public static IReadOnlyList<FoundFace> Read(FaceView view, params ReadOnlySpan<(float[] Scores, float[] Boxes)> grids)
    {
        var seen = new List<FoundFace>();
        for (var grid = 0; grid < grids.Length; grid++)
        {
            var (step, boxes) = Grids[grid];
            var (scores, numbers) = grids[grid];
            var columns = Side / step;
            for (var i = 0; i < scores.Length; i++)
            {
                var score = 1 / (1 + Math.Exp(-scores[i]));
                var place = i / boxes;
                if (!(score >= ScoreMin))
                    continue;
                double x = step * (place % columns + 0.5),
                    y = step * (place / columns + 0.5);
                seen.Add(Box(view, score, x, y, numbers.AsSpan(i * NumbersOfBox)));
            }
        }
        seen.Sort((one, other) => other.Score.CompareTo(one.Score));
        var faces = new List<FoundFace>();
        foreach (var face in seen)
        {
            if (faces.Count < FacesMax && faces.TrueForAll(kept => Overlap(kept, face) < OverlapMax))
                faces.Add(face);
        }
        return faces;
    }

    private static FoundFace Box(FaceView view, double score, double x, double y, ReadOnlySpan<float> numbers)
    {
        var middle = view.Place(x + numbers[0], y + numbers[1]);
        double width = numbers[2] * view.Scale,
            height = numbers[3] * view.Scale;
        Span<FacePoint> points = stackalloc FacePoint[4];
        for (var i = 0; i < points.Length; i++)
            points[i] = view.Place(x + numbers[4 + 2 * i], y + numbers[5 + 2 * i]);
        return new FoundFace(score, middle.X - width / 2, middle.Y - height / 2, width, height, points[0], points[1], points[2], points[3]);
    }

    private static double Overlap(FoundFace one, FoundFace other)
    {
        double across = Math.Min(one.Left + one.Width, other.Left + other.Width) - Math.Max(one.Left, other.Left),
            down = Math.Min(one.Top + one.Height, other.Top + other.Height) - Math.Max(one.Top, other.Top);
        if (across <= 0 || down <= 0)
            return 0;
        return across * down / (one.Width * one.Height + other.Width * other.Height - across * down);
    }
}
