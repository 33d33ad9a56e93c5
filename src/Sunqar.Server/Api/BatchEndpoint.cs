using Microsoft.AspNetCore.Routing;

namespace Sunqar.Server.Api;

internal sealed class BatchEndpoint(DeskDoor door)
{
    public void Map(IEndpointRouteBuilder app) => _ = (door, app);
}
