using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sunqar.Core.Conformance;
using Sunqar.Formats.Payments;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Sandbox;

/// <summary>
/// Stands before every address of a sandbox: sees what an institution's integration does, forces the faults that amounts ask for, and
/// answers the sandbox's own addresses. What is decided, the desk decides; nothing here changes it.
/// </summary>
public sealed class SandboxDoor(SandboxClock clock, TimeSpan slowness)
{
    private const int BodyMax = 64 * 1024;

    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>What was seen of one institution.</summary>
    private sealed class Seen
    {
        public IntegrationBook Book { get; set; } = IntegrationBook.Empty;
    }

    /// <summary>What was seen of an institution so far.</summary>
    public IntegrationBook BookOf(string institution)
    {
        var seen = _seen.GetOrAdd(institution, _ => new Seen());
        lock (seen)
            return seen.Book;
    }

    public async Task InvokeAsync(HttpContext context, DeskDoor desk, RequestDelegate next)
    {
        if (desk.Current is not { } opening || Caller.KeyOf(context, opening) is not { } key)
        {
            await next(context);
            return;
        }
        if (context.Request.Path.StartsWithSegments("/sandbox", StringComparison.Ordinal, out var rest))
            await new SandboxAddresses(clock, this).AnswerAsync(context, key.Institution, rest);
        else if (KindOf(context.Request) is var (kind, id))
            await WatchAsync(context, key.Institution, kind, id, next);
        else
            await next(context);
    }

    /// <summary>Forgets what was seen of an institution.</summary>
    public void Reset(string institution) => _seen.TryRemove(institution, out _);

    /// <summary>What a call is for and the payment that its address names; null where no check looks at it.</summary>
    private static (CallKind Kind, string PaymentId)? KindOf(HttpRequest request)
    {
        string[] parts = (request.Path.Value ?? "").Split('/');
        if (parts is not ["", "v1", "payments", ..])
            return null;
        var isPost = HttpMethods.IsPost(request.Method);
        return parts[3..] switch
        {
            [] when isPost => (CallKind.Decide, ""),
            [not "batch"] when !isPost => (CallKind.Ask, parts[3]),
            [_, "confirmations"] when isPost => (CallKind.Confirm, parts[3]),
            [_, "reversal"] when isPost => (CallKind.Reverse, parts[3]),
            _ => null,
        };
    }

    private async Task WatchAsync(HttpContext context, string institution, CallKind kind, string id, RequestDelegate next)
    {
        var sent = new SentPaymentText(id, 0, "", []);
        if (kind == CallKind.Decide)
        {
            if (await TakeBodyAsync(context) is not { } body)
            {
                await Problem.TooLarge.Send(context);
                Keep(institution, new(Steady(), kind, "", "", StatusCodes.Status413PayloadTooLarge, Problem: "too-large"), []);
                return;
            }
            sent = SentPaymentText.Of(body);
        }
        var fault = FaultOf(institution, kind, sent);
        if (fault is ForcedFault.Unavailable or ForcedFault.Busy)
        {
            await RefuseAsync(context, fault);
            Keep(institution, new(Steady(), kind, sent.Id, sent.Content, context.Response.StatusCode, Fault: fault), sent.Fields);
            return;
        }
        // It is kept when it came: a repeat may come while this one is still on its way.
        var at = Steady();
        var answer = await AnswerOfAsync(context, next);
        var (outcome, problem, field) = Read(answer);
        Keep(institution, new(at, kind, sent.Id, sent.Content, context.Response.StatusCode, outcome, problem, field, fault), sent.Fields);
        if (fault == ForcedFault.LostAnswer)
        {
            context.Abort();
            return;
        }
        if (fault == ForcedFault.SlowAnswer)
            await Task.Delay(slowness, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    /// <summary>The machine's own steady count, which moving the clock does not move.</summary>
    private static long Steady() => (long)TimeProvider.System.GetElapsedTime(0).TotalMicroseconds;

    private ForcedFault FaultOf(string institution, CallKind kind, SentPaymentText sent) =>
        kind == CallKind.Decide && SandboxAmounts.Faults.TryGetValue(sent.Tenge, out var fault) && !BookOf(institution).Knows(sent.Id)
            ? fault
            : ForcedFault.None;

    private void Keep(string institution, ObservedCall call, IEnumerable<string> fields)
    {
        var seen = _seen.GetOrAdd(institution, _ => new Seen());
        lock (seen)
            seen.Book = seen.Book.After(call, fields);
    }

    private static async Task RefuseAsync(HttpContext context, ForcedFault fault)
    {
        var problem =
            fault == ForcedFault.Busy
                ? new Problem(429, "busy", "Too much waits.", "The sandbox forced this: nothing was decided.")
                : new Problem(503, "unavailable", "Nothing can be decided now.", "The sandbox forced this: nothing was decided.");
        context.Response.Headers.RetryAfter = "1";
        await problem.Send(context);
    }

    /// <summary>The whole body, which stays to be read; null where it is larger than any payment.</summary>
    private static async Task<byte[]?> TakeBodyAsync(HttpContext context)
    {
        var body = await Body.ReadAsync(context, PaymentLimits.BytesMax);
        if (body.IsTooLarge)
            return null;
        byte[] bytes = BuffersExtensions.ToArray(body.Bytes);
        context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        context.Request.Body = new MemoryStream(bytes, writable: false);
        return bytes;
    }

    private static async Task<ReadOnlyMemory<byte>> AnswerOfAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            context.Response.Body = body;
        }
        return held.ToArray();
    }

    /// <summary>The decision, or the problem with its field, of an answer.</summary>
    private static (string Outcome, string Problem, string Field) Read(ReadOnlyMemory<byte> answer)
    {
        if (answer.Length is 0 or > BodyMax)
            return ("", "", "");
        try
        {
            using var json = JsonDocument.Parse(answer);
            string Text(string name) =>
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                    ? value.GetString()!
                    : "";
            var type = Text("type");
            var problem = type.StartsWith(Problem.TypePrefix, StringComparison.Ordinal) ? type[Problem.TypePrefix.Length..] : "";
            return (Text("outcome"), problem, Text("field"));
        }
        catch (JsonException)
        {
            return ("", "", "");
        }
    }
}
