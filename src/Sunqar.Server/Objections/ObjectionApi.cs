using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Identity;
using Sunqar.Core.Objections;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;
using Sunqar.Work.Objections;

namespace Sunqar.Server.Objections;

/// <summary>What a bank shows its customer of a stopped payment, and the objection that it sends on the customer's behalf
/// (docs/objections.md).</summary>
internal static class ObjectionApi
{
    private const int BytesMax = 8_192;

    public static void Map(IEndpointRouteBuilder app, DeskDoor desks, ActDoor acts)
    {
        app.MapGet("/v1/payments/{id}/explanation", (string id, HttpContext http) => ExplainAsync(id, http, desks, acts))
            .WithName("payments:explain");
        app.MapPost("/v1/payments/{id}/objections", (string id, HttpContext http) => ObjectAsync(id, http, desks, acts))
            .WithName("payments:object");
    }

    private static async Task ExplainAsync(string id, HttpContext http, DeskDoor desks, ActDoor acts)
    {
        if (desks.Current is not { } opening || acts.Current is not { } people)
        {
            await Problem.Starting.Send(http);
            return;
        }
        var asked = http.Request.Query["party"].ToString();
        if (asked is not ("" or "sender" or "recipient"))
        {
            await MessageFields.Wrong("party", "sender or recipient").Send(http);
            return;
        }
        var (stopped, problem) = Find(opening.Desk, http.Actor().Institution!, id);
        if (problem is not null)
        {
            await problem.Send(http);
            return;
        }
        // Cash that comes in has no sender: then the recipient is whom it concerns.
        var isSender = asked.Length > 0 ? asked == "sender" : !stopped!.Payment.Sender.IsAbsent;
        var person = isSender ? stopped!.Payment.Sender.Person : stopped!.Payment.Recipient.Person;
        var objection = people.Read(state =>
            state.Of<ObjectionBook>().To(stopped.Payment.Institution, id).FirstOrDefault(one => one.Made.Subject == person)
        );
        await Results.Json(Told(stopped, isSender, objection, opening.Desk.Rulebook, people.NowUs), PlainJson.Options).ExecuteAsync(http);
    }

    private static object Told(
        StoppedPayment stopped,
        bool isSender,
        Objection? objection,
        Core.Rulebook.LoadedRulebook book,
        long nowUs
    ) =>
        new
        {
            stopped.Payment.Id,
            stopped.Outcome,
            Party = isSender ? "sender" : "recipient",
            Explanations = Explanation
                .Of(stopped, book, isSender, nowUs)
                .Select(one => new
                {
                    one.Language,
                    one.Summary,
                    one.Reasons,
                    one.Rights,
                }),
            Objection = objection is null
                ? null
                : new
                {
                    objection.Id,
                    Made = PlainJson.Time(objection.AtUs),
                    Due = PlainJson.Time(objection.Made.DueUs),
                    Answered = objection.Answer is { } answer ? PlainJson.Time(answer.AtUs) : null,
                    objection.Answer?.Outcome,
                    objection.Answer?.Reason,
                },
        };

    private static async Task ObjectAsync(string id, HttpContext http, DeskDoor desks, ActDoor acts)
    {
        if (desks.Current is not { Personal: { } data } opening || acts.Current is not { } people)
        {
            await Problem.Starting.Send(http);
            return;
        }
        var body = await Body.ReadAsync(http, BytesMax);
        if (body.IsTooLarge)
        {
            await (Problem.TooLarge with { Detail = $"An objection has at most {BytesMax} bytes." }).Send(http);
            return;
        }
        var (isSender, text, wrong) = Read(body);
        http.Request.BodyReader.AdvanceTo(body.Bytes.End);
        if (wrong is not null)
        {
            await wrong.Send(http);
            return;
        }
        var (stopped, problem) = Find(opening.Desk, http.Actor().Institution!, id);
        if (problem is not null)
        {
            await problem.Send(http);
            return;
        }
        var person = isSender ? stopped!.Payment.Sender.Person : stopped!.Payment.Recipient.Person;
        if (person.IsNone)
        {
            await MessageFields.Wrong("party", "a party whom the payment named by an IIN").Send(http);
            return;
        }
        var key =
            $"object:{(isSender ? "s" : "r")}:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)).AsSpan(0, 16))}";
        var answer = await people.DoAsync(new ObjectToDecision(key, stopped, person, data.Seal(person, text)), http.Actor());
        if (!answer.IsDone)
        {
            await Problem.Of(answer).Send(http);
            return;
        }
        var objection = people.Read(state => state.Of<ObjectionBook>().Find(answer.Text))!;
        await Results
            .Json(
                new
                {
                    objection.Id,
                    Made = PlainJson.Time(objection.AtUs),
                    Due = PlainJson.Time(objection.Made.DueUs),
                },
                PlainJson.Options,
                statusCode: StatusCodes.Status201Created
            )
            .ExecuteAsync(http);
    }

    private static (bool IsSender, string Text, Problem? Wrong) Read(in Body body)
    {
        try
        {
            using var json = MessageFields.Parse(body.Bytes, depthMax: 4);
            if (MessageFields.Text(json.RootElement, "party", 16) is not { } party || party is not ("sender" or "recipient"))
                return (false, "", MessageFields.Wrong("party", "sender or recipient"));
            return MessageFields.Text(json.RootElement, "text", ObjectToDecision.TextMax) is { } text
                ? (party == "sender", text, null)
                : (false, "", MessageFields.Wrong("text", $"1 to {ObjectToDecision.TextMax} characters without control characters"));
        }
        catch (JsonException)
        {
            return (false, "", MessageFields.Wrong("", "a JSON object"));
        }
    }

    private static (StoppedPayment? Stopped, Problem? Problem) Find(DecisionDesk desk, string institution, string id)
    {
        if (desk.Find(institution, id) is not { } history)
            return (null, Problem.Of(DeskAnswer.Unknown));
        return StopBook.Of(history) is { } stopped
            ? (stopped, null)
            : (null, new Problem(409, "nothing-to-do", "Nothing to do.", "The payment was neither held nor refused."));
    }
}
