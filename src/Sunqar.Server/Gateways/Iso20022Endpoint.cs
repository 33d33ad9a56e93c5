using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Formats.Iso20022;
using Sunqar.Formats.Payments;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Gateways;

/// <summary><c>POST /v1/iso20022</c>: a message of credit transfers in, a status report out (docs/iso20022.md).</summary>
internal sealed class Iso20022Endpoint(DeskDoor door, CreditTransfers messages)
{
    private const string Xml = "application/xml";

    private static readonly PaymentStatus Busy = new(
        PaymentStatusReport.Rejected,
        ReasonCodes.Narrative,
        ["Too much waits, or the institution's limit is used up; this payment was not decided: send it again."]
    );

    private static readonly PaymentStatus Unavailable = new(
        PaymentStatusReport.Rejected,
        ReasonCodes.Narrative,
        ["Nothing can be decided now; send this payment again, which shows whether it was."]
    );

    private static readonly PaymentStatus TooLate = new(
        PaymentStatusReport.Rejected,
        ReasonCodes.Narrative,
        ["The payment is dated too far back; what is older is sent as history, by a key for it."]
    );

    private static readonly PaymentStatus Conflict = new(
        PaymentStatusReport.Rejected,
        ReasonCodes.Duplication,
        ["A payment of this id was sent before with another content."]
    );

    public static void Map(IEndpointRouteBuilder app, DeskDoor door, Iso20022Schemas? schemas) =>
        app.MapPost("/v1/iso20022", (RequestDelegate)new Iso20022Endpoint(door, new CreditTransfers(schemas)).RunAsync)
            .WithName("payments:iso20022");

    private async Task RunAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        var body = await Body.ReadAsync(context, Iso20022Limits.BytesMax);
        if (body.IsTooLarge)
        {
            await (Problem.TooLarge with { Detail = $"A message has at most {Iso20022Limits.BytesMax} bytes." }).Send(context);
            return;
        }
        var nowUs = caller.Opening.Payments.Clock.NowUs();
        var reading = messages.Read(body.Bytes.ToArray(), caller.Institution, nowUs + PaymentLimits.AheadUsMax);
        context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        var id = Guid.CreateVersion7().ToString("N");
        if (reading is CreditTransferReading.Refused refused)
        {
            await SendAsync(context, StatusCodes.Status400BadRequest, PaymentStatusReport.Write(id, nowUs, refused.Message, refused.Fault));
            return;
        }
        var read = (CreditTransferReading.Read)reading;
        var statuses = new PaymentStatus[read.Transfers.Count];
        await DecideAsync(caller, read.Transfers, statuses);
        foreach (var status in statuses)
            door.Meters.Answered("iso20022", status.Status);
        if (statuses.All(status => ReferenceEquals(status, Busy)))
        {
            await Problem.RateExceeded.Send(context);
            return;
        }
        await SendAsync(
            context,
            StatusCodes.Status200OK,
            PaymentStatusReport.Write(id, nowUs, read.Message, [.. read.Transfers.Zip(statuses)])
        );
    }

    /// <summary>Asks for as many payments together as a ticket holds.</summary>
    private async Task DecideAsync(Caller caller, IReadOnlyList<CreditTransfer> transfers, PaymentStatus[] statuses)
    {
        var asked = new List<int>(DeskTicket.PaymentsMax);
        var ticket = DeskTicket.Rent();
        for (var i = 0; i < transfers.Count; i++)
        {
            if (transfers[i].Payment is not { } payment)
            {
                statuses[i] = PaymentStatusReport.Of(transfers[i].Fault!);
            }
            else if (!door.Rates.TryTake(caller.Institution, 1))
            {
                statuses[i] = Busy;
            }
            else
            {
                ticket.Add(payment);
                asked.Add(i);
            }
            if (ticket.IsFull)
            {
                await AskAsync(caller.Opening.Payments, ticket, asked, statuses);
                ticket = DeskTicket.Rent();
                asked.Clear();
            }
        }
        await AskAsync(caller.Opening.Payments, ticket, asked, statuses);
    }

    private static async Task AskAsync(IPaymentDesk desk, DeskTicket ticket, List<int> asked, PaymentStatus[] statuses)
    {
        if (asked.Count > 0)
        {
            var isTaken = desk.TryAsk(ticket, out var answered);
            if (isTaken)
                await answered;
            for (var i = 0; i < asked.Count; i++)
            {
                statuses[asked[i]] =
                    isTaken ? StatusOf(ticket.Answers[i])
                    : desk.Trouble is null ? Busy
                    : Unavailable;
            }
        }
        ticket.Return();
    }

    private static PaymentStatus StatusOf(in DeskAnswer answer) =>
        answer.Status switch
        {
            DeskStatus.Decided or DeskStatus.Duplicate => PaymentStatusReport.Of(answer.Decision!, answer.Status == DeskStatus.Duplicate),
            DeskStatus.Conflict => Conflict,
            DeskStatus.TooLate => TooLate,
            DeskStatus.Busy => Busy,
            _ => Unavailable,
        };

    private static async Task SendAsync(HttpContext context, int status, byte[] report)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = Xml;
        context.Response.ContentLength = report.Length;
        await context.Response.BodyWriter.WriteAsync(report, context.RequestAborted);
    }
}
