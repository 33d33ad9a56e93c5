using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.People;

/// <summary>What waits for a second person, for those who may be it, and for whoever asked.</summary>
internal static class SecondEndpoints
{
    /// <summary>Judged proposals that the page still lists.</summary>
    private const int JudgedMax = 50;

    public static void MapSeconds(this IEndpointRouteBuilder app)
    {
        app.MapGet("/seconds", SecondsPage).WithName("page:seconds");
        app.MapCommand("/seconds/{id}", "seconds:judge", Judge);
    }

    private static JudgeProposal Judge(FormFields form)
    {
        var id = form.Route("id");
        var caseId = form.Known<ActDoor>().Current?.Read(state => state.Of<ProposalBook>().Find(id)?.CaseId);
        return new JudgeProposal(form.Key, caseId, id, form.Text("says", 8) == "yes", form.Text("reason", StaffRules.ReasonLengthMax));
    }

    private static IResult SecondsPage(ActDoor acts, HttpContext context)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var (by, nowUs) = (context.Actor(), desk.NowUs);
        var mine = desk.Read(state =>
            state
                .Of<ProposalBook>()
                .All.Where(one => one.By.Id == by.Id || one.Asked.Seconds.Contains(by.Role))
                .OrderByDescending(one => one.AtUs)
                .ToList()
        );
        return ConsoleEndpoints.Page<SecondsPage>(
            new
            {
                Waiting = mine.Where(one => one.Waits(nowUs)).ToList(),
                Judged = mine.Where(one => !one.Waits(nowUs)).Take(JudgedMax).ToList(),
                By = by,
            }
        );
    }
}
