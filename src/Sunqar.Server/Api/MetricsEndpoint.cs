using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Api;

/// <summary><c>GET /metrics</c>: what the server counts (<see cref="ServerMeters"/>), for Prometheus. Nothing in it names an institution or
/// a person.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder app, DeskDoor door, ActDoor acts)
    {
        door.Meters.Watch(() => acts.Log);
        app.MapGet("/metrics", () => Results.Text(door.Meters.Text.Write(), MeterText.ContentType)).WithName("metrics");
    }
}
