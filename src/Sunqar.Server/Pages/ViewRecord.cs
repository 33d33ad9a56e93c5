using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Sunqar.Server.Access;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages.Forms;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Pages;

/// <summary>Pages about people under pseudonyms: that somebody opened one is on disk before it leaves. What a simulated country shows to
/// whoever is on the machine is about nobody.</summary>
internal static class ViewRecord
{
    /// <param name="caseOf">The case that the page belongs to, by the address's id; null where it belongs to none.</param>
    public static RouteHandlerBuilder RecordsView(this RouteHandlerBuilder page, Func<string, string?> caseOf) =>
        page.AddEndpointFilter(
            async (context, next) =>
            {
                var http = context.HttpContext;
                if (http.Actor().Role == Role.Nobody)
                    return await next(context);
                if (http.RequestServices.GetRequiredService<ActDoor>().Current is not { } desk)
                    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                var id = http.Request.RouteValues["id"] as string ?? "";
                var look = new Look(Guid.NewGuid().ToString("N"), caseOf(id), "page", LookKind.View, [], LookFields.None, 0, 0, 1, null);
                var seen = await desk.DoAsync(look, http.Actor());
                return seen.IsDone ? await next(context) : CommandForms.Refusal(seen, "/");
            }
        );
}
