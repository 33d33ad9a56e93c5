using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Payments;
using Sunqar.Formats.GoAml;
using Sunqar.Formats.Reports;
using Sunqar.Server.Acting;
using Sunqar.Server.Cases;
using Sunqar.Server.Hosting;
using Sunqar.Server.Jobs;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;

namespace Sunqar.Server.Reports;

/// <summary>The ledger's page, and the reports that a case's page lets out: made, then an act, then sent.</summary>
internal static class ReportEndpoints
{
    /// <summary>The reports of a case's page, by the names that its form sends.</summary>
    public static IReadOnlyList<(string Name, string Label)> OfCase { get; } =
    [
        ("case-file-pdf", "Case file, PDF"),
        ("case-file-html", "Case file, HTML"),
        ("goaml-str", "STR, goAML"),
        ("goaml-sar", "SAR, goAML"),
        ("misp-amber", "Event for partners, MISP"),
    ];

    public static void Map(IEndpointRouteBuilder app, CaseDoor cases)
    {
        app.MapGet(
                "/ledger",
                (IConsoleState state, ActDoor acts) =>
                    ConsoleEndpoints.Page<LedgerPage>(
                        new
                        {
                            View = acts.Current?.Read(rooms => LedgerView.Of(rooms, cases, state.Years?.Rates ?? new RateTable()))
                                ?? new LedgerView([], [], 0),
                        }
                    )
            )
            .WithName("page:ledger");
        app.MapPost(
                "/cases/{id}/reports",
                (HttpContext http, ActDoor acts, CancellationToken cancel) => LetOutAsync(http, acts, cases, cancel)
            )
            .WithName("case:report");
    }

    private static async Task<IResult> LetOutAsync(HttpContext http, ActDoor acts, CaseDoor cases, CancellationToken cancel)
    {
        var fields = new FormFields(http);
        var (id, report) = (fields.Route("id"), fields.Text("report", 40));
        IResult Refused(RefusalKind kind, string why, string? field = null) =>
            CommandForms.Refusal(new ActAnswer(ActStatus.Refused, kind, why, field, -1, false), fields.From);
        if (acts.Current is not { } desk || cases.Folder is not { } folder)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), fields.From);
        if (id.Length > ServerLimits.IdLengthMax || !OfCase.Any(one => one.Name == report))
            return Refused(RefusalKind.Invalid, "There is no such report.", "report");
        if (CaseEndpoints.Find(acts, id) is null)
            return Refused(RefusalKind.NotFound, "There is no such case.");
        // Folded from the journal, not read from the desk: nobody waits at the desk while payments are looked up.
        var file = await Task.Run(() => CaseFileJob.Of(folder, id, desk.NowUs), cancel);
        if (file is null)
            return Refused(RefusalKind.NotFound, "There is no such case.");
        if (await MakeAsync(file, report, cancel) is not { } made)
            return Refused(RefusalKind.Invalid, "The case has nothing to report so, or nothing is there to print it with.", "report");
        var hash = Convert.ToHexStringLower(SHA256.HashData(made.Bytes));
        var answer = await CommandForms.DoAsync(
            fields,
            new ExportReport(fields.Key, id, fields.Text("basis"), report, hash, made.Bytes.Length, file.Operations.Count),
            acts
        );
        if (!answer.IsDone)
            return CommandForms.Refusal(answer, fields.From);
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(made.Bytes, made.Type, made.Name);
    }

    private sealed record Made(byte[] Bytes, string Type, string Name);

    private static async Task<Made?> MakeAsync(CaseFile file, string report, CancellationToken cancel)
    {
        switch (report)
        {
            case "case-file-pdf":
                return await PdfPrinter.PrintAsync(CaseFileHtml.Write(file), cancel) is PdfOutcome.Printed printed
                    ? new Made(printed.Pdf, "application/pdf", file.CaseId + ".pdf")
                    : null;
            case "case-file-html":
                return new Made(Encoding.UTF8.GetBytes(CaseFileHtml.Write(file)), "text/html", file.CaseId + ".html");
            case "goaml-str" or "goaml-sar":
                return GoAmlReport.Write(file, new ReportingEntity(1), report == "goaml-sar" ? GoAmlKind.Sar : GoAmlKind.Str) switch
                {
                    GoAmlOutcome.Written { Parts: [var one] } => new Made(one, "application/xml", $"{file.CaseId}-{report}.xml"),
                    GoAmlOutcome.Written { Parts: var parts } => new Made(
                        Zip(file.CaseId, report, parts),
                        "application/zip",
                        $"{file.CaseId}-{report}.zip"
                    ),
                    _ => null,
                };
            default:
                using (var json = new MemoryStream())
                {
                    MispEvent.Write(json, file, TrafficLight.Amber, "Financial monitoring agency");
                    return new Made(json.ToArray(), "application/json", file.CaseId + ".misp.json");
                }
        }
    }

    /// <summary>A report in parts, each a file; entries bear no time, so the same parts are the same archive.</summary>
    private static byte[] Zip(string caseId, string report, IReadOnlyList<byte[]> parts)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < parts.Count; i++)
            {
                var entry = archive.CreateEntry(string.Create(CultureInfo.InvariantCulture, $"{caseId}-{report}-{i + 1}.xml"));
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(parts[i]);
            }
        }
        return output.ToArray();
    }
}
