namespace Sunqar.Core.Patterns.Scores;

/// <summary>The logistic function: from log-odds (natural logarithm, of any size) to a probability, 0 to 1.</summary>
public static class Logistic
{
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
