using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Access;

/// <summary>Who asks, as a request knows it once sign-in or an institution's key has been checked.</summary>
public static class Signed
{
    private static readonly object Place = new();
    private static readonly object OpenPlace = new();

    /// <summary><see cref="Actor.Nobody"/> where nobody has signed in.</summary>
    public static Actor Actor(this HttpContext context) =>
        context.Items.TryGetValue(Place, out var actor) ? (Actor)actor! : Core.Acts.Actor.Nobody;

    /// <summary>Nobody has signed in, and the page is shown because it tells of a simulated country.</summary>
    public static bool IsOpenBecauseSimulated(this HttpContext context) => context.Items.ContainsKey(OpenPlace);

    /// <summary>Says who asks; called once, by what checked it.</summary>
    internal static void SignAs(this HttpContext context, Actor actor) => context.Items[Place] = actor;

    internal static void OpenBecauseSimulated(this HttpContext context) => context.Items[OpenPlace] = true;

    /// <summary>The session by which the caller is known; null for nobody and for keys.</summary>
    internal static Session? Session(this HttpContext context) =>
        context.Items.TryGetValue(typeof(Session), out var session) ? (Session)session! : null;

    /// <summary>The institution's key by which the caller is known; null for people.</summary>
    internal static InstitutionKey? Key(this HttpContext context) =>
        context.Items.TryGetValue(typeof(InstitutionKey), out var key) ? (InstitutionKey)key! : null;

    /// <summary>Puts on record that an address itself refused a caller, e.g. for speaking of another institution's payments.</summary>
    internal static Task NoteRefusalAsync(this HttpContext context, Actor actor, string endpoint, string why) =>
        context.RequestServices.GetRequiredService<RefusalBook>().NoteAsync(actor, endpoint, why);
}
