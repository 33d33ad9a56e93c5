using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Server.Jobs;
using Sunqar.Simulation;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench calibrate FIRST-LAST [--write]</c>: simulates countries of these seeds (even ones 40,000 people and 60 days, odd ones 10,000 and 30) and mines them. With <c>--write</c> the weights of rulebooks/scores.weights are fitted to
/// what was right (same kind, one to one, accounts' Jaccard ≥ 0.5); without it the shipped weights are measured: Brier score and the observed share in each bin of claimed probability.
/// </summary>
internal static class CalibrateBench
{
    private const double Ridge = 0.5;

    /// <summary>A finding judged, with what the pattern itself claimed.</summary>
    private sealed record Judged(Sighting Sighting, bool Right);

    public static int Run(string[] args)
    {
        var bounds = args.Length > 0 ? args[0].Split('-') : [];
        if (bounds.Length != 2 || !ulong.TryParse(bounds[0], out var first) || !ulong.TryParse(bounds[1], out var last))
        {
            Console.Error.WriteLine("sunqar bench calibrate: name the seeds, as 101-110.");
            return 2;
        }
        var judged = new List<Judged>();
        for (var seed = first; seed <= last; seed++)
        {
            judged.AddRange(Judge(seed));
        }
        if (args.Contains("--write"))
        {
            Write(judged);
            return 0;
        }
        var told = judged.Where(j => ScoreWeights.Shipped.Of(j.Sighting) is not null).ToList();
        foreach (var kind in told.GroupBy(j => j.Sighting.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            Print(kind.Key, [.. kind]);
        }
        Print("all", told);
        Print("not calibrated", [.. judged.Except(told)]);
        return 0;
    }

    private static IEnumerable<Judged> Judge(ulong seed)
    {
        var country = Country.Create(new CountryOptions { Seed = seed, People = seed % 2 == 0 ? 40_000 : 10_000, Days = seed % 2 == 0 ? 60 : 30, Threads = 2 });
        var builder = new TransferTableBuilder();
        var planted = new Dictionary<(string, string), (HashSet<string> Accounts, HashSet<string> Transfers)>();
        foreach (var day in country.Days())
        {
            foreach (var row in day.Truth)
            {
                var key = (row.Kind, row.PatternId);
                if (!planted.TryGetValue(key, out var sets)) planted[key] = sets = ([], []);
                sets.Accounts.Add(row.Account);
                sets.Transfers.Add(row.TransferId);
            }
            foreach (var payment in day.Payments)
            {
                if (PaymentEnds.Of(payment) is not ({ } from, { } to)) continue;
                Add(builder, payment.Id, payment.TimeUs, from, to, payment.Amount.AmountMicro, payment.Amount.Currency, (TransferKind)payment.Kind);
            }
            foreach (var row in day.Chain.Where(row => UsdtContracts.IsGenuine(row.Token)))
            {
                Add(builder, row.Id, row.TimeUs, row.From, row.To, (long)row.Units, Currency.Usdt, TransferKind.Chain);
            }
        }
        var table = builder.Build();
        var sightings = FileFindings.Uncalibrated(TransferGraph.Build(table), Context(country), MiningGround.WindowHoursMax, ScoreWeights.ClaimedMin);
        var judged = new List<Judged>();
        foreach (var kind in sightings.GroupBy(s => s.Kind))
        {
            var of = kind.ToList();
            var there = planted.Where(p => p.Key.Item1 == kind.Key).Select(p => new PlantedPattern(kind.Key, p.Key.Item2, p.Value.Accounts, p.Value.Transfers, 0, Currency.None)).ToList();
            var right = PlantedAgainstFound.Match(there, [.. of.Select(s => s.Name(table))]).Select(m => m.Finding).ToHashSet();
            judged.AddRange(of.Select((s, i) => new Judged(s, right.Contains(i))));
        }
        return judged;
    }

    private static MiningContext Context(Country country)
    {
        var rates = new RateTable();
        foreach (var published in country.Rates)
        {
            rates.Add(published);
        }
        var register = new RegistryFold();
        register.Apply(new PlatformsListed("simulated register", country.Registry));
        return new MiningContext(FindJob.Services(register.Snapshot, country.WalletLabels), rates, register.Snapshot);
    }

    private static void Add(TransferTableBuilder builder, string id, long timeUs, string from, string to, long micro, Currency currency, TransferKind kind) =>
        builder.Add(new TransferRow
        {
            Id = Encoding.UTF8.GetBytes(id), TimeUs = timeUs, From = Encoding.UTF8.GetBytes(from), To = Encoding.UTF8.GetBytes(to), AmountMicro = micro, Currency = currency, Kind = kind,
        });

    private static void Write(List<Judged> judged)
    {
        const string Path = "rulebooks/scores.weights";
        var text = new StringBuilder();
        foreach (var line in File.ReadLines(Path).TakeWhile(line => line.StartsWith('#')))
        {
            text.Append(line).Append('\n');
        }
        foreach (var kind in ScoreWeights.Shipped.Kinds)
        {
            var samples = judged.Where(j => ScoreWeights.Shipped.Of(j.Sighting) == kind).Select(j => (X: kind.Read(j.Sighting.Evidence)!, Y: j.Right ? 1.0 : 0, W: 1.0)).ToList();
            var (bias, weights) = Fit(samples, [.. kind.Features.Select(f => f.Rises)]);
            text.Append(CultureInfo.InvariantCulture, $"{kind.Kind} {bias:F2}");
            for (var i = 0; i < weights.Length; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $" {kind.Features[i].Evidence} {(kind.Features[i].Rises ? '+' : '-')}{Math.Abs(weights[i]):F2}");
            }
            text.Append('\n');
            Console.WriteLine($"{kind.Kind}: {samples.Count(s => s.Y > 0)} right of {samples.Count}");
        }
        File.WriteAllText(Path, text.ToString());
    }

    /// <summary>Newton's method, one weight after the other, each held to its side of 0; one finding half right at the mean keeps the claim from certainty.</summary>
    private static (double Bias, double[] Weights) Fit(List<(double[] X, double Y, double W)> samples, bool[] rises)
    {
        var mean = new double[rises.Length];
        foreach (var (x, _, _) in samples)
        {
            for (var i = 0; i < mean.Length; i++) mean[i] += x[i] / samples.Count;
        }
        List<(double[] X, double Y, double W)> all = [.. samples, (mean, 1, 0.5), (mean, 0, 0.5)];
        var weights = new double[rises.Length + 1];
        for (var sweep = 0; sweep < 2_000; sweep++)
        {
            for (var k = 0; k < weights.Length; k++)
            {
                double slope = k == 0 ? 0 : -Ridge * weights[k], bend = k == 0 ? 1e-6 : Ridge;
                foreach (var (x, y, w) in all)
                {
                    // Centred on the mean, so that the ridge does not pull on the bias.
                    var p = 1 / (1 + Math.Exp(-(weights[0] + x.Select((v, i) => weights[i + 1] * (v - mean[i])).Sum())));
                    var value = k == 0 ? 1 : x[k - 1] - mean[k - 1];
                    slope += w * value * (y - p);
                    bend += w * value * value * Math.Max(p * (1 - p), 0.02);
                }
                weights[k] += slope / bend;
                if (k > 0) weights[k] = rises[k - 1] ? Math.Max(0, weights[k]) : Math.Min(0, weights[k]);
            }
        }
        return (weights[0] - mean.Select((m, i) => weights[i + 1] * m).Sum(), weights[1..]);
    }

    private static void Print(string kind, List<Judged> judged)
    {
        var claims = judged.Select(j => (Claim: ScoreWeights.Shipped.Claim(j.Sighting).Score, Before: j.Sighting.Score, Right: j.Right ? 1.0 : 0)).ToList();
        if (claims.Count == 0) return;
        var bins = claims.GroupBy(c => (int)(c.Claim * 10)).OrderBy(g => g.Key).Select(g => new
        {
            from = g.Key / 10.0, count = g.Count(), claimed = Math.Round(g.Average(c => c.Claim), 3), observed = Math.Round(g.Average(c => c.Right), 3),
        });
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            bench = "calibrate", kind, findings = claims.Count, right = (int)claims.Sum(c => c.Right),
            brier = Math.Round(claims.Average(c => Math.Pow(c.Claim - c.Right, 2)), 4), brier_before = Math.Round(claims.Average(c => Math.Pow(c.Before - c.Right, 2)), 4), bins,
        }));
    }
}
