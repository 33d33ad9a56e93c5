using System.Text.Json.Serialization;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages;

/// <summary>A network's graph as the island draws it: every text ready to read, so that amounts are worded in one place.</summary>
public sealed record DrawnGraph(IReadOnlyList<DrawnNode> Nodes, IReadOnlyList<DrawnEdge> Edges)
{
    public static DrawnGraph Of(NetworkDetail network, ConsoleWords words)
    {
        var members = network.Members.ToDictionary(member => member.Account, StringComparer.Ordinal);
        var nodes = network.Graph.Nodes.Select(node => new DrawnNode(
            node.Id,
            node.Kind == NodeKind.Crowd ? words.Said(node.Label) : Words.ShortId(node.Label),
            Words.Node(node.Kind),
            words.Said(Words.Role(node.Role)),
            RolePalette.Slot(node.Role),
            members.TryGetValue(node.Id, out var member) ? Flow(words, member.In) : null,
            member is null ? null : Flow(words, member.Out)
        ));
        var largest = network
            .Graph.Edges.GroupBy(edge => edge.Currency)
            .ToDictionary(group => group.Key, group => group.Max(edge => edge.AmountMicro));
        var edges = network.Graph.Edges.Select(edge => new DrawnEdge(
            edge.From,
            edge.To,
            words.Short(edge.AmountMicro, edge.Currency),
            // Tenge and tokens differ by orders of magnitude: a width compares flows of one currency only.
            (int)(largest[edge.Currency] > 0 ? edge.AmountMicro * 1000 / largest[edge.Currency] : 0),
            edge.Transfers,
            edge.Matched
        ));
        return new DrawnGraph([.. nodes], [.. edges]);
    }

    private static string? Flow(ConsoleWords words, IReadOnlyList<FlowTotal> flows) =>
        flows.Count == 0
            ? null
            : words.Of("network.flow_in", FlowWords.Sums(words, flows), words.Plural("count.transfer", flows.Sum(flow => flow.Transfers)));
}

/// <param name="Shape">What it is: account, card, wallet, ATM, platform, bystanders.</param>
/// <param name="Slot">The role's colour.</param>
/// <param name="In">What came in, worded; null for none and for non-members.</param>
public sealed record DrawnNode(string Id, string Label, string Shape, string Role, int Slot, string? In, string? Out);

/// <param name="Weight">Thousandths of the largest flow in its currency.</param>
public sealed record DrawnEdge(string From, string To, string Amount, int Weight, int Transfers, bool Matched);

[JsonSerializable(typeof(DrawnGraph))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class DrawnGraphJson : JsonSerializerContext;
