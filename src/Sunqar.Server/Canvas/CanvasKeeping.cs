using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Canvas;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Reports;
using Sunqar.Formats.Canvases;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages.Forms;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Canvas;

/// <summary>Canvases are kept in their case, and let out of it as files. What is kept is the steps, the moment, and the very picture under
/// its hash.</summary>
internal sealed class CanvasKeeping(CanvasDesk desk, CaseDoor cases)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/cases/{id}/canvases", (HttpContext http, ActDoor acts) => KeepAsync(http, acts)).WithName("canvas:keep");
        app.MapPost("/cases/{id}/canvases/files", (HttpContext http, ActDoor acts) => LetOutAsync(http, acts)).WithName("canvas:let-out");
    }

    /// <summary>The version that a page or a form names as <c>c-1/2</c>; null where the case has none such.</summary>
    public static KeptCanvas? Find(ActDesk acts, string caseId, string of)
    {
        if (
            of.Split('/') is not [var canvas, var text]
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        )
        {
            return null;
        }
        var versions = acts.Read(state => state.Of<CanvasBook>().Versions(caseId, canvas));
        return version >= 1 && version <= versions.Count ? versions[version - 1] : null;
    }

    /// <summary>The picture of a version, byte for byte; null where its bytes are not there.</summary>
    public byte[]? Picture(KeptCanvas kept) => cases.Evidence?.Get(kept.What.PictureSha256);

    private async Task<IResult> KeepAsync(HttpContext http, ActDoor acts)
    {
        var fields = new FormFields(http);
        var (id, steps, places) = (
            fields.Route("id"),
            fields.Text("steps", KeepCanvas.StepsMax),
            fields.Text("places", KeepCanvas.StepsMax)
        );
        if (acts.Current is not { } acting || cases.Evidence is not { } store)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        // Nobody fills the disk through a case that is not theirs.
        if (acts.Case(id) is not { IsOpen: true } one || !(one.Officers.Contains(fields.Actor.Id) || fields.Actor.Role == Role.Head))
            return Fault("A canvas is kept by those who answer for an open case.", StatusCodes.Status403Forbidden);
        var nowUs = acting.NowUs;
        var untilUs = long.TryParse(fields.Text("until", 20), out var until) && until > 0 ? Math.Min(until, nowUs) : nowUs;
        if (CanvasStepJson.Read(steps).Steps is not { } read || CanvasStepJson.Read(places).Steps is not [{ Act: CanvasAct.Pin } where])
            return Fault("The steps cannot be read.");
        var shown = desk.With(one, untilUs, table => new CanvasAnswers(table, read, true).Of("picture", _ => ""));
        if (shown?.Answer is not DrawnCanvas drawn)
            return Fault(shown?.Fault?.Reason ?? "The transfers are still being read.");
        var put = where.Places.DistinctBy(place => place.Node).ToDictionary(place => place.Node, StringComparer.Ordinal);
        drawn = drawn with
        {
            Nodes =
            [
                .. drawn.Nodes.Select(node => put.TryGetValue(node.Id, out var place) ? node with { X = place.X, Y = place.Y } : node),
            ],
        };
        var (canvas, title) = (fields.Text("canvas", 40), fields.Text("title"));
        _ = int.TryParse(fields.Text("base", 10), NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var hash = store.Put(CanvasBytes.Write(drawn));
        var answer = await CommandForms.DoAsync(
            fields,
            new KeepCanvas(fields.Key, id, "duty", canvas, version, title, CanvasStepJson.Write(read), untilUs, hash),
            acts
        );
        if (!answer.IsDone)
            return Fault(answer.Text);
        // The very same picture may lie in the file already.
        return
            fields.Text("file", 3) == "on"
            && await FileAsync(fields, acts, id, title, answer.Text, drawn) is { IsDone: false, Kind: not RefusalKind.Conflict } unfiled
            ? Fault($"Kept as {answer.Text}, but not laid into the file: {unfiled.Text}")
            : Results.Text(answer.Text);
    }

    /// <summary>The picture, with its story in it, becomes a piece of the case's evidence.</summary>
    private async Task<ActAnswer> FileAsync(FormFields fields, ActDoor acts, string id, string title, string name, DrawnCanvas drawn)
    {
        var svg = CanvasSvg.Write(drawn, title);
        var hash = cases.Evidence!.Put(svg);
        var called = $"Canvas {name}: {title}";
        return await CommandForms.DoAsync(
            fields,
            new TakeEvidence(
                fields.Key + "-f",
                id,
                "duty",
                called[..Math.Min(CaseText.LineMax, called.Length)],
                "image/svg+xml",
                hash,
                svg.Length,
                "the canvas"
            ),
            acts
        );
    }

    private async Task<IResult> LetOutAsync(HttpContext http, ActDoor acts)
    {
        var fields = new FormFields(http);
        var (id, of, form) = (fields.Route("id"), fields.Text("of", 60), fields.Text("form", 20));
        IResult Refused(RefusalKind kind, string why, string? field = null) =>
            CommandForms.Refusal(new ActAnswer(ActStatus.Refused, kind, why, field, -1, false), fields.From);
        if (acts.Current is not { } acting)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), fields.From);
        if (acts.Case(id) is not { } one || (fields.Actor.Role == Role.Officer && !one.Officers.Contains(fields.Actor.Id)))
            return Refused(RefusalKind.Forbidden, "A canvas is let out by those who answer for its case.");
        if (Find(acting, id, of) is not { } kept || Picture(kept) is not { } bytes || CanvasBytes.Read(bytes) is not { } drawn)
            return Refused(RefusalKind.NotFound, "The case has no such canvas.", "of");
        (byte[] Bytes, string Type, string Name)? made = form switch
        {
            "svg" => (CanvasSvg.Write(drawn, kept.What.Title), "image/svg+xml", "canvas.svg"),
            "lines" => (CanvasTables.Lines(drawn), "text/csv", "lines.csv"),
            "nodes" => (CanvasTables.Nodes(drawn), "text/csv", "nodes.csv"),
            "graphml" => (CanvasTables.GraphMl(drawn), "application/graphml+xml", "canvas.graphml"),
            _ => null,
        };
        if (made is not { } file)
            return Refused(RefusalKind.Invalid, "A canvas is let out as svg, lines, nodes or graphml.", "form");
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Bytes));
        var answer = await CommandForms.DoAsync(
            fields,
            new ExportReport(fields.Key, id, fields.Text("basis"), "canvas-" + form, hash, file.Bytes.Length, drawn.Transfers),
            acts
        );
        if (!answer.IsDone)
            return CommandForms.Refusal(answer, fields.From);
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(file.Bytes, file.Type, $"{kept.What.CanvasId}-{kept.What.Version}-{file.Name}");
    }

    private static IResult Fault(string why, int status = StatusCodes.Status422UnprocessableEntity) =>
        TypedResults.Json(new CanvasFault(why), CanvasAnswerJson.Default.CanvasFault, statusCode: status);
}
