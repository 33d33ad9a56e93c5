namespace Sunqar.Core.Biometrics;

/// <summary>
/// How well two pairs of minutiae fit one another: whether the two minutiae of one print stand to each other as the two of the other do
/// (the paper's ρ: distance, relative direction, direction of one seen from the other).
/// </summary>
internal static class PairFit
{
    /// <summary>The paper's μ and τ of the distance; pixels at 500 an inch.</summary>
    private const float DistanceMean = 5,
        DistanceSlope = -1.6f;

    /// <summary>The paper's μ and τ of both angles; radians.</summary>
    private const float AngleMean = MathF.PI / 12,
        AngleSlope = -30;

    /// <summary>Beyond these the fit is nothing, and the rest is not computed.</summary>
    private const float DistanceMax = 12,
        AngleMax = 0.5f;

    public static float Of(
        in MinutiaCylinders.Placed a1,
        in MinutiaCylinders.Placed a2,
        in MinutiaCylinders.Placed b1,
        in MinutiaCylinders.Placed b2
    )
    {
        float aX = a2.X - a1.X,
            aY = a2.Y - a1.Y,
            bX = b2.X - b1.X,
            bY = b2.Y - b1.Y;
        float aLength = MathF.Sqrt(aX * aX + aY * aY),
            bLength = MathF.Sqrt(bX * bX + bY * bY);
        var distance = MathF.Abs(aLength - bLength);
        if (distance > DistanceMax)
            return 0;
        var turn = Radians(unchecked((sbyte)(a1.Angle - a2.Angle - b1.Angle + b2.Angle)));
        if (turn > AngleMax)
            return 0;
        // The direction of the second seen from the first, in the first's own frame; the image counts down.
        var seen = MathF.Abs(
            MathF.IEEERemainder(MathF.Atan2(-aY, aX) - MathF.Atan2(-bY, bX) - (a1.Angle - b1.Angle) * (MathF.PI / 128), 2 * MathF.PI)
        );
        if (seen > AngleMax)
            return 0;
        return Sigmoid(distance, DistanceMean, DistanceSlope) * Sigmoid(turn, AngleMean, AngleSlope) * Sigmoid(seen, AngleMean, AngleSlope);
    }

    private static float Radians(sbyte turn) => Math.Abs((int)turn) * (MathF.PI / 128);

    private static float Sigmoid(float value, float mean, float slope) => 1 / (1 + MathF.Exp(-slope * (value - mean)));
}
