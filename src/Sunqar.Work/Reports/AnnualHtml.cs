using Sunqar.Core.Cases;
using Sunqar.Work.Wording;

namespace Sunqar.Work.Reports;

/// <summary>The year's report as a document that stands for itself, with the cases behind every number.</summary>
public static class AnnualHtml
{
    public static string Write(AnnualReport report) =>
        HtmlText.Document(
            $"The year {report.Year}",
            ReportStyle.Text,
            html =>
            {
                html.Line("h1", $"{report.Year} beside {report.Year - 1}");
                html.Line(
                    "p",
                    "What was closed, what was found and is not closed, and, in a simulated "
                        + "country, what was planted, each apart. A dash: nothing is known."
                );
                html.Table(
                    ["Measure", .. YearWords.Columns(report)],
                    report.Lines.Select(line => (IReadOnlyList<string>)[line.Title, .. YearWords.Cells(line)]),
                    1,
                    2,
                    3,
                    4
                );
                html.Line("h2", "Cases behind the numbers");
                foreach (var line in report.Lines)
                {
                    foreach (
                        var (column, figure) in new[]
                        {
                            (report.Year - 1 + ", closed", line.LastYear),
                            (report.Year + ", closed", line.Closed),
                            ("found, not closed", line.Found),
                        }
                    )
                    {
                        if (figure is not { Cases.Count: > 0 } known)
                            continue;
                        html.Line("h3", $"{line.Title}: {column}, {YearWords.Figure(known, line.Unit)}");
                        html.Line("p", string.Join(", ", known.Cases), ("class", "ids"));
                    }
                }
            }
        );
}

/// <summary>How reports look on a screen and on paper.</summary>
internal static class ReportStyle
{
    public const string Text = """
        @page { size: A4; margin: 16mm 14mm; }
        body { font: 10pt/1.45 "Noto Sans", "DejaVu Sans", sans-serif; color: #14212b; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 17pt; margin: 0 0 .3em; } h2 { font-size: 13pt; margin: 1.6em 0 .4em; break-after: avoid; } h3 { font-size: 10pt; margin: 1em 0 .2em; break-after: avoid; }
        table { border-collapse: collapse; width: 100%; font-size: 8.5pt; } th, td { text-align: left; vertical-align: top; padding: .15em .5em; border-bottom: 1px solid #cfd8de; }
        .long { overflow-wrap: anywhere; } .num, td:first-child:not(.long) { white-space: nowrap; }
        thead { display: table-header-group; } tr { break-inside: avoid; } .num { text-align: right; font-variant-numeric: tabular-nums; }
        .ids, code { font: 7.5pt/1.4 "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; } .mark { border: 2px solid #9c2b2b; color: #9c2b2b; display: inline-block; padding: .1em .6em; }
        svg { display: block; margin: auto; width: 100%; max-height: 120mm; break-inside: avoid; } .quiet { color: #51626e; }
        """;
}
