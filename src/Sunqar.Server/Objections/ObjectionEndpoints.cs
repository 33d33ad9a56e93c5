using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Objections;
using Sunqar.Work.Oversight;

namespace Sunqar.Server.Objections;

/// <summary>The pages of those who answer objections to decisions (docs/objections.md).</summary>
internal static class ObjectionEndpoints
{
    public static void MapObjections(this IEndpointRouteBuilder app, DeskDoor desks, ActDoor acts)
    {
        ObjectionApi.Map(app, desks, acts);
        app.MapGet("/objections", List).WithName("page:objections");
        app.MapGet("/objections/{id}", ShowAsync).WithName("page:objection");
        app.MapCommand(
            "/objections/{id}",
            "objection:answer",
            form => new AnswerObjection(
                form.Key,
                form.Route("id"),
                form.OneOf<ObjectionOutcome>("outcome"),
                form.Text("reason", Core.Cases.CaseText.TextMax)
            ),
            next: (_, _) => "/objections"
        );
    }

    private static IResult List(ActDoor acts)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var nowUs = desk.NowUs;
        var lines = desk.Read(state =>
            state
                .Of<ObjectionBook>()
                .All.OrderBy(one => one.Answer is not null)
                .ThenBy(one => one.Answer is null ? one.Made.DueUs : -one.Answer.AtUs)
                .Select(one => Line(one, nowUs))
                .ToList()
        );
        return ConsoleEndpoints.Page<ObjectionsPage>(new { Lines = lines });
    }

    private static ObjectionLine Line(Objection one, long nowUs) =>
        new(
            one.Id,
            $"{one.Made.Institution} {one.Made.PaymentId}",
            one.Made.Outcome.Name(),
            one.Made.IsByBank ? "by the bank" : "by the citizen",
            one.AtUs,
            one.Made.DueUs,
            one.Answer is { } answer ? answer.Outcome.ToString().ToLowerInvariant()
                : one.IsLate(nowUs) ? "late"
                : "waits"
        );

    private static async Task<IResult> ShowAsync(string id, HttpContext http, ActDoor acts, Unmasking unmasking, DeskDoor desks)
    {
        if (acts.Current is not { } desk || unmasking.Data is not { } data || desks.Current is not { } opening)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (desk.Read(state => state.Of<ObjectionBook>().Find(id)) is not { } objection)
            return Results.NotFound();
        // What a citizen wrote is personal: reading it is on record like any look.
        var seen = await desk.DoAsync(
            new Look(Guid.NewGuid().ToString("N"), null, "objection", LookKind.View, [], LookFields.None, 0, 0, 1, null),
            http.Actor()
        );
        if (!seen.IsDone)
            return CommandForms.Refusal(seen, "/objections");
        var made = objection.Made;
        var stopped = opening.Desk.Find(made.Institution, made.PaymentId) is { } history ? StopBook.Of(history) : null;
        return ConsoleEndpoints.Page<ObjectionPage>(
            new
            {
                One = objection,
                Words = data.Open(made.Subject, made.Text) ?? "(forgotten)",
                Stopped = stopped,
                Decided = desk.Read(state => AnswerObjection.Decided(state, made, http.Actor().Id)),
            }
        );
    }
}
