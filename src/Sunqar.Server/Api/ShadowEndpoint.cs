using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Api;

/// <summary><c>GET /shadow</c>: what a candidate rulebook that runs beside the live one would have answered otherwise; 404 where none
/// runs.</summary>
internal static class ShadowEndpoint
{
    public static void Map(IEndpointRouteBuilder app, DeskDoor door) => app.MapGet("/shadow", () => Answer(door)).WithName("data:shadow");

    private static IResult Answer(DeskDoor door)
    {
        if (door.Shadow is not { } shadow)
            return Results.NotFound();
        var seen = shadow.Seen;
        return Results.Json(
            new
            {
                candidate = seen.Candidate,
                behind = shadow.Behind,
                payments = seen.Payments,
                changed = seen.Changed,
                outcomes = seen.Outcomes.Select(o => new
                {
                    live = o.Live.Name(),
                    candidate = o.Candidate.Name(),
                    payments = o.Payments,
                }),
                examples = seen.Differences.Select(d => new
                {
                    institution = d.Institution,
                    id = d.PaymentId,
                    sequence = d.Sequence,
                    live = d.Live.Name(),
                    candidate = d.Candidate.Name(),
                    rules = d.Rules,
                }),
            }
        );
    }
}
