using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Patterns;
using Sunqar.Work.Mining;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench dress SET... [--dress NAME,...] [--weights FILE] [--evidence FILE]</c>: the same money in every dress. A set is a labelled file
/// of AMLSim or AMLGentex, or <c>SEED:PEOPLE:DAYS</c>, a simulated country without chain, labels and register. One JSON line a set and
/// dress, at the threshold 0.5: of a file F1 over transfers; of a country the findings told, those of them that stand for no planted scheme
/// of their kind (accounts' Jaccard &lt; 0.5, one to one) and those that are innocent (less than half of their transfers belong to one
/// planted scheme); planted schemes that were found in the plain dress and are lost. Claims by the shipped weights or those of a file. With
/// <c>--evidence</c> every sighting with its numbers, for fits.
/// </summary>
internal static class DressBench
{
    private const double Threshold = 0.5;

    private static ScoreWeights Weights { get; set; } = ScoreWeights.Shipped;

    public static int Run(string[] args)
    {
        var sets = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
        var chosen = Option(args, "--dress")?.Split(',');
        if (sets.Count == 0 || (chosen is not null && chosen.Any(name => Dresses.All.All(dress => dress.Name != name))))
        {
            Console.Error.WriteLine(
                $"sunqar bench dress: name sets, as ../shared/data/amlsim/transfers_10k.csv or "
                    + $"301:20000:60, and --dress, some of {string.Join(", ", Dresses.All.Select(d => d.Name))}."
            );
            return 2;
        }
        Weights = Option(args, "--weights") is { } weights ? ScoreWeights.Parse(File.ReadAllText(weights)) : ScoreWeights.Shipped;
        using var evidence = Option(args, "--evidence") is { } file ? new StreamWriter(file) : null;
        foreach (var name in sets)
        {
            if (name.EndsWith(":whole", StringComparison.Ordinal))
            {
                Whole(name, evidence);
                continue;
            }
            var set = Open(name);
            HashSet<string>? plain = null;
            foreach (var dress in Dresses.All.Where(d => d.Name == "plain" || chosen is null || chosen.Contains(d.Name)))
            {
                plain = Measure(set, dress, plain, evidence);
            }
        }
        return 0;
    }

    /// <summary>A country of which all is known, as the main job sees it: no dress changes it.</summary>
    private static void Whole(string name, StreamWriter? evidence)
    {
        var parts = name.Split(':');
        var before = Environment.CpuUsage.TotalTime;
        var country = new SeenCountry
        {
            Seed = ulong.Parse(parts[0], CultureInfo.InvariantCulture),
            People = int.Parse(parts[1], CultureInfo.InvariantCulture),
            Days = int.Parse(parts[2], CultureInfo.InvariantCulture),
        }.Live();
        var (table, sightings) = country.Mine();
        Judge(name, "plain", table, country.Planted, sightings, null, evidence, before);
    }

    internal static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static DressSet Open(string name)
    {
        var parts = name.Split(':');
        return parts.Length == 3 && ulong.TryParse(parts[0], out var seed)
            ? DressSet.OfCountry(seed, int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture))
            : DressSet.OfFile(Path.GetFileNameWithoutExtension(name), name);
    }

    /// <returns>The planted schemes found in the plain dress.</returns>
    private static HashSet<string> Measure(DressSet set, Dress dress, HashSet<string>? plain, StreamWriter? evidence)
    {
        var before = Environment.CpuUsage.TotalTime;
        var table = dress.Table(set.Rows, seed: 1);
        // The planted schemes stay themselves under other names.
        List<PlantedPattern> planted = [.. set.Planted.Select(p => p with { Accounts = p.Accounts.Select(dress.Account).ToHashSet() })];
        var sightings = FileFindings.Uncalibrated(
            TypologyTable.Shipped,
            TransferGraph.Build(table),
            MiningContext.Bare(),
            MiningGround.WindowHoursMax
        );
        return Judge(set.Name, dress.Name, table, planted, sightings, plain, evidence, before);
    }

    private static HashSet<string> Judge(
        string set,
        string dress,
        TransferTable table,
        IReadOnlyList<PlantedPattern> planted,
        IReadOnlyList<Sighting> sightings,
        HashSet<string>? plain,
        StreamWriter? evidence,
        TimeSpan before
    )
    {
        var claimed = Weights.Claim(sightings, table);
        var findings = claimed.Select(s => s.Name(table)).ToList();
        List<Finding> told = [.. Pieces.Fold(claimed, table).Where(s => s.Score >= Threshold).Select(s => s.Name(table))];
        var right = new HashSet<int>();
        var found = new HashSet<string>();
        foreach (var kind in told.Select((f, i) => (f, i)).GroupBy(f => f.f.Pattern))
        {
            var of = kind.ToList();
            var ofKind = planted.Where(p => p.Kind == kind.Key).ToList();
            foreach (var match in PlantedAgainstFound.Match(ofKind, [.. of.Select(f => f.f)]))
            {
                right.Add(of[match.Finding].i);
                found.Add($"{kind.Key} {ofKind[match.Planted].Id}");
            }
        }
        var score = new TransfersAgainstTruth(planted, told);
        var (transfers, halves) = (score.At(Threshold), score.Findings(Threshold));
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    set,
                    dress,
                    told = told.Count,
                    right = right.Count,
                    pieces = halves.Sum(h => h.Right) - right.Count,
                    false_ones = told.Count - halves.Sum(h => h.Right),
                    planted = planted.Count,
                    found = found.Count,
                    lost = plain is null ? [] : plain.Except(found).Order(StringComparer.Ordinal).ToArray(),
                    f1 = Math.Round(transfers.F1, 3),
                    precision = Math.Round(transfers.Precision, 3),
                    recall = Math.Round(transfers.Recall, 3),
                    pieces_and_false = told.Where((_, i) => !right.Contains(i))
                        .GroupBy(Shape)
                        .OrderByDescending(g => g.Count())
                        .ToDictionary(g => g.Key, g => g.Count()),
                    cpu_s = Math.Round((Environment.CpuUsage.TotalTime - before).TotalSeconds, 1),
                }
            )
        );
        if (evidence is not null)
            Write(evidence, set, dress, planted, findings, sightings);
        return plain ?? found;
    }

    private static void Write(
        StreamWriter evidence,
        string set,
        string dress,
        IReadOnlyList<PlantedPattern> planted,
        List<Finding> findings,
        IReadOnlyList<Sighting> own
    )
    {
        var right = SeenCountry.Right(planted, findings);
        var of = planted.SelectMany((p, i) => p.Transfers.Select(t => (t, i))).ToLookup(pair => pair.t, pair => pair.i);
        for (var f = 0; f < findings.Count; f++)
        {
            var best = findings[f].Transfers.SelectMany(t => of[t]).GroupBy(p => p).OrderByDescending(g => g.Count()).FirstOrDefault();
            evidence.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        set,
                        dress,
                        shape = Shape(findings[f]),
                        right = right.Contains(f),
                        held = (best?.Count() ?? 0) / (double)findings[f].Transfers.Count,
                        any = findings[f].Transfers.Count(t => of[t].Any()) / (double)findings[f].Transfers.Count,
                        own = own[f].Score,
                        claim = findings[f].Score,
                        evidence = findings[f].Evidence,
                    }
                )
            );
        }
    }

    private static string Shape(Finding finding) =>
        finding.Pattern
        + (
            (finding.Evidence.GetValueOrDefault("because_of") ?? finding.Evidence.GetValueOrDefault("order")) is { } cause
                ? $":{cause}"
                : ""
        );
}
