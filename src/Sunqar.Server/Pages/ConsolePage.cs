using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sunqar.Server.Access;

namespace Sunqar.Server.Pages;

/// <summary>A page in one piece: who may open it, where it is, what the bar calls it, what it shows.</summary>
/// <param name="Access">Its line of the access table.</param>
/// <param name="Path">Its address, with ASP.NET's route parameters.</param>
/// <param name="Label">What the bar calls it; null for a page that another leads to.</param>
/// <param name="Answer">A handler as <c>MapGet</c> takes one, with services and route parameters as its own; it only reads.</param>
public sealed record ConsolePage(AccessLine Access, string Path, string? Label, Delegate Answer)
{
    // The bar leads to the page without its parameters.
    internal NavigationLine? Line => Label is null ? null : new(Label, Path.Split("/{")[0], Access.Endpoint);

    internal void Map(IEndpointRouteBuilder app) => app.MapGet(Path, Answer).WithName(Access.Endpoint);
}
