using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Api;

/// <summary>The addresses under /v1 that a bank calls (docs/api.md, docs/openapi.json).</summary>
internal sealed class PaymentEndpoints(DeskDoor door)
{
    private const string Path = "/v1/payments";
    private const string Json = "application/json";

    /// <summary>
    /// One payment a request is what comes by the ten thousand a second: it goes around what pages need (routing, error pages). What it
    /// answers is the same as by the mapped address.
    /// </summary>
    public static void UseShortWay(IApplicationBuilder app, DeskDoor door)
    {
        var endpoints = new PaymentEndpoints(door);
        app.Use(
            (context, next) =>
                context.Request.Path.Value == Path && HttpMethods.IsPost(context.Request.Method)
                    ? endpoints.DecideAsync(context)
                    : next(context)
        );
    }

    public static void Map(IEndpointRouteBuilder app, DeskDoor door)
    {
        var endpoints = new PaymentEndpoints(door);
        app.MapPost(Path, (RequestDelegate)endpoints.DecideAsync).WithName("payments:decide");
        app.MapGet("/v1/payments/{id}", (RequestDelegate)endpoints.FindAsync).WithName("payments:find");
        app.MapPost("/v1/payments/{id}/reversal", (RequestDelegate)endpoints.ReverseAsync).WithName("payments:reverse");
        new BatchEndpoint(door).Map(app);
    }

    private Task DecideAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
            return refusal.Send(context);
        // Nearly always the body is there with the head, and what follows keeps nothing for later but the ticket.
        return Body.TryRead(context, PaymentLimits.BytesMax, out var body)
            ? Decide(context, caller, body)
            : DecideLateAsync(context, caller);
    }

    private async Task DecideLateAsync(HttpContext context, Caller caller)
    {
        Body body;
        try
        {
            body = await Body.ReadAsync(context, PaymentLimits.BytesMax);
        }
        catch (BadHttpRequestException error)
        {
            // It came too slowly, or broke off: the caller's doing, no fault to be logged.
            context.Response.StatusCode = error.StatusCode;
            return;
        }
        await Decide(context, caller, body);
    }

    private Task Decide(HttpContext context, in Caller caller, in Body body)
    {
        if (body.IsTooLarge)
            return Problem.TooLarge.Send(context);
        var ticket = DeskTicket.Rent();
        var problem = Read(caller, body.Bytes, ticket);
        context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        if (problem is not null)
        {
            ticket.Return();
            return ReferenceEquals(problem, Problem.ForeignInstitution) ? RefuseForeignAsync(context, caller.Key) : problem.Send(context);
        }
        var desk = caller.Opening.Payments;
        // The ticket itself is waited for: what the desk's DecideAsync puts around it would be one more object a payment.
        if (desk.TryAsk(ticket, out var answered))
            return AnswerAsync(context, ticket, answered);
        ticket.Refuse(desk.Trouble);
        return AnswerAsync(context, ticket, default);
    }

    private static async Task RefuseForeignAsync(HttpContext context, InstitutionKey key)
    {
        await context.NoteRefusalAsync(Caller.ActorOf(key), "payments:decide", "foreign-institution");
        await Problem.ForeignInstitution.Send(context);
    }

    private static async Task AnswerAsync(HttpContext context, DeskTicket ticket, ValueTask answered)
    {
        await answered;
        var sending = Send(context, ticket.Payments[0].Id, ticket.Answers[0]);
        ticket.Return();
        await sending;
    }

    /// <summary>Reads the payment into the ticket; the problem where it cannot be asked about.</summary>
    private Problem? Read(in Caller caller, in ReadOnlySequence<byte> body, DeskTicket ticket)
    {
        var payment = ticket.Next();
        if (Read(caller.Opening, body, payment) is { } refused)
            return Problem.Of(refused);
        if (payment.Institution != caller.Institution)
            return Problem.ForeignInstitution;
        if (!door.Rates.TryTake(caller.Institution, 1))
            return Problem.RateExceeded;
        ticket.AddNext();
        return null;
    }

    private static PaymentReading.Refused? Read(DeskDoor.Opening opening, in ReadOnlySequence<byte> body, SentPayment payment)
    {
        var reader = opening.TakeReader();
        try
        {
            var latestUs = opening.Payments.Clock.NowUs() + PaymentLimits.AheadUsMax;
            if (body.IsSingleSegment)
                return reader.Read(body.FirstSpan, payment, latestUs);
            var joined = ArrayPool<byte>.Shared.Rent((int)body.Length);
            try
            {
                body.CopyTo(joined);
                return reader.Read(joined.AsSpan(0, (int)body.Length), payment, latestUs);
            }
            finally
            {
                // Personal data has stood in it.
                ArrayPool<byte>.Shared.Return(joined, clearArray: true);
            }
        }
        finally
        {
            opening.GiveBack(reader);
        }
    }

    private Task FindAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
            return refusal.Send(context);
        if (caller.Opening.Desk.Find(caller.Institution, (string)context.Request.RouteValues["id"]!) is not { } history)
            return Problem.Of(DeskAnswer.Unknown).Send(context);
        var json = JsonText.OfThread();
        AnswerJson.Write(json, history);
        return json.Send(context, Json);
    }

    private async Task ReverseAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        var id = (string)context.Request.RouteValues["id"]!;
        await Send(context, id, await caller.Opening.Payments.ReverseAsync(caller.Institution, id));
    }

    private static Task Send(HttpContext context, string id, in DeskAnswer answer)
    {
        if (!answer.IsDecision)
            return Problem.Of(answer).Send(context);
        var json = JsonText.OfThread();
        AnswerJson.Write(json, id, answer.Decision!, answer.Status == DeskStatus.Duplicate, answer.Sequence);
        return json.Send(context, Json);
    }
}
