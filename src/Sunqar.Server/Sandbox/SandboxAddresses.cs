using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Sunqar.Core.Conformance;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Sandbox;

/// <summary>The sandbox's own addresses, for whoever has one of its keys: its clock, and what was seen of the caller.</summary>
internal sealed class SandboxAddresses(SandboxClock clock, SandboxDoor door)
{
    private const int BodyMax = 1024;

    public Task AnswerAsync(HttpContext context, string institution, PathString rest) =>
        (context.Request.Method, rest.Value) switch
        {
            ("GET", "/clock") => SendClockAsync(context),
            ("POST", "/clock") => MoveAsync(context),
            ("GET", "/conformance") => SendAsync(context, Report(door.BookOf(institution))),
            ("POST", "/conformance/reset") => ResetAsync(context, institution),
            _ => new Problem(404, "unknown-address", "No such address.", "The sandbox has /sandbox/clock and /sandbox/conformance.").Send(
                context
            ),
        };

    private Task SendClockAsync(HttpContext context) =>
        SendAsync(
            context,
            new JsonObject { ["now"] = clock.GetUtcNow().UtcDateTime.ToString("O"), ["ahead"] = XmlConvert.ToString(clock.Ahead) }
        );

    private async Task MoveAsync(HttpContext context)
    {
        var body = await Body.ReadAsync(context, BodyMax);
        var by = body.IsTooLarge ? null : Duration(body);
        if (!body.IsTooLarge)
            context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        if (by is { } span && clock.TryMove(span))
        {
            await SendClockAsync(context);
        }
        else
        {
            await new Problem(
                400,
                "invalid-message",
                "The clock was not moved.",
                "advance: expected a duration of ISO 8601, e.g. {\"advance\":\"P1D\"}, forward, 400 days in all",
                "advance"
            ).Send(context);
        }
    }

    private static TimeSpan? Duration(Body body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.Bytes);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("advance", out var advance)
                && advance.ValueKind == JsonValueKind.String
                ? XmlConvert.ToTimeSpan(advance.GetString()!)
                : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private Task ResetAsync(HttpContext context, string institution)
    {
        door.Reset(institution);
        return SendAsync(context, Report(IntegrationBook.Empty));
    }

    private static JsonObject Report(IntegrationBook book)
    {
        var report = book.Report();
        return new JsonObject
        {
            ["conforms"] = report.All(line => line.Verdict is CheckVerdict.Shown),
            ["calls"] = book.Calls.Count + book.Unjudged,
            ["unjudged"] = book.Unjudged,
            ["checks"] = new JsonArray([.. report.Select(line => Line(line.Check, line.Verdict))]),
            ["never_sent"] = new JsonArray([
                .. PaymentFields.All.Where(field => !book.Fields.Contains(field)).Select(field => (JsonNode)field),
            ]),
        };
    }

    private static JsonObject Line(IntegrationCheck check, CheckVerdict verdict)
    {
        var line = new JsonObject { ["check"] = check.Id, ["asks"] = check.Asks };
        switch (verdict)
        {
            case CheckVerdict.Shown shown:
                line["verdict"] = "shown";
                line["payments"] = new JsonArray(shown.PaymentId);
                break;
            case CheckVerdict.Missing missing:
                line["verdict"] = "missing";
                line["next"] = missing.Next;
                break;
            case CheckVerdict.Broken broken:
                line["verdict"] = "broken";
                line["why"] = broken.Why;
                line["payments"] = new JsonArray([.. broken.PaymentIds.Select(id => (JsonNode)id)]);
                break;
            default:
                throw new InvalidOperationException("No such verdict.");
        }
        return line;
    }

    private static async Task SendAsync(HttpContext context, JsonObject json)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
    }
}
