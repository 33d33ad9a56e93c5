using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Oversight;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Cases;

/// <summary>Search, and the pages of what has none elsewhere. Every search and every such page is a look: in the log before anything is
/// shown, with what was asked for.</summary>
internal static class SearchEndpoints
{
    public static void Map(IEndpointRouteBuilder app, DeskDoor payments, CaseDoor cases, RegistryDoor registry)
    {
        SearchDesk Desk(ActDoor acts, IConsoleState state) => new(acts, payments, cases, registry, state);
        app.MapGet(
                "/search",
                (HttpContext http, ActDoor acts, IConsoleState state, string? q, string? refused) =>
                    SearchAsync(http, acts, Desk(acts, state), q?.Trim() ?? "", refused)
            )
            .WithName("page:search");
        app.MapGet(
                "/wallets/{id}",
                (HttpContext http, ActDoor acts, IConsoleState state, string id) =>
                    ShowAsync(http, acts, "wallet " + id, id, () => Desk(acts, state).Wallet(id))
            )
            .WithName("page:wallet");
        app.MapGet(
                "/institutions/{id}",
                (HttpContext http, ActDoor acts, IConsoleState state, string id) =>
                    ShowAsync(http, acts, "institution " + id, id, () => Desk(acts, state).Institution(id))
            )
            .WithName("page:institution");
        app.MapGet(
                "/orders/{id}",
                (HttpContext http, ActDoor acts, IConsoleState state, ColleagueNames names, string id) =>
                    ShowAsync(http, acts, "order " + id, id, () => Desk(acts, state).Order(id, names.Of))
            )
            .WithName("page:order");
    }

    private static async Task<IResult> SearchAsync(HttpContext http, ActDoor acts, SearchDesk search, string question, string? refused)
    {
        if (refused is not null && question.Length == 0)
        {
            var why = refused == "long" ? SearchDesk.TooLong : SearchDesk.NoPeople;
            return ConsoleEndpoints.Page<SearchPage>(new { Sheet = new SearchSheet("", why, [], 0) });
        }
        if (search.Find(question, http.Actor().Role) is not { } sheet || acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (question.Length > 0)
        {
            // Of a question that may hold a person's number, the log keeps that it was asked and not what.
            var asked = sheet.Refusal is null ? "search: " + question : "search: refused";
            var seen = await LookAsync(http, desk, asked, sheet.Hits.Count);
            if (!seen.IsDone)
                return CommandForms.Refusal(seen, "/search");
        }
        // What was typed stays in no address, and so in no history and no form of the page.
        if (sheet.Refusal is { } refusal)
            return CommandForms.SeeOther("/search?refused=" + (refusal == SearchDesk.TooLong ? "long" : "person"));
        return sheet.Hits is [{ IsExact: true } only] && sheet.Beyond == 0
            ? CommandForms.SeeOther(only.Path)
            : ConsoleEndpoints.Page<SearchPage>(new { Sheet = sheet });
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ActDoor acts, string what, string id, Func<Dossier?> find)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (id.Length > ServerLimits.IdLengthMax || SearchDesk.Refusal(id) is not null || find() is not { } dossier)
            return Results.NotFound();
        var seen = await LookAsync(http, desk, what, 1);
        return seen.IsDone ? ConsoleEndpoints.Page<DossierPage>(new { One = dossier }) : CommandForms.Refusal(seen, "/search");
    }

    private static Task<ActAnswer> LookAsync(HttpContext http, ActDesk desk, string basis, int rows) =>
        desk.DoAsync(
            new Look(Guid.NewGuid().ToString("N"), null, basis, LookKind.View, [], LookFields.None, 0, 0, rows, null),
            http.Actor()
        );
}
