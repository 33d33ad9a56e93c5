using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Identity;
using Sunqar.Core.Queue;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Cases;

/// <summary>The pages of alerts, and what is done about one: noted, closed, opened again, silenced for its subject.</summary>
internal static class AlertEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
                "/alerts",
                (IConsoleState state, ActDoor acts, HttpContext http, ColleagueNames names, string? show, int? page) =>
                    List(state, acts, http, names, show, page)
            )
            .WithName("page:alerts");
        app.MapGet(
                "/alerts/{id}",
                (string id, IConsoleState state, ActDoor acts, HttpContext http, ColleagueNames names) => One(id, state, acts, http, names)
            )
            .WithName("page:alert")
            .RecordsView(_ => null);
        app.MapCommand(
            "/alerts/{id}/notes",
            "alert:note",
            form => new NoteAlert(form.Key, form.Route("id"), form.Text("text", CaseText.TextMax))
        );
        app.MapCommand(
            "/alerts/{id}/closing",
            "alert:close",
            form =>
            {
                var alert = Find(form);
                // What who closes it saw, not what stands there by now: a payment that came meanwhile leaves it open.
                return new CloseAlert(
                    form.Key,
                    form.Route("id"),
                    alert?.Subject ?? SubjectId.None,
                    alert?.Rule ?? "",
                    form.OneOf<AlertOutcome>("outcome"),
                    form.Text("note", CaseText.TextMax),
                    form.Text("seen", 64)
                );
            }
        );
        app.MapCommand(
            "/alerts/{id}/reopening",
            "alert:reopen",
            form =>
            {
                var alert = Find(form);
                var subject = alert?.Subject ?? SubjectId.None;
                return new ReopenAlert(form.Key, form.Route("id"), subject, alert?.Rule ?? "", form.Text("note", CaseText.TextMax));
            }
        );
        app.MapCommand("/alerts/{id}/silence", "alert:snooze", Snooze);
    }

    /// <summary>From the alert's first payment on, so that the alert itself is covered, to the end of a day.</summary>
    private static SnoozeAlert Snooze(FormFields form)
    {
        var alert = Find(form);
        var until = DateOnly.TryParseExact(
            form.Text("until", 10),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? LocalTime.Kazakhstan.EndUs(day)
            : -1;
        return new SnoozeAlert(
            form.Key,
            form.Route("id"),
            alert?.Subject ?? SubjectId.None,
            alert?.Rule ?? "",
            form.Text("reason"),
            alert?.FirstUs ?? 0,
            until
        );
    }

    private static Alert? Find(FormFields form) => form.Known<IConsoleState>().Alerts.Find(form.Route("id"));

    private static IResult List(IConsoleState state, ActDoor acts, HttpContext http, ColleagueNames names, string? show, int? page)
    {
        var (alerts, by) = (state.Alerts.Alerts, http.Actor());
        var lines = acts.Current is { } desk
            ? desk.Read(folds => alerts.Select(alert => Line(folds, alert)).ToList())
            : [.. alerts.Select(alert => new AlertLine(alert, null, "", null))];
        return ConsoleEndpoints.Page<AlertsPage>(
            new
            {
                View = state.Alerts,
                Lines = lines,
                Show = show ?? "",
                Page = page ?? 1,
                By = by,
                Names = (Func<string, string>)names.Of,
            }
        );
    }

    private static AlertLine Line(ActState folds, Alert alert)
    {
        var life = folds.Of<AlertLife>();
        return new AlertLine(
            alert,
            life.IsClosed(alert) ? life.ClosingOf(alert.Id) : null,
            folds.Of<QueueBook>().OwnerOf(WorkKind.Alert, alert.Id)?.Officer ?? "",
            folds.Of<CaseBook>().CaseOf(SourceKind.Alert, alert.Id)
        );
    }

    private static IResult One(string id, IConsoleState state, ActDoor acts, HttpContext http, ColleagueNames names)
    {
        if (id.Length > ServerLimits.IdLengthMax || state.Alerts.Find(id) is not { } alert)
            return Results.NotFound();
        var view = state.Alerts;
        var nowUs = acts.Current?.NowUs ?? alert.LastUs;
        var sheet = acts.Current is { } desk
            ? desk.Read(folds => new AlertSheet(
                Line(folds, alert),
                view,
                folds.Of<AlertLife>().EntriesOf(id),
                [.. view.Alerts.Where(other => other.Subject == alert.Subject && other.Id != id).Select(other => Line(folds, other))],
                [.. folds.Of<AlertLife>().Closings(alert.Subject).Where(one => view.Find(one.Closed.AlertId) is null)],
                names.Of,
                http.Actor(),
                nowUs
            ))
            : new AlertSheet(new AlertLine(alert, null, "", null), view, [], [], [], names.Of, http.Actor(), nowUs);
        return ConsoleEndpoints.Page<AlertPage>(new { Sheet = sheet });
    }
}
