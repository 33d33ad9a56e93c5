namespace Sunqar.Core.Biometrics.Faces;

/// <summary>A picture in colour, upright.</summary>
/// <param name="Width">Pixels, at least 1.</param>
/// <param name="Height">Pixels, at least 1.</param>
/// <param name="Rgb">Red, green, blue of each pixel, row by row from the upper left; 3 × Width × Height of them.</param>
public sealed record FaceImage(int Width, int Height, ReadOnlyMemory<byte> Rgb);

/// <summary>A place in a picture, in its pixels: x from the left, y from above; the middle of the first pixel is (0.5, 0.5).</summary>
public readonly record struct FacePoint(double X, double Y)
{
    /// <summary>Pixels from here to there.</summary>
    public double To(FacePoint other) => Math.Sqrt((X - other.X) * (X - other.X) + (Y - other.Y) * (Y - other.Y));
}

/// <summary>Where a network says that a face is.</summary>
/// <param name="Score">0 to 1, by the network's own measure.</param>
/// <param name="Left">Of the box around the face, in pixels of the picture; it may lie outside.</param>
/// <param name="Top">The same.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="LeftEye">The eye that is to the left in the picture.</param>
/// <param name="RightEye">The eye that is to the right in the picture.</param>
public sealed record FoundFace(
    double Score,
    double Left,
    double Top,
    double Width,
    double Height,
    FacePoint LeftEye,
    FacePoint RightEye,
    FacePoint Nose,
    FacePoint Mouth
)
{
    /// <summary>Pixels between the eyes.</summary>
    public double EyeDistance => LeftEye.To(RightEye);
}
