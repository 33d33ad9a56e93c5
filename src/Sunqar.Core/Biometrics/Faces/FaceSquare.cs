namespace Sunqar.Core.Biometrics.Faces;

/// <summary>
/// A face as the network that describes it takes it: upright in a square of <see cref="Side"/> pixels, eyes and mouth in their places;
/// blue, green, red, less the means of the pictures that it learnt from (those of VGGFace2, Cao et al. 2018; the weights' own example code
/// leaves this out and separates people less well, docs/decisions/0063).
/// </summary>
public static class FaceSquare
{
    /// <summary>Of the square.</summary>
    public const int Side = 224;

    /// <summary>Of the square's side: from each eye to the middle between them; that middle from above; the mouth below it.</summary>
    private const double HalfEyes = 0.14,
        EyesFromAbove = 0.38,
        MouthBelowEyes = 0.294;

    /// <summary>Of blue, green, red.</summary>
    private static readonly float[] Means = [103.939f, 116.779f, 123.68f];

    private static readonly FacePoint[] Wanted =
    [
        new(Side * (0.5 - HalfEyes), Side * EyesFromAbove),
        new(Side * (0.5 + HalfEyes), Side * EyesFromAbove),
        new(Side * 0.5, Side * (EyesFromAbove + MouthBelowEyes)),
    ];

    public static FaceView Of(FoundFace face) => FaceView.Aligned(Wanted, [face.LeftEye, face.RightEye, face.Mouth]);

    /// <summary>The square's pixels as the network takes them.</summary>
    /// <param name="pixels">Red, green, blue, as <see cref="FaceView.Sample"/> gives them.</param>
    public static float[] Input(ReadOnlySpan<float> pixels)
    {
        var channel = Side * Side;
        var input = new float[3 * channel];
        for (var i = 0; i < input.Length; i++)
            input[i] = pixels[(2 - i / channel) * channel + i % channel] - Means[i / channel];
        return input;
    }
}
