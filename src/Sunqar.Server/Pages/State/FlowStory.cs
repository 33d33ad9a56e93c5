using Sunqar.Core.Payments;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages.State;

/// <summary>What a network did, told in plain sentences from its flows: who is in it, where the money came from, through whom it went,
/// where it left.</summary>
public static class FlowStory
{
    private const int FlowsTold = 6;

    /// <summary>Flows below this part of the largest in their currency are left to the tables.</summary>
    private const int ShareTold = 50;

    /// <summary>A kind of participant: a role, or where the node stands when it has none. Alone: the only one of its role.</summary>
    private readonly record struct Group(string Noun, int Count, bool IsMember, bool Alone, NodeKind Kind);

    public static IReadOnlyList<string> Tell(NetworkView overview, NetworkGraph graph)
    {
        var roles = string.Join(", ", overview.Roles.Select(role => Words.Plural(role.Members, Words.Role(role.Role))));
        var story = new List<string>
        {
            $"{roles}: {Words.Plural(overview.Transfers, "transfer")} of {Amounts.Both(overview.Turnover)} in "
                + $"{When.Span(overview.FirstUs, overview.LastUs)}, {When.Period(overview.FirstUs, overview.LastUs)}.",
        };
        var groups = Groups(graph);
        var flows = graph
            .Edges.Where(edge => !edge.Matched)
            .GroupBy(edge => (From: groups[edge.From], To: groups[edge.To], edge.Currency))
            .Select(flow =>
                (
                    flow.Key.From,
                    flow.Key.To,
                    flow.Key.Currency,
                    AmountMicro: flow.Aggregate((Int128)0, (sum, edge) => sum + edge.AmountMicro),
                    Transfers: flow.Sum(edge => edge.Transfers)
                )
            )
            .ToList();
        var largest = flows.GroupBy(flow => flow.Currency).ToDictionary(flow => flow.Key, flow => flow.Max(one => one.AmountMicro));
        story.AddRange(
            flows
                .Where(flow => flow.AmountMicro * ShareTold >= largest[flow.Currency])
                .OrderByDescending(flow => flow.Transfers)
                .Take(FlowsTold)
                .OrderBy(flow => Place(flow.From, flow.To))
                .ThenByDescending(flow => flow.Transfers)
                .Select(flow => Sentence(flow.From, flow.To, Amounts.Short(flow.AmountMicro, flow.Currency), flow.Transfers))
                .Select(sentence => char.ToUpperInvariant(sentence[0]) + sentence[1..])
        );
        return story;
    }

    private static string Sentence(Group giver, Group taker, string amount, int transfers)
    {
        var times = Words.Plural(transfers, "transfer");
        // A flow of few transfers does not touch all of a large group.
        var who = Name(giver with { Count = Math.Min(giver.Count, transfers) });
        var whom = Name(taker with { Count = Math.Min(taker.Count, transfers) });
        return taker.Kind == NodeKind.Terminal ? $"{who} drew {amount} in cash at {whom}, {Words.Plural(transfers, "withdrawal")}."
            : giver.Kind == NodeKind.Terminal ? $"{amount} in cash was paid in for {whom} at {who}."
            : giver == taker ? $"{who} moved {amount} among themselves in {times}."
            : $"{who} sent {amount} to {whom} in {times}.";
    }

    private static string Name(Group group) =>
        group.Count == 1 ? (group.Alone ? "the " : "one ") + group.Noun : Words.Plural(group.Count, group.Noun);

    /// <summary>In the order of the way: in, through, out, cash.</summary>
    private static int Place(Group from, Group to) =>
        (from.IsMember, to.IsMember) switch
        {
            (false, _) => 0,
            (true, true) => 1,
            _ => to.Kind == NodeKind.Terminal ? 3 : 2,
        };

    private static Dictionary<string, Group> Groups(NetworkGraph graph)
    {
        var groups = new Dictionary<string, Group>(StringComparer.Ordinal);
        foreach (
            var alike in graph.Nodes.GroupBy(node =>
                (node.Role, Noun: Noun(node), Place: node.Role.Length == 0 ? node.Kind : NodeKind.Account)
            )
        )
        {
            var count = alike.Sum(node => node.Count);
            var isMember = alike.Key.Role.Length > 0;
            var group = new Group(alike.Key.Noun, count, isMember, isMember && count == 1, alike.Key.Place);
            foreach (var node in alike)
            {
                groups[node.Id] = group;
            }
        }
        return groups;
    }

    /// <summary>What one of the node's kind is called; a crowd's id is its plural in brackets.</summary>
    private static string Noun(GraphNode node) =>
        node.Role.Length > 0 ? Words.Role(node.Role)
        : node.Kind == NodeKind.Crowd ? node.Id.Trim('(', ')').TrimEnd('s')
        : Words.Node(node.Kind);
}
