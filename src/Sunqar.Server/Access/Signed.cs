using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;

namespace Sunqar.Server.Access;

/// <summary>Who asks, as a request knows it once sign-in or an institution's key has been checked.</summary>
public static class Signed
{
    private static readonly object Place = new();

    /// <summary><see cref="Actor.Nobody"/> where nobody has signed in.</summary>
    public static Actor Actor(this HttpContext context) => context.Items.TryGetValue(Place, out var actor) ? (Actor)actor! : Core.Acts.Actor.Nobody;

    /// <summary>Says who asks; called once, by what checked it.</summary>
    internal static void SignAs(this HttpContext context, Actor actor) => context.Items[Place] = actor;
}
