namespace Sunqar.Core.Biometrics.Faces;

/// <summary>
/// How well a face can be compared, 0 to 100, by our own measure: its size, how straight it looks here, its light, and how sharp it is,
/// multiplied. It agrees with no other scale (ISO/IEC 29794-5, OFIQ).
/// </summary>
public static class FaceQuality
{
    /// <summary>Below it no template is made.</summary>
    public const byte Min = 10;

    /// <summary>Pixels between the eyes from which more do not tell more.</summary>
    private const double EyeDistanceFull = 60;

    /// <summary>Deviation of light (of 255) in the face that is enough.</summary>
    private const double ContrastFull = 35;

    /// <summary>Mean difference of neighbours, as a share of the deviation of light, that a sharp face has in the square.</summary>
    private const double SharpnessFull = 0.08;

    /// <summary>Light at which nothing is lost: mean of the face, of 255.</summary>
    private const double DarkMin = 60,
        BrightMax = 200;

    /// <param name="pixels">Of the face's square: red, green, blue.</param>
    public static byte Of(FoundFace face, ReadOnlySpan<float> pixels)
    {
        const int Side = FaceSquare.Side;
        var (count, sum, squares, steps) = (0, 0.0, 0.0, 0.0);
        // The middle of the square: forehead to chin, without what is around.
        for (var v = Side / 4; v < 7 * Side / 8; v++)
        {
            for (var u = Side / 4; u < 3 * Side / 4; u++)
            {
                double light = Light(pixels, v * Side + u);
                count++;
                sum += light;
                squares += light * light;
                steps += Math.Abs(Light(pixels, v * Side + u + 1) - light) + Math.Abs(Light(pixels, (v + 1) * Side + u) - light);
            }
        }
        var mean = sum / count;
        var contrast = Math.Sqrt(Math.Max(0, squares / count - mean * mean));
        var sharpness = contrast > 0 ? steps / (2 * count) / contrast : 0;
        var straight = 1 - 2 * Math.Abs(FaceChoice.NoseAlongEyes(face) - 0.5);
        var exposure = Math.Min(mean / DarkMin, (255 - mean) / (255 - BrightMax));
        var quality =
            Share(Math.Sqrt(face.EyeDistance / EyeDistanceFull))
            * Share(0.3 + straight)
            * Share(exposure)
            * Share(contrast / ContrastFull)
            * Share(sharpness / SharpnessFull);
        return (byte)Math.Round(FaceTemplate.QualityMax * quality);
    }

    private static double Share(double value) => Math.Clamp(value, 0, 1);

    private static float Light(ReadOnlySpan<float> pixels, int at) =>
        0.299f * pixels[at]
        + 0.587f * pixels[at + FaceSquare.Side * FaceSquare.Side]
        + 0.114f * pixels[at + 2 * FaceSquare.Side * FaceSquare.Side];
}
