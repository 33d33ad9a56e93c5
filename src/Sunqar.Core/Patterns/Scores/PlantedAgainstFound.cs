using Sunqar.Core.Payments;

namespace Sunqar.Core.Patterns.Scores;

/// <summary>How well one kind was found.</summary>
/// <param name="Correct">Size of the largest one-to-one matching of findings with planted patterns that share accounts (Jaccard index ≥
/// 0.5).</param>
/// <param name="PlantedKztMicro">Turnover of the planted patterns, millionths of a tenge.</param>
/// <param name="FoundKztMicro">Turnover that the findings claim, millionths of a tenge.</param>
public sealed record KindScore(
    string Kind,
    int Planted,
    int Found,
    int Correct,
    Int128 PlantedKztMicro,
    Int128 FoundKztMicro,
    Int128 PlantedUsdMicro,
    Int128 FoundUsdMicro
)
{
    /// <summary>Share of the findings that are correct; 1 where nothing was found (nothing false was claimed).</summary>
    public double Precision => Found == 0 ? 1 : (double)Correct / Found;

    /// <summary>Share of the planted patterns that were found; 1 where nothing was planted.</summary>
    public double Recall => Planted == 0 ? 1 : (double)Correct / Planted;
}

/// <summary>One finding and the planted pattern that it is matched with.</summary>
public readonly record struct CorrectFinding(int Finding, int Planted, double Jaccard);

/// <summary>
/// Sets what was planted beside what was found. A finding is correct when it and one planted pattern of its kind, matched one to one, share
/// accounts with a Jaccard index of at least 0.5. The matching is a maximum one (augmenting paths, Kuhn 1955), so no order of the input
/// changes the count.
/// </summary>
public static class PlantedAgainstFound
{
    public const double JaccardMin = 0.5;

    /// <param name="toMicro">Converts millionths of a unit of one currency into millionths of a unit of another, at the rate of the
    /// country's period.</param>
    /// <returns>One score a kind, for every kind planted or found, ordered by name.</returns>
    public static IReadOnlyList<KindScore> Score(
        IReadOnlyList<PlantedPattern> planted,
        IReadOnlyList<Finding> found,
        Func<Int128, Currency, Currency, Int128> toMicro
    )
    {
        var kinds = planted.Select(p => p.Kind).Concat(found.Select(f => f.Pattern)).Distinct().Order(StringComparer.Ordinal);
        var scores = new List<KindScore>();
        foreach (var kind in kinds)
        {
            var plantedOfKind = planted.Where(p => p.Kind == kind).ToList();
            var foundOfKind = found.Where(f => f.Pattern == kind).ToList();
            scores.Add(
                new KindScore(
                    kind,
                    plantedOfKind.Count,
                    foundOfKind.Count,
                    Match(plantedOfKind, foundOfKind).Count,
                    Total(plantedOfKind, p => toMicro(p.AmountMicro, p.Currency, Currency.Kzt)),
                    Total(foundOfKind, f => toMicro(f.AmountMicro, f.Currency, Currency.Kzt)),
                    Total(plantedOfKind, p => toMicro(p.AmountMicro, p.Currency, Currency.Usd)),
                    Total(foundOfKind, f => toMicro(f.AmountMicro, f.Currency, Currency.Usd))
                )
            );
        }
        return scores;
    }

    /// <summary>A largest set of pairs (finding, planted pattern), each used once; kinds are not compared here.</summary>
    public static IReadOnlyList<CorrectFinding> Match(IReadOnlyList<PlantedPattern> planted, IReadOnlyList<Finding> found)
    {
        var candidates = Candidates(planted, found);
        var plantedMate = new int[planted.Count];
        Array.Fill(plantedMate, -1);
        for (var f = 0; f < found.Count; f++)
        {
            Augment(f, candidates, plantedMate, new bool[planted.Count]);
        }
        var pairs = new List<CorrectFinding>();
        for (var p = 0; p < planted.Count; p++)
        {
            if (plantedMate[p] >= 0)
            {
                var f = plantedMate[p];
                pairs.Add(new CorrectFinding(f, p, candidates[f].First(c => c.Planted == p).Jaccard));
            }
        }
        return pairs;
    }

    /// <summary>For each finding the planted patterns that it may stand for, most alike first.</summary>
    private static List<(int Planted, double Jaccard)>[] Candidates(IReadOnlyList<PlantedPattern> planted, IReadOnlyList<Finding> found)
    {
        var holders = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var sizes = new int[planted.Count];
        for (var p = 0; p < planted.Count; p++)
        {
            foreach (var account in planted[p].Accounts.Distinct(StringComparer.Ordinal))
            {
                if (!holders.TryGetValue(account, out var list))
                {
                    holders[account] = list = [];
                }
                list.Add(p);
                sizes[p]++;
            }
        }
        var candidates = new List<(int Planted, double Jaccard)>[found.Count];
        var shared = new Dictionary<int, int>();
        for (var f = 0; f < found.Count; f++)
        {
            shared.Clear();
            var size = 0;
            foreach (var account in found[f].Accounts.Distinct(StringComparer.Ordinal))
            {
                size++;
                foreach (var p in holders.GetValueOrDefault(account) ?? [])
                {
                    shared[p] = shared.GetValueOrDefault(p) + 1;
                }
            }
            candidates[f] =
            [
                .. shared
                    .Select(s => (Planted: s.Key, Jaccard: (double)s.Value / (size + sizes[s.Key] - s.Value)))
                    .Where(c => c.Jaccard >= JaccardMin)
                    .OrderByDescending(c => c.Jaccard)
                    .ThenBy(c => c.Planted),
            ];
        }
        return candidates;
    }

    private static bool Augment(int finding, List<(int Planted, double Jaccard)>[] candidates, int[] plantedMate, bool[] tried)
    {
        foreach (var (p, _) in candidates[finding])
        {
            if (tried[p])
            {
                continue;
            }
            tried[p] = true;
            if (plantedMate[p] < 0 || Augment(plantedMate[p], candidates, plantedMate, tried))
            {
                plantedMate[p] = finding;
                return true;
            }
        }
        return false;
    }

    private static Int128 Total<T>(IEnumerable<T> items, Func<T, Int128> amount) =>
        items.Aggregate((Int128)0, (sum, item) => sum + amount(item));
}
