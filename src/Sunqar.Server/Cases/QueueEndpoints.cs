using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.People;
using Sunqar.Core.Queue;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Parts;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Cases;

/// <summary>The queue: what waits for whoever is signed in, and how it is taken and passed on (docs/queue.md).</summary>
internal static class QueueEndpoints
{
    /// <summary>Pieces that one form gives.</summary>
    private const int ItemsMax = 100;

    public static IServiceCollection AddQueue(this IServiceCollection services) =>
        services.AddSingleton<ColleagueNames>().AddSingleton<QueueDesk>().AddSingleton<QueueStream>();

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/queue",
                (QueueDesk queue, HttpContext http, string? show, string? kind, string? order, int? page, int? done) =>
                    Page(queue, http.Actor(), Ask(show, kind, order, page), done)
            )
            .WithName("page:queue");
        app.MapGet(
                LivePath + "/list",
                (QueueDesk queue, HttpContext http, string? show, string? kind, string? order, int? page) =>
                    queue.Sheet(Ask(show, kind, order, page), http.Actor()) is { } sheet
                        ? ConsoleEndpoints.Page<QueueList>(new { Sheet = sheet })
                        : Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            )
            .WithName("part:queue");
        app.MapGet(LivePath + "/events", (QueueStream stream, HttpContext http, CancellationToken cancel) => stream.Open(http, cancel))
            .WithName("events:queue");
        app.MapPost("/queue/given", (HttpContext http, ActDoor acts, QueueDesk queue) => GiveAsync(http, acts, queue))
            .WithName("queue:give");
        app.MapCommand("/queue/absence", "queue:absence", Absence);
    }

    /// <summary>What a page asks for by itself, which is no sign that anybody sits before it.</summary>
    private const string LivePath = Identification.LivePath;

    private static IResult Page(QueueDesk queue, Actor by, QueueAsk ask, int? done) =>
        queue.Sheet(ask, by) is { } sheet && queue.Side(by, done) is { } side
            ? ConsoleEndpoints.Page<QueuePage>(new { Sheet = sheet, Side = side })
            : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    private static QueueAsk Ask(string? show, string? kind, string? order, int? page)
    {
        static T Of<T>(string? word)
            where T : struct, Enum => word is { Length: <= 20 } && MessageFields.TryWord<T>(word, out var known) ? known : default;
        return new QueueAsk(Of<WorkShow>(show), Of<WorkKind>(kind), Of<WorkOrder>(order), Math.Max(1, page ?? 1));
    }

    private static Command Absence(FormFields form)
    {
        var account = form.Text("officer", 64) is { Length: > 0 } named ? named : form.Actor.Id;
        if (form.Text("back", 4) == "yes")
            return new StateAbsence(form.Key, account, 0, 0);
        return new StateAbsence(form.Key, account, DayUs(form.Text("since", 10), 0), DayUs(form.Text("until", 10), 1));
    }

    private static long DayUs(string day, int later) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? LocalTime.Kazakhstan.StartUs(date.AddDays(later))
            : -1;

    /// <summary>Each piece is an act of its own: what is refused of one keeps the others from nobody, and is told by name.</summary>
    private static async Task<IResult> GiveAsync(HttpContext http, ActDoor acts, QueueDesk queue)
    {
        var fields = new FormFields(http);
        var taken = fields.Text("take", GiveWork.ItemIdLengthMax + 20);
        var items = taken.Length > 0 ? [taken] : fields.Texts("item", ItemsMax, GiveWork.ItemIdLengthMax + 20);
        var to = taken.Length > 0 ? "me" : fields.Text("to", 64);
        if (items.Count == 0 && fields.Unfit is null)
        {
            return CommandForms.Refusal(
                new ActAnswer(ActStatus.Refused, RefusalKind.Invalid, $"Tick 1 to {ItemsMax} pieces of work first.", null, -1, false),
                fields.From
            );
        }
        var (done, refused) = (0, new List<(string Item, string Why)>());
        var answer = ActAnswer.Unavailable("");
        var given = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at < items.Count; at++)
        {
            answer = await GiveAsync(fields, acts, queue, items[at], to, $"{fields.Key}-{at}", given);
            if (answer.IsDone)
                done++;
            else
                refused.Add((items[at], answer.Text));
        }
        if (items.Count <= 1 && !answer.IsDone)
            return CommandForms.Refusal(fields.Unfit is { } unfit ? answer with { Field = unfit } : answer, fields.From);
        return refused.Count == 0
            ? CommandForms.SeeOther(fields.From)
            : ConsoleEndpoints.Page<QueueGivenPage>(
                new
                {
                    Done = done,
                    Refused = refused,
                    fields.From,
                }
            );
    }

    private static async Task<ActAnswer> GiveAsync(
        FormFields fields,
        ActDoor acts,
        QueueDesk queue,
        string name,
        string to,
        string key,
        Dictionary<string, int> given
    )
    {
        static ActAnswer Refused(RefusalKind kind, string why, string field) => new(ActStatus.Refused, kind, why, field, -1, false);
        var at = name.IndexOf(':', StringComparison.Ordinal);
        if (at < 0 || !MessageFields.TryWord<WorkKind>(name[..at], out var kind) || kind == WorkKind.None)
            return Refused(RefusalKind.Invalid, "There is no such kind of work.", "item");
        if (queue.Find(kind, name[(at + 1)..]) is not var (item, people))
            return Refused(RefusalKind.NotFound, "It waits no more: it was done, or its time is over.", "item");
        var officer = to switch
        {
            "me" => fields.Actor.Id,
            "nobody" => "",
            "least" when fields.Actor.Role == Role.Head => WorkQueue.LeastLoaded(people, item, fields.Actor.Unit, given),
            _ => to,
        };
        if (officer is null)
            return Refused(RefusalKind.Conflict, "Nobody of your unit is there who may do this.", "to");
        var answer = ActAnswer.Unavailable("");
        foreach (var command in Commands(key, item, officer))
        {
            answer = await CommandForms.DoAsync(fields, command, acts);
            if (!answer.IsDone)
                return answer;
        }
        given[officer] = given.GetValueOrDefault(officer) + 1;
        return answer;
    }

    /// <summary>By what a piece is given: cases and tasks by their own commands. Who had a case before has it no more.</summary>
    private static IEnumerable<Command> Commands(string key, WorkItem item, string officer)
    {
        switch (item.Kind)
        {
            case WorkKind.Case:
                yield return new AssignCase(key, item.Id, "duty", officer);
                if (item.Owner.Length > 0 && item.Owner != officer)
                    yield return new AssignCase(key + "-b", item.Id, "duty", item.Owner, Assigned: false);
                break;
            case WorkKind.Task:
                var title = item.Title[..item.Title.LastIndexOf(" (", StringComparison.Ordinal)];
                yield return new SetTask(key, item.CaseId!, "duty", item.Id[(item.CaseId!.Length + 1)..], title, item.DueUs, officer);
                break;
            default:
                yield return new GiveWork(key, item.Kind, item.Id, officer);
                break;
        }
    }
}
