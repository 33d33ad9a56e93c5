using System.Numerics;

namespace Sunqar.Core.Biometrics.Faces;

/// <summary>
/// Whether two templates are of one person: the cosine of the angle between them. For one to one, at a counter, with a person who looks;
/// not for a search in a population (docs/faces.md).
/// </summary>
public static class FaceMatcher
{
    /// <summary>Score from which two faces are held to be one person's.</summary>
    public const double Threshold = 0.75;

    /// <summary>Score from which one of many compared is a doubt: above every pair of different people that was measured.</summary>
    public const double ThresholdOfMany = 0.85;

    /// <summary>How often two different people reach <see cref="Threshold"/> at most, with 95 % confidence, as measured (docs/results.md).
    /// </summary>
    public const double ClaimedFalseMatchRate = 1e-3;

    /// <summary>What it was measured on.</summary>
    public const string ClaimedOn = "some 80 people of public demonstration pictures";

    /// <summary>The cosine, 0 to 1.</summary>
    public static double Compare(FaceTemplate one, FaceTemplate other)
    {
        ReadOnlySpan<float> a = one.Values.Span,
            b = other.Values.Span;
        var sum = Vector<float>.Zero;
        for (var i = 0; i < FaceTemplate.Length; i += Vector<float>.Count)
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        return Math.Clamp(Vector.Sum(sum), 0, 1);
    }
}
