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

    public static IReadOnlyList<string> Tell(
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
        story.AddRange(
            lead.Kind switch
            {
                PatternKinds.Exchanger => Exchanger(lead.Evidence, flow),
                PatternKinds.CashOutNetwork or PatternKinds.CashOutRing => CashOut(lead.Evidence, flow),
                PatternKinds.Pyramid => Pyramid(lead.Evidence),
                PatternKinds.Mining => Mining(lead.Evidence),
                _ => PatternStory.Tell(lead),
            }
        );
        if (platforms.Count > 0)
        {
            story.Add(
                $"Platforms and services that members dealt with: {string.Join(", ", platforms.Take(8))}{(platforms.Count > 8 ? $" and {platforms.Count - 8} more" : "")}."
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

    private static IEnumerable<string> Exchanger(IReadOnlyDictionary<string, string> evidence, NetworkFlow flow)
    {
        yield return $"Customers paid tenge to the cards and got tokens from the wallets minutes later {evidence.GetValueOrDefault("sold", "0")} times, "
            + $"and the other way round {evidence.GetValueOrDefault("bought", "0")} times; chance gives {evidence.GetValueOrDefault("expected_by_chance", "?")} such pairs.";
        yield return $"It served about {flow.Outsiders} cards and wallets.";
        if (Cash(flow) is { } cash)
        {
            yield return cash;
        }
        var (up, upMicro) = flow.Of(p => p.From == "droppers" && p.To == "organisers");
        if (up > 0)
        {
            yield return $"{Millions(upMicro)} million tenge went from the drop cards to the organiser in {up} transfers.";
        }
    }

    private static IEnumerable<string> CashOut(IReadOnlyDictionary<string, string> evidence, NetworkFlow flow)
    {
        var (spread, spreadMicro) = flow.Of(p => p.From == "collectors" && p.To == "droppers");
        if (spread > 0)
        {
            yield return $"Collectors spread {Millions(spreadMicro)} million tenge over the droppers' cards in {spread} transfers.";
        }
        if (Cash(flow) is { } cash)
        {
            yield return cash;
        }
        yield return $"The cards met at cash terminals within ten minutes of each other {evidence.GetValueOrDefault("meetings", "?")} times, "
            + $"where chance gives {evidence.GetValueOrDefault("meetings_by_chance", "?")}; half of the money stayed less than {evidence.GetValueOrDefault("median_dwell_hours", "?")} hours on a card.";
    }

    private static IEnumerable<string> Pyramid(IReadOnlyDictionary<string, string> evidence)
    {
        yield return $"{evidence.GetValueOrDefault("payers", "?")} wallets paid in; {evidence.GetValueOrDefault("payees", "?")} were paid, "
            + $"{PatternStory.Percent(evidence, "payees_that_paid_before")} of whom had paid in before.";
        yield return $"{evidence.GetValueOrDefault("never_paid_back", "?")} payers have got back less than they gave; the pay-outs went to a few "
            + $"(Gini {evidence.GetValueOrDefault("gini_of_payouts", "?")}: 0 is even, 1 is all to one).";
    }

    private static IEnumerable<string> Mining(IReadOnlyDictionary<string, string> evidence)
    {
        yield return $"A mining pool paid these wallets {evidence.GetValueOrDefault("payouts", "?")} times, day after day, {evidence.GetValueOrDefault("earned_usdt", "?")} USDT in all; "
            + $"register: {evidence.GetValueOrDefault("register", "?")}.";
    }

    private static string? Cash(NetworkFlow flow)
    {
        var (count, micro) = flow.Of(p => p.To == NetworkFlow.Cash);
        return count == 0
            ? null
            : $"{Millions(micro)} million tenge left as cash in {count} withdrawals at {flow.Terminals} terminal{(flow.Terminals == 1 ? "" : "s")}.";
    }

    private static string Millions(Int128 micro) => ((double)micro / 1e12).ToString("0.0", CultureInfo.InvariantCulture);
}
