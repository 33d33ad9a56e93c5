namespace Sunqar.Simulation.Fingers;

/// <summary>Sine, cosine and the exponential by additions and multiplications alone, so that one seed draws the same print on every
/// machine.</summary>
internal static class ExactFunctions
{
    /// <summary>Right to 1e-9 for any angle of a few turns.</summary>
    public static (double Sine, double Cosine) SineCosine(double angle)
    {
        // Within a quarter of a quarter turn the series is short; the rest is doubling.
        var turns = Math.Floor(angle / (2 * Math.PI) + 0.5);
        var part = (angle - turns * 2 * Math.PI) / 8;
        var square = part * part;
        var sine = part * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72))));
        var cosine = 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56 * (1 - square / 90))));
        for (var i = 0; i < 3; i++)
            (sine, cosine) = (2 * sine * cosine, cosine * cosine - sine * sine);
        return (sine, cosine);
    }

    /// <summary>e to the power of a number that is not above zero; right to a thousandth, as filters need it.</summary>
    public static double Exponential(double power)
    {
        if (power < -30)
            return 0;
        var value = 1 + power / 1024 * (1 + power / 2048);
        for (var i = 0; i < 10; i++)
            value *= value;
        return value;
    }
}
