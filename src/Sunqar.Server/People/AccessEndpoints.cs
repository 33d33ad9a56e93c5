using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.People;

/// <summary>The doors: signing in and out, and taking up an invitation.</summary>
internal static class AccessEndpoints
{
    private const string SignInRefused = SignIn.Refusal;
    private const string Starting = "The journal is being read; try again in a moment.";

    public static void MapAccess(this IEndpointRouteBuilder app)
    {
        app.MapGet(LocalAddress.SignInPath, SignInPage).WithName("page:sign-in");
        app.MapPost(LocalAddress.SignInPath, SignInAsync).WithName("sign-in").RequireRateLimiting(RateRules.SignIn);
        app.MapPost("/sign-out", SignOutAsync).WithName("sign-out");
        app.MapGet("/enrol/{token}", EnrolPage).WithName("page:enrol").RequireRateLimiting(RateRules.SignIn);
        app.MapPost("/enrol/{token}", EnrolAsync).WithName("enrol").RequireRateLimiting(RateRules.SignIn);
        app.MapPasskeys();
        app.MapProviderSignIn();
    }

    private static IResult SignInPage(HttpContext context, string? returnUrl) =>
        context.Actor().Role == Role.Nobody
            ? ConsoleEndpoints.Page<SignInPage>(new { ReturnUrl = LocalAddress.Or(returnUrl, "/"), HasProvider = HasProvider(context) })
            : CommandForms.SeeOther(LocalAddress.Or(returnUrl, Home(context, context.Actor().Role)));

    private static bool HasProvider(HttpContext context) => context.RequestServices.GetRequiredService<ProviderDesk>().IsThere;

    public static string Home(HttpContext context, Role role) => context.RequestServices.GetRequiredService<Navigation>().HomeOf(role);

    private static async Task<IResult> SignInAsync(HttpContext context, SignInDesk desk, SessionStore sessions)
    {
        var fields = new FormFields(context);
        var back = LocalAddress.Or(fields.Text("returnUrl", 1024), "/");
        var outcome = await desk.SignInAsync(context, fields.Text("name", 64), PasswordOf(context), fields.Text("code", 16));
        return Answer(context, sessions, outcome, back);
    }

    /// <summary>Leads in whoever signed in, with a new session in place of whatever the browser had.</summary>
    public static IResult Answer(HttpContext context, SessionStore sessions, SignInOutcome outcome, string back)
    {
        if (outcome is SignInOutcome.In signedIn)
        {
            if (context.Session() is { } before)
                sessions.End(before.Id);
            GiveCookie(context, signedIn.Secret);
            // Whoever changed how the account is entered, its holder hears of it first.
            return CommandForms.SeeOther(
                signedIn.HasNews ? "/account"
                : back == "/" ? Home(context, signedIn.Role)
                : back
            );
        }
        var isStarting = outcome is SignInOutcome.Starting;
        return new RazorComponentResult<SignInPage>(
            new
            {
                ReturnUrl = back,
                Problem = isStarting ? Starting : SignInRefused,
                HasProvider = HasProvider(context),
            }
        )
        {
            StatusCode = isStarting ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized,
            PreventStreamingRendering = true,
        };
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, ActDoor acts, SessionStore sessions, ProviderDesk provider)
    {
        if (context.Session() is not { } session)
            return CommandForms.SeeOther(LocalAddress.SignInPath);
        sessions.End(session.Id);
        context.Response.Cookies.Delete(Identification.CookieName(context), CookieOf(context));
        if (acts.Current is { } desk)
            await desk.DoAsync(new SignOut(Guid.NewGuid().ToString("N"), session.Id), context.Actor());
        if (await provider.SignOutAsync(context, session) is { } elsewhere)
            return ProviderSignIn.GoOn(elsewhere);
        return CommandForms.SeeOther(LocalAddress.SignInPath);
    }

    private static IResult EnrolPage(string token, Enrolment enrolment) =>
        enrolment.Find(token) is { } invitation ? Form(token, invitation, enrolment, null, "") : NoSuchLink();

    private static async Task<IResult> EnrolAsync(string token, HttpContext context, Enrolment enrolment, SessionStore sessions)
    {
        var fields = new FormFields(context);
        var invitation = enrolment.Find(token);
        var outcome = await enrolment.EnrolAsync(token, fields.Text("name", 64), PasswordOf(context), fields.Text("code", 16));
        switch (outcome)
        {
            case EnrolOutcome.Enrolled enrolled:
                if (context.Session() is { } before)
                    sessions.End(before.Id);
                GiveCookie(context, enrolled.Secret);
                return CommandForms.SeeOther(Home(context, enrolled.Role));
            case EnrolOutcome.Refused refused when invitation is not null:
                return Form(token, invitation, enrolment, refused.Text, fields.Text("name", 64));
            default:
                return NoSuchLink();
        }
    }

    private static RazorComponentResult<EnrolPage> Form(
        string token,
        Invitation invitation,
        Enrolment enrolment,
        string? problem,
        string name
    ) =>
        new(
            new
            {
                Action = Enrolment.PathOf(token),
                invitation.Role,
                invitation.Unit,
                Secret = enrolment.TotpSecret(token),
                Problem = problem,
                Name = name,
            }
        )
        {
            StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            PreventStreamingRendering = true,
        };

    private static IResult NoSuchLink() =>
        CommandForms.Refusal(
            new ActAnswer(ActStatus.Refused, RefusalKind.NotFound, "This link leads nowhere any more; ask for another.", null, -1, false),
            LocalAddress.SignInPath
        );

    /// <summary>As typed: passwords keep their blanks.</summary>
    public static string PasswordOf(HttpContext context) => context.Request.Form["password"] is [{ } typed] ? typed : "";

    public static void GiveCookie(HttpContext context, string secret) =>
        context.Response.Cookies.Append(Identification.CookieName(context), secret, CookieOf(context));

    /// <summary>No expiry: the browser forgets it when it is closed, the server before that.</summary>
    private static CookieOptions CookieOf(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/",
            IsEssential = true,
        };
}
