using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Objections;
using Sunqar.Work.Oversight;

namespace Sunqar.Server.Oversight;

/// <summary>
/// The citizen's page: proves an IIN, shows who looked, takes an objection. Whether a number is anybody's, whether anything is known of it
/// and whether a look is still hidden makes no difference to what is answered.
/// </summary>
internal static class CitizenEndpoints
{
    private const int ObjectionLengthMax = 1000;

    private static readonly Actor Citizen = new("citizen", Role.Citizen);

    public static void MapCitizen(this IEndpointRouteBuilder app)
    {
        app.MapGet("/citizen", () => ConsoleEndpoints.Page<CitizenPage>(new { }))
            .WithName("page:citizen")
            .RequireRateLimiting(RateRules.Public);
        app.MapPost("/citizen/code", CodeAsync).WithName("citizen:code").RequireRateLimiting(RateRules.SignIn);
        app.MapPost("/citizen/record", RecordAsync).WithName("citizen:record").RequireRateLimiting(RateRules.SignIn);
        app.MapPost("/citizen/decision", ObjectToDecisionAsync).WithName("citizen:object-decision").RequireRateLimiting(RateRules.SignIn);
        app.MapPost("/citizen/objection", ObjectAsync).WithName("citizen:object").RequireRateLimiting(RateRules.SignIn);
    }

    private static async Task<IResult> CodeAsync(HttpContext context, ActDoor acts, ICitizenProof proof)
    {
        var fields = new FormFields(context);
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (!Iin.TryParse(fields.Text("iin", 20), out var iin, out _))
            return ConsoleEndpoints.Page<CitizenPage>(new { Problem = "An IIN has twelve digits, of which the last checks the others." });
        await desk.DoAsync(new NoteCitizenProof(Key(), CitizenProofStep.CodeSent), Citizen);
        return ConsoleEndpoints.Page<CitizenPage>(new { Handle = proof.Begin(iin, desk.NowUs) });
    }

    private static async Task<IResult> RecordAsync(
        HttpContext context,
        ActDoor acts,
        ICitizenProof proof,
        Unmasking unmasking,
        DeskDoor desks
    )
    {
        var fields = new FormFields(context);
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var handle = fields.Text("handle", 64);
        if (proof.Prove(handle, fields.Text("code", 6), desk.NowUs) is not { } iin)
        {
            await desk.DoAsync(new NoteCitizenProof(Key(), CitizenProofStep.WrongCode), Citizen);
            return ConsoleEndpoints.Page<CitizenPage>(new { Handle = handle, Problem = "This code is wrong, or its time is over." });
        }
        var subject = data.Find(iin);
        var looks = desk.Read(state => CitizenRecord.Of(state.Of<AccessBook>(), subject, desk.NowUs));
        var stops = await Task.Run(() => Stops(subject, desk, desks));
        // Reading one's own record is an act like any other, on disk before the record leaves.
        var read = await desk.DoAsync(
            new Look(
                Key(),
                null,
                "own-record",
                LookKind.OwnRecord,
                subject.IsNone ? [] : [subject],
                LookFields.None,
                0,
                0,
                looks.Count + stops.Count,
                null
            ),
            Citizen
        );
        if (!read.IsDone)
            return CommandForms.Refusal(read, "/citizen");
        context.Response.Headers.CacheControl = "no-store";
        return ConsoleEndpoints.Page<CitizenRecordPage>(
            new
            {
                Looks = looks,
                Stops = stops,
                Handle = handle,
            }
        );
    }

    private static List<StopView> Stops(SubjectId subject, ActDesk desk, DeskDoor desks)
    {
        if (subject.IsNone || desks.Current is not { Stops: { } book } opening)
            return [];
        var objections = desk.Read(state => state.Of<ObjectionBook>().Of(subject).ToList());
        return
        [
            .. book.Of(subject, opening.Desk.Find)
                .Select(stopped => new StopView(
                    stopped,
                    Explanation.Of(stopped, opening.Desk.Rulebook, stopped.Payment.Sender.Person == subject, desk.NowUs),
                    objections.Find(one => one.Made.Institution == stopped.Payment.Institution && one.Made.PaymentId == stopped.Payment.Id)
                )),
        ];
    }

    private static async Task<IResult> ObjectToDecisionAsync(
        HttpContext context,
        ActDoor acts,
        ICitizenProof proof,
        Unmasking unmasking,
        DeskDoor desks
    )
    {
        var fields = new FormFields(context);
        if (acts.Current is not { } desk || unmasking.Data is not { } data || desks.Current is not { } opening)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (proof.Prove(fields.Text("handle", 64), "", desk.NowUs) is not { } iin)
            return ConsoleEndpoints.Page<CitizenPage>(new { Problem = "Prove your IIN again." });
        var (subject, text) = (data.Find(iin), fields.Text("text", ObjectToDecision.TextMax));
        var (institution, payment) = (fields.Text("institution", 64), fields.Text("payment", 64));
        if (fields.Unfit is { } unfit)
        {
            return CommandForms.Refusal(
                new ActAnswer(ActStatus.Refused, RefusalKind.Invalid, $"At most {ObjectToDecision.TextMax} characters.", unfit, -1, false),
                "/citizen"
            );
        }
        var stopped = opening.Desk.Find(institution, payment) is { } history ? StopBook.Of(history) : null;
        // Only a party's own words are sealed with that party's key; whoever is none is refused by the command.
        var isParty = stopped?.Concerns(subject) == true;
        var answer = await desk.DoAsync(
            new ObjectToDecision(fields.Key, stopped, subject, isParty && text.Length > 0 ? data.Seal(subject, text) : default),
            Citizen
        );
        return answer.IsDone ? ConsoleEndpoints.Page<CitizenPage>(new { Objected = true }) : CommandForms.Refusal(answer, "/citizen");
    }

    private static async Task<IResult> ObjectAsync(HttpContext context, ActDoor acts, ICitizenProof proof, Unmasking unmasking)
    {
        var fields = new FormFields(context);
        if (acts.Current is not { } desk || unmasking.Data is not { } data)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (proof.Prove(fields.Text("handle", 64), "", desk.NowUs) is not { } iin)
            return ConsoleEndpoints.Page<CitizenPage>(new { Problem = "Prove your IIN again." });
        var (subject, text) = (data.Find(iin), fields.Text("text", ObjectionLengthMax));
        var command = new ObjectToLook(fields.Key, subject, fields.Text("look", 64), text.Length == 0 ? default : data.Seal(subject, text));
        var answer = fields.Unfit is null
            ? await desk.DoAsync(command, Citizen)
            : new ActAnswer(ActStatus.Refused, RefusalKind.Invalid, $"At most {ObjectionLengthMax} characters.", "text", -1, false);
        return answer.IsDone ? ConsoleEndpoints.Page<CitizenPage>(new { Thanks = true }) : CommandForms.Refusal(answer, "/citizen");
    }

    private static string Key() => Guid.NewGuid().ToString("N");
}
