using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Blocking;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;
using Sunqar.Work.Blocking;

namespace Sunqar.Server.Blocking;

/// <summary>Where orders to restrict access to sites are asked for, judged and lifted, and names that imitate brands are
/// proposed.</summary>
internal static class BlockingEndpoints
{
    /// <summary>Characters that a form's list of domains may have.</summary>
    private const int DomainsLengthMax = 60_000;

    /// <summary>Orders that the page lists; the blocklist holds them all.</summary>
    private const int OrdersShown = 200;

    private static readonly char[] Separators = [' ', ',', ';', '\r', '\n', '\t'];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/blocking", PageAsync).WithName("page:blocking");
        app.MapCommand("/blocking/orders", "block:request", Request);
        app.MapCommand(
            "/blocking/orders/{id}/judgement",
            "block:judge",
            form => new JudgeBlock(
                form.Key,
                form.Text("basis", 500),
                form.Route("id"),
                form.Text("approve", 8) == "yes",
                form.Text("reason", 500),
                Licensed(form)
            )
        );
        app.MapCommand(
            "/blocking/orders/{id}/lift",
            "block:lift",
            form => new LiftBlock(
                form.Key,
                form.Text("basis", 500),
                form.Route("id"),
                Domains(form.Text("domains", DomainsLengthMax)),
                form.Text("reason", 500)
            )
        );
    }

    private static RequestBlock Request(FormFields form) =>
        new(
            form.Key,
            form.Text("case", 128) is { Length: > 0 } id ? id : null,
            form.Text("basis", 500),
            // What was ticked among the look-alikes, and what was typed.
            [
                .. form.Texts("picked", LookAlikeProposals.ProposalsMax, DomainName.LengthMax)
                    .Concat(Domains(form.Text("domains", DomainsLengthMax)))
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ],
            form.OneOf<BlockGround>("ground"),
            form.Text("evidence", RequestBlock.EvidenceLengthMax),
            UntilUs(form.Text("until", 10)),
            Licensed(form)
        );

    private static string[] Domains(string text) =>
        text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The end of a local day; 0 where the text is no date, which the command refuses as past.</summary>
    private static long UntilUs(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? LocalTime.Kazakhstan.EndUs(day)
            : 0;

    private static LicensedDomains Licensed(FormFields form) =>
        form.Known<ActDoor>().Current is { } desk
            ? LicensedDomains.Of(form.Known<ZonePublisher>().Registry, desk.NowUs)
            : LicensedDomains.None;

    private static async Task<IResult> PageAsync(HttpContext context, ActDoor acts, ZonePublisher publisher, LookAlikeProposals proposals)
    {
        if (acts.Current is not { } desk || await Task.Run(() => publisher.Current) is not { } published)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var nowUs = desk.NowUs;
        var orders = desk.Read(state =>
            state.Of<BlockOrders>().All.OrderByDescending(order => order.RequestedUs).Take(OrdersShown).ToList()
        );
        var proposed = await Task.Run(() => proposals.Current);
        return ConsoleEndpoints.Page<BlockingPage>(
            new
            {
                Orders = orders,
                NowUs = nowUs,
                Published = published,
                Proposed = proposed,
                By = context.Actor(),
            }
        );
    }
}
