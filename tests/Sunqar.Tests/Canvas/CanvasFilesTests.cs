using System.Text;
using System.Xml.Linq;
using Sunqar.Formats.Canvases;
using Xunit;

namespace Sunqar.Tests.Canvas;

/// <summary>A picture as a file for other tools: whatever it is called, it stays text.</summary>
public sealed class CanvasFilesTests
{
    private const string Hostile = "=1+1\"</text><script>alert(1)</script>&\u0001,\n";

    private static DrawnCanvas Picture(string text) =>
        new(
            [Node(text, "card", 0, 0), Node("b", "wallet", 200, 90), Node("c", "crowd", 90, -40)],
            [new DrawnCanvasLine("line-0", text, "b", "KZT", text, "1200.50", 1000, 3, false, false, text, [])],
            [new DrawnCanvasMatch("match-0", text, "b", true, 7, text, text, -9, 0)],
            0,
            1,
            new DrawnCanvasBars([], []),
            3,
            text,
            "account",
            [text],
            1,
            0,
            [text]
        );

    private static DrawnCanvasNode Node(string text, string shape, int x, int y) =>
        new(text, text, shape, text, 2, 3, false, true, text, text, text, 1, 2, 0, text, true, x, y);

    [Fact]
    public void Svg_and_graphml_are_well_formed_and_hold_no_element_of_others()
    {
        var svg = XDocument.Parse(Encoding.UTF8.GetString(CanvasSvg.Write(Picture(Hostile), Hostile)));
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "foreignObject" or "a" or "image");
        Assert.DoesNotContain(
            svg.Descendants().SelectMany(element => element.Attributes()),
            one => one.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
        );
        var graph = XDocument.Parse(Encoding.UTF8.GetString(CanvasTables.GraphMl(Picture(Hostile))));
        XNamespace space = "http://graphml.graphdrawing.org/xmlns";
        Assert.Equal(3, graph.Descendants(space + "node").Count());
        var ids = graph.Descendants(space + "node").Select(node => node.Attribute("id")!.Value).ToHashSet();
        Assert.Equal(2, graph.Descendants(space + "edge").Count());
        Assert.All(graph.Descendants(space + "edge"), edge => Assert.Contains(edge.Attribute("source")!.Value, ids));
    }

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+7 701")]
    [InlineData("-1")]
    [InlineData("@sum")]
    [InlineData("a \"quoted\", word")]
    public void A_cell_is_text_in_quotes_and_no_formula(string text)
    {
        foreach (var file in (byte[][])[CanvasTables.Nodes(Picture(text)), CanvasTables.Lines(Picture(text))])
        {
            var csv = Encoding.UTF8.GetString(file);
            Assert.DoesNotContain(",\"" + text[0] + (text[0] is '=' or '+' or '-' or '@' ? "" : "\0"), csv, StringComparison.Ordinal);
            Assert.Contains(text.Replace("\"", "\"\"", StringComparison.Ordinal), csv, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_kept_picture_is_read_as_it_was_written()
    {
        var bytes = CanvasBytes.Write(Picture("a"));
        Assert.Equal(bytes, CanvasBytes.Write(CanvasBytes.Read(bytes)!));
        Assert.Null(CanvasBytes.Read("{\"nodes\":1}"u8));
    }
}
