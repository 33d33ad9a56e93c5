using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Access;

/// <summary>
/// Lets nobody pass whom the access table does not name, whatever the address does about it itself; and takes no form but one that this
/// server gave to this very session.
/// </summary>
internal sealed class Enforcement(
    RequestDelegate next,
    Identification identification,
    AccessDoor access,
    RefusalBook refusals,
    IAntiforgery antiforgery,
    DeskDoor desk,
    AccessTable table
)
{
    /// <summary>The folder is opened within a moment; whoever asks before that waits as long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task InvokeAsync(HttpContext context)
    {
        var actor = identification.Of(context);
        context.SignAs(actor);
        if (context.Session() is { } session)
        {
            // A form's token is of one session, and good in no other.
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, session.Id)], "session"));
        }
        // Where no address was found, the answer is the routing's own: 404 or 405.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }
        if (endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is not { } name || table.Find(name) is not { } line)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        // What anybody may open, every key may.
        var isInScope = line.Roles.Contains(Role.Nobody) || context.Key() is not { } key || key.Admits(name);
        if (!isInScope || (!line.Roles.Contains(actor.Role) && !await OpensAsync(line, actor, context)))
        {
            await RefuseAsync(context, line, actor);
            return;
        }
        if (
            !line.IsForKeys
            && !HttpMethods.IsGet(context.Request.Method)
            && !HttpMethods.IsHead(context.Request.Method)
            && await FormGuard.RefusalAsync(context, line.IsSigned ? null : antiforgery) is { } refusal
        )
        {
            await refusals.NoteAsync(actor, name, refusal.Why);
            context.Response.StatusCode = refusal.Status;
            return;
        }
        await next(context);
    }

    private async Task<bool> OpensAsync(AccessLine line, Actor actor, HttpContext context)
    {
        if (!line.OpenWhenSimulated || actor.Role != Role.Nobody || !HttpMethods.IsGet(context.Request.Method) || !IsOfThisMachine(context))
            return false;
        if (access.HasEnded)
            return false;
        if (
            !await access
                .IsSimulated.WaitAsync(Patience, context.RequestAborted)
                .ContinueWith(known => known.IsCompletedSuccessfully && known.Result, TaskScheduler.Default)
        )
        {
            return false;
        }
        context.OpenBecauseSimulated();
        return true;
    }

    /// <summary>Whoever comes through a proxy on this machine is somebody elsewhere.</summary>
    private static bool IsOfThisMachine(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address)
            && !headers.ContainsKey("Forwarded")
            && !headers.ContainsKey("X-Forwarded-For")
            && !headers.ContainsKey("Via")
            && !headers.ContainsKey("X-Real-IP");
    }

    private async Task RefuseAsync(HttpContext context, AccessLine line, Actor actor)
    {
        if (line.IsForKeys && desk.Current is null)
        {
            await Problem.Starting.Send(context);
            return;
        }
        await refusals.NoteAsync(
            actor,
            line.Endpoint,
            actor.Role == Role.Nobody ? "signed-out"
                : line.Roles.Contains(actor.Role) ? "scope"
                : "role"
        );
        if (actor.Role != Role.Nobody)
        {
            if (line.IsForKeys || actor.Institution is not null)
                await Problem.WrongRole.Send(context);
            else
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        if (line.IsForKeys)
        {
            await Problem.NoKey.Send(context);
        }
        else if (WantsPage(line, context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = LocalAddress.SignIn(context.Request);
        }
        else
        {
            // A part of a page whose session ended: the whole page has to go.
            if (context.Request.Headers.ContainsKey("HX-Request"))
                context.Response.Headers["HX-Redirect"] = LocalAddress.SignInPath;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }

    /// <summary>A page leads whoever asks to sign in; a part of one, or data, only a browser that opens it by itself.</summary>
    private static bool WantsPage(AccessLine line, HttpRequest request) =>
        (
            line.Endpoint.StartsWith("page:", StringComparison.Ordinal)
            || request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        ) && !request.Headers.ContainsKey("HX-Request");
}
