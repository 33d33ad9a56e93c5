using System.Globalization;
using System.Reflection;

namespace Sunqar.Core.Patterns;

/// <param name="Evidence">The number's name in the finding's evidence.</param>
/// <param name="Rises">Whether more of it may only make the finding more probable, or only less.</param>
/// <param name="Weight">Log-odds for each e-fold of 1 + the number.</param>
public sealed record ScoreFeature(string Evidence, bool Rises, double Weight);

/// <summary>The logistic model of one kind.</summary>
/// <param name="Bias">Log-odds where every number is 0.</param>
public sealed record KindWeights(string Kind, double Bias, IReadOnlyList<ScoreFeature> Features)
{
    /// <summary>ln(1 + number) for each feature; null where the evidence lacks one, and then the model does not speak.</summary>
    public double[]? Read(IReadOnlyDictionary<string, string> evidence)
    {
        var values = new double[Features.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!evidence.TryGetValue(Features[i].Evidence, out var text)
                || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || number < 0)
            {
                return null;
            }
            values[i] = Math.Log(1 + number);
        }
        return values;
    }

    public double Probability(IReadOnlyList<double> values)
    {
        var logOdds = Bias;
        for (var i = 0; i < values.Count; i++)
        {
            logOdds += Features[i].Weight * values[i];
        }
        return Math.Clamp(1 / (1 + Math.Exp(-logOdds)), 0.01, 0.99);
    }
}

/// <summary>What findings claim, by numbers that their evidence shows: rulebooks/scores.weights, embedded so that program and weights cannot part.</summary>
public sealed class ScoreWeights(IReadOnlyList<KindWeights> kinds)
{
    /// <summary>A pattern that itself says "rather not" is not asked again: the weights are fitted to claims from here on.</summary>
    public const double ClaimedMin = 0.5;

    private static readonly Lazy<ScoreWeights> Loaded = new(() => Parse(ShippedText));

    private readonly Dictionary<string, KindWeights> _byKind = kinds.ToDictionary(k => k.Kind, StringComparer.Ordinal);

    public IReadOnlyList<KindWeights> Kinds => kinds;

    /// <summary>Loaded once; it was checked by the tests, so a fault in it is a bug.</summary>
    public static ScoreWeights Shipped => Loaded.Value;

    public static string ShippedText
    {
        get
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("scores.weights")!;
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <exception cref="FormatException">A line is not a kind, its log-odds, and pairs of evidence and signed log-odds.</exception>
    public static ScoreWeights Parse(string text)
    {
        var kinds = new List<KindWeights>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#') continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || words.Length % 2 != 0) throw new FormatException($"'{line}': kind, log-odds, then evidence and log-odds.");
            var features = new List<ScoreFeature>();
            for (var i = 2; i < words.Length; i += 2)
            {
                if (words[i + 1][0] is not ('+' or '-')) throw new FormatException($"'{words[i + 1]}': the sign is the direction.");
                features.Add(new ScoreFeature(words[i], words[i + 1][0] == '+', double.Parse(words[i + 1], CultureInfo.InvariantCulture)));
            }
            kinds.Add(new KindWeights(words[0], double.Parse(words[1], CultureInfo.InvariantCulture), features));
        }
        return new ScoreWeights(kinds);
    }

    /// <summary>The model that speaks of a sighting; null where its own score stands.</summary>
    public KindWeights? Of(Sighting sighting) =>
        sighting.Score >= ClaimedMin && _byKind.TryGetValue(sighting.Kind, out var kind) && kind.Read(sighting.Evidence) is not null ? kind : null;

    /// <summary>The sighting with the probability that its evidence gives it. Nothing else changes, its id neither.</summary>
    public Sighting Claim(Sighting sighting) =>
        Of(sighting) is { } kind ? sighting with { Score = kind.Probability(kind.Read(sighting.Evidence)!) } : sighting;
}
