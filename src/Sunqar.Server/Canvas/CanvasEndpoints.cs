using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Canvas;
using Sunqar.Core.Cases;
using Sunqar.Core.Oversight;
using Sunqar.Formats.Canvases;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Canvas;

/// <summary>
/// The canvas of a case: its page, and what it shows. A browser sends the canvas's steps and gets the picture that they come to, so that
/// nothing of a canvas lives on the server until it is kept. For those who answer for the case and for heads; each look is on the log
/// before it leaves.
/// </summary>
internal sealed class CanvasEndpoints
{
    private readonly CanvasDesk _desk;
    private readonly CanvasKeeping _keeping;

    private CanvasEndpoints(CanvasDoor canvases, CaseDoor cases)
    {
        _desk = new CanvasDesk(canvases, cases);
        _keeping = new CanvasKeeping(_desk, cases);
    }

    public static void Map(IEndpointRouteBuilder app, CanvasDoor canvases, CaseDoor cases)
    {
        var own = new CanvasEndpoints(canvases, cases);
        own._keeping.Map(app);
        app.MapGet(
                "/cases/{id}/canvas",
                (HttpContext http, ActDoor acts, string id, string? seed, string? kept) => own.Page(http, acts, id, seed, kept)
            )
            .WithName("page:canvas");
        app.MapGet(
                "/cases/{id}/canvas/{ask}",
                (HttpContext http, ActDoor acts, string id, string ask) => own.AnswerAsync(http, acts, id, ask, Query(http))
            )
            .WithName("data:canvas");
        app.MapPost(
                "/cases/{id}/canvas/{ask}",
                (HttpContext http, ActDoor acts, string id, string ask) => own.AnswerAsync(http, acts, id, ask, Form(http))
            )
            .WithName("canvas:draw");
    }

    private IResult Page(HttpContext http, ActDoor acts, string id, string? seed, string? kept)
    {
        if (Refusal(http, acts, id, out var one) is { } refusal)
            return refusal;
        if (seed?.Length > ServerLimits.IdLengthMax)
            return Results.NotFound();
        var version = kept is null ? null : CanvasKeeping.Find(acts.Current!, id, kept);
        if (kept is not null && version is null)
            return Results.NotFound();
        var begin =
            version?.What.Steps ?? _desk.With(one!, long.MaxValue, table => CanvasStepJson.Write(CanvasDesk.Begin(table, seed))) ?? "";
        return ConsoleEndpoints.Page<CanvasPage>(
            new
            {
                Case = one,
                Begin = begin,
                Kept = version,
                MayKeep = http.Actor().Role != Role.Nobody && one!.IsOpen,
            }
        );
    }

    /// <summary>Who may look at the canvases of a case.</summary>
    private static IResult? Refusal(HttpContext http, ActDoor acts, string id, out Case? one)
    {
        one = id.Length > ServerLimits.IdLengthMax ? null : acts.Case(id);
        if (acts.Current is null)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (one is null)
            return Results.NotFound();
        var by = http.Actor();
        return by.Role == Role.Officer && !one.Officers.Contains(by.Id) ? Results.StatusCode(StatusCodes.Status403Forbidden) : null;
    }

    private async Task<IResult> AnswerAsync(HttpContext http, ActDoor acts, string id, string ask, Func<string, string> field)
    {
        if (Refusal(http, acts, id, out var one) is { } refusal)
            return refusal;
        if (ask == "kept")
            return await KeptAsync(http, acts, id, field("of"));
        var (steps, unread) = CanvasStepJson.Read(field("steps"));
        if (steps is null)
            return Fault(new CanvasFault(unread!));
        var untilUs = long.TryParse(field("until"), out var until) && until > 0 ? until : long.MaxValue;
        var shown = _desk.With(one!, untilUs, table => new CanvasAnswers(table, steps, http.Actor().Role != Role.Nobody).Of(ask, field));
        switch (shown)
        {
            case null:
                return Results.Problem("The transfers are still being read.", statusCode: StatusCodes.Status503ServiceUnavailable);
            case { Fault: { } fault }:
                return Fault(fault);
            case { Answer: null }:
                return Results.NotFound();
        }
        if (await LookAsync(http, acts, id, ask, shown.Rows) is { } unseen)
            return unseen;
        return shown.Answer is DrawnCanvas canvas
            ? Results.Bytes(CanvasBytes.Write(canvas), "application/json")
            : Results.Json(shown.Answer, shown.Answer.GetType(), CanvasAnswerJson.Default);
    }

    /// <summary>A kept picture, byte for byte.</summary>
    private async Task<IResult> KeptAsync(HttpContext http, ActDoor acts, string id, string of)
    {
        if (CanvasKeeping.Find(acts.Current!, id, of) is not { } kept || _keeping.Picture(kept) is not { } bytes)
            return Results.NotFound();
        return await LookAsync(http, acts, id, "kept", CanvasBytes.Read(bytes)?.Transfers ?? 0) ?? Results.Bytes(bytes, "application/json");
    }

    /// <summary>The look is on the log before a byte leaves; null where it is. What a simulated country shows is about nobody.</summary>
    private static async Task<IResult?> LookAsync(HttpContext http, ActDoor acts, string id, string ask, long rows)
    {
        if (http.Actor().Role == Role.Nobody)
            return null;
        var look = new Look(Guid.NewGuid().ToString("N"), id, "canvas: " + ask, LookKind.View, [], LookFields.None, 0, 0, rows, null);
        return await acts.Current!.DoAsync(look, http.Actor()) is { IsDone: false } unseen
            ? Results.Problem(unseen.Text, statusCode: StatusCodes.Status403Forbidden)
            : null;
    }

    private static IResult Fault(CanvasFault fault) =>
        TypedResults.Json(fault, CanvasAnswerJson.Default.CanvasFault, statusCode: StatusCodes.Status422UnprocessableEntity);

    private static Func<string, string> Query(HttpContext http) => name => http.Request.Query[name].ToString();

    private static Func<string, string> Form(HttpContext http) => name => http.Request.Form[name].ToString();
}
