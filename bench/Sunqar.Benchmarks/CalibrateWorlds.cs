using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Sunqar.Tests.Patterns;
using Sunqar.Work.Mining;

namespace Sunqar.Benchmarks;

/// <summary>A finding judged: with the score of its own pattern, and the numbers that weights read.</summary>
/// <param name="Right">In a country: stands for one planted pattern. In a labelled file: at least half of its transfers are one planted
/// pattern's, as <c>./sunqar score</c> counts findings.</param>
/// <param name="Whole">Stands for one planted pattern; in a labelled file, holds at least half of its transfers besides.</param>
internal sealed record JudgedSighting(string World, Sighting Sighting, bool Right, bool Whole);

/// <summary>The worlds in which findings are judged to fit weights, or to measure them on others: countries of all sorts from one seed on,
/// AMLworld's patterns within countries, and labelled files.</summary>
/// <param name="firstSeed">Each country has the next seed.</param>
/// <param name="data">The folder of the shared test data.</param>
/// <param name="half">Which half of the planted patterns of labelled files: 0 or 1.</param>
internal sealed class CalibrateWorlds(ulong firstSeed, string data, int half)
{
    private ulong _seed = firstSeed;

    public IEnumerable<JudgedSighting> All()
    {
        foreach (var isBare in (bool[])[false, true])
        {
            var list = isBare ? "bare list, " : "country, ";
            foreach (var judged in Countries(list + "default", isBare ? 2 : 3, isBare, 100_000, 60))
                yield return judged;
            foreach (var judged in Countries(list + "small", 14, isBare, 10_000, 30))
                yield return judged;
            foreach (var judged in Countries(list + "middle", 2, isBare, 40_000, 45))
                yield return judged;
            foreach (var judged in Countries(list + "short", 4, isBare, 20_000, 14))
                yield return judged;
            foreach (var judged in Countries(list + "traffic 4", 2, isBare, 10_000, 30, traffic: 4))
                yield return judged;
            foreach (var judged in Countries(list + "traffic 2", 2, isBare, 10_000, 30, traffic: 2))
                yield return judged;
            foreach (var judged in Countries(list + "traffic 3 by repetition", 4, isBare, 10_000, 30, traffic: 3, repeats: true))
                yield return judged;
            foreach (var judged in Countries(list + "half of the accounts", 5, isBare, 10_000, 30, SeenPart.HalfOfAccounts))
                yield return judged;
            foreach (var judged in Countries(list + "two thirds of the banks", 5, isBare, 10_000, 30, SeenPart.SomeBanks))
                yield return judged;
            foreach (var judged in Mixes(list + "AMLworld, all", 2, isBare, 30_000, 1))
                yield return judged;
            foreach (var judged in Mixes(list + "AMLworld, a fifth", 3, isBare, 20_000, 5))
                yield return judged;
        }
        foreach (var judged in OfFile("AMLSim", "amlsim/transfers_10k.csv"))
            yield return judged;
        foreach (var judged in OfFile("AMLGentex", "amlgentex/transfers.csv"))
            yield return judged;
    }

    private IEnumerable<JudgedSighting> Countries(
        string world,
        int count,
        bool isBare,
        int people,
        int days,
        SeenPart part = SeenPart.All,
        int traffic = 1,
        bool repeats = false
    )
    {
        for (var i = 0; i < count; i++)
        {
            var country = Seen(isBare, people, days, part, traffic, repeats);
            var (table, sightings) = country.Mine();
            var right = SeenCountry.Right(country.Planted, [.. sightings.Select(s => s.Name(table))]);
            foreach (
                var judged in ScoreWeights
                    .Shipped.Describe(sightings, table)
                    .Select((s, n) => new JudgedSighting(world, s, right.Contains(n), right.Contains(n)))
            )
            {
                yield return judged;
            }
        }
    }

    /// <summary>Right is also what stands for one of AMLworld's patterns, whatever it is called: half of either's transfers are the
    /// other's.</summary>
    private IEnumerable<JudgedSighting> Mixes(string world, int count, bool isBare, int people, int part)
    {
        for (var i = 0; i < count; i++)
        {
            var country = Seen(isBare, people, 40, SeenPart.All, 1, false);
            var own = country.Planted.Count;
            var at = i;
            PlantedWorld.Add(
                country,
                Path.Combine(data, "amlworld/hi_small_patterns.csv"),
                n => n % 2 == half && n / 2 % part == at % part,
                ownAccounts: at % 2 == 1
            );
            var (table, sightings) = country.Mine();
            var findings = sightings.Select(s => s.Name(table)).ToList();
            var right = SeenCountry.Right(country.Planted, findings);
            right.UnionWith(Halves([.. country.Planted.Skip(own)], findings).Where(f => f.Whole).Select(f => f.Finding));
            foreach (
                var judged in ScoreWeights
                    .Shipped.Describe(sightings, table)
                    .Select((s, n) => new JudgedSighting(world, s, right.Contains(n), right.Contains(n)))
            )
            {
                yield return judged;
            }
        }
    }

    private SeenCountry Seen(bool isBare, int people, int days, SeenPart part, int traffic, bool repeats) =>
        new SeenCountry
        {
            Seed = _seed++,
            People = people,
            Days = days,
            Traffic = traffic,
            RepeatsPairs = repeats,
            Part = part,
            KnowsDevices = !isBare,
            KnowsLabels = !isBare,
            KnowsRates = !isBare,
            KnowsRegister = !isBare,
            WindowHours = isBare ? MiningGround.WindowHoursMax : 14 * 24,
        }.Live();

    /// <summary>A labelled file's findings of this half: by the planted pattern that they hold most of, and by their own id where they hold
    /// none.</summary>
    private IEnumerable<JudgedSighting> OfFile(string world, string file)
    {
        var path = Path.Combine(data, file);
        var builder = new TransferTableBuilder();
        if (TransferFile.Read(path, null, builder) is not TransferFileOutcome.Completed)
            throw new InvalidOperationException($"{path} is no transfers file.");
        var table = builder.Build();
        var sets = new Dictionary<(string, string), (HashSet<string> Accounts, HashSet<string> Transfers)>();
        using (var stream = File.OpenRead(path))
        {
            TruthFile.Read(
                stream,
                path,
                row =>
                {
                    if (!sets.TryGetValue((row.Kind, row.PatternId), out var pattern))
                        sets[(row.Kind, row.PatternId)] = pattern = ([], []);
                    pattern.Accounts.Add(row.Account);
                    pattern.Transfers.Add(row.TransferId);
                }
            );
        }
        var planted = sets.Select(p => new PlantedPattern(
                p.Key.Item1,
                p.Key.Item2,
                p.Value.Accounts,
                p.Value.Transfers,
                0,
                Currency.Unstated
            ))
            .ToList();
        var sightings = FileFindings.Uncalibrated(
            TypologyTable.Shipped,
            TransferGraph.Build(table),
            MiningContext.Bare(),
            MiningGround.WindowHoursMax
        );
        var findings = sightings.Select(s => s.Name(table)).ToList();
        var described = ScoreWeights.Shipped.Describe(sightings, table).ToList();
        foreach (var (finding, right, whole, best) in Halves(planted, findings))
        {
            if ((best?.Id ?? findings[finding].Id).Sum(c => c) % 2 == half)
                yield return new JudgedSighting(world, described[finding], right, whole);
        }
    }

    /// <summary>Which findings belong by half to the planted pattern that each holds most of, and which of them hold half of it
    /// too.</summary>
    private static IEnumerable<(int Finding, bool Right, bool Whole, PlantedPattern? Best)> Halves(
        IReadOnlyList<PlantedPattern> planted,
        List<Finding> findings
    )
    {
        var of = planted.SelectMany((p, i) => p.Transfers.Select(t => (t, i))).ToLookup(pair => pair.t, pair => pair.i);
        for (var f = 0; f < findings.Count; f++)
        {
            var transfers = findings[f].Transfers;
            var best = transfers
                .SelectMany(t => of[t])
                .GroupBy(p => p)
                .OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key)
                .FirstOrDefault();
            var (pattern, held) = best is null ? (null, 0) : (planted[best.Key], best.Count());
            var isRight = pattern is not null && 2 * held >= transfers.Count;
            yield return (f, isRight, isRight && 2 * held >= pattern!.Transfers.Count, pattern);
        }
    }
}
