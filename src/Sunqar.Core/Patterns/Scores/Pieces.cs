using System.Globalization;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Scores;

/// <summary>
/// Pieces of one scheme are told once: of generic shapes that are more probable than not and share accounts, the most probable leads and
/// takes the others in. What a network explains is left out before that, so a scheme whose own kind was found has no pieces.
/// </summary>
public static class Pieces
{
    /// <summary>Shapes that any transfers may show; every other kind is a scheme of its own.</summary>
    public static IReadOnlySet<string> Shapes { get; } =
        new HashSet<string> { FanIn.Name, FanOut.Name, Cycle.Name, ScatterGather.Name, GatherScatter.Name, Bipartite.Name, Stack.Name };

    /// <summary>The sightings of a table, in their order, with pieces folded: one goes into another that was claimed before it where that,
    /// with all it took in, holds at least half of its members.</summary>
    /// <param name="claimed">With the probabilities that are told.</param>
    public static IReadOnlyList<Sighting> Fold(IReadOnlyList<Sighting> claimed, TransferTable table)
    {
        var leaders = new List<(int Place, HashSet<int> Accounts, List<int> Taken)>();
        var holding = new Dictionary<int, List<int>>();
        var folded = new HashSet<int>();
        foreach (
            var place in Enumerable
                .Range(0, claimed.Count)
                .Where(place => claimed[place].Score >= ScoreWeights.Limits.FoldedMin && IsShape(claimed[place]))
                .OrderByDescending(place => claimed[place].Score)
                .ThenByDescending(place => claimed[place].Rows.Length)
                .ThenBy(place => place)
        )
        {
            var members = claimed[place].Members;
            var shared = members
                .SelectMany(member => holding.GetValueOrDefault(member.Account, []))
                .GroupBy(leader => leader)
                .Where(leader => 2 * leader.Count() >= members.Count)
                .OrderByDescending(leader => leader.Count())
                .ThenBy(leader => leader.Key)
                .FirstOrDefault();
            var at = shared?.Key ?? leaders.Count;
            if (shared is null)
            {
                leaders.Add((place, [], []));
            }
            else
            {
                folded.Add(place);
                leaders[at].Taken.Add(place);
            }
            foreach (var member in members.Where(member => leaders[at].Accounts.Add(member.Account)))
            {
                if (!holding.TryGetValue(member.Account, out var there))
                    holding[member.Account] = there = [];
                there.Add(at);
            }
        }
        var whole = leaders
            .Where(leader => leader.Taken.Count > 0)
            .ToDictionary(leader => leader.Place, leader => Whole(claimed[leader.Place], [.. leader.Taken.Select(p => claimed[p])], table));
        return
        [
            .. Enumerable
                .Range(0, claimed.Count)
                .Where(place => !folded.Contains(place))
                .Select(place => whole.GetValueOrDefault(place, claimed[place])),
        ];
    }

    /// <summary>A till is a shop of its own, however its payers are joined.</summary>
    private static bool IsShape(Sighting sighting) => Shapes.Contains(sighting.Kind) && sighting.Cause != Cause.EmptiesIntoCrypto;

    private static Sighting Whole(Sighting leader, IReadOnlyList<Sighting> taken, TransferTable table)
    {
        var rows = table.InTimeOrder(taken.SelectMany(piece => piece.Rows).Concat(leader.Rows).Distinct());
        List<Member> members = [.. taken.Prepend(leader).SelectMany(piece => piece.Members).DistinctBy(member => member.Account)];
        var evidence = new Dictionary<string, string>(leader.Evidence)
        {
            [EvidenceKeys.Transfers.Name] = Count(rows.Length),
            [EvidenceKeys.Accounts.Name] = Count(members.Count),
            [EvidenceKeys.SpanHours.Name] = Count((table.TimeUs[rows[^1]] - table.TimeUs[rows[0]]) / 3_600_000_000),
            [EvidenceKeys.Pieces.Name] = string.Join(
                ", ",
                taken.GroupBy(p => p.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{Count(g.Count())} {g.Key}")
            ),
        };
        // The window held each piece, not all of them.
        evidence.Remove(EvidenceKeys.WindowHours.Name);
        return leader with { Rows = rows, Members = members, Evidence = evidence };
    }

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
}
