using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Payments;
using Sunqar.Work.Wording;

namespace Sunqar.Work.Reports;

/// <summary>
/// A case's money as a drawing for paper: members on an inner ring, who stands outside gathered in groups on an outer one. The same case is
/// the same drawing. Where there are more members than fit, those of one role are one circle.
/// </summary>
internal static class CaseGraph
{
    private const int MembersMax = 24;
    private const int Side = 1_000;
    private const int Middle = Side / 2;
    private const int InnerRing = 230;
    private const int OuterRing = 420;
    private const int NodeRadius = 26;
    private const int WidthMax = 9;

    private sealed record Node(string Id, string Label, string Under, bool IsMember, int X, int Y);

    public static void Draw(HtmlText html, CaseFile file)
    {
        var groups = Groups(file);
        var nodes = Place([.. groups.Values.Distinct()]);
        var edges = file
            .Operations.Select(operation =>
                (From: groups[operation.From].Id, To: groups[operation.To].Id, operation.Currency, operation.AmountMicro)
            )
            .Where(edge => edge.From != edge.To)
            .GroupBy(edge => (edge.From, edge.To, edge.Currency))
            .Select(same =>
                (
                    same.Key.From,
                    same.Key.To,
                    same.Key.Currency,
                    Count: same.Count(),
                    Sum: same.Aggregate((Int128)0, (sum, edge) => sum + edge.AmountMicro)
                )
            )
            .OrderBy(edge => edge.From, StringComparer.Ordinal)
            .ThenBy(edge => edge.To, StringComparer.Ordinal)
            .ThenBy(edge => edge.Currency)
            .ToList();
        var largest = edges.GroupBy(edge => edge.Currency).ToDictionary(same => same.Key, same => same.Max(edge => edge.Sum));
        html.In(
            "svg",
            () =>
            {
                html.Line("title", "Who moved how much to whom");
                html.In(
                    "defs",
                    () =>
                        html.In(
                            "marker",
                            () => html.In("path", () => { }, ("d", "M0,0 L8,4 L0,8 z"), ("fill", "#51626e")),
                            ("id", "tip"),
                            ("viewBox", "0 0 8 8"),
                            ("refX", "7"),
                            ("refY", "4"),
                            ("markerWidth", "9"),
                            ("markerHeight", "9"),
                            ("markerUnits", "userSpaceOnUse"),
                            ("orient", "auto")
                        )
                );
                foreach (var (from, to, currency, count, sum) in edges)
                {
                    // Tenge and tokens differ by orders of magnitude: a width compares flows of one currency only.
                    var width = 1 + (int)(largest[currency] > 0 ? sum * (WidthMax - 1) / largest[currency] : 0);
                    Edge(
                        html,
                        nodes[from],
                        nodes[to],
                        width,
                        currency == Currency.Usdt,
                        $"{Amounts.Short(sum, currency)} in {Words.Plural(count, "transfer")}"
                    );
                }
                foreach (var node in nodes.Values.OrderBy(node => node.Id, StringComparer.Ordinal))
                    Draw(html, node);
            },
            ("viewBox", $"0 0 {Side} {Side}"),
            ("role", "img"),
            ("xmlns", "http://www.w3.org/2000/svg")
        );
    }

    /// <summary>The node in which each party stands.</summary>
    private static Dictionary<string, (string Id, string Label, string Under, bool IsMember)> Groups(CaseFile file)
    {
        var moving = file.Operations.SelectMany(operation => new[] { operation.From, operation.To }).ToHashSet(StringComparer.Ordinal);
        var members = file.Parties.Where(party => party.IsMember && moving.Contains(party.Id)).ToList();
        var single = members.Count <= MembersMax;
        return file
            .Parties.Where(party => moving.Contains(party.Id))
            .ToDictionary(
                party => party.Id,
                party =>
                {
                    if (party.IsMember && single)
                        return (party.Id, Short(party.Pseudonym), party.Role.Replace('_', ' '), true);
                    if (party.IsMember)
                    {
                        return (
                            "role " + party.Role,
                            Words.Plural(members.Count(other => other.Role == party.Role), party.Role.Replace('_', ' ')),
                            "",
                            true
                        );
                    }
                    var kind = party.Kind switch
                    {
                        PartyKind.Terminal => "cash terminals",
                        PartyKind.Platform => "platforms",
                        PartyKind.Wallet => "other wallets",
                        _ => "other people",
                    };
                    return ("outside " + kind, kind, "", false);
                },
                StringComparer.Ordinal
            );
    }

    private static Dictionary<string, Node> Place(List<(string Id, string Label, string Under, bool IsMember)> groups)
    {
        var nodes = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var ring in groups.GroupBy(group => group.IsMember))
        {
            var all = ring.OrderBy(group => group.Under, StringComparer.Ordinal).ThenBy(group => group.Id, StringComparer.Ordinal).ToList();
            var radius = ring.Key ? (all.Count == 1 ? 0 : InnerRing) : OuterRing;
            for (var i = 0; i < all.Count; i++)
            {
                var angle = (2 * Math.PI * i / all.Count) - (Math.PI / 2) + (ring.Key ? 0 : Math.PI / 4);
                nodes[all[i].Id] = new Node(
                    all[i].Id,
                    all[i].Label,
                    all[i].Under,
                    ring.Key,
                    Middle + (int)Math.Round(radius * Math.Cos(angle)),
                    Middle + (int)Math.Round(radius * Math.Sin(angle))
                );
            }
        }
        return nodes;
    }

    private static void Edge(HtmlText html, Node from, Node to, int width, bool isToken, string words)
    {
        double dx = to.X - from.X,
            dy = to.Y - from.Y,
            length = Math.Max(1, Math.Sqrt((dx * dx) + (dy * dy)));
        // A little to the side, so that both directions are seen.
        double sideX = -dy / length * 6,
            sideY = dx / length * 6;
        static string Round(double value) => HtmlText.Number((long)Math.Round(value));
        html.In(
            "line",
            () => html.Line("title", words),
            ("x1", Round(from.X + (dx / length * NodeRadius) + sideX)),
            ("y1", Round(from.Y + (dy / length * NodeRadius) + sideY)),
            ("x2", Round(to.X - (dx / length * (NodeRadius + 6)) + sideX)),
            ("y2", Round(to.Y - (dy / length * (NodeRadius + 6)) + sideY)),
            ("stroke", isToken ? "#0b7a6f" : "#51626e"),
            ("stroke-width", HtmlText.Number(width)),
            ("stroke-opacity", "0.55"),
            ("marker-end", "url(#tip)")
        );
    }

    private static void Draw(HtmlText html, Node node)
    {
        html.In(
            "circle",
            () => { },
            ("cx", HtmlText.Number(node.X)),
            ("cy", HtmlText.Number(node.Y)),
            ("r", HtmlText.Number(NodeRadius)),
            ("fill", node.IsMember ? "#f2d9a0" : "#e3e9ed"),
            ("stroke", "#14212b")
        );
        html.Line(
            "text",
            node.Label,
            ("x", HtmlText.Number(node.X)),
            ("y", HtmlText.Number(node.Y + NodeRadius + 15)),
            ("text-anchor", "middle"),
            ("font-size", "14")
        );
        if (node.Under.Length > 0)
        {
            html.Line(
                "text",
                node.Under,
                ("x", HtmlText.Number(node.X)),
                ("y", HtmlText.Number(node.Y + 5)),
                ("text-anchor", "middle"),
                ("font-size", "11")
            );
        }
    }

    private static string Short(string text) => text.Length <= 16 ? text : text[..8] + "…" + text[^4..];
}
