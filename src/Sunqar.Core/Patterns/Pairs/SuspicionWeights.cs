using System.Reflection;
using Sunqar.Core.Patterns.Scores;

namespace Sunqar.Core.Patterns.Pairs;

/// <summary>
/// One round's weights: log-odds per e-fold of a sign, out of rulebooks/suspicion.weights, embedded so that program and weights cannot
/// part. The file says how they were made.
/// </summary>
/// <param name="Signs">By <see cref="PairSign"/>.</param>
/// <param name="Neighbours">By what <see cref="Suspicion"/> hears; all 0 where a round hears nothing.</param>
public sealed record SuspicionWeights(double Bias, IReadOnlyList<double> Signs, IReadOnlyList<double> Neighbours)
{
    /// <summary>How many sums over neighbours there are.</summary>
    public const int Heard = 5;

    private static readonly string[] SignNames = ["fed", "biclique", "scatter", "ordered_cycle", "any_cycle", "scatter_hub"];

    private static readonly string[] NeighbourNames =
    [
        "sender_pays",
        "sender_is_paid",
        "receiver_pays",
        "receiver_is_paid",
        "smaller_side",
    ];

    /// <summary>Whether the round listens to neighbours at all; listening costs most of it.</summary>
    public bool Hears { get; } = Neighbours.Any(weight => weight != 0);

    /// <summary>The rounds in their order; the first hears nothing. The tests check the file, so a fault in it is a bug.</summary>
    public static IReadOnlyList<SuspicionWeights> Rounds { get; } = Parse(ShippedText);

    public static string ShippedText
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("suspicion.weights")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <exception cref="FormatException">A line is none of <see cref="ScoreWeights"/>, names a sign that there is not, or lacks
    /// one.</exception>
    public static IReadOnlyList<SuspicionWeights> Parse(string text) =>
        [.. ScoreWeights.Parse(text).Groups.Select((group, round) => Read(group, hears: round > 0))];

    private static SuspicionWeights Read(KindWeights round, bool hears)
    {
        var weights = round.Features.ToDictionary(feature => feature.Evidence, feature => feature.Weight, StringComparer.Ordinal);
        string[] asked = hears ? [.. SignNames, .. NeighbourNames] : SignNames;
        if (weights.Count != asked.Length || !asked.All(weights.ContainsKey))
            throw new FormatException($"'{round.Kinds[0]}': expected {string.Join(", ", asked)}.");
        return new SuspicionWeights(
            round.Bias,
            [.. SignNames.Select(name => weights[name])],
            [.. NeighbourNames.Select(name => weights.GetValueOrDefault(name))]
        );
    }
}
