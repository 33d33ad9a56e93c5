using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Formats.Attestations;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Confirmations;

/// <summary>
/// How a customer's own agreement reaches the house (docs/confirmation.md): a challenge is asked for, the device or the verifier answers
/// it, and the payment is decided again. An answer is an act of the oversight log, on disk before the payment is decided on it.
/// </summary>
internal sealed class ConfirmationEndpoints(DeskDoor door, ActDoor acts, RegistryDoor registry)
{
    public static void Map(IEndpointRouteBuilder app, DeskDoor door, ActDoor acts, RegistryDoor registry)
    {
        var endpoints = new ConfirmationEndpoints(door, acts, registry);
        app.MapPost("/v1/payments/{id}/challenges", (RequestDelegate)endpoints.AskAsync).WithName("payments:challenge");
        app.MapPost("/v1/payments/{id}/confirmations", (RequestDelegate)endpoints.ConfirmAsync).WithName("payments:confirm");
        app.MapGet("/v1/challenges", (RequestDelegate)endpoints.WaitingAsync).WithName("payments:challenges");
        DeviceEndpoints.Map(app, acts, registry);
        SupervisorEndpoints.Map(app, acts, registry);
        ExactMatchEndpoint.Map(app, registry);
    }

    private async Task AskAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        if (acts.Current is not { } people || registry.Current is null)
        {
            await Problem.Starting.Send(context);
            return;
        }
        var (body, problem) = await BodyAsync(context, ["by"]);
        var means = problem is null ? AnswerBody.MeansOf(body.Text("by", 16)) : ProofMeans.None;
        if (problem is null && means == ProofMeans.None)
            problem = MessageFields.Wrong("by", "device or verifier");
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var id = (string)context.Request.RouteValues["id"]!;
        if (Waiting(caller, id) is not { } payment)
        {
            await Problem.Of(Nothing(caller, id)).Send(context);
            return;
        }
        // Cash that comes in is brought by the recipient; everything else the sender has to agree to.
        var party = means == ProofMeans.Biometrics && payment.Kind.Row().IsBroughtByRecipient ? payment.Recipient : payment.Sender;
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var answer = await people.DoAsync(
            new AskChallenge(
                "ask-" + challenge,
                id,
                means,
                payment.Amount.MinorUnits,
                payment.Amount.Currency,
                NameOf(caller.Institution, payment.Recipient.Instrument.IsNone ? payment.Recipient.Person : payment.Recipient.Instrument),
                NameOf(caller.Institution, party.Person),
                party.Person,
                challenge
            ),
            context.Actor()
        );
        if (!answer.IsDone || people.Read(state => state.Of<ConfirmationBook>().Challenge(challenge)) is not { } open)
        {
            await Problem.Of(answer).Send(context);
            return;
        }
        await Results.Json(Shown(open.Issued.Challenge), PlainJson.Options).ExecuteAsync(context);
    }

    private string NameOf(string institution, SubjectId subject) => registry.NameFor(institution, subject);

    private static SealedPayment? Waiting(in Caller caller, string id) =>
        caller.Opening.Desk.Find(caller.Institution, id) is { ReversedUs: 0 } history
        && history.Standing.Outcome is not (Outcome.Allow or Outcome.Block)
            ? history.Payment
            : null;

    private static DeskAnswer Nothing(in Caller caller, string id) =>
        caller.Opening.Desk.Find(caller.Institution, id) is { } history
            ? new DeskAnswer(DeskStatus.NothingToDo, null, history.Sequence, "The payment waits for nobody.")
            : DeskAnswer.Unknown;

    private async Task ConfirmAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        var body = await Body.ReadAsync(context, StrictBody.BytesMax);
        if (body.IsTooLarge)
        {
            await (Problem.TooLarge with { Detail = $"A confirmation has at most {StrictBody.BytesMax} bytes." }).Send(context);
            return;
        }
        var id = (string)context.Request.RouteValues["id"]!;
        var content = body.Bytes.ToArray();
        context.Request.BodyReader.AdvanceTo(body.Bytes.End);
        if (AnswerBody.IsOne(content))
        {
            await AnswerAsync(context, caller, id, content);
            return;
        }
        if (ConfirmationJson.Read(content, out var confirmation) is { } problem)
        {
            await problem.Send(context);
            return;
        }
        await SendAsync(context, id, await caller.Opening.Desk.ConfirmAsync(caller.Institution, id, confirmation));
    }

    private async Task AnswerAsync(HttpContext context, Caller caller, string id, byte[] content)
    {
        if (acts.Current is not { } people)
        {
            await Problem.Starting.Send(context);
            return;
        }
        var (command, confirmation, problem) = AnswerBody.Read(new ReadOnlySequence<byte>(content), id, read => Statement(people, read));
        if (problem is not null)
        {
            await problem.Send(context);
            return;
        }
        var answer = await people.DoAsync(command!, context.Actor());
        if (!answer.IsDone)
        {
            await Refused(answer).Send(context);
            return;
        }
        if (answer.Text != ChallengeAnswer.Confirmed)
        {
            // The person said no, or it was somebody else: the payment goes on waiting.
            await SendAsync(context, id, Standing(caller, id));
            return;
        }
        var (device, proof) = command switch
        {
            AnswerByDevice by => people.Read(state => state.Of<ConfirmationBook>().ProofOf(by.EnrolmentId)),
            AnswerByVerifier by => (SubjectId.None, by.Shown),
            _ => default,
        };
        // A crash in between loses nothing: the same answer sent again is the same act, and comes here again.
        await SendAsync(context, id, await caller.Opening.Desk.ConfirmAsync(caller.Institution, id, confirmation, device, proof));
    }

    /// <summary>A statement is held to the key that it names as it is pinned; null where the bytes are none.</summary>
    private static AnswerByVerifier? Statement(ActDesk people, in StatementToRead read)
    {
        if (StatementCose.Read(read.Bytes) is not { } statement)
            return null;
        var pinned = people.Read(state => state.Of<ConfirmationBook>().Verifier(statement.KeyId));
        var said = statement.Statement;
        return new AnswerByVerifier(
            read.Key,
            read.PaymentId,
            read.Challenge,
            statement.KeyId,
            pinned is not null && pinned.Institution == said.Institution && statement.Holds(pinned.PublicKey),
            said.PaymentId == read.PaymentId ? said.ChallengeHash : "",
            said.Person,
            said.IsMatch,
            said.AtUs,
            KeyProof.OfVerifier(said.Has("finger"), said.Has("face")),
            said.Said
        );
    }

    private static DeskAnswer Standing(in Caller caller, string id) =>
        caller.Opening.Desk.Find(caller.Institution, id) is { } history
            ? new DeskAnswer(DeskStatus.Duplicate, history.Standing, history.Sequence, null)
            : DeskAnswer.Unknown;

    private static Problem Refused(ActAnswer answer)
    {
        var problem = Problem.Of(answer);
        return answer.Status == ActStatus.Refused && answer.Field is { } fault
            ? problem with
            {
                Kind = "confirmation-" + fault,
                Title = "The answer does not hold.",
                Field = null,
            }
            : problem;
    }

    private async Task WaitingAsync(HttpContext context)
    {
        if (Caller.Admit(context, door, out var caller) is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        if (acts.Current is not { } people)
        {
            await Problem.Starting.Send(context);
            return;
        }
        var waiting = people.Read(state =>
            state.Of<ConfirmationBook>().Waiting(caller.Institution, people.NowUs).Select(one => Shown(one.Issued.Challenge)).ToList()
        );
        await Results.Json(new { Challenges = waiting }, PlainJson.Options).ExecuteAsync(context);
    }

    /// <summary>A challenge in fields beside its bytes: the bytes are what is signed.</summary>
    private static object Shown(ConfirmationChallenge challenge) =>
        new
        {
            challenge.Id,
            By = challenge.Means == ProofMeans.Device ? "device" : "verifier",
            Payment = challenge.PaymentId,
            Amount = new Money(challenge.AmountMinor, challenge.Currency).AmountText(),
            Currency = challenge.Currency.Code(),
            challenge.Recipient,
            challenge.Person,
            Expires = PlainJson.Time(challenge.ExpiresUs),
            Challenge = Base64Url.EncodeToString(challenge.ToBytes()),
            Hash = Base64Url.EncodeToString(challenge.Hash()),
        };

    internal static async Task<(StrictBody Body, Problem? Problem)> BodyAsync(HttpContext context, string[] fields)
    {
        var sent = await Body.ReadAsync(context, StrictBody.BytesMax);
        if (sent.IsTooLarge)
            return (default, Problem.TooLarge with { Detail = $"A message has at most {StrictBody.BytesMax} bytes." });
        var content = new ReadOnlySequence<byte>(sent.Bytes.ToArray());
        context.Request.BodyReader.AdvanceTo(sent.Bytes.End);
        var problem = StrictBody.Read(content, fields, out var body);
        return (body, problem);
    }

    private static Task SendAsync(HttpContext context, string id, in DeskAnswer answer)
    {
        if (!answer.IsDecision)
            return Problem.Of(answer).Send(context);
        var json = JsonText.OfThread();
        AnswerJson.Write(json, id, answer.Decision!, answer.Status == DeskStatus.Duplicate, answer.Sequence);
        return json.Send(context, "application/json");
    }
}
