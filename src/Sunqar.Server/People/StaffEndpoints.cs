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

/// <summary>The admin's pages: who has an account, who is asked in.</summary>
internal static class StaffEndpoints
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromDays(1);

    public static void MapStaff(this IEndpointRouteBuilder app)
    {
        app.MapSeconds();
        app.MapGet("/people", PeoplePage).WithName("page:people");
        app.MapPost("/people/invitations", InviteAsync).WithName("people:invite");
        app.MapCommand(
            "/people/invitations/{id}/confirmation",
            "people:confirm",
            form => new ConfirmInvitation(form.Key, form.Route("id"))
        );
        app.MapCommand(
            "/people/invitations/{id}/withdrawal",
            "people:withdraw",
            form => new WithdrawInvitation(form.Key, form.Route("id"))
        );
        app.MapCommand(
            "/people/{id}/post",
            "people:post",
            form => new GivePost(form.Key, form.Route("id"), form.OneOf<Role>("role"), form.Text("unit"))
        );
        app.MapCommand(
            "/people/{id}/standing",
            "people:standing",
            form => new GiveStanding(form.Key, form.Route("id"), form.OneOf<Standing>("standing"), form.Text("reason"))
        );
    }

    private static IResult PeoplePage(ActDoor acts, AccessDoor access, HttpContext context)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var nowUs = desk.NowUs;
        var (accounts, invitations) = desk.Read(state =>
            (
                state.Of<Staff>().Accounts.OrderBy(one => one.CreatedUs).ToList(),
                state.Of<Staff>().Invitations.Where(one => one.ExpiresUs > nowUs).OrderBy(one => one.ExpiresUs).ToList()
            )
        );
        var names = accounts.ToDictionary(one => one.Id, one => access.Credentials?.OfAccount(one.Id)?.Name ?? "");
        return ConsoleEndpoints.Page<PeoplePage>(
            new
            {
                Accounts = accounts,
                Names = names,
                Invitations = invitations,
                NowUs = nowUs,
                By = context.Actor(),
            }
        );
    }

    private static async Task<IResult> InviteAsync(HttpContext context, ActDoor acts)
    {
        var fields = new FormFields(context);
        var (token, id) = Enrolment.Fresh();
        var account = fields.Text("account", 64);
        var command = new InvitePerson(
            fields.Key,
            id,
            fields.OneOf<Role>("role"),
            fields.Text("unit"),
            (long)LinkLife.TotalMicroseconds,
            account.Length == 0 ? null : account
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        if (!answer.IsDone)
            return CommandForms.Refusal(answer, fields.From);
        var invitation = acts.Current!.Read(state => state.Of<Staff>().FindInvitation(id));
        return ConsoleEndpoints.Page<InvitedPage>(new { Path = Enrolment.PathOf(token), NeedsSecond = invitation?.AwaitsSecond ?? false });
    }
}
