using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Canvas;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Oversight;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Cases;

/// <summary>The pages of cases, and what their forms ask for. Measures have a file of their own.</summary>
internal static class CaseEndpoints
{
    public static void Map(IEndpointRouteBuilder app, CaseDoor cases)
    {
        app.MapGet(
                "/cases",
                (IConsoleState state, ActDoor acts, HttpContext http, string? show, int? page) => Queue(state, acts, http, show, page)
            )
            .WithName("page:cases");
        app.MapGet(
                "/cases/{id}",
                (string id, IConsoleState state, ActDoor acts, HttpContext http, CancellationToken cancel) =>
                    CaseAsync(id, state, acts, cases, http, cancel)
            )
            .WithName("page:case")
            .RecordsView(id => id);
        MapCourse(app);
        MapNotes(app);
        MapEvidence(app, cases);
    }

    /// <summary>From opening to closing, and who is on the case.</summary>
    private static void MapCourse(IEndpointRouteBuilder app)
    {
        app.MapCommand(
            "/cases/opened",
            "case:open",
            form => new OpenCase(form.Key, form.Text("basis"), form.Text("kind", 40), form.Text("title"), [], 0, 0),
            next: (_, answer) => $"/cases/{answer.Text}"
        );
        app.MapPost("/alerts/{id}/case", (HttpContext http, ActDoor acts, IConsoleState state) => FromAlertAsync(http, acts, state))
            .WithName("case:from-alert");
        app.MapCommand(
            "/cases/{id}/officers",
            "case:assign",
            form => new AssignCase(
                form.Key,
                form.Route("id"),
                "duty",
                form.Text("officer", 64) is { Length: > 0 } officer ? officer : form.Actor.Id,
                form.Text("take", 3) != "off"
            )
        );
        app.MapCommand(
            "/cases/{id}/status",
            "case:move",
            form => new MoveCase(form.Key, form.Route("id"), "duty", form.OneOf<CaseStatus>("to"), form.Text("reason", CaseText.TextMax))
        );
        app.MapCommand(
            "/cases/{id}/closing",
            "case:close",
            form => new CloseCase(
                form.Key,
                form.Route("id"),
                form.Text("basis"),
                form.OneOf<CaseResult>("result"),
                form.Text("reason", CaseText.TextMax)
            )
        );
        app.MapCommand(
            "/cases/{id}/reopening",
            "case:reopen",
            form => new ReopenCase(form.Key, form.Route("id"), form.Text("basis"), form.Text("reason", CaseText.TextMax))
        );
    }

    /// <summary>What is written down on the way: notes, tasks, other cases that belong to it.</summary>
    private static void MapNotes(IEndpointRouteBuilder app)
    {
        app.MapCommand(
            "/cases/{id}/notes",
            "case:note",
            form => new NoteCase(form.Key, form.Route("id"), "duty", form.Text("text", CaseText.TextMax))
        );
        app.MapCommand(
            "/cases/{id}/qualification",
            "case:qualify",
            form => new QualifyCase(
                form.Key,
                form.Route("id"),
                "duty",
                form.OneOf<CrimeGravity>("gravity"),
                form.Text("article", CaseText.LineMax)
            )
        );
        app.MapCommand(
            "/cases/{id}/tasks",
            "case:task",
            form => new SetTask(
                form.Key,
                form.Route("id"),
                "duty",
                null,
                form.Text("title"),
                Due(form.Text("due", 40)),
                form.Text("officer", 64)
            )
        );
        app.MapCommand(
            "/cases/{id}/tasks/{task}",
            "case:task-done",
            form => new FinishTask(form.Key, form.Route("id"), "duty", form.Route("task"), form.Text("result"))
        );
        app.MapCommand(
            "/cases/{id}/related",
            "case:relate",
            form => new RelateCases(form.Key, form.Route("id"), "duty", form.Text("other", 128), form.Text("reason"))
        );
    }

    /// <summary>What was brought: evidence, and the reports of volunteers.</summary>
    private static void MapEvidence(IEndpointRouteBuilder app, CaseDoor cases)
    {
        app.MapCommand(
            "/cases/{id}/evidence/{piece}",
            "evidence:hand",
            form => new HandEvidence(
                form.Key,
                form.Route("id"),
                form.Text("basis"),
                form.Route("piece"),
                form.Text("to"),
                form.Text("purpose")
            )
        );
        app.MapPost("/cases/{id}/evidence", (HttpContext http, ActDoor acts) => TakeAsync(http, acts, cases))
            .WithName("evidence:take")
            .WithMetadata(new EvidenceSize())
            .WithFormOptions(multipartBodyLengthLimit: TakeEvidence.BytesMax);
        app.MapPost("/cases/{id}/volunteers", (HttpContext http, ActDoor acts) => VolunteerAsync(http, acts, cases))
            .WithName("volunteer:state");
        app.MapPost("/cases/{id}/volunteers/judged", (HttpContext http, ActDoor acts) => JudgeAsync(http, acts, cases))
            .WithName("volunteer:judge");
    }

    /// <summary>Evidence is larger than other forms: its piece, and a form's other fields.</summary>
    private sealed class EvidenceSize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => TakeEvidence.BytesMax + ServerLimits.BodyBytesMax;
    }

    /// <summary>A case of the book; null where there is none of that id or nothing is replayed yet.</summary>
    private static IResult Queue(IConsoleState state, ActDoor acts, HttpContext http, string? show, int? page)
    {
        var by = http.Actor();
        var lines = new List<QueueLine>();
        var nowUs = 0L;
        if (acts.Current is { } desk)
        {
            nowUs = desk.NowUs;
            lines = desk.Read(s =>
                s.Of<CaseBook>()
                    .Cases.Select(one => new QueueLine(
                        one,
                        one.Tasks.Values.Where(task => !task.IsDone).Select(task => task.DueUs).DefaultIfEmpty(long.MaxValue).Min(),
                        s.Of<MeasureBook>().OfCase(one.Id).Count(m => m.StatusAt(nowUs) == MeasureStatus.Requested)
                    ))
                    .ToList()
            );
        }
        var known = lines.Select(line => line.Case.Id).ToHashSet(StringComparer.Ordinal);
        return ConsoleEndpoints.Page<CasesPage>(
            new
            {
                Lines = lines,
                Earlier = state.Cases.Where(one => !known.Contains(one.Id)).ToList(),
                Show = show ?? "",
                Page = page ?? 1,
                NowUs = nowUs,
                By = by,
            }
        );
    }

    private static async Task<IResult> CaseAsync(
        string id,
        IConsoleState state,
        ActDoor acts,
        CaseDoor cases,
        HttpContext http,
        CancellationToken cancel
    )
    {
        if (id.Length > ServerLimits.IdLengthMax)
            return Results.NotFound();
        if (acts.Current is { } desk && acts.Case(id) is { } one)
        {
            var (measures, assets, forms) = desk.Read(s =>
                (
                    s.Of<MeasureBook>().OfCase(id).ToList(),
                    s.Of<AssetLedger>().Balances.Where(balance => balance.CaseId == id).ToList(),
                    s.Of<Fm1Book>().OfCase(id)
                )
            );
            var names = http.RequestServices.GetRequiredService<ColleagueNames>();
            var ofAlerts = one.Sources.Where(source => source.Kind == SourceKind.Alert).Select(source => source.Id).ToHashSet();
            List<Alert> alerts = [.. state.Alerts.Alerts.Where(alert => ofAlerts.Contains(alert.Id))];
            return ConsoleEndpoints.Page<CaseFilePage>(
                new
                {
                    Sheet = new CaseSheet(one, cases.NamesIn(one), measures, assets, forms, desk.NowUs, http.Actor())
                    {
                        Alerts = alerts,
                        AlertSums = AlertSums.Of(alerts),
                        Canvases = desk.Read(s => s.Of<CanvasBook>().OfCase(id)),
                        NameOf = names.Of,
                        Givable = Givable(desk, one, names),
                        Looks = Looks(desk, one, cases),
                    },
                }
            );
        }
        return await state.CaseAsync(id, cancel) is { } earlier
            ? ConsoleEndpoints.Page<CasePage>(new { Case = earlier })
            : Results.NotFound();
    }

    /// <summary>Looks at members of the case that a grant of the case allowed, each once.</summary>
    private static List<CaseEntry> Looks(ActDesk desk, Case one, CaseDoor cases)
    {
        var names = cases.NamesIn(one);
        return desk.Read(state =>
            SubjectText
                .In(one.Members.Keys)
                .SelectMany(subject =>
                    state
                        .Of<AccessBook>()
                        .LooksAt(subject)
                        .Where(look => look.CaseId == one.Id)
                        .Select(look => (Look: look, Name: names[subject.ToString()]))
                )
                .GroupBy(seen => seen.Look.LookId)
                .Select(same => new CaseEntry(
                    same.First().Look.AtUs,
                    same.First().Look.Author,
                    $"Looked at {OversightWords.Of(same.First().Look.Fields)} of {string.Join(", ", same.Select(seen => seen.Name))}."
                ))
                .OrderBy(entry => entry.AtUs)
                .ToList()
        );
    }

    /// <summary>Officers and heads who are there and do not answer for it, by name.</summary>
    private static List<string> Givable(ActDesk desk, Case one, ColleagueNames names) =>
        [
            .. desk.Read(state =>
                    state
                        .Of<Staff>()
                        .Accounts.Where(account => account.Role is Role.Officer or Role.Head && account.Standing != Standing.Suspended)
                        .Where(account => state.Of<AbsenceBook>().AwayUntil(account.Id, desk.NowUs) == 0)
                        .Select(account => account.Id)
                        .Except(one.Officers)
                        .ToList()
                )
                .OrderBy(names.Of, StringComparer.Ordinal),
        ];

    /// <summary>An alert becomes a case of its own, or joins the one that is named; its subject becomes a member.</summary>
    private static async Task<IResult> FromAlertAsync(HttpContext http, ActDoor acts, IConsoleState state)
    {
        var fields = new FormFields(http);
        var id = fields.Route("id");
        if (state.Alerts.Find(id) is not { } alert)
            return Results.NotFound();
        var source = new CaseSource(SourceKind.Alert, alert.Id, new Dictionary<string, string> { [alert.Subject.ToString()] = alert.Role });
        var (title, joined, basis) = (fields.Text("title"), fields.Text("case", 128), fields.Text("basis"));
        var (kzt, usd) = AlertSums.Of([alert]);
        Command command =
            joined.Length > 0
                ? new JoinSource(fields.Key, joined, basis, source)
                : new OpenCase(fields.Key, basis, CaseOf(alert), title.Length > 0 ? title : $"Alert: {alert.Typology}", [source], kzt, usd);
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? CommandForms.SeeOther($"/cases/{answer.Text}") : CommandForms.Refusal(answer, fields.From);
    }

    /// <summary>A kind is named after the rule that spoke.</summary>
    private static string CaseOf(Alert alert) =>
        alert.Rule.Length <= 40 && alert.Rule.All(c => c is >= 'a' and <= 'z' or '_') ? alert.Rule : "alert";

    /// <summary>The bytes are kept first: evidence that is in the book is there. Bytes that the book then refuses lie under their hash, and
    /// do no harm.</summary>
    private static async Task<IResult> TakeAsync(HttpContext http, ActDoor acts, CaseDoor cases)
    {
        var fields = new FormFields(http);
        var id = fields.Route("id");
        if (http.Request.Form.Files is not [var file] || file.Length is 0 or > TakeEvidence.BytesMax)
        {
            return CommandForms.Refusal(
                new ActAnswer(ActStatus.Refused, RefusalKind.Invalid, "One file with something in it.", "file", -1, false),
                fields.From
            );
        }
        // Nobody fills the disk through a case that is not theirs.
        if (acts.Case(id) is not { IsOpen: true } one || !one.Officers.Contains(fields.Actor.Id) || cases.Evidence is not { } store)
        {
            return CommandForms.Refusal(
                new ActAnswer(
                    ActStatus.Refused,
                    RefusalKind.Forbidden,
                    "Evidence is taken by those who answer for an open case.",
                    null,
                    -1,
                    false
                ),
                fields.From
            );
        }
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, http.RequestAborted);
        var hash = store.Put(bytes.ToArray());
        var type =
            file.ContentType is { Length: > 0 and <= 100 } stated && stated.All(c => c is > ' ' and <= '~')
                ? stated
                : "application/octet-stream";
        var command = new TakeEvidence(
            fields.Key,
            id,
            fields.Text("basis"),
            fields.Text("title"),
            type,
            hash,
            bytes.Length,
            fields.Text("from_whom")
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? CommandForms.SeeOther($"/cases/{id}") : CommandForms.Refusal(answer, fields.From);
    }

    private static async Task<IResult> VolunteerAsync(HttpContext http, ActDoor acts, CaseDoor cases)
    {
        var fields = new FormFields(http);
        var id = fields.Route("id");
        var command = new StateVolunteer(
            fields.Key,
            id,
            "Criminal Code, art. 232-1",
            cases.MemberOf(acts.Case(id), fields.Text("member", 128)),
            fields.Text("first", 3) == "on",
            fields.Text("came", 3) == "on",
            fields.Text("assists", 3) == "on",
            fields.Text("ground", CaseText.TextMax)
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? CommandForms.SeeOther($"/cases/{id}") : CommandForms.Refusal(answer, fields.From);
    }

    private static async Task<IResult> JudgeAsync(HttpContext http, ActDoor acts, CaseDoor cases)
    {
        var fields = new FormFields(http);
        var id = fields.Route("id");
        var command = new JudgeVolunteer(
            fields.Key,
            id,
            "Criminal Code, art. 232-1",
            cases.MemberOf(acts.Case(id), fields.Text("member", 128)),
            fields.Text("grant", 3) == "yes",
            fields.Text("ground", CaseText.TextMax)
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? CommandForms.SeeOther($"/cases/{id}") : CommandForms.Refusal(answer, fields.From);
    }

    /// <summary>A local date and time as a browser's field sends it; 0 where it is none, which the command refuses.</summary>
    private static long Due(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? LocalTime.Kazakhstan.Us(local)
            : 0;
}
