using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;
using Sunqar.Server.Access;
using Sunqar.Server.Deciding;

namespace Sunqar.Server.Api;

/// <summary>The addresses under /v1 that a bank calls (docs/api.md, docs/openapi.json).</summary>
internal sealed class PaymentEndpoints(DeskDoor door)
{
    private const string Path = "/v1/payments";
    private const string Json = "application/json";

    /// <summary>
    /// One payment a request is what comes by the ten thousand a second: it goes around what pages need (routing, error pages). What it answers is the same as by the
    /// mapped address.
    /// </summary>
    public static void UseShortWay(IApplicationBuilder app, DeskDoor door)
    {
        var endpoints = new PaymentEndpoints(door);
        app.Use((context, next) => context.Request.Path.Value == Path && HttpMethods.IsPost(context.Request.Method) ? endpoints.DecideAsync(context) : next(context));
    }

    public static void Map(IEndpointRouteBuilder app, DeskDoor door)
    {
        var endpoints = new PaymentEndpoints(door);
        app.MapPost(Path, (RequestDelegate)endpoints.DecideAsync).WithName("payments:decide");
        app.MapGet("/v1/payments/{id}", (RequestDelegate)endpoints.FindAsync).WithName("payments:find");
        app.MapPost("/v1/payments/{id}/confirmations", (RequestDelegate)endpoints.ConfirmAsync).WithName("payments:confirm");
        app.MapPost("/v1/payments/{id}/reversal", (RequestDelegate)endpoints.ReverseAsync).WithName("payments:reverse");
        new BatchEndpoint(door).Map(app);
    }

    private async Task DecideAsync(HttpContext context)
    {
        var refusal = Caller.Admit(context, door, out var caller);
        if (refusal is not null)
        {
            await refusal.Send(context);
            return;
        }
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
        if (body.IsTooLarge)
        {
            await Problem.TooLarge.Send(context);
            return;
        }
        var reading = Read(caller.Opening, body.Bytes);
        context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        if (Judge(reading, caller, out var payment) is { } problem)
        {
            if (ReferenceEquals(problem, Problem.ForeignInstitution)) await context.NoteRefusalAsync(Caller.ActorOf(caller.Key), "payments:decide", "foreign-institution");
            await problem.Send(context);
            return;
        }
        // The ticket itself is waited for: what DecideAsync puts around it would be one more object a payment.
        var (desk, ticket) = (caller.Opening.Desk, DeskTicket.Rent());
        ticket.Add(payment!);
        if (desk.TryAsk(ticket, out var answered)) await answered;
        else ticket.Refuse(desk.Trouble);
        var answer = ticket.Answers[0];
        ticket.Return();
        await Send(context, payment!.Id, answer);
    }

    private Problem? Judge(PaymentReading reading, in Caller caller, out Payment? payment)
    {
        payment = null;
        if (reading is PaymentReading.Refused refused) return Problem.Of(refused);
        payment = ((PaymentReading.Read)reading).Payment;
        if (payment.Institution != caller.Institution) return Problem.ForeignInstitution;
        return door.Rates.TryTake(caller.Institution, 1) ? null : Problem.RateExceeded;
    }

    private static PaymentReading Read(DeskDoor.Opening opening, in ReadOnlySequence<byte> body)
    {
        var reader = opening.TakeReader();
        try
        {
            var latestUs = opening.Desk.Clock.NowUs() + PaymentLimits.AheadUsMax;
            if (body.IsSingleSegment) return reader.Read(body.FirstSpan, latestUs);
            var joined = ArrayPool<byte>.Shared.Rent((int)body.Length);
            try
            {
                body.CopyTo(joined);
                return reader.Read(joined.AsSpan(0, (int)body.Length), latestUs);
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
        if (Caller.Admit(context, door, out var caller) is { } refusal) return refusal.Send(context);
        if (caller.Opening.Desk.Find(caller.Institution, (string)context.Request.RouteValues["id"]!) is not { } history) return Problem.Of(DeskAnswer.Unknown).Send(context);
        var json = JsonText.OfThread();
        AnswerJson.Write(json, history);
        return json.Send(context, Json);
    }

    private async Task ConfirmAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        var body = await Body.ReadAsync(context, ConfirmationJson.BytesMax);
        if (body.IsTooLarge)
        {
            await (Problem.TooLarge with { Detail = $"A confirmation has at most {ConfirmationJson.BytesMax} bytes." }).Send(context);
            return;
        }
        var problem = ConfirmationJson.Read(body.Bytes.ToArray(), out var confirmation);
        context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var id = (string)context.Request.RouteValues["id"]!;
        await Send(context, id, await caller.Opening.Desk.ConfirmAsync(caller.Institution, id, confirmation));
    }

    private async Task ReverseAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        var id = (string)context.Request.RouteValues["id"]!;
        await Send(context, id, await caller.Opening.Desk.ReverseAsync(caller.Institution, id));
    }

    private static Task Send(HttpContext context, string id, in DeskAnswer answer)
    {
        if (!answer.IsDecision) return Problem.Of(answer).Send(context);
        var json = JsonText.OfThread();
        AnswerJson.Write(json, id, answer.Decision!, answer.Status == DeskStatus.Duplicate, answer.Sequence);
        return json.Send(context, Json);
    }
}
