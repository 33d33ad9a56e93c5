using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Cases;
using Sunqar.Core.Oversight;
using Sunqar.Core.Times;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Oversight;

/// <summary>The page of breaches of personal data: what was found, until when its notice is due, what was sent.</summary>
internal static class BreachEndpoints
{
    public static void MapBreaches(this IEndpointRouteBuilder app)
    {
        app.MapGet("/breaches", Show).WithName("page:breaches");
        app.MapCommand(
            "/breaches",
            "breach:record",
            form => new RecordBreach(
                form.Key,
                Found(form.Text("found", 40)),
                People(form.Text("people", 12)),
                form.Text("what", CaseText.TextMax)
            ),
            next: (_, _) => "/breaches"
        );
        app.MapCommand(
            "/breaches/{id}/notices",
            "breach:notify",
            form => new NotifyBreach(
                form.Key,
                form.Route("id"),
                form.Text("to", CaseText.LineMax),
                form.Text("reference", CaseText.LineMax)
            ),
            next: (_, _) => "/breaches"
        );
    }

    private static IResult Show(ActDoor acts)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        return ConsoleEndpoints.Page<BreachesPage>(
            new { Breaches = desk.Read(state => state.Of<BreachBook>().All.OrderByDescending(one => one.AtUs).ToList()), desk.NowUs }
        );
    }

    /// <summary>A time of the country's clock; what is none is never, which the command refuses.</summary>
    private static long Found(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)
            ? LocalTime.Kazakhstan.Us(clock)
            : long.MaxValue;

    private static long People(string text) =>
        text.Length == 0 ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var people) ? people
        : -1;
}
