using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Oversight;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Oversight;

/// <summary>The people of a case: under pseudonyms for those who find, by a grant for those who asked, and what waits for a head.</summary>
internal static class LookEndpoints
{
    public static void MapLooks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/cases/{id}/people", PeopleAsync).WithName("page:case-people");
        app.MapPost("/cases/{id}/people", AskAsync).WithName("grants:ask");
        app.MapPost("/cases/{id}/grants/{grant}", ShowAsync).WithName("grants:look");
        app.MapGet("/approvals", Approvals).WithName("page:approvals");
        app.MapCommand(
            "/approvals/{grant}",
            "approvals:answer",
            form => new AnswerGrant(
                form.Key,
                form.Text("case", 128),
                form.Route("grant"),
                form.Text("answer", 8) == "yes",
                form.Text("note", AccessLimits.TextLengthMax)
            )
        );
    }

    private static async Task<IResult> PeopleAsync(string id, HttpContext context, ActDoor acts, Unmasking unmasking)
    {
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (desk.Read(state => state.Of<CaseBook>().Find(id)) is not { } one)
            return Results.NotFound();
        var look = new Look(
            Guid.NewGuid().ToString("N"),
            id,
            "case-page",
            LookKind.View,
            [],
            LookFields.None,
            0,
            0,
            one.Members.Count,
            null
        );
        var seen = await desk.DoAsync(look, context.Actor());
        if (!seen.IsDone)
            return CommandForms.Refusal(seen, "/cases");
        var (nowUs, grants) = (desk.NowUs, desk.Read(state => state.Of<AccessBook>().Grants.Where(grant => grant.CaseId == id).ToList()));
        var names = data.NamesOf(one, grants.SelectMany(grant => grant.Request.Subjects));
        var own = grants
            .Where(grant => grant.Asker.Id == context.Actor().Id)
            .OrderByDescending(grant => grant.AtUs)
            .Select(grant => View(grant, names, nowUs))
            .ToList();
        var people = SubjectText
            .In(one.Members.Keys)
            .Select(subject => (Name: names[subject], Role: one.Members[subject.ToString()]))
            .OrderBy(person => person.Role, StringComparer.Ordinal)
            .ThenBy(person => person.Name, StringComparer.Ordinal)
            .ToList();
        var mayAsk =
            one.IsOpen
            && (context.Actor().Role == Role.Head || (context.Actor().Role == Role.Officer && one.Officers.Contains(context.Actor().Id)));
        return ConsoleEndpoints.Page<CasePeoplePage>(
            new
            {
                Case = one,
                People = people,
                Grants = own,
                MayAsk = mayAsk,
                Period = Period(desk, one, nowUs),
            }
        );
    }

    /// <summary>The days that the case's data are of, as far as a grant may reach; the last ninety where nothing tells.</summary>
    private static (long FirstUs, long LastUs) Period(ActDesk desk, Case one, long nowUs)
    {
        var network = one.NetworkId is { } id ? desk.Read(state => state.Of<CaseBook>().Network(id)) : null;
        var last = network is null ? nowUs : Math.Min(nowUs, network.LastUs);
        var first = network?.FirstUs ?? last - (90 * AccessLimits.DayUs);
        return (Math.Max(first, last - AccessLimits.PeriodUsMax + AccessLimits.DayUs), last);
    }

    private static GrantView View(Grant grant, IReadOnlyDictionary<SubjectId, string> names, long nowUs) =>
        new(grant, [.. grant.Request.Subjects.Select(subject => names.GetValueOrDefault(subject, "–"))], grant.At(nowUs));

    private static async Task<IResult> AskAsync(string id, HttpContext context, ActDoor acts, Unmasking unmasking)
    {
        var fields = new FormFields(context);
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), fields.From);
        var (one, asked) = desk.Read(state =>
            (
                state.Of<CaseBook>().Find(id),
                state.Of<AccessBook>().Grants.Where(grant => grant.CaseId == id).SelectMany(grant => grant.Request.Subjects).ToHashSet()
            )
        );
        var subjects = new List<SubjectId>();
        // Who has no part in the case adds nobody to the key store by typing numbers; the command says why not.
        if (one is not null && (fields.Actor.Role == Role.Head || one.Officers.Contains(fields.Actor.Id)))
        {
            var names = data.NamesIn(id);
            var known = SubjectText.In(one.Members.Keys).Concat(asked).ToHashSet();
            subjects.AddRange(
                fields
                    .Texts("person", AccessLimits.SubjectsPerGrantMax + 1, 32)
                    .Where(name => name.Length > 0)
                    .Select(name => names.Find(name, known))
            );
            var iin = fields.Text("iin", 20);
            if (iin.Length > 0)
                subjects.Add(Iin.TryParse(iin, out var number, out _) ? data.Reserve(number) : SubjectId.None);
            // Who a card belongs to is its holder: whoever asks who somebody is asks for the holder too, and the holder sees the look.
            var holders = await Task.Run(() => data.HoldersOf(subjects), context.RequestAborted);
            subjects.AddRange(holders.Values.Distinct().Except(subjects).ToList());
        }
        var wanted = fields
            .Texts("fields", 8, 16)
            .Aggregate(
                LookFields.None,
                (sum, name) => sum | (MessageFields.TryWord<LookFields>(name, out var one) ? one : LookFields.None)
            );
        var command = new AskGrant(
            fields.Key,
            id,
            fields.Text("basis", 32),
            subjects,
            wanted,
            DayUs(fields.Text("since", 10), 0),
            DayUs(fields.Text("until", 10), 1),
            int.TryParse(fields.Text("days", 3), CultureInfo.InvariantCulture, out var days) ? days : 0,
            fields.Text("urgent", 4) == "yes",
            fields.Text("purpose", 2000),
            fields.Text("document", 64)
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone
            ? CommandForms.SeeOther($"/cases/{Uri.EscapeDataString(id)}/people")
            : CommandForms.Refusal(answer, fields.From);
    }

    /// <summary>The first moment of a local day, or of one some days after it; before everything where it is none, which a command
    /// refuses.</summary>
    private static long DayUs(string day, int later) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? LocalTime.Kazakhstan.StartUs(date.AddDays(later))
            : -1;

    private static async Task<IResult> ShowAsync(string id, string grant, HttpContext context, ActDoor acts, Unmasking unmasking)
    {
        var fields = new FormFields(context);
        var (one, given) = acts.Current?.Read(state => (state.Of<CaseBook>().Find(id), state.Of<AccessBook>().Find(grant))) ?? default;
        if (unmasking.Data is not { } data || one is null || given is null || given.CaseId != id || given.Asker.Id != fields.Actor.Id)
            return Results.NotFound();
        var names = data.NamesOf(one, given.Request.Subjects);
        var chosen = fields.Text("person", 32);
        IReadOnlyList<SubjectId> subjects =
            chosen.Length == 0 ? given.Request.Subjects : [.. given.Request.Subjects.Where(subject => names[subject] == chosen)];
        var kind = fields.OneOf<LookKind>("kind");
        var outcome = await unmasking.ShowAsync(fields.Key, given, kind, subjects, fields.Actor);
        if (outcome is not LookOutcome.Shown shown)
            return CommandForms.Refusal(((LookOutcome.Refused)outcome).Answer, fields.From);
        context.Response.Headers.CacheControl = "no-store";
        var holders = kind == LookKind.Unmask ? await Task.Run(() => data.HoldersOf(subjects)) : new Dictionary<SubjectId, SubjectId>();
        var scope = data.NamesIn(id);
        if (kind == LookKind.Export)
        {
            return Results.File(
                Encoding.UTF8.GetBytes(Csv(names[subjects[0]], shown.Payments, scope)),
                "text/csv; charset=utf-8",
                $"{names[subjects[0]]}.csv"
            );
        }
        return ConsoleEndpoints.Page<LookedPage>(
            new
            {
                Case = one,
                Names = names,
                Scope = scope,
                Shown = shown,
                Holders = holders,
                IsPayments = kind == LookKind.Query,
                Whose = chosen,
            }
        );
    }

    /// <summary>One person's transfers under the names of the case.</summary>
    private static string Csv(string person, IReadOnlyList<SubjectPayment> payments, Pseudonyms scope)
    {
        var text = new StringBuilder("person,payment,time,kind,direction,amount,currency,other,place,answer\n");
        foreach (var one in payments)
        {
            text.AppendJoin(
                    ',',
                    person,
                    Cell(one.Id),
                    When.Iso(one.TimeUs),
                    one.Kind,
                    one.IsOut ? "out" : "in",
                    one.Amount.AmountText(),
                    one.Amount.Currency,
                    one.Other.IsNone ? "" : scope.Of(one.Other),
                    Cell(one.Place),
                    one.Outcome
                )
                .Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Quoted, and never what a spreadsheet would take for a formula.</summary>
    private static string Cell(string text) =>
        $"\"{(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static IResult Approvals(HttpContext context, ActDoor acts, Unmasking unmasking)
    {
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var (nowUs, actor) = (desk.NowUs, context.Actor());
        var waiting = desk.Read(state =>
        {
            var book = state.Of<AccessBook>();
            return book
                .Grants.Where(grant => grant.WaitsForSecond(nowUs) && book.SecondOf(grant) == actor.Id)
                .Select(grant => (Grant: grant, Case: book.Case(grant.CaseId)!))
                .ToList();
        });
        var views = waiting
            .OrderBy(one => one.Grant.AtUs)
            .Select(one => View(one.Grant, data.NamesOf(one.Case, one.Grant.Request.Subjects), nowUs) with { CaseTitle = one.Case.Title })
            .ToList();
        return ConsoleEndpoints.Page<ApprovalsPage>(new { Waiting = views });
    }
}
