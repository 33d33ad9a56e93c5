using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Pages.Forms;
using Sunqar.Work.Acting;

namespace Sunqar.Server.People;

/// <summary>Signing in by the body's identity provider, binding an identity of it, and what it says of sessions that ended.</summary>
internal static class ProviderSignIn
{
    public static void MapProviderSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in/provider", BeginAsync).WithName("sign-in:provider").RequireRateLimiting(RateRules.SignIn);
        app.MapGet(ProviderDesk.BackPath, BackAsync).WithName("sign-in:provider-back").RequireRateLimiting(RateRules.SignIn);
        app.MapPost("/sign-in/provider/ended", EndedAsync).WithName("sign-in:provider-ended").RequireRateLimiting(RateRules.Public);
        app.MapPost("/account/provider", BindAsync).WithName("account:bind-identity");
    }

    private static async Task<IResult> BeginAsync(HttpContext context, ProviderDesk desk, string? returnUrl) =>
        await desk.BeginAsync(context, "", LocalAddress.Or(returnUrl is { Length: <= 1024 } ? returnUrl : "/", "/")) is { } address
            ? Results.Redirect(address)
            : Results.StatusCode(desk.IsThere ? StatusCodes.Status502BadGateway : StatusCodes.Status404NotFound);

    private static async Task<IResult> BackAsync(HttpContext context, ProviderDesk desk, SessionStore sessions, string? code, string? state)
    {
        if (!desk.IsThere)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        var (outcome, back) = await desk.BackAsync(context, code ?? "", state ?? "");
        if (outcome is null)
            return GoOn(back);
        if (outcome is not SignInOutcome.In signedIn)
            return AccessEndpoints.Answer(context, sessions, outcome, back);
        AccessEndpoints.GiveCookie(context, signedIn.Secret);
        // The cookie is for this site alone: a redirect of one that came from the provider would not carry it, a page of ours does.
        return GoOn(
            signedIn.HasNews ? "/account"
            : back == "/" ? AccessEndpoints.Home(context, signedIn.Role)
            : back
        );
    }

    private static async Task<IResult> BindAsync(HttpContext context, ProviderDesk desk, SignInDesk signIn, ActDoor acts)
    {
        if (!desk.IsThere)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        var fields = new FormFields(context);
        if (acts.Current is not { } people)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), "/account");
        var (secret, answer) = await signIn.ChangeAsync(
            people,
            context.Actor(),
            AccessEndpoints.PasswordOf(context),
            fields.Text("code", 16),
            (session, isRight, step) => new AwaitIdentity(fields.Key, session, isRight, step),
            credential => credential
        );
        if (secret is null)
            return answer.IsDone ? CommandForms.SeeOther("/account") : CommandForms.Refusal(answer, "/account");
        AccessEndpoints.GiveCookie(context, secret);
        return await desk.BeginAsync(context, context.Actor().Id, "/account") is { } address
            ? GoOn(address)
            : Results.StatusCode(StatusCodes.Status502BadGateway);
    }

    /// <summary>OpenID Connect Back-Channel Logout 1.0, 2.8.</summary>
    private static async Task<IResult> EndedAsync(HttpContext context, ProviderDesk desk)
    {
        if (!desk.IsThere)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return await desk.EndedAsync(context, form["logout_token"].ToString())
            ? Results.Ok()
            : Results.StatusCode(StatusCodes.Status400BadRequest);
    }

    /// <summary>A page that goes on by itself: forms may lead nowhere but here, and cookies of this site come only from here.</summary>
    public static IResult GoOn(string address)
    {
        var encoded = WebUtility.HtmlEncode(address);
        return Results.Content(
            $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Sunqar</title>
            <meta http-equiv="refresh" content="0; url={encoded}"><a href="{encoded}">Go on</a></html>
            """,
            "text/html; charset=utf-8"
        );
    }
}
