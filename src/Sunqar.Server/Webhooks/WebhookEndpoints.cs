using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Webhooks;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;
using Sunqar.Work.Webhooks;

namespace Sunqar.Server.Webhooks;

/// <summary>What an institution calls with its key to be told (docs/webhooks.md): subscribe, see how far it was told, end, and have it told
/// again.</summary>
internal sealed class WebhookEndpoints(ActDoor acts, CaseDoor cases)
{
    private const int BodyBytesMax = 4_096,
        DepthMax = 3;

    public static void Map(IEndpointRouteBuilder app, ActDoor acts, CaseDoor cases)
    {
        var endpoints = new WebhookEndpoints(acts, cases);
        app.MapGet("/v1/webhooks", (RequestDelegate)endpoints.OwnAsync).WithName("webhooks:own");
        app.MapPost("/v1/webhooks", (RequestDelegate)endpoints.SubscribeAsync).WithName("webhooks:subscribe");
        app.MapPost("/v1/webhooks/{id}/end", (RequestDelegate)endpoints.EndAsync).WithName("webhooks:end");
        app.MapPost("/v1/webhooks/{id}/replay", (RequestDelegate)endpoints.ReplayAsync).WithName("webhooks:replay");
    }

    private Task OwnAsync(HttpContext context)
    {
        if (acts.Current is not { } desk)
            return Problem.Starting.Send(context);
        var own = desk.Read(state => state.Of<WebhookBook>().Of(context.Actor().Institution!));
        return Results.Json(new { Webhooks = own.Select(Described) }, PlainJson.Options).ExecuteAsync(context);
    }

    private static object Described(Webhook one) =>
        new
        {
            one.Id,
            one.Url,
            Kinds = one.Kinds.Select(Word),
            Sequence = WebhookEvents.Text(one.Cursor),
            one.Sent,
            Ended = one.EndedFor,
        };

    private async Task SubscribeAsync(HttpContext context)
    {
        if (acts.Current is not { } desk || cases.Folder is not { } folder)
        {
            await Problem.Starting.Send(context);
            return;
        }
        var (root, problem) = await ReadAsync(context, ["key", "url", "kinds"]);
        var kinds = new List<WebhookKind>();
        if (problem is null)
        {
            foreach (var word in Words(root))
            {
                if (Kind(word) is not { } kind)
                {
                    problem = MessageFields.Wrong("kinds", "of decision, measure, licence, order");
                    break;
                }
                kinds.Add(kind);
            }
        }
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var command = new SubscribeWebhook(
            MessageFields.Text(root, "key", Command.KeyLengthMax) ?? "",
            MessageFields.Text(root, "url", SubscribeWebhook.UrlLengthMax) ?? "",
            kinds,
            WebhookEvents.Now(folder.Journal)
        );
        var answer = await desk.DoAsync(command, context.Actor());
        if (!answer.IsDone || desk.Read(state => state.Of<WebhookBook>().Find(answer.Text)) is not { } one)
        {
            await Problem.Of(answer).Send(context);
            return;
        }
        context.Response.Headers.CacheControl = "no-store";
        await Results
            .Json(
                new
                {
                    one.Id,
                    one.Url,
                    Kinds = one.Kinds.Select(Word),
                    Sequence = WebhookEvents.Text(one.Cursor),
                    Secret = WebhookSender.Text(WebhookEvents.Secret(folder.Keys, one.Id)),
                },
                PlainJson.Options,
                statusCode: StatusCodes.Status201Created
            )
            .ExecuteAsync(context);
    }

    private async Task EndAsync(HttpContext context)
    {
        var (root, problem) = await ReadAsync(context, ["key", "reason"]);
        await DoAsync(
            context,
            problem,
            id => new EndWebhook(
                MessageFields.Text(root, "key", Command.KeyLengthMax) ?? "",
                id,
                MessageFields.Text(root, "reason", 200) ?? "ended by the institution"
            )
        );
    }

    private async Task ReplayAsync(HttpContext context)
    {
        var (root, problem) = await ReadAsync(context, ["key", "after"]);
        var after = problem is null ? WebhookEvents.Parse(MessageFields.Text(root, "after", 64) ?? "") : null;
        if (problem is null && after is null)
            problem = MessageFields.Wrong("after", "the sequence of an event");
        await DoAsync(
            context,
            problem,
            id => new ReplayWebhook(MessageFields.Text(root, "key", Command.KeyLengthMax) ?? "", id, after!.Value)
        );
    }

    private async Task DoAsync(HttpContext context, Problem? problem, Func<string, Command> command)
    {
        if (acts.Current is not { } desk)
        {
            await Problem.Starting.Send(context);
            return;
        }
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var id = context.Request.RouteValues["id"] as string ?? "";
        var answer = await desk.DoAsync(command(id.Length > 64 ? "" : id), context.Actor());
        if (!answer.IsDone || desk.Read(state => state.Of<WebhookBook>().Find(answer.Text)) is not { } one)
        {
            await Problem.Of(answer).Send(context);
            return;
        }
        await Results.Json(Described(one), PlainJson.Options).ExecuteAsync(context);
    }

    /// <summary>A small JSON object, read strictly.</summary>
    private static async Task<(JsonElement Root, Problem? Problem)> ReadAsync(HttpContext context, string[] fields)
    {
        var body = await Body.ReadAsync(context, BodyBytesMax);
        try
        {
            if (body.IsTooLarge)
                return (default, MessageFields.Wrong("", $"at most {BodyBytesMax} bytes"));
            var root = MessageFields.Parse(body.Bytes, DepthMax).RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return (default, MessageFields.Wrong("", "a JSON object"));
            var strange = root.EnumerateObject().Any(property => !fields.Contains(property.Name));
            return strange ? (default, MessageFields.Wrong("", $"no other fields than {string.Join(", ", fields)}")) : (root, null);
        }
        catch (JsonException)
        {
            return (default, MessageFields.Wrong("", "well-formed JSON"));
        }
        finally
        {
            if (!body.IsTooLarge)
                context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        }
    }

    private static IEnumerable<string?> Words(JsonElement root) =>
        root.TryGetProperty("kinds", out var kinds) && kinds.ValueKind == JsonValueKind.Array
            ? kinds.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String ? one.GetString() : null)
            : [null];

    private static WebhookKind? Kind(string? word) =>
        Enum.GetValues<WebhookKind>()
            .Where(kind => kind != WebhookKind.None && Word(kind) == word)
            .Select(kind => (WebhookKind?)kind)
            .FirstOrDefault();

    private static string Word(WebhookKind kind) => kind.ToString().ToLowerInvariant();
}
