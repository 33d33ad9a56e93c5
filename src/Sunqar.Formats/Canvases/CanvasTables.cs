using System.Globalization;
using System.Text;

namespace Sunqar.Formats.Canvases;

/// <summary>A picture as tables and as a graph, for the tools that investigators have: RFC 4180 CSV (Gephi, i2, spreadsheets) and GraphML
/// (yEd, Gephi).</summary>
public static class CanvasTables
{
    public static byte[] Nodes(DrawnCanvas canvas) =>
        Csv([
            ["Id", "Label", "Kind", "Role", "Accounts", "In", "Out", "Note"],
            .. canvas.Nodes.Select(node =>
                (string[])[node.Id, node.Label, node.Shape, node.Role, Whole(node.Count), node.In, node.Out, node.Note]
            ),
        ]);

    public static byte[] Lines(DrawnCanvas canvas) =>
        Csv([
            ["Source", "Target", "Type", "Kind", "Amount", "Currency", "Transfers", "When", "Odds"],
            .. canvas.Lines.Select(line =>
                (string[])
                    [
                        line.From,
                        line.To,
                        "Directed",
                        line.IsChain ? "chain" : "bank",
                        line.Sum,
                        line.Currency,
                        Whole(line.Transfers),
                        line.Period,
                        "",
                    ]
            ),
            .. canvas.Matches.Select(match =>
                (string[])[match.Bank, match.Wallet, "Undirected", "matched pairs", "", "", Whole(match.Pairs), "", match.Odds]
            ),
        ]);

    public static byte[] GraphMl(DrawnCanvas canvas)
    {
        using var xml = new CanvasXml("graphml", "http://graphml.graphdrawing.org/xmlns");
        foreach (var (id, of, type) in Keys)
            xml.Begin("key").With("id", id).With("for", of).With("attr.name", id).With("attr.type", type).End();
        xml.Begin("graph").With("edgedefault", "directed");
        foreach (var node in canvas.Nodes)
        {
            xml.Begin("node").With("id", node.Id);
            Data(xml, ("label", node.Label), ("kind", node.Shape), ("role", node.Role), ("note", node.Note));
            Data(xml, ("x", Whole(node.X)), ("y", Whole(node.Y)));
            xml.End();
        }
        foreach (var line in canvas.Lines)
        {
            xml.Begin("edge").With("source", line.From).With("target", line.To);
            Data(xml, ("amount", line.Sum), ("currency", line.Currency), ("transfers", Whole(line.Transfers)));
            Data(xml, ("leg", line.IsChain ? "chain" : "bank"));
            xml.End();
        }
        foreach (var match in canvas.Matches)
        {
            xml.Begin("edge").With("source", match.Bank).With("target", match.Wallet).With("directed", "false");
            Data(xml, ("transfers", Whole(match.Pairs)), ("leg", "matched pairs"), ("odds", match.Odds));
            xml.End();
        }
        xml.End();
        return xml.Bytes();
    }

    private static readonly (string Id, string Of, string Type)[] Keys =
    [
        ("label", "node", "string"),
        ("kind", "node", "string"),
        ("role", "node", "string"),
        ("note", "node", "string"),
        ("x", "node", "int"),
        ("y", "node", "int"),
        ("amount", "edge", "string"),
        ("currency", "edge", "string"),
        ("transfers", "edge", "int"),
        ("leg", "edge", "string"),
        ("odds", "edge", "string"),
    ];

    private static void Data(CanvasXml xml, params ReadOnlySpan<(string Key, string Value)> values)
    {
        foreach (var (key, value) in values)
        {
            if (value.Length > 0)
                xml.Begin("data").With("key", key).Say(value).End();
        }
    }

    private static byte[] Csv(IEnumerable<string[]> rows)
    {
        var csv = new StringBuilder();
        foreach (var row in rows)
            csv.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())];
    }

    /// <summary>In quotes; what a spreadsheet would take for a formula is made text of (OWASP, CSV injection).</summary>
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
