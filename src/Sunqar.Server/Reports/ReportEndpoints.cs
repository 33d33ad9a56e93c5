using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Payments;
using Sunqar.Formats.GoAml;
using Sunqar.Formats.Reports;
using Sunqar.Server.Cases;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Reports;

namespace Sunqar.Server.Reports;

/// <summary>The ledger's page, and the reports that a case's page lets out: made, then an act, then sent.</summary>
internal static class ReportEndpoints
{
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
                (HttpContext http, ActDoor acts, PdfPrinter printer, CancellationToken cancel) =>
                    LetOutAsync(http, acts, cases, printer, cancel)
            )
            .WithName("case:report");
    }

    /// <summary>Accounts for which a report is being made: one at a time, so that nobody keeps everybody else waiting.</summary>
    private static readonly ConcurrentDictionary<string, bool> Making = new(StringComparer.Ordinal);

    private static async Task<IResult> LetOutAsync(
        HttpContext http,
        ActDoor acts,
        CaseDoor cases,
        PdfPrinter printer,
        CancellationToken cancel
    )
    {
        var fields = new FormFields(http);
        if (!Making.TryAdd(fields.Actor.Id, true))
        {
            return CommandForms.Refusal(
                new ActAnswer(ActStatus.Refused, RefusalKind.Limited, "Your last report is still being made.", null, -1, false),
                fields.From
            );
        }
        try
        {
            return await LetOutAsync(http, fields, acts, cases, printer, cancel);
        }
        finally
        {
            Making.TryRemove(fields.Actor.Id, out _);
        }
    }

    private static async Task<IResult> LetOutAsync(
        HttpContext http,
        FormFields fields,
        ActDoor acts,
        CaseDoor cases,
        PdfPrinter printer,
        CancellationToken cancel
    )
    {
        var (id, report) = (fields.Route("id"), fields.Text("report", 40));
        IResult Refused(RefusalKind kind, string why, string? field = null) =>
            CommandForms.Refusal(new ActAnswer(ActStatus.Refused, kind, why, field, -1, false), fields.From);
        if (acts.Current is not { } desk || cases.Folder is not { } folder)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), fields.From);
        if (id.Length > ServerLimits.IdLengthMax || CaseReports.All.FirstOrDefault(one => one.Name == report) is not { } asked)
            return Refused(RefusalKind.Invalid, "There is no such report.", "report");
        if (acts.Case(id) is null)
            return Refused(RefusalKind.NotFound, "There is no such case.");
        // Folded from the journal, not read from the desk: nobody waits at the desk while payments are looked up.
        var file = await Task.Run(() => CaseFileJob.Of(folder, id, desk.NowUs), cancel);
        if (file is null)
            return Refused(RefusalKind.NotFound, "There is no such case.");
        if (await asked.MakeAsync(file, printer, cancel) is not { } made)
            return Refused(RefusalKind.Invalid, "The case has nothing to report so, or nothing is there to print it with.", "report");
        if (made.Faults is [var first, ..])
        {
            return Refused(
                RefusalKind.Invalid,
                $"A receiver would refuse it, for {made.Faults.Count} reasons; the first: {first}.",
                "report"
            );
        }
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
}
