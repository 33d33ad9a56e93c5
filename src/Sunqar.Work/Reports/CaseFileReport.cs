using System.Text;
using Sunqar.Core.Cases.Reports;

namespace Sunqar.Work.Reports;

/// <summary>The whole file of a case, for people: as a page, or printed.</summary>
public sealed record CaseFileReport(bool IsPdf)
    : CaseReport(IsPdf ? "case-file-pdf" : "case-file-html", IsPdf ? "Case file, PDF" : "Case file, HTML")
{
    public override async Task<MadeReport?> MakeAsync(CaseFile file, PdfPrinter printer, CancellationToken cancel)
    {
        var html = CaseFileHtml.Write(file, IsPdf ? CaseFileHtml.PrintedOperationsMax : CaseFileHtml.OperationsMax);
        if (!IsPdf)
            return new MadeReport(Encoding.UTF8.GetBytes(html), "text/html", file.CaseId + ".html");
        return await printer.PrintAsync(html, cancel) is PdfOutcome.Printed printed
            ? new MadeReport(printed.Pdf, "application/pdf", file.CaseId + ".pdf")
            : null;
    }
}
