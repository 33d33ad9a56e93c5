using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Sunqar.Work.Reports;

/// <summary>An HTML document written element by element: every text and attribute is encoded on its way in, so nothing from outside becomes
/// markup.</summary>
internal sealed class HtmlText
{
    private const int LongFrom = 24;

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>A whole document that stands for itself: no script, nothing loaded from anywhere, and the browser told so.</summary>
    public static string Document(string title, string style, Action<HtmlText> body)
    {
        var html = new HtmlText();
        html._text.Append("<!DOCTYPE html>\n");
        html.In(
            "html",
            () =>
            {
                html.In(
                    "head",
                    () =>
                    {
                        html.Void("meta", ("charset", "utf-8"));
                        html.Void(
                            "meta",
                            ("http-equiv", "Content-Security-Policy"),
                            ("content", "default-src 'none'; style-src 'unsafe-inline'")
                        );
                        html.Line("title", title);
                        // Ours, and it holds none of the characters that would have to be encoded.
                        html._text.Append("<style>").Append(style).Append("</style>\n");
                    }
                );
                html.In("body", () => body(html));
            },
            ("lang", "en")
        );
        return html._text.ToString();
    }

    /// <summary>An element with what <paramref name="inside"/> writes.</summary>
    public void In(string element, Action inside, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(element, attributes);
        _open.Push(element);
        inside();
        _text.Append("</").Append(_open.Pop()).Append(">\n");
    }

    /// <summary>An element with a text.</summary>
    public void Line(string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(element, attributes);
        Text(text);
        _text.Append("</").Append(element).Append(">\n");
    }

    /// <summary>An element that holds nothing.</summary>
    public void Void(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(element, attributes);
        _text.Append('\n');
    }

    public void Text(string text) => _text.Append(HtmlEncoder.Default.Encode(text));

    /// <summary>A table with a head; cells of columns in <paramref name="numbers"/> stand to the right. Long texts alone may be broken
    /// anywhere: times and amounts stay on their line.</summary>
    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, params ReadOnlySpan<int> numbers)
    {
        var right = numbers.ToArray();
        (string, string)[] Side(int column, string text = "") =>
            right.Contains(column) ? [("class", "num")]
            : text.Length > LongFrom ? [("class", "long")]
            : [];
        In(
            "table",
            () =>
            {
                In(
                    "thead",
                    () =>
                        In(
                            "tr",
                            () =>
                            {
                                for (var i = 0; i < head.Count; i++)
                                    Line("th", head[i], Side(i));
                            }
                        )
                );
                In(
                    "tbody",
                    () =>
                    {
                        foreach (var row in rows)
                        {
                            In(
                                "tr",
                                () =>
                                {
                                    for (var i = 0; i < row.Count; i++)
                                        Line("td", row[i], Side(i, row[i]));
                                }
                            );
                        }
                    }
                );
            }
        );
    }

    /// <summary>A number for a place in a drawing.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void Tag(string element, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _text.Append('<').Append(element);
        foreach (var (name, value) in attributes)
            _text.Append(' ').Append(name).Append("=\"").Append(HtmlEncoder.Default.Encode(value)).Append('"');
        _text.Append('>');
    }
}
