using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Cases;

/// <summary>The register of partners: who outside may be told of measures.</summary>
internal static class PartnerEndpoints
{
    public static void MapPartners(this IEndpointRouteBuilder app)
    {
        app.MapGet("/partners", PartnersPage).WithName("page:partners");
        app.MapCommand("/partners", "partner:list", List, next: (_, _) => "/seconds");
        app.MapCommand(
            "/partners/{name}/end",
            "partner:end",
            form => new EndPartner(form.Key, form.Route("name"), form.Text("reason", 300))
        );
    }

    private static ListPartner List(FormFields form) =>
        new(
            form.Key,
            form.Text("name", ListPartner.NameMax),
            form.Text("address", ListPartner.AddressMax),
            form.Text("public_key", ListPartner.KeyMax),
            form.Text("identifiers", 4) == "yes" ? [PartnerBook.Measures, PartnerBook.Identifiers] : [PartnerBook.Measures]
        );

    private static IResult PartnersPage(ActDoor acts, HttpContext context) =>
        acts.Current is not { } desk
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : ConsoleEndpoints.Page<PartnersPage>(
                new { Partners = desk.Read(state => state.Of<PartnerBook>().All.ToList()), By = context.Actor() }
            );
}
