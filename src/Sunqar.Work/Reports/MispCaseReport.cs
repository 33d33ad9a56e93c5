using Sunqar.Core.Cases.Reports;
using Sunqar.Formats.Reports;

namespace Sunqar.Work.Reports;

/// <summary>An event for partners, as MISP JSON: wallets, sites and messenger accounts; nothing about people.</summary>
public sealed record MispCaseReport() : CaseReport("misp-amber", "Event for partners, MISP")
{
    public override Task<MadeReport?> MakeAsync(CaseFile file, PdfPrinter printer, CancellationToken cancel)
    {
        using var json = new MemoryStream();
        MispEvent.Write(json, file, TrafficLight.Amber, "Financial monitoring agency");
        return Task.FromResult<MadeReport?>(new MadeReport(json.ToArray(), "application/json", file.CaseId + ".misp.json"));
    }
}
