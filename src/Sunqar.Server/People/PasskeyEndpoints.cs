using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.People;

/// <summary>One's own account: passkeys added and removed, and signing in with one.</summary>
internal static class PasskeyEndpoints
{
    private const int CredentialLengthMax = 16 << 10;

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapGet("/account", Page).WithName("page:account");
        app.MapCommand("/account/changes", "account:see-change", form => new SeeChange(form.Key), (_, _) => "/account");
        app.MapPost(
                "/account/passkeys/options",
                (HttpContext context, PasskeyDesk desk) => OptionsAsync(desk.CreationOptionsAsync(context))
            )
            .WithName("account:passkey-options");
        app.MapPost("/account/passkeys", AddAsync).WithName("account:add-passkey");
        app.MapPost("/account/passkeys/{id}/removal", RemoveAsync).WithName("account:remove-passkey");
        app.MapPost("/sign-in/passkey/options", (HttpContext context, PasskeyDesk desk) => OptionsAsync(desk.RequestOptionsAsync(context)))
            .WithName("sign-in:passkey-options")
            .RequireRateLimiting(RateRules.SignIn);
        app.MapPost("/sign-in/passkey", SignInAsync).WithName("sign-in:passkey").RequireRateLimiting(RateRules.SignIn);
    }

    private static IResult Page(HttpContext context, AccessDoor access, ActDoor acts, ProviderDesk provider)
    {
        var passkeys = access.Credentials?.OfAccount(context.Actor().Id)?.Passkeys ?? [];
        var account = acts.Current?.Read(state => state.Of<Staff>().Find(context.Actor().Id));
        return ConsoleEndpoints.Page<AccountPage>(
            new
            {
                By = context.Actor(),
                Passkeys = passkeys,
                ChangedUs = account?.ChangedUs ?? 0,
                HasProvider = provider.IsThere,
                IsNew = account is not null && account.ChangedUs > account.ToldUs,
            }
        );
    }

    private static async Task<IResult> OptionsAsync(Task<string?> options) =>
        await options is { } json ? Results.Text(json, "application/json") : Results.StatusCode(StatusCodes.Status409Conflict);

    private static async Task<IResult> AddAsync(HttpContext context, PasskeyDesk desk)
    {
        var fields = new FormFields(context);
        return GoOn(
            context,
            await desk.AddAsync(
                context,
                fields.Key,
                fields.Text("ticket", SealedTicket.LengthMax),
                fields.Text("credential", CredentialLengthMax),
                AccessEndpoints.PasswordOf(context),
                fields.Text("code", 16)
            )
        );
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, PasskeyDesk desk)
    {
        var fields = new FormFields(context);
        return GoOn(
            context,
            await desk.RemoveAsync(context, fields.Key, fields.Route("id"), AccessEndpoints.PasswordOf(context), fields.Text("code", 16))
        );
    }

    /// <summary>In a session of its own, since every older one has ended.</summary>
    private static IResult GoOn(HttpContext context, (string? Secret, ActAnswer Answer) changed)
    {
        if (changed.Secret is not { } secret)
            return changed.Answer.IsDone ? CommandForms.SeeOther("/account") : CommandForms.Refusal(changed.Answer, "/account");
        AccessEndpoints.GiveCookie(context, secret);
        return CommandForms.SeeOther("/account");
    }

    private static async Task<IResult> SignInAsync(HttpContext context, PasskeyDesk desk, SessionStore sessions)
    {
        var fields = new FormFields(context);
        var back = LocalAddress.Or(fields.Text("returnUrl", 1024), "/");
        var outcome = await desk.SignInAsync(
            context,
            fields.Text("ticket", SealedTicket.LengthMax),
            fields.Text("credential", CredentialLengthMax)
        );
        return AccessEndpoints.Answer(context, sessions, outcome, back);
    }
}
