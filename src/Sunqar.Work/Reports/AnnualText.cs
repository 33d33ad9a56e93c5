using Sunqar.Core.Cases;
using Sunqar.Work.Wording;

namespace Sunqar.Work.Reports;

/// <summary>The year's report as a table of plain text.</summary>
public static class AnnualText
{
    public static string Write(AnnualReport report)
    {
        var rows = new List<IReadOnlyList<string>> { (string[])["", .. YearWords.Columns(report)] };
        rows.AddRange(
            report.Lines.Select(line =>
                (IReadOnlyList<string>)[(YearWords.IsPart(line) ? "  " : "") + line.Title, .. YearWords.Cells(line)]
            )
        );
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Concat(
            rows.Select(row =>
                string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd() + "\n"
            )
        );
    }
}
