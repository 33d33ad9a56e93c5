using System.Globalization;
using System.Reflection;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns.Scores;

/// <param name="Evidence">The number's name in the finding's evidence.</param>
/// <param name="Rises">Whether more of it may only make the finding more probable, or only less.</param>
/// <param name="Weight">Log-odds for each e-fold of 1 + the number.</param>
public sealed record ScoreFeature(string Evidence, bool Rises, double Weight);

/// <summary>The logistic model of one group of findings.</summary>
/// <param name="Kinds">The kinds it speaks of; where only what one shape found is meant, each with its cause: <c>fan_in:habit</c>.</param>
/// <param name="Bias">Log-odds where every number is 0.</param>
public sealed record KindWeights(IReadOnlyList<string> Kinds, double Bias, IReadOnlyList<ScoreFeature> Features)
{
    /// <summary>ln(1 + number) for each feature; null where the evidence lacks one, and then the model does not speak.</summary>
    public double[]? Read(IReadOnlyDictionary<string, string> evidence)
    {
        var values = new double[Features.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (
                !evidence.TryGetValue(Features[i].Evidence, out var text)
                || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || !double.IsFinite(number)
                || number < 0
            )
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
        return Math.Clamp(Logistic.Probability(logOdds), ScoreWeights.Limits.ProbabilityMin, ScoreWeights.Limits.ProbabilityMax);
    }
}

/// <summary>Limits of what findings claim, section <c>claim</c> of rulebooks/mining.limits.</summary>
[Limits("claim")]
public sealed record ClaimLimits(
    double ProbabilityMin,
    double ProbabilityMax,
    double AlikeMin,
    double FoldedMin,
    double ToldMin,
    double RecordedMin
);

/// <summary>What findings claim, by numbers that their evidence shows: rulebooks/scores.weights, embedded so that program and weights
/// cannot part.</summary>
public sealed class ScoreWeights
{
    internal static readonly ClaimLimits Limits = MiningTuning.Shipped.Of<ClaimLimits>();

    private static readonly Lazy<ScoreWeights> Loaded = new(() => Parse(ShippedText));

    private readonly Dictionary<string, KindWeights> _byKind = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">Two models speak of one kind.</exception>
    public ScoreWeights(IReadOnlyList<KindWeights> groups)
    {
        Groups = groups;
        foreach (var group in groups)
        {
            foreach (var kind in group.Kinds)
            {
                _byKind.Add(kind, group);
            }
        }
    }

    public IReadOnlyList<KindWeights> Groups { get; }

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

    /// <exception cref="FormatException">A line is not kinds, their log-odds, and pairs of evidence and signed log-odds.</exception>
    public static ScoreWeights Parse(string text)
    {
        var groups = new List<KindWeights>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#')
                continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length % 2 != 0)
                throw new FormatException($"'{line}': kinds, log-odds, then evidence and log-odds.");
            var features = new List<ScoreFeature>();
            for (var i = 2; i < words.Length; i += 2)
            {
                if (words[i + 1][0] is not ('+' or '-'))
                    throw new FormatException($"'{words[i + 1]}': the sign is the direction.");
                features.Add(new ScoreFeature(words[i], words[i + 1][0] == '+', double.Parse(words[i + 1], CultureInfo.InvariantCulture)));
            }
            groups.Add(new KindWeights(words[0].Split(','), double.Parse(words[1], CultureInfo.InvariantCulture), features));
        }
        return new ScoreWeights(groups);
    }

    /// <summary>
    /// Where weights and typologies do not fit each other, one sentence each: a model of a kind or cause that nobody finds, one that reads
    /// what the kind does not observe, and a cause of which no model speaks although its typology does not keep its own score.
    /// </summary>
    public IReadOnlyList<string> Faults(Typologies typologies)
    {
        var found = typologies
            .All.SelectMany(typology => typology.Causes.Select(cause => (Name: CauseWords.Named(typology.Kind, cause), Typology: typology)))
            .ToDictionary(one => one.Name, one => one.Typology, StringComparer.Ordinal);
        List<string> faults =
        [
            .. found
                .Where(one => !one.Value.KeepsOwnScore && !_byKind.ContainsKey(one.Key))
                .Select(one => $"No weights for '{one.Key}', whose typology does not keep its own score."),
        ];
        foreach (var (name, group) in _byKind)
        {
            if (!found.TryGetValue(name, out var typology))
            {
                faults.Add($"Weights for '{name}', which no typology finds.");
                continue;
            }
            faults.AddRange(
                group
                    .Features.Select(feature => feature.Evidence)
                    .Except(EvidenceKeys.OfAll.Concat(typology.Evidence).Select(key => key.Name))
                    .Select(evidence => $"Weights for '{name}' read '{evidence}', which it does not observe.")
            );
        }
        return faults;
    }

    /// <summary>The model that speaks of a finding, by its kind and what in the evidence says which shape it is; null where its own score
    /// stands.</summary>
    public KindWeights? Of(Sighting sighting) =>
        _byKind.GetValueOrDefault(Name(sighting)) is { } group && group.Read(sighting.Evidence) is not null ? group : null;

    /// <summary>The sightings of one table with the probabilities that their evidence gives them, and the numbers of
    /// <see cref="Describe"/>. Ids are those of transfers and do not change.</summary>
    public IReadOnlyList<Sighting> Claim(IReadOnlyCollection<Sighting> sightings, TransferTable table, UsualAmounts? usual = null) =>
        [
            .. Describe(sightings, table, usual)
                .Select(s => Of(s) is { } group ? s with { Score = group.Probability(group.Read(s.Evidence)!) } : s),
        ];

    /// <summary>
    /// Adds to the evidence what holds whatever the kind: <c>odds_by_shape</c>, the odds that the pattern itself gives;
    /// <c>alike_per_100k</c>, how many sightings of the same shapes stand out by themselves (even odds) among 100,000 transfers of the
    /// table; and <c>large_transfers</c>, what it moves, counted in large transfers of the table. All are read within the table, none says
    /// where it comes from.
    /// </summary>
    /// <param name="usual">What is large in the table; worked out where it is not given.</param>
    public IEnumerable<Sighting> Describe(IReadOnlyCollection<Sighting> sightings, TransferTable table, UsualAmounts? usual = null)
    {
        usual ??= UsualAmounts.Of(table);
        object Shapes(Sighting s) => (object?)_byKind.GetValueOrDefault(Name(s)) ?? s.Kind;
        var alike = sightings.Where(s => s.Score >= Limits.AlikeMin).GroupBy(Shapes).ToDictionary(g => g.Key, g => g.Count());
        foreach (var sighting in sightings)
        {
            yield return sighting with
            {
                Evidence = new Dictionary<string, string>(sighting.Evidence)
                {
                    [EvidenceKeys.OddsByShape.Name] = Sightings.Text(sighting.Score / (1 - sighting.Score)),
                    [EvidenceKeys.AlikePer100K.Name] = Sightings.Text(
                        alike.GetValueOrDefault(Shapes(sighting)) * 100_000.0 / Math.Max(1, usual.Transfers)
                    ),
                    [EvidenceKeys.LargeTransfers.Name] = Sightings.Text(sighting.Rows.Sum(row => usual.In(table, row))),
                },
            };
        }
    }

    private static string Name(Sighting sighting) => CauseWords.Named(sighting.Kind, sighting.Cause);
}
