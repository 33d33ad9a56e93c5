using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Core.Networks;

/// <summary>Tells a network in plain sentences: numbers and roles, no names.</summary>
internal static class NetworkStory
{
    private static readonly string[] RoleOrder =
    [
        "organiser",
        "collector",
        "desk",
        "reserve",
        "dropper",
        "treasury",
        "early_member",
        "miner",
    ];

    /// <param name="typology">The leading sighting's.</param>
    public static IReadOnlyList<string> Tell(
        Typology typology,
        Sighting lead,
        IReadOnlyDictionary<int, string> roles,
        NetworkFlow flow,
        IReadOnlyList<string> platforms,
        Int128 turnoverKztMicro,
        long firstUs,
        long lastUs
    )
    {
        var story = new List<string>
        {
            $"{Who(roles)}, from {LocalTime.Kazakhstan.IsoDay(firstUs)} to {LocalTime.Kazakhstan.IsoDay(lastUs)}.",
        };
        story.AddRange(typology.Tell(lead, flow));
        if (platforms.Count > 0)
        {
            story.Add(
                $"Platforms and services that members dealt with: "
                    + $"{string.Join(", ", platforms.Take(8))}{(platforms.Count > 8 ? $" and {platforms.Count - 8} more" : "")}."
            );
        }
        if (turnoverKztMicro > 0)
        {
            story.Add($"Turnover: {Millions(turnoverKztMicro)} million tenge.");
        }
        return story;
    }

    private static string Who(IReadOnlyDictionary<int, string> roles)
    {
        var parts = roles
            .Values.GroupBy(r => r)
            .OrderBy(g => Array.IndexOf(RoleOrder, g.Key) is >= 0 and var place ? place : RoleOrder.Length)
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Count()} {(g.Count() == 1 ? g.Key.Replace('_', ' ') : NetworkFlow.Plural(g.Key))}")
            .ToList();
        return parts.Count == 1 ? parts[0] : string.Join(", ", parts[..^1]) + " and " + parts[^1];
    }

    /// <summary>What left as cash; null where nothing did.</summary>
    public static string? Cash(NetworkFlow flow)
    {
        var (count, micro) = flow.Of(p => p.To == NetworkFlow.Cash);
        return count == 0
            ? null
            : $"{Millions(micro)} million tenge left as cash in {count} withdrawals "
                + $"at {flow.Terminals} terminal{(flow.Terminals == 1 ? "" : "s")}.";
    }

    /// <summary>Millions of a tenge with one decimal.</summary>
    public static string Millions(Int128 micro) => ((double)micro / 1e12).ToString("0.0", CultureInfo.InvariantCulture);
}
