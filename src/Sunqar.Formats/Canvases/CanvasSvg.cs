using System.Globalization;
using System.Security;
using System.Text;

namespace Sunqar.Formats.Canvases;

/// <summary>
/// A picture as SVG 1.1, to print and to lay into a file: nodes where they stood, lines by width, amounts, notes, and the story as its
/// description. Shapes tell kinds and dashes tell matched pairs, so that it reads in black and white.
/// </summary>
public static class CanvasSvg
{
    private const int Margin = 90;

    private static readonly string[] Roles = ["#b3362b", "#0f5d73", "#6b4c9a", "#c07f16", "#2c7a4b", "#2b9aa8", "#56616b", "#8d979c"];

    /// <param name="title">What the canvas is called.</param>
    public static byte[] Write(DrawnCanvas canvas, string title)
    {
        int left = canvas.Nodes.Select(node => node.X).DefaultIfEmpty().Min() - Margin,
            top = canvas.Nodes.Select(node => node.Y).DefaultIfEmpty().Min() - Margin,
            width = canvas.Nodes.Select(node => node.X).DefaultIfEmpty().Max() + Margin - left,
            height = canvas.Nodes.Select(node => node.Y).DefaultIfEmpty().Max() + Margin - top;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left} {top} {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"Inter, sans-serif\" font-size=\"10.5\">\n"
        );
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title>\n<desc>{Text(string.Join(' ', canvas.Story))}</desc>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        var nodes = canvas.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var between = new Dictionary<(string, string), int>();
        foreach (var match in canvas.Matches)
            Curve(svg, between, nodes[match.Bank], nodes[match.Wallet], "#6b4c9a", 1.4, "6 5", $"{match.Pairs} pairs, {match.Odds}");
        foreach (var line in canvas.Lines)
        {
            var label = line.Transfers > 1 ? $"{line.Amount}, {line.Transfers}×" : line.Amount;
            Curve(svg, between, nodes[line.From], nodes[line.To], line.IsChain ? "#9a6508" : "#0f5d73", 0.9 + 5.2 * Math.Sqrt(line.Weight / 1000.0), "", label);
        }
        foreach (var node in canvas.Nodes)
            Node(svg, node);
        return Encoding.UTF8.GetBytes(svg.Append("</svg>\n").ToString());
    }

    private static void Curve(
        StringBuilder svg,
        Dictionary<(string, string), int> between,
        DrawnCanvasNode from,
        DrawnCanvasNode to,
        string colour,
        double width,
        string dashes,
        string label
    )
    {
        var isForth = string.CompareOrdinal(from.Id, to.Id) < 0;
        var key = isForth ? (from.Id, to.Id) : (to.Id, from.Id);
        var nth = between.GetValueOrDefault(key);
        between[key] = nth + 1;
        double dx = to.X - from.X,
            dy = to.Y - from.Y,
            length = Math.Max(1, Math.Sqrt(dx * dx + dy * dy)),
            bow = (0.07 + (nth + 1) / 2 * 0.13) * (nth % 2 == 0 ? 1 : -1) * (isForth ? 1 : -1) * Math.Min(length, 420),
            cx = (from.X + to.X) / 2.0 - dy / length * bow,
            cy = (from.Y + to.Y) / 2.0 + dx / length * bow;
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{from.X} {from.Y}Q{cx:0.#} {cy:0.#} {to.X} {to.Y}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width:0.##}\" stroke-opacity=\"0.8\""
        );
        if (dashes.Length > 0)
            svg.Append(CultureInfo.InvariantCulture, $" stroke-dasharray=\"{dashes}\"");
        svg.Append(CultureInfo.InvariantCulture, $"><title>{Text($"{from.Label} → {to.Label}: {label}")}</title></path>\n");
        if (dashes.Length == 0)
            Arrow(svg, cx, cy, to, colour, width);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{(from.X + 2 * cx + to.X) / 4:0.#}\" y=\"{(from.Y + 2 * cy + to.Y) / 4:0.#}\" text-anchor=\"middle\" font-size=\"9\" fill=\"{colour}\" paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\">{Text(label)}</text>\n"
        );
    }

    private static void Arrow(StringBuilder svg, double cx, double cy, DrawnCanvasNode to, string colour, double width)
    {
        double dx = to.X - cx,
            dy = to.Y - cy,
            length = Math.Max(1, Math.Sqrt(dx * dx + dy * dy)),
            size = 5 + width * 0.9;
        (dx, dy) = (dx / length, dy / length);
        double x = to.X - dx * 19,
            y = to.Y - dy * 19;
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{x:0.#} {y:0.#}L{x - dx * size - dy * size / 2:0.#} {y - dy * size + dx * size / 2:0.#}L{x - dx * size + dy * size / 2:0.#} {y - dy * size - dx * size / 2:0.#}Z\" fill=\"{colour}\"/>\n"
        );
    }

    private static void Node(StringBuilder svg, DrawnCanvasNode node)
    {
        var colour = Roles[(node.Colour > 0 ? node.Colour - 1 : node.Slot) % Roles.Length];
        var (x, y) = (node.X, node.Y);
        var several = node.Shape is "crowd" or "rest";
        var shape = node.Shape switch
        {
            "card" => $"<rect x=\"{x - 17}\" y=\"{y - 12}\" width=\"34\" height=\"24\" rx=\"5\"",
            "group" or "rest" => $"<rect x=\"{x - 22}\" y=\"{y - 16}\" width=\"44\" height=\"32\" rx=\"9\"",
            "ATM" => $"<rect x=\"{x - 13}\" y=\"{y - 13}\" width=\"26\" height=\"26\"",
            "wallet" => $"<path d=\"M{x - 17} {y}L{x - 8} {y - 15}H{x + 8}L{x + 17} {y}L{x + 8} {y + 15}H{x - 8}Z\"",
            "platform" => $"<path d=\"M{x} {y - 18}L{x + 18} {y}L{x} {y + 18}L{x - 18} {y}Z\"",
            "merchant" => $"<path d=\"M{x - 14} {y - 3}L{x} {y - 13}L{x + 14} {y - 3}L{x + 11} {y + 13}H{x - 11}Z\"",
            "holder" => $"<path d=\"M{x - 15} {y + 16}a15 15 0 0 1 30 0ZM{x - 8} {y - 7}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0Z\"",
            _ => $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{(several ? 20 : 14)}\"",
        };
        svg.Append(shape)
            .Append(CultureInfo.InvariantCulture, $" fill=\"{(several ? "#ffffff" : colour)}\" stroke=\"{(several ? colour : "#ffffff")}\" stroke-width=\"2\"")
            .Append(several ? " stroke-dasharray=\"3 2.5\"" : "")
            .Append(CultureInfo.InvariantCulture, $"><title>{Text(string.Join(", ", new[] { node.Role, node.Shape }.Where(one => one.Length > 0)))}</title>")
            .Append(CultureInfo.InvariantCulture, $"</{shape[1..shape.IndexOf(' ', StringComparison.Ordinal)]}>\n");
        if (node.Count > 1)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x}\" y=\"{y + 4}\" text-anchor=\"middle\" font-weight=\"600\" fill=\"{(several ? "#1c2226" : "#ffffff")}\">{node.Count}</text>\n"
            );
        }
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x}\" y=\"{y + 31}\" text-anchor=\"middle\" fill=\"#1c2226\" paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\">{Text(node.Label)}</text>\n"
        );
        if (node.Note.Length > 0)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x}\" y=\"{y + 44}\" text-anchor=\"middle\" font-style=\"italic\" fill=\"#8a5f0e\" paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\">{Text(node.Note)}</text>\n"
            );
        }
    }

    /// <summary>What came from others is text in XML and nothing else; characters that XML has no place for are left out.</summary>
    internal static string Text(string text) => SecurityElement.Escape(string.Concat(text.Where(c => c is '\t' or '\n' or '\r' or (>= ' ' and not ('\uFFFE' or '\uFFFF')) && !char.IsSurrogate(c))))!;
}
