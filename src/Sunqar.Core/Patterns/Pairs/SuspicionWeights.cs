namespace Sunqar.Core.Patterns.Pairs;

/// <summary>
/// One round's weights: log-odds per e-fold of a sign. Made by <c>./sunqar bench suspicion AMLSIM AMLGENTEX</c> (a logistic fit of the
/// labels of both files together, ridge 0.5, AMLSim's year-long fans and random walks left out) and rounded to two digits. Every cycle in
/// order is also one in any order, so the two weights add.
/// </summary>
/// <param name="Signs">By <see cref="PairSign"/>.</param>
/// <param name="Neighbours">By what <see cref="Suspicion"/> hears.</param>
public sealed record SuspicionWeights(double Bias, IReadOnlyList<double> Signs, IReadOnlyList<double> Neighbours)
{
    /// <summary>How many sums over neighbours there are.</summary>
    public const int Heard = 5;

    /// <summary>Whether the round listens to neighbours at all; listening costs most of it.</summary>
    public bool Hears { get; } = Neighbours.Any(weight => weight != 0);

    /// <summary>The rounds in their order; the first hears nothing.</summary>
    public static IReadOnlyList<SuspicionWeights> Rounds { get; } =
    [
        new(-4.64, [1.45, 2.50, 3.88, -0.03, 0.44, -1.01], [0, 0, 0, 0, 0]),
        new(-4.77, [1.34, 1.25, 2.91, -0.07, 0.38, -1.35], [1.11, 0.37, 0.06, 0.70, 0.92]),
        new(-4.74, [1.29, 1.15, 2.92, -0.08, 0.38, -1.31], [0.93, 0.37, -0.11, 0.72, 1.06]),
    ];
}
