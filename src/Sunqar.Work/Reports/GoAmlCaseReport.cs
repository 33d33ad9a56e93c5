using System.Globalization;
using System.IO.Compression;
using Sunqar.Core.Cases.Reports;
using Sunqar.Formats.GoAml;

namespace Sunqar.Work.Reports;

/// <summary>A report to a foreign FIU as goAML 5.0.2 XML: of transactions (STR), or of an activity (SAR). A long one is an archive of
/// parts.</summary>
public sealed record GoAmlCaseReport(bool IsActivity)
    : CaseReport(IsActivity ? "goaml-sar" : "goaml-str", IsActivity ? "SAR, goAML" : "STR, goAML")
{
    public override Task<MadeReport?> MakeAsync(CaseFile file, PdfPrinter printer, CancellationToken cancel) =>
        Task.FromResult(
            GoAmlReport.Write(file, new ReportingEntity(1), IsActivity ? GoAmlKind.Sar : GoAmlKind.Str) switch
            {
                GoAmlOutcome.Written { Parts: [var one] } => new MadeReport(one, "application/xml", $"{file.CaseId}-{Name}.xml"),
                GoAmlOutcome.Written { Parts: var parts } => new MadeReport(
                    Archive(file.CaseId, parts),
                    "application/zip",
                    $"{file.CaseId}-{Name}.zip"
                ),
                GoAmlOutcome.Faulty { Faults: var faults } => new MadeReport([], "", "")
                {
                    Faults = [.. faults.Select(fault => fault.ToString())],
                },
                _ => null,
            }
        );

    /// <summary>Entries bear no time, so the same parts are the same archive.</summary>
    private byte[] Archive(string caseId, IReadOnlyList<byte[]> parts)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < parts.Count; i++)
            {
                var entry = archive.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{caseId}-{Name}-{i + 1}.xml"));
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(parts[i]);
            }
        }
        return output.ToArray();
    }
}
