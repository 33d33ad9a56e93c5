using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Tests.Patterns;
using Sunqar.Work.Mining;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench calibrate SEED DATA [--write FILE] [--judged FILE]</c>: judges findings in the worlds of <see cref="CalibrateWorlds"/>,
/// countries from this seed on. With <c>--write</c> weights are fitted, labelled files by their even half, and written as FILE
/// (rulebooks/scores.weights are those that ship); beside it, as FILE.without-FAMILY, those of a fit to which one family of worlds taught
/// nothing: what they are worth on it is told by <c>bench dress --weights</c>. Without <c>--write</c> the weights of
/// rulebooks/scores.weights are measured, on the odd half: Brier score and the observed share right in each tenth of claimed probability.
/// What was judged is kept in the file that <c>--judged</c> names, and read from it where it is there, so that a fit may be made again in
/// seconds.
/// </summary>
internal static class CalibrateBench
{
    private const string WeightsFile = "rulebooks/scores.weights";
    private const double Ridge = 0.1;

    /// <summary>Families of worlds: a name of a world holds that of its family.</summary>
    private static readonly string[] Families = ["country", "AMLworld", "AMLSim", "AMLGentex"];

    public static int Run(string[] args)
    {
        if (args.Length < 2 || !ulong.TryParse(args[0], out var seed) || !Directory.Exists(args[1]))
        {
            Console.Error.WriteLine(
                "sunqar bench calibrate: name the first seed and the folder of the shared test data, as 1001 ../shared/data."
            );
            return 2;
        }
        var weights = ScoreWeights.Parse(File.ReadAllText(WeightsFile));
        var file = DressBench.Option(args, "--write");
        var judged = Judged(DressBench.Option(args, "--judged"), () => new CalibrateWorlds(seed, args[1], file is null ? 1 : 0));
        if (file is null)
        {
            Measure(weights, judged);
            return 0;
        }
        foreach (var family in Families)
        {
            File.WriteAllText($"{file}.without-{family}", Fitted(weights, judged.FindAll(j => Family(j) != family)));
        }
        File.WriteAllText(file, Fitted(weights, judged));
        return 0;
    }

    private static string Family(JudgedSighting judged) =>
        Array.FindLast(Families, family => judged.World.Contains(family, StringComparison.Ordinal)) ?? Families[0];

    private static List<JudgedSighting> Judged(string? kept, Func<CalibrateWorlds> worlds)
    {
        if (kept is not null && File.Exists(kept))
            return [.. File.ReadLines(kept).Select(line => JsonSerializer.Deserialize<JudgedSighting>(line)!)];
        var judged = new List<JudgedSighting>();
        foreach (var world in worlds().All().GroupBy(j => j.World))
        {
            // Which transfers and accounts they are of is not asked any more.
            judged.AddRange(world.Select(j => j with { Sighting = j.Sighting with { Rows = [], Members = [] } }));
            Console.Error.WriteLine($"{world.Key}: {world.Count()} sightings");
        }
        if (kept is not null)
            File.WriteAllLines(kept, judged.Select(j => JsonSerializer.Serialize(j)));
        return judged;
    }

    private static string Fitted(ScoreWeights shipped, List<JudgedSighting> judged)
    {
        var text = new StringBuilder();
        foreach (var line in File.ReadLines(WeightsFile).TakeWhile(line => line.StartsWith('#')))
        {
            text.Append(line).Append('\n');
        }
        foreach (var group in shipped.Groups)
        {
            // A family of many sightings says more than one of few, but less than their numbers: base rates of countries must hold, and yet
            // labelled lists be heard.
            var families = judged.Where(j => shipped.Of(j.Sighting) == group).GroupBy(Family).ToList();
            var roots = families.Sum(family => Math.Sqrt(family.Count()));
            var all = families.Sum(family => family.Count());
            var samples = families
                .SelectMany(family =>
                    family.Select(j =>
                        (X: group.Read(j.Sighting.Evidence)!, Y: j.Right ? 1.0 : 0, W: all / (roots * Math.Sqrt(family.Count())))
                    )
                )
                .ToList();
            var (bias, weights) = Fit(samples, [.. group.Features.Select(f => f.Rises)]);
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(',', group.Kinds)} {bias:F2}");
            for (var i = 0; i < weights.Length; i++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $" {group.Features[i].Evidence} {(group.Features[i].Rises ? '+' : '-')}{Math.Abs(weights[i]):F2}"
                );
            }
            text.Append('\n');
            Console.WriteLine($"{string.Join(',', group.Kinds)}: {samples.Count(s => s.Y > 0)} right of {samples.Count}");
        }
        return text.ToString();
    }

    /// <summary>Newton's method, one weight after the other, each held to its side of 0; one finding half right at the mean keeps the claim
    /// from certainty.</summary>
    private static (double Bias, double[] Weights) Fit(List<(double[] X, double Y, double W)> samples, bool[] rises)
    {
        var mean = new double[rises.Length];
        foreach (var (x, _, w) in samples)
        {
            for (var i = 0; i < mean.Length; i++)
                mean[i] += w * x[i] / samples.Count;
        }
        List<(double[] X, double Y, double W)> all = [.. samples, (mean, 1, 0.5), (mean, 0, 0.5)];
        var weights = new double[rises.Length + 1];
        for (var sweep = 0; sweep < 2_000; sweep++)
        {
            for (var k = 0; k < weights.Length; k++)
            {
                double slope = k == 0 ? 0 : -Ridge * weights[k],
                    bend = k == 0 ? 1e-6 : Ridge;
                foreach (var (x, y, w) in all)
                {
                    // Centred on the mean, so that the ridge does not pull on the bias.
                    var logOdds = weights[0];
                    for (var i = 0; i < x.Length; i++)
                        logOdds += weights[i + 1] * (x[i] - mean[i]);
                    var p = Logistic.Probability(logOdds);
                    var value = k == 0 ? 1 : x[k - 1] - mean[k - 1];
                    slope += w * value * (y - p);
                    bend += w * value * value * Math.Max(p * (1 - p), 0.02);
                }
                weights[k] += slope / bend;
                if (k > 0)
                    weights[k] = rises[k - 1] ? Math.Max(0, weights[k]) : Math.Min(0, weights[k]);
            }
        }
        return (weights[0] - mean.Select((m, i) => weights[i + 1] * m).Sum(), weights[1..]);
    }

    private static void Measure(ScoreWeights weights, List<JudgedSighting> judged)
    {
        var told = judged
            .Select(j => (j.World, j.Sighting.Kind, Claim: Claim(weights, j)))
            .Where(j => j.Claim.Claim >= FileFindings.ScoreMin)
            .ToList();
        Print("all", told.Select(t => t.Claim));
        Print("own kinds", told.Where(t => !Pieces.Shapes.Contains(t.Kind)).Select(t => t.Claim));
        Print("generic kinds", told.Where(t => Pieces.Shapes.Contains(t.Kind)).Select(t => t.Claim));
        Print(
            "generic kinds, at the patterns' own claims of 0.5",
            judged.Where(j => Pieces.Shapes.Contains(j.Sighting.Kind) && j.Sighting.Score >= 0.5).Select(j => Claim(weights, j))
        );
        Print(
            "labelled files, held to half of the planted pattern too",
            judged
                .Where(j => j.World.StartsWith("AML", StringComparison.Ordinal))
                .Select(j => Claim(weights, j with { Right = j.Whole }))
                .Where(c => c.Claim >= FileFindings.ScoreMin)
        );
        foreach (var world in told.GroupBy(t => t.World))
        {
            Print(world.Key, world.Select(t => t.Claim));
        }
        foreach (var kind in told.GroupBy(t => t.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Print(kind.Key, kind.Select(t => t.Claim));
        }
    }

    private static JudgedClaim Claim(ScoreWeights weights, JudgedSighting judged)
    {
        var sighting = judged.Sighting;
        var claim = weights.Of(sighting) is { } group ? group.Probability(group.Read(sighting.Evidence)!) : sighting.Score;
        return new JudgedClaim(claim, sighting.Score, judged.Right);
    }

    private static void Print(string of, IEnumerable<JudgedClaim> claims)
    {
        var r = Reliability.Of([.. claims]);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "calibrate",
                    of,
                    findings = r.Findings,
                    right = r.Right,
                    brier = Math.Round(r.Brier, 4),
                    brier_own = Math.Round(r.BrierOwn, 4),
                    brier_base_rate = Math.Round(r.BrierBase, 4),
                    gap_of_bins_of_20 = Math.Round(r.Gap(20), 3),
                    bins = r.Bins.Select(b => new
                    {
                        from = b.From,
                        findings = b.Findings,
                        claimed = Math.Round(b.Claimed, 3),
                        observed = Math.Round(b.Observed, 3),
                    }),
                }
            )
        );
    }
}
