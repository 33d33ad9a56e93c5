using System.Globalization;

namespace Sunqar.Formats.Canvases;

/// <summary>
/// A picture as SVG 1.1, to print and to lay into a file: nodes where they stood, lines by width, amounts, notes, and the story as its
/// description. Shapes tell kinds and dashes tell matched pairs, so that it reads in black and white.
/// </summary>
public static class CanvasSvg
{
    private const int Margin = 90;
    private const string Paper = "#ffffff",
        Ink = "#1c2226",
        Bank = "#0f5d73",
        Chain = "#9a6508",
        Match = "#6b4c9a",
        Note = "#8a5f0e";

    private static readonly string[] Roles = ["#b3362b", "#0f5d73", "#6b4c9a", "#c07f16", "#2c7a4b", "#2b9aa8", "#56616b", "#8d979c"];

    /// <param name="title">What the canvas is called.</param>
    public static byte[] Write(DrawnCanvas canvas, string title)
    {
        int left = canvas.Nodes.Select(node => node.X).DefaultIfEmpty().Min() - Margin,
            top = canvas.Nodes.Select(node => node.Y).DefaultIfEmpty().Min() - Margin,
            width = canvas.Nodes.Select(node => node.X).DefaultIfEmpty().Max() + Margin - left,
            height = canvas.Nodes.Select(node => node.Y).DefaultIfEmpty().Max() + Margin - top;
        using var svg = new CanvasXml("svg", "http://www.w3.org/2000/svg");
        svg.With("viewBox", string.Create(CultureInfo.InvariantCulture, $"{left} {top} {width} {height}"));
        svg.With("width", width).With("height", height).With("font-family", "Inter, sans-serif").With("font-size", 10.5);
        svg.Line("title", title).Line("desc", string.Join(' ', canvas.Story));
        svg.Begin("rect").With("x", left).With("y", top).With("width", width).With("height", height).With("fill", Paper).End();
        var nodes = canvas.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var between = new Dictionary<(string, string), int>();
        foreach (var match in canvas.Matches)
        {
            var label = string.Create(CultureInfo.InvariantCulture, $"{match.Pairs} pairs, {match.Odds}");
            Curve(svg, Bow(between, nodes[match.Bank], nodes[match.Wallet]), Match, 1.4, isDashed: true, label);
        }
        foreach (var line in canvas.Lines)
        {
            var label = line.Transfers > 1 ? $"{line.Amount}, {line.Transfers.ToString(CultureInfo.InvariantCulture)}×" : line.Amount;
            var thick = 0.9 + 5.2 * Math.Sqrt(line.Weight / 1000.0);
            Curve(svg, Bow(between, nodes[line.From], nodes[line.To]), line.IsChain ? Chain : Bank, thick, isDashed: false, label);
        }
        foreach (var node in canvas.Nodes)
            Node(svg, node);
        return svg.Bytes();
    }

    private readonly record struct Arc(DrawnCanvasNode From, DrawnCanvasNode To, double X, double Y);

    /// <summary>Several lines between two nodes are bowed apart, as on the page.</summary>
    private static Arc Bow(Dictionary<(string, string), int> between, DrawnCanvasNode from, DrawnCanvasNode to)
    {
        var isForth = string.CompareOrdinal(from.Id, to.Id) < 0;
        var key = isForth ? (from.Id, to.Id) : (to.Id, from.Id);
        var nth = between.GetValueOrDefault(key);
        between[key] = nth + 1;
        double dx = to.X - from.X,
            dy = to.Y - from.Y,
            length = Math.Max(1, Math.Sqrt(dx * dx + dy * dy)),
            side = (nth % 2 == 0 ? 1 : -1) * (isForth ? 1 : -1),
            bow = (0.07 + (nth + 1) / 2 * 0.13) * side * Math.Min(length, 420);
        return new Arc(from, to, (from.X + to.X) / 2.0 - dy / length * bow, (from.Y + to.Y) / 2.0 + dx / length * bow);
    }

    private static void Curve(CanvasXml svg, Arc arc, string colour, double width, bool isDashed, string label)
    {
        var (from, to) = (arc.From, arc.To);
        var path = string.Create(CultureInfo.InvariantCulture, $"M{from.X} {from.Y}Q{arc.X:0.#} {arc.Y:0.#} {to.X} {to.Y}");
        svg.Begin("path")
            .With("d", path)
            .With("fill", "none")
            .With("stroke", colour)
            .With("stroke-width", width)
            .With("stroke-opacity", 0.8);
        if (isDashed)
            svg.With("stroke-dasharray", "6 5");
        svg.Line("title", $"{from.Label} → {to.Label}: {label}").End();
        if (!isDashed)
            Arrow(svg, arc, colour, width);
        Text(svg, (from.X + 2 * arc.X + to.X) / 4, (from.Y + 2 * arc.Y + to.Y) / 4, colour, label, ("font-size", "9"));
    }

    private static void Arrow(CanvasXml svg, Arc arc, string colour, double width)
    {
        double dx = arc.To.X - arc.X,
            dy = arc.To.Y - arc.Y,
            length = Math.Max(1, Math.Sqrt(dx * dx + dy * dy)),
            size = 5 + width * 0.9;
        (dx, dy) = (dx / length, dy / length);
        double x = arc.To.X - dx * 19,
            y = arc.To.Y - dy * 19,
            backX = x - dx * size,
            backY = y - dy * size,
            wideX = dy * size / 2,
            wideY = dx * size / 2;
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"M{x:0.#} {y:0.#}L{backX - wideX:0.#} {backY + wideY:0.#}L{backX + wideX:0.#} {backY - wideY:0.#}Z"
        );
        svg.Begin("path").With("d", path).With("fill", colour).End();
    }

    private static void Node(CanvasXml svg, DrawnCanvasNode node)
    {
        var colour = Roles[(node.Colour > 0 ? node.Colour - 1 : node.Slot) % Roles.Length];
        var several = node.Shape is "crowd" or "rest";
        svg.Begin("path").With("d", Outline(node, several)).With("stroke-width", 2);
        svg.With("fill", several ? Paper : colour).With("stroke", several ? colour : Paper);
        if (several)
            svg.With("stroke-dasharray", "3 2.5");
        svg.Line("title", string.Join(", ", new[] { node.Role, node.Shape }.Where(one => one.Length > 0))).End();
        if (node.Count > 1)
            Text(svg, node.X, node.Y + 4, several ? Ink : Paper, node.Count.ToString(CultureInfo.InvariantCulture), ("font-weight", "600"));
        Text(svg, node.X, node.Y + 31, Ink, node.Label);
        if (node.Note.Length > 0)
            Text(svg, node.X, node.Y + 44, Note, node.Note, ("font-style", "italic"));
    }

    private static string Outline(DrawnCanvasNode node, bool several)
    {
        var (x, y) = (node.X, node.Y);
        return node.Shape switch
        {
            "card" => Box(x, y, 17, 12),
            "group" or "rest" => Box(x, y, 22, 16),
            "ATM" => Box(x, y, 13, 13),
            "wallet" => Points(x, y, -17, 0, -8, -15, 8, -15, 17, 0, 8, 15, -8, 15),
            "platform" => Points(x, y, 0, -18, 18, 0, 0, 18, -18, 0),
            "merchant" => Points(x, y, -14, -3, 0, -13, 14, -3, 11, 13, -11, 13),
            "holder" => Points(x, y, -15, 16, -15, 4, -6, 0, -6, -15, 6, -15, 6, 0, 15, 4, 15, 16),
            _ => Circle(x, y, several ? 20 : 14),
        };
    }

    private static string Box(int x, int y, int w, int h) => Points(x, y, -w, -h, w, -h, w, h, -w, h);

    private static string Circle(int x, int y, int r) =>
        string.Create(CultureInfo.InvariantCulture, $"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z");

    private static string Points(int x, int y, params ReadOnlySpan<int> offsets)
    {
        var path = new System.Text.StringBuilder();
        for (var at = 0; at < offsets.Length; at += 2)
            path.Append(CultureInfo.InvariantCulture, $"{(at == 0 ? 'M' : 'L')}{x + offsets[at]} {y + offsets[at + 1]}");
        return path.Append('Z').ToString();
    }

    /// <summary>A text with a rim of paper, so that it is read upon lines.</summary>
    private static void Text(CanvasXml svg, double x, double y, string colour, string text, (string Name, string Value)? more = null)
    {
        svg.Begin("text").With("x", x).With("y", y).With("text-anchor", "middle").With("fill", colour);
        if (colour != Paper)
            svg.With("paint-order", "stroke").With("stroke", Paper).With("stroke-width", 3);
        if (more is var (name, value))
            svg.With(name, value);
        svg.Say(text).End();
    }
}
