using System.Globalization;

namespace Sunqar.Core.Networks.Matching;

/// <summary>How unlikely a count is by chance. Powers of ten, since the odds of interest are far below what a double can hold.</summary>
public static class Odds
{
    /// <summary>What odds mean on a page.</summary>
    public const string Meaning =
        "How often so much agreement comes about by chance, after everything that was tried. It says nothing of other "
        + "causes: those are weighed "
        + "beside it.";

    /// <summary>Below this nobody should believe the figure more than the model behind it.</summary>
    private const double ToldMin = -9;

    /// <summary>A probability as a person takes it in: "1 in 25,000", and never smaller than one in a thousand million.</summary>
    /// <param name="log10">log10 of the probability, at most 0.</param>
    public static string Say(double log10) =>
        log10 < ToldMin
            ? "less than once in 1,000,000,000 tries"
            : string.Create(CultureInfo.InvariantCulture, $"once in {Math.Round(Math.Pow(10, -log10)):N0} tries");

    /// <summary>log10 of the probability that a Poisson variable with mean <paramref name="expected"/> is at least
    /// <paramref name="count"/>; 0 for a count of 0.</summary>
    public static double Log10AtLeast(int count, double expected)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(expected);
        if (count <= expected)
        {
            return 0; // An upper bound is all that is needed on this side: nothing is claimed from it.
        }
        // P(N ≥ n) = e^-λ λ^n/n! · (1 + λ/(n+1) + λ²/((n+1)(n+2)) + ...); the series falls since n > λ.
        var log = (-expected + (count * Math.Log(expected)) - LogFactorial(count)) / Math.Log(10);
        double term = 1,
            sum = 1;
        for (var k = 1; k < 1000 && term > 1e-12 * sum; k++)
        {
            term *= expected / (count + k);
            sum += term;
        }
        return Math.Min(0, log + Math.Log10(sum));
    }

    private static double LogFactorial(int n)
    {
        if (n < 32)
        {
            double log = 0;
            for (var i = 2; i <= n; i++)
            {
                log += Math.Log(i);
            }
            return log;
        }
        // Stirling's series; at 32 its error is below 1e-9.
        return (n * Math.Log(n)) - n + (0.5 * Math.Log(2 * Math.PI * n)) + (1.0 / (12 * n)) - (1.0 / (360.0 * n * n * n));
    }
}
