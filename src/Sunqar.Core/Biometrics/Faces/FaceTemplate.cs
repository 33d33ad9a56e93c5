namespace Sunqar.Core.Biometrics.Faces;

/// <summary>
/// What a network made of one picture of one face: a direction in a space of many dimensions, near to which the same person's other
/// pictures come to lie. It names nobody, and is personal data all the same: it stays with whoever compares it.
/// </summary>
/// <param name="Values"><see cref="Length"/> numbers whose squares sum to one.</param>
/// <param name="Quality">0 to 100 by our own measure (<see cref="FaceQuality"/>).</param>
public sealed record FaceTemplate(ReadOnlyMemory<float> Values, byte Quality)
{
    /// <summary>Dimensions.</summary>
    public const int Length = 1_024;

    /// <summary>The best.</summary>
    public const byte QualityMax = 100;

    /// <summary>The template of what the network said.</summary>
    /// <param name="said"><see cref="Length"/> numbers of zero or more, not all zero.</param>
    public static FaceTemplate Of(ReadOnlySpan<float> said, byte quality)
    {
        var sum = 0.0;
        foreach (var value in said)
            sum += (double)value * value;
        if (said.Length != Length || !(sum > 0) || !double.IsFinite(sum))
            throw new ArgumentException("The network said nothing of a face.", nameof(said));
        var values = new float[Length];
        for (var i = 0; i < Length; i++)
            values[i] = (float)(said[i] / Math.Sqrt(sum));
        return new FaceTemplate(values, quality);
    }
}
