using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Oversight;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Oversight;

/// <summary>The overseer's pages: alarms and objections, the lists, the yearly report; and what everybody declares of themselves. No
/// payment is on any of them.</summary>
internal static class OverseerEndpoints
{
    private const string ListsScope = "lists";

    public static void MapOverseer(this IEndpointRouteBuilder app)
    {
        app.MapBreaches();
        LogPage.Map(app);
        app.MapGet("/oversight", Tasks).WithName("page:oversight");
        app.MapGet("/oversight/tasks/{id}", TaskAsync).WithName("page:oversight-task");
        app.MapCommand(
            "/oversight/tasks/{id}",
            "oversight:task",
            form => new StepTask(form.Key, form.Route("id"), form.OneOf<TaskStep>("step"), form.Text("note", AccessLimits.TextLengthMax))
        );
        app.MapCommand(
            "/oversight/limits/{account}",
            "oversight:lift",
            form => new LiftLimit(form.Key, form.Route("account"), form.Text("note", AccessLimits.TextLengthMax))
        );
        app.MapGet("/oversight/lists", Lists).WithName("page:oversight-lists");
        app.MapPost("/oversight/lists", FlagAsync).WithName("oversight:flag");
        app.MapGet("/declare", (bool? done) => ConsoleEndpoints.Page<DeclarePage>(new { Done = done ?? false })).WithName("page:declare");
        app.MapPost("/declare", DeclareAsync).WithName("declare");
        app.MapGet("/transparency", Reports).WithName("page:transparency").RequireRateLimiting(RateRules.Public);
        app.MapCommand(
            "/oversight/reports",
            "oversight:publish",
            form => new PublishReport(form.Key, int.TryParse(form.Text("year", 4), CultureInfo.InvariantCulture, out var year) ? year : 0),
            next: (_, _) => "/transparency"
        );
    }

    private static IResult Tasks(ActDoor acts)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var nowUs = desk.NowUs;
        var (lines, limited) = desk.Read(state =>
        {
            var (work, access) = (state.Of<WorkBook>(), state.Of<AccessBook>());
            var alarms = state
                .Of<AlarmBook>()
                .List(nowUs)
                .Select(alarm => new TaskLine(
                    alarm.Id,
                    OversightWords.Of(alarm.Kind),
                    alarm.Account,
                    alarm.Unit,
                    alarm.FirstUs,
                    alarm.Evidence.Count + alarm.Beyond,
                    Standing(work, alarm.Id),
                    TakenBy(work, alarm.Id)
                ));
            var objections = work.Objections.Select(one => new TaskLine(
                one.Objection.ObjectionId,
                "A citizen objects",
                "",
                "",
                one.AtUs,
                1,
                Standing(work, one.Objection.ObjectionId),
                TakenBy(work, one.Objection.ObjectionId)
            ));
            return (
                alarms.Concat(objections).OrderBy(line => work.IsClosed(line.Id)).ThenByDescending(line => line.AtUs).ToList(),
                access.Reviewed.Select(grant => grant.Asker.Id).Distinct().Where(account => access.IsLimited(account, nowUs)).ToList()
            );
        });
        return ConsoleEndpoints.Page<OversightPage>(new { Lines = lines, Limited = limited });
    }

    private static string Standing(WorkBook work, string id) =>
        work.Entries(id) switch
        {
            [] => "new",
            [.., { Step: TaskStep.ClosedProper }] => "closed: proper",
            [.., { Step: TaskStep.ClosedImproper }] => "closed: improper",
            _ => "taken by",
        };

    /// <summary>The account that works on it; empty where nobody does, or it is closed.</summary>
    private static string TakenBy(WorkBook work, string id) =>
        work.Entries(id) is [.., { Step: not (TaskStep.ClosedProper or TaskStep.ClosedImproper) } last] ? last.By : "";

    private static async Task<IResult> TaskAsync(string id, HttpContext context, ActDoor acts, Unmasking unmasking)
    {
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var nowUs = desk.NowUs;
        var (alarm, objection, entries, isClosed) = desk.Read(state =>
            (
                state.Of<AlarmBook>().Find(id, nowUs),
                state.Of<WorkBook>().Objection(id),
                state.Of<WorkBook>().Entries(id).ToList(),
                state.Of<WorkBook>().IsClosed(id)
            )
        );
        if (alarm is null && objection is null)
            return Results.NotFound();
        // What a citizen wrote is personal: reading it is on record like any look.
        var seen = await desk.DoAsync(
            new Look(Guid.NewGuid().ToString("N"), null, "oversight", LookKind.View, [], LookFields.None, 0, 0, 1, null),
            context.Actor()
        );
        if (!seen.IsDone)
            return CommandForms.Refusal(seen, "/oversight");
        var words = objection is null ? null : data.Open(objection.Subject, objection.Text) ?? "(forgotten)";
        var look = objection is null
            ? null
            : desk.Read(state => state.Of<AccessBook>().LooksAt(objection.Subject).FirstOrDefault(one => one.LookId == objection.LookId));
        return ConsoleEndpoints.Page<OversightTaskPage>(
            new
            {
                Id = id,
                Alarm = alarm,
                Objection = words,
                Look = look,
                Entries = entries,
                IsClosed = isClosed,
                Names = data.NamesIn(id),
            }
        );
    }

    private static IResult Lists(ActDoor acts, Unmasking unmasking)
    {
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var flags = desk.Read(state => state.Of<FlagBook>().All.ToList());
        var names = data.NamesIn(ListsScope).Of(flags.Select(flag => flag.Subject));
        return ConsoleEndpoints.Page<OversightListsPage>(
            new
            {
                Lines = flags
                    .Select(flag => new FlagLine(flag.Kind, names[flag.Subject], flag.Account))
                    .OrderBy(line => line.Kind)
                    .ThenBy(line => line.Account, StringComparer.Ordinal)
                    .ThenBy(line => line.Name, StringComparer.Ordinal)
                    .ToList(),
            }
        );
    }

    private static async Task<IResult> FlagAsync(HttpContext context, ActDoor acts, Unmasking unmasking)
    {
        var fields = new FormFields(context);
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var isSet = fields.Text("set", 4) != "no";
        var known = desk.Read(state => state.Of<FlagBook>().All.Select(flag => flag.Subject).ToHashSet());
        var subject = isSet ? Person(fields, data) : data.NamesIn(ListsScope).Find(fields.Text("person", 32), known);
        return await PutAsync(fields, fields.OneOf<FlagKind>("kind"), subject, fields.Text("account", 64), isSet, acts);
    }

    private static async Task<IResult> DeclareAsync(HttpContext context, ActDoor acts, Unmasking unmasking)
    {
        var fields = new FormFields(context);
        if (unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var kind = fields.OneOf<FlagKind>("kind");
        return await PutAsync(fields, kind, Person(fields, data), context.Actor().Id, true, acts, "/declare?done=true");
    }

    private static SubjectId Person(FormFields fields, PersonalData data) =>
        Iin.TryParse(fields.Text("iin", 20), out var iin, out _) ? data.Reserve(iin) : SubjectId.None;

    private static async Task<IResult> PutAsync(
        FormFields fields,
        FlagKind kind,
        SubjectId subject,
        string account,
        bool isSet,
        ActDoor acts,
        string? next = null
    )
    {
        var answer = await CommandForms.DoAsync(fields, new FlagSubject(fields.Key, kind, subject, account, isSet), acts);
        return answer.IsDone ? CommandForms.SeeOther(next ?? fields.From) : CommandForms.Refusal(answer, fields.From);
    }

    private static IResult Reports(HttpContext context, ActDoor acts)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var (published, last) = (
            desk.Read(state => state.Of<ReportBook>().Published.Values.OrderByDescending(report => report.Year).ToList()),
            LocalTime.Kazakhstan.Year(desk.NowUs) - 1
        );
        var toPublish = context.Actor().Role == Role.Overseer && published.All(report => report.Year != last) ? last : (int?)null;
        return ConsoleEndpoints.Page<TransparencyPage>(new { Reports = published, ToPublish = toPublish });
    }
}
