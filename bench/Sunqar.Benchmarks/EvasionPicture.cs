using System.Globalization;
using System.Text;

namespace Sunqar.Benchmarks;

/// <summary>Recall and precision against each dial, one small graph a dial.</summary>
internal static class EvasionPicture
{
    private const int Columns = 3,
        Width = 250,
        Height = 120,
        Left = 38,
        Top = 34,
        Gap = 62;

    public static string Draw(IReadOnlyList<(EvasionDial Dial, EvasionPoint[] Points)> lines)
    {
        var rows = (lines.Count + Columns - 1) / Columns;
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Columns * (Width + Gap)} {(rows * (Height + Gap + 14)) + 10}\" "
        );
        svg.Append("font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (var i = 0; i < lines.Count; i++)
        {
            One(svg, lines[i].Dial, lines[i].Points, (i % Columns * (Width + Gap)) + Left, (i / Columns * (Height + Gap + 14)) + Top);
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void One(StringBuilder svg, EvasionDial dial, EvasionPoint[] points, int left, int top)
    {
        string X(int i) => Text(left + (i * (double)(Width - 20) / Math.Max(1, points.Length - 1)));
        string Y(double share) => Text(top + (Height * (1 - share)));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{left}\" y=\"{top - 12}\" font-weight=\"bold\">{dial.Kind}: {dial.Name} ({dial.Unit})</text>\n"
        );
        foreach (var share in (double[])[0, 0.5, 0.8, 1])
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{left} {Y(share)}H{left + Width - 20}\" stroke=\"{(share == 0.8 ? "#c66" : "#ddd")}\"/>"
            );
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 26}\" y=\"{Y(share - 0.03)}\">{share:0.0}</text>\n");
        }
        Line(svg, points, X, i => Y(points[i].Precision), "#888\" stroke-dasharray=\"4 3");
        Line(svg, points, X, i => Y(points[i].Recall), "#06c\" stroke-width=\"2");
        for (var i = 0; i < points.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(i)}\" cy=\"{Y(points[i].Recall)}\" r=\"3\" fill=\"#06c\"/>");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{X(i)}\" y=\"{top + Height + 14}\" text-anchor=\"middle\">{points[i].Value}</text>\n"
            );
        }
    }

    private static void Line(StringBuilder svg, EvasionPoint[] points, Func<int, string> x, Func<int, string> y, string stroke) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{string.Join('L', points.Select((_, i) => $"{x(i)} {y(i)}"))}\" fill=\"none\" stroke=\"{stroke}\"/>\n"
        );

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
