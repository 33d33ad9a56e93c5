using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;
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

    private static async Task<IResult> RecordAsync(HttpContext context, ActDoor acts, ICitizenProof proof, Unmasking unmasking)
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
                looks.Count,
                null
            ),
            Citizen
        );
        if (!read.IsDone)
            return CommandForms.Refusal(read, "/citizen");
        context.Response.Headers.CacheControl = "no-store";
        return ConsoleEndpoints.Page<CitizenRecordPage>(new { Looks = looks, Handle = handle });
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
