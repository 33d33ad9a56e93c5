using System.Globalization;
using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="Sightings"/>, section <c>sighting</c> of rulebooks/mining.limits.</summary>
[Limits("sighting")]
internal sealed record SightingLimits(double ScoreMax, int ScoreSteps, int RepeatParts);

/// <summary>Makes sightings from pairs, and thins out those that tell the same story.</summary>
public static class Sightings
{
    private static readonly SightingLimits Limits = MiningTuning.Shipped.Of<SightingLimits>();

    /// <summary>A sighting over the transfers of some pairs. Members take the first role given to them.</summary>
    public static Sighting FromPairs(
        MiningGround ground,
        BriefPairs pairs,
        string kind,
        IEnumerable<int> numbers,
        double score,
        IEnumerable<Member> members,
        params ReadOnlySpan<Observed> observed
    )
    {
        var rows = new List<int>();
        foreach (var pair in numbers)
        {
            rows.AddRange(pairs.Rows(pair));
        }
        return FromRows(ground, kind, rows, score, members, observed);
    }

    /// <summary>A sighting over rows, each once in the order of time.</summary>
    public static Sighting FromRows(
        MiningGround ground,
        string kind,
        IEnumerable<int> rows,
        double score,
        IEnumerable<Member> members,
        params ReadOnlySpan<Observed> observed
    )
    {
        var ordered = ground.Table.InTimeOrder(rows.Distinct());
        var roles = new List<Member>();
        var seen = new HashSet<int>();
        foreach (var member in members)
        {
            if (seen.Add(member.Account))
                roles.Add(member);
        }
        var times = ground.Table.TimeUs;
        var spanUs = times[ordered[^1]] - times[ordered[0]];
        List<Observed> all =
        [
            EvidenceKeys.Transfers.Is(ordered.Length),
            EvidenceKeys.Accounts.Is(roles.Count),
            EvidenceKeys.SpanHours.Is(spanUs / 3_600_000_000),
        ];
        // Some shapes are read over an account's whole life (mules, tills, structuring): no window held them.
        if (spanUs <= ground.WindowUs)
            all.Add(EvidenceKeys.WindowHours.Is(ground.WindowUs / 3_600_000_000));
        all.AddRange(observed);
        return new Sighting(
            kind,
            ordered,
            roles,
            Math.Clamp(score, 0, Limits.ScoreMax),
            EvidenceKeys.Evidence(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all))
        )
        {
            Cause = all.Find(one => one.Cause != Cause.None).Cause,
        };
    }

    /// <summary>The mean of what is thought of the pairs.</summary>
    public static double Mean(Suspicion suspicion, IReadOnlyCollection<int> pairs)
    {
        var sum = 0.0;
        foreach (var pair in pairs)
        {
            sum += suspicion.Of[pair];
        }
        return pairs.Count == 0 ? 0 : sum / pairs.Count;
    }

    /// <summary>
    /// Leaves out what repeats others: a sighting falls when those ranked before it already hold two thirds of its transfers. Ranked by
    /// score in steps of a fifth, then from the most particular shape to the plainest, then by size: of claims alike the one that says most
    /// explains the others. The order depends on the transfers alone. A till goes before all: it is read over a card's whole life, and
    /// blocks and fans among its payers are pieces of it.
    /// </summary>
    /// <param name="place">The place of a kind from the most particular to the plainest.</param>
    public static IReadOnlyList<Sighting> WithoutRepeats(TransferTable table, IEnumerable<Sighting> sightings, Func<string, int> place)
    {
        var ranked = sightings
            .OrderByDescending(s => s.Cause == Cause.EmptiesIntoCrypto)
            .ThenByDescending(s => (int)(s.Score * Limits.ScoreSteps))
            .ThenBy(s => place(s.Kind))
            .ThenByDescending(s => s.Rows.Length)
            .ThenByDescending(s => s.Score)
            .ThenBy(s => s.Rows, table.RunOrder)
            .ThenBy(s => s.Cause.Text(), StringComparer.Ordinal);
        var kept = new List<Sighting>();
        var held = new HashSet<int>();
        foreach (var sighting in ranked)
        {
            if (Limits.RepeatParts * sighting.Rows.Count(held.Contains) >= (Limits.RepeatParts - 1) * sighting.Rows.Length)
                continue;
            held.UnionWith(sighting.Rows);
            kept.Add(sighting);
        }
        return kept;
    }

    /// <summary>A number as evidence shows it.</summary>
    public static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
