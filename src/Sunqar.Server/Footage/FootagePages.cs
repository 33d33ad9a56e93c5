using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Footage;
using Sunqar.Formats;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Footage;

/// <summary>The pages of banks' footage, and what their forms ask for.</summary>
internal static class FootagePages
{
    public static void Map(IEndpointRouteBuilder app, FootageDoor door)
    {
        app.MapGet(
                "/footage",
                (ActDoor acts) =>
                    ConsoleEndpoints.Page<FootagePage>(
                        new
                        {
                            Banks = door.Current?.Banks ?? [],
                            Review = (Func<string, Work.Footage.BankReview?>)(bank => door.Current?.Reviews.Find(bank)),
                            NowUs = acts.Current?.NowUs ?? 0,
                        }
                    )
            )
            .WithName("page:footage");
        app.MapGet(
                "/footage/{bank}",
                (HttpContext http, string bank, ActDoor acts) =>
                    door.Current?.Bank(bank) is { } known
                        ? ConsoleEndpoints.Page<FootageBankPage>(
                            new
                            {
                                Bank = known,
                                Review = door.Current.Reviews.Find(bank),
                                NowUs = acts.Current?.NowUs ?? 0,
                                http.Actor().Role,
                            }
                        )
                        : Results.NotFound()
            )
            .WithName("page:footage-bank");
        // A typed delegate: as a RequestDelegate its answer would be dropped.
        app.MapPost("/footage/{bank}/challenges", (Func<HttpContext, Task<IResult>>)(http => AskAsync(http, door)))
            .WithName("footage:ask");
        app.MapCommand(
            "/footage/{bank}/key",
            "footage:renew-key",
            form => new RenewFootageKey(form.Key, form.Text("basis", 300), form.Route("bank"), form.Text("public", 300))
        );
        app.MapCommand(
            "/footage/{bank}/holds",
            "footage:keep",
            form => new KeepFootage(
                form.Key,
                form.Text("case", 64) is { Length: > 0 } one ? one : null,
                form.Text("basis", 300),
                form.Route("bank"),
                form.Text("terminal", 64),
                Moment(form.Text("since", 32)),
                Moment(form.Text("to", 32)),
                Moment(form.Text("until", 32)),
                form.Text("reason", KeepFootage.ReasonLengthMax)
            )
        );
        app.MapCommand("/footage/{bank}/holds/{hold}", "footage:release", form => new ReleaseFootage(form.Key, null, form.Route("hold")));
    }

    private static async Task<IResult> AskAsync(HttpContext http, FootageDoor door)
    {
        var form = new FormFields(http);
        var (key, bank, back) = (form.Key, form.Route("bank"), form.From);
        if (door.Current is not { } office)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), back);
        if (form.Unfit is { } unfit)
            return CommandForms.Refusal(Wrong("This field is too long, or came twice.", unfit), back);
        var asking = await office.AskAsync(key, form.Actor, bank, LossBound.LeavesUsual, isFinal: false, http.RequestAborted);
        if (asking.Act is not { } act)
            return CommandForms.Refusal(Wrong(asking.Why, null), back);
        return act.IsDone ? CommandForms.SeeOther(back) : CommandForms.Refusal(act, back);
    }

    private static ActAnswer Wrong(string why, string? field) => new(ActStatus.Refused, RefusalKind.Invalid, why, field, -1, false);

    /// <summary>As a form's date and time says it, in the country's time; 0 where it says none, which the command refuses.</summary>
    private static long Moment(string text) =>
        DateTime.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"],
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None,
            out var local
        )
            ? Core.Times.LocalTime.Kazakhstan.StartUs(DateOnly.FromDateTime(local)) + local.TimeOfDay.Ticks / 10
            : 0;
}
