using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Patterns;
using Sunqar.Work.Mining;

namespace Sunqar.Benchmarks;

/// <summary>A finding judged: with the score of its own pattern, and the numbers that weights read.</summary>
/// <param name="Right">In a country: stands for one planted pattern. In a labelled file: at least half of its transfers are one planted
/// pattern's, as <c>./sunqar score</c> counts findings.</param>
/// <param name="Whole">Stands for one planted pattern; in a labelled file, holds at least half of its transfers besides.</param>
internal sealed record JudgedSighting(string World, Sighting Sighting, bool Right, bool Whole);

/// <summary>What is seen of a country.</summary>
internal enum Sees : byte
{
    /// <summary>What the main job has: devices, rates, labels, register.</summary>
    All,

    /// <summary>Banks' and chain's transfers.</summary>
    BareList,

    /// <summary>Banks' transfers.</summary>
    BanksAlone,
}

/// <summary>The worlds in which findings are judged to fit weights, or to measure them on others: countries of all sorts from one seed on,
/// AMLworld's patterns within countries, and labelled files.</summary>
/// <param name="firstSeed">Each country has the next seed.</param>
/// <param name="data">The folder of the shared test data.</param>
/// <param name="half">Which half of the planted patterns of labelled files: 0 or 1.</param>
internal sealed class CalibrateWorlds(ulong firstSeed, string data, int half)
{
    /// <summary>What countries and files wear, in turn.</summary>
    private static readonly string[] Worn =
    [
        "plain",
        "no currency",
        "no kind",
        "KZT is AED",
        "bare",
        "amounts x10",
        "amounts rounded",
        "time in days",
    ];

    private ulong _seed = firstSeed;

    public IEnumerable<JudgedSighting> All()
    {
        IEnumerable<JudgedSighting>[] families =
        [
            .. Countries(),
            .. AmlWorld(),
            .. OfFile("AMLSim", "amlsim/transfers_10k.csv"),
            .. OfFile("AMLGentex", "amlgentex/transfers.csv"),
        ];
        return families.SelectMany(family => family);
    }

    private IEnumerable<IEnumerable<JudgedSighting>> Countries()
    {
        foreach (var sees in Enum.GetValues<Sees>())
        {
            var list = Name(sees);
            yield return Countries(list + "default", 2, sees, 100_000, 60);
            yield return Countries(list + "small", 12, sees, 10_000, 30);
            yield return Countries(list + "middle", sees == Sees.BanksAlone ? 8 : 2, sees, 30_000, 60);
            yield return Countries(list + "short", 4, sees, 20_000, 14);
            yield return Countries(list + "traffic 4", 1, sees, 10_000, 30, traffic: 4);
            yield return Countries(list + "traffic 2", 2, sees, 10_000, 30, traffic: 2);
            yield return Countries(list + "traffic 3 by repetition", 2, sees, 10_000, 30, traffic: 3, repeats: true);
            yield return Countries(list + "half of the accounts", 3, sees, 10_000, 30, SeenPart.HalfOfAccounts);
            yield return Countries(list + "two thirds of the banks", 3, sees, 10_000, 30, SeenPart.SomeBanks);
        }
    }

    private IEnumerable<IEnumerable<JudgedSighting>> AmlWorld()
    {
        foreach (var sees in Enum.GetValues<Sees>())
        {
            yield return Mixes(Name(sees) + "AMLworld, all", 2, sees, 30_000, 1);
            yield return Mixes(Name(sees) + "AMLworld, a fifth", 2, sees, 20_000, 5);
        }
    }

    private static string Name(Sees sees) =>
        sees switch
        {
            Sees.All => "country, ",
            Sees.BareList => "bare list, ",
            _ => "banks alone, ",
        };

    private IEnumerable<JudgedSighting> Countries(
        string world,
        int count,
        Sees sees,
        int people,
        int days,
        SeenPart part = SeenPart.All,
        int traffic = 1,
        bool repeats = false
    )
    {
        for (var i = 0; i < count; i++)
        {
            var country = Seen(sees, people, days, part, traffic, repeats);
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
    private IEnumerable<JudgedSighting> Mixes(string world, int count, Sees sees, int people, int part)
    {
        for (var i = 0; i < count; i++)
        {
            var country = Seen(sees, people, 40, SeenPart.All, 1, false);
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

    /// <summary>What is known of a country. All of it comes as the main job has it; what comes as a list wears the dresses in
    /// turn.</summary>
    private SeenCountry Seen(Sees sees, int people, int days, SeenPart part, int traffic, bool repeats) =>
        new SeenCountry
        {
            Wear = sees == Sees.All ? row => row : Dresses.Named(Worn[_seed % (ulong)Worn.Length]).Row!,
            SeesChain = sees != Sees.BanksAlone,
            Seed = _seed++,
            People = people,
            Days = days,
            Traffic = traffic,
            RepeatsPairs = repeats,
            Part = part,
            KnowsDevices = sees == Sees.All,
            KnowsLabels = sees == Sees.All,
            KnowsRates = sees == Sees.All,
            KnowsRegister = sees == Sees.All,
            WindowHours = sees == Sees.All ? 14 * 24 : MiningGround.WindowHoursMax,
        }.Live();

    /// <summary>A labelled file's findings of this half, in every dress that changes what is seen of it: by the planted pattern that they
    /// hold most of, and by their own id where they hold none.</summary>
    private IEnumerable<IEnumerable<JudgedSighting>> OfFile(string world, string file)
    {
        var set = DressSet.OfFile(world, Path.Combine(data, file));
        foreach (var name in (string[])["plain", "time of day random", "bare"])
        {
            yield return OfFile(set, Dresses.Named(name));
        }
    }

    private IEnumerable<JudgedSighting> OfFile(DressSet set, Dress dress)
    {
        var table = dress.Table(set.Rows, half);
        var sightings = FileFindings.Uncalibrated(
            TypologyTable.Shipped,
            TransferGraph.Build(table),
            MiningContext.Bare(),
            MiningGround.WindowHoursMax
        );
        var findings = sightings.Select(s => s.Name(table)).ToList();
        var described = ScoreWeights.Shipped.Describe(sightings, table).ToList();
        foreach (var (finding, right, whole, best) in Halves(set.Planted, findings))
        {
            if ((best?.Id ?? findings[finding].Id).Sum(c => c) % 2 == half)
                yield return new JudgedSighting(set.Name, described[finding], right, whole);
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
