using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Times;
using Sunqar.Formats.Fm1;
using Sunqar.Formats.Forms;
using Sunqar.Formats.Iso20022;
using Sunqar.Formats.Reports;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Storage;
using Sunqar.Work.Acting;
using Sunqar.Work.Reports;

namespace Sunqar.Server.Reports;

/// <summary>Reports that are about no single case's page, beside the running server: the year as a file, forms FM-1 of a period, what was
/// answered to one, and a request to a bank. What leaves under pseudonyms is an act first; the year names nobody and is none.</summary>
internal static class FilingEndpoints
{
    /// <summary>Accounts for which something is being made: one at a time.</summary>
    private static readonly ConcurrentDictionary<string, bool> Making = new(StringComparer.Ordinal);

    /// <summary>Characters of what a reporting entity says of itself.</summary>
    private const int FilerLengthMax = 20_000;

    public static void Map(IEndpointRouteBuilder app, CaseDoor cases)
    {
        app.MapGet("/reports", (IConsoleState state, ActDoor acts) => Page(state, acts)).WithName("page:reports");
        app.MapGet(
                "/years/{year}/{format}",
                (string year, string format, IConsoleState state, ActDoor acts, PdfPrinter printer, HttpContext http) =>
                    YearAsync(year, format, state, acts, printer, http)
            )
            .WithName("year:file");
        app.MapPost("/reports/fm1", (HttpContext http, ActDoor acts, CancellationToken cancel) => Fm1Async(http, acts, cases, cancel))
            .WithName("report:fm1");
        app.MapPost("/reports/fm1/answers", (HttpContext http, ActDoor acts) => AnswerAsync(http, acts))
            .WithName("report:fm1-answer")
            .WithFormOptions(multipartBodyLengthLimit: FormXml.BytesMax);
        app.MapPost(
                "/cases/{id}/reports/request",
                (HttpContext http, ActDoor acts, CancellationToken cancel) => RequestAsync(http, acts, cases, cancel)
            )
            .WithName("report:request");
    }

    private static IResult Page(IConsoleState state, ActDoor acts)
    {
        var nowUs = acts.Current?.NowUs ?? 0;
        return ConsoleEndpoints.Page<ReportsPage>(
            new { Year = state.Years is { LatestYear: > 0 and var latest } ? latest : LocalTime.Kazakhstan.Year(nowUs), NowUs = nowUs }
        );
    }

    private static async Task<IResult> YearAsync(
        string numeral,
        string format,
        IConsoleState state,
        ActDoor acts,
        PdfPrinter printer,
        HttpContext http
    )
    {
        if (
            !int.TryParse(numeral, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < 2000 or > 2999
            || format is not ("csv" or "json" or "html" or "pdf")
        )
        {
            return Results.NotFound();
        }
        if (state.Years?.Report(year, acts.Current) is not { } report)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        http.Response.Headers.CacheControl = "no-store";
        var name = string.Create(CultureInfo.InvariantCulture, $"year-{year}.{format}");
        using var bytes = new MemoryStream();
        switch (format)
        {
            case "csv":
                AnnualTable.WriteCsv(bytes, report);
                return Results.File(bytes.ToArray(), "text/csv; charset=utf-8", name);
            case "json":
                AnnualTable.WriteJson(bytes, report);
                return Results.File(bytes.ToArray(), "application/json", name);
            case "html":
                return Results.File(Encoding.UTF8.GetBytes(AnnualHtml.Write(report)), "text/html; charset=utf-8", name);
            default:
                return await printer.PrintAsync(AnnualHtml.Write(report), http.RequestAborted) switch
                {
                    PdfOutcome.Printed printed => Results.File(printed.Pdf, "application/pdf", name),
                    PdfOutcome.Failed failed => Results.Problem(failed.Reason, statusCode: StatusCodes.Status503ServiceUnavailable),
                    _ => throw new InvalidOperationException("An outcome that is not known."),
                };
        }
    }

    /// <summary>Makes something for an account that makes nothing else now.</summary>
    private static async Task<IResult> OneAtATimeAsync(FormFields fields, Func<Task<IResult>> make)
    {
        if (!Making.TryAdd(fields.Actor.Id, true))
            return Refused(fields, RefusalKind.Limited, "Your last report is still being made.");
        try
        {
            return await make();
        }
        finally
        {
            Making.TryRemove(fields.Actor.Id, out _);
        }
    }

    private static async Task<IResult> Fm1Async(HttpContext http, ActDoor acts, CaseDoor cases, CancellationToken cancel)
    {
        var fields = new FormFields(http);
        if (cases.Folder is not { } folder)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), fields.From);
        var (format, institution) = (fields.Text("format", 4), fields.Text("institution", 64));
        if (format is not ("json" or "csv" or "xml"))
            return Refused(fields, RefusalKind.Invalid, "json, csv or xml.", "format");
        if (DayUs(fields.Text("since", 10), 0) is not { } fromUs)
            return Refused(fields, RefusalKind.Invalid, "A day is YYYY-MM-DD.", "since");
        if (DayUs(fields.Text("until", 10), 1) is not { } untilUs || untilUs <= fromUs)
            return Refused(fields, RefusalKind.Invalid, "A day, not before the first.", "until");
        return await OneAtATimeAsync(
            fields,
            async () =>
            {
                var reports = await Task.Run(
                    () =>
                        Fm1Job
                            .Of(folder, fromUs, untilUs)
                            .Where(report => institution.Length == 0 || report.Entity.Code == institution)
                            .ToList(),
                    cancel
                );
                return format == "xml" ? await XmlAsync(fields, acts, reports) : await TableAsync(fields, acts, reports, format);
            }
        );
    }

    private static async Task<IResult> TableAsync(FormFields fields, ActDoor acts, List<Fm1Report> reports, string format)
    {
        using var bytes = new MemoryStream();
        if (format == "csv")
            Fm1Table.WriteCsv(bytes, reports);
        else
            Fm1Table.WriteJson(bytes, reports);
        var made = bytes.ToArray();
        var command = new ExportReport(fields.Key, null, fields.Text("basis"), "fm1-" + format, Hash(made), made.Length, reports.Count);
        return await LetOutAsync(
            fields,
            acts,
            command,
            made,
            format == "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson",
            "fm1." + format
        );
    }

    /// <summary>As published: one form a file, all of them or none, in one archive.</summary>
    private static async Task<IResult> XmlAsync(FormFields fields, ActDoor acts, List<Fm1Report> reports)
    {
        if (reports.Select(report => report.Entity.Code).Distinct().Take(2).Count() > 1)
            return Refused(fields, RefusalKind.Invalid, "Several institutions reported operations of this time: name one.", "institution");
        if (reports.Count is 0 or > SendFm1.FormsMax)
        {
            return Refused(
                fields,
                RefusalKind.Invalid,
                $"{reports.Count} forms: 1 to {SendFm1.FormsMax} go at once; choose another period.",
                "until"
            );
        }
        if (Details(fields.Text("filer", FilerLengthMax)) is not { } filer)
            return Refused(fields, RefusalKind.Invalid, "A JSON object of paths from PersonalData and texts.", "filer");
        var suspicion = fields.Text("suspicion", 20);
        var filing = new Fm1Filing(
            acts.Current?.NowUs ?? 0,
            filer.GetValueOrDefault("") ?? new Dictionary<string, string>(),
            new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            suspicion.Length == 0 ? null : suspicion,
            new StandInSigner()
        );
        var outcome = Fm1Xml.Write(reports, filing);
        if (outcome is Fm1Outcome.Refused { Faults: var faults })
        {
            var said = $"{faults.Count} faults; nothing was written. The first: {faults[0].Fault}";
            return Refused(fields, RefusalKind.Invalid, said, "filer");
        }
        var forms = ((Fm1Outcome.Written)outcome).Forms;
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var form in forms)
            all.AppendData(form.Bytes);
        var command = new SendFm1(
            fields.Key,
            fields.Text("basis"),
            [.. forms.Select(form => new Fm1Sent(form.Guid, form.Version, form.Number, form.Cases, Hash(form.Bytes)))],
            Convert.ToHexStringLower(all.GetHashAndReset()),
            forms.Sum(form => (long)form.Bytes.Length)
        );
        return await LetOutAsync(fields, acts, command, Zip(forms), "application/zip", "fm1.zip");
    }

    private static byte[] Zip(IReadOnlyList<Fm1Document> forms)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var form in forms)
            {
                using var entry = archive.CreateEntry($"doc-{form.Guid}.xml").Open();
                entry.Write(form.Bytes);
            }
        }
        return bytes.ToArray();
    }

    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Details(string text) =>
        text.Length == 0 ? new Dictionary<string, IReadOnlyDictionary<string, string>>()
        : Fm1Details.Parse(text, "filer", areLines: false) is Fm1DetailsReading.Read { ByName: var read } ? read
        : null;

    private static async Task<IResult> AnswerAsync(HttpContext http, ActDoor acts)
    {
        var fields = new FormFields(http);
        if (http.Request.Form.Files is not [var file] || file.Length is 0 or > FormXml.BytesMax)
            return Refused(fields, RefusalKind.Invalid, "One file with something in it.", "file");
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, http.RequestAborted);
        if (Fm1Answers.Read(bytes.ToArray(), "the file") is not Fm1Reading.Read { Message: var message })
            return Refused(fields, RefusalKind.Invalid, "It is none of Ack1, Ack2, DocInfo and UponDocInfo.", "file");
        var command = new TakeFm1Answer(
            fields.Key,
            message.Kind,
            message.Parent,
            message.Guid,
            Hash(bytes.ToArray()),
            message.AtUs,
            message.Code,
            message.Words,
            message.Days
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? CommandForms.SeeOther(fields.From) : CommandForms.Refusal(answer, fields.From);
    }

    private static async Task<IResult> RequestAsync(HttpContext http, ActDoor acts, CaseDoor cases, CancellationToken cancel)
    {
        var fields = new FormFields(http);
        var (id, bank) = (fields.Route("id"), fields.Text("bank", 64));
        if (acts.Current is not { } desk || cases.Folder is not { } folder)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), fields.From);
        return await OneAtATimeAsync(
            fields,
            async () =>
            {
                var file = await Task.Run(() => CaseFileJob.Of(folder, id, desk.NowUs), cancel);
                var payments = file?.Operations.Where(operation => operation.Institution == bank).ToList() ?? [];
                if (file is null || payments.Count == 0)
                    return Refused(fields, RefusalKind.NotFound, "The case has no payment of this bank.", "bank");
                var request = new InformationRequest(
                    file.CaseId,
                    fields.Text("basis", 35),
                    Confidential: true,
                    DayUs(fields.Text("due", 10), 0) is { } due ? LocalTime.Kazakhstan.Day(due) : null,
                    LocalTime.Kazakhstan.Day(payments[0].TimeUs),
                    LocalTime.Kazakhstan.Day(payments[^1].TimeUs),
                    new SearchCriterion.Transactions([.. payments.Select(payment => payment.Id)])
                );
                if (InformationRequests.Write(request) is not InformationRequestWriting.Written written)
                    return Refused(fields, RefusalKind.Invalid, "A basis has 1 to 35 characters that such a message may carry.", "basis");
                var bytes = written.Message;
                var command = new ExportReport(fields.Key, id, request.Paragraph, "auth-001", Hash(bytes), bytes.Length, payments.Count);
                return await LetOutAsync(fields, acts, command, bytes, "application/xml", $"{id}-{bank}.xml");
            }
        );
    }

    /// <summary>The act first, then the bytes.</summary>
    private static async Task<IResult> LetOutAsync(FormFields fields, ActDoor acts, Command command, byte[] bytes, string type, string name)
    {
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? new Download(bytes, type, name) : CommandForms.Refusal(answer, fields.From);
    }

    /// <summary>A file that no cache keeps.</summary>
    private sealed class Download(byte[] bytes, string type, string name) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.CacheControl = "no-store";
            return Results.File(bytes, type, name).ExecuteAsync(httpContext);
        }
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static long? DayUs(string day, int later) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? LocalTime.Kazakhstan.StartUs(date.AddDays(later))
            : null;

    private static IResult Refused(FormFields fields, RefusalKind kind, string why, string? field = null) =>
        CommandForms.Refusal(new ActAnswer(ActStatus.Refused, kind, why, field, -1, false), fields.From);
}
