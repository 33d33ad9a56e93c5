using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>Who asks: by an institution's key where one is sent, else by a session's cookie.</summary>
internal sealed class Identification(ActDoor acts, DeskDoor desk, SessionStore sessions)
{
    /// <summary>Addresses that a page asks for by itself while it stands open: being asked for them keeps no session alive.</summary>
    public const string LivePath = "/queue/live";

    /// <summary>Bound to this host and to TLS by its name (RFC 6265bis, 4.1.3.2); plain HTTP is served on loopback alone.</summary>
    public static string CookieName(HttpContext context) => context.Request.IsHttps ? "__Host-sunqar" : "sunqar";

    /// <summary>The caller; nobody where the key or the session is no good (any more).</summary>
    public Actor Of(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            if (desk.Current is not { } opening || Caller.KeyOf(context, opening) is not { } key)
                return Actor.Nobody;
            context.Items[typeof(InstitutionKey)] = key;
            return Caller.ActorOf(key);
        }
        if (SessionOf(context) is not { } session || acts.Current is not { } people)
            return Actor.Nobody;
        var account = people.Read(state => state.Of<Staff>().Find(session.AccountId));
        if (account is not null && account.Version == session.Version && account.Standing != Standing.Suspended)
        {
            context.Items[typeof(Session)] = session;
            return account.Actor;
        }
        sessions.End(session.Id);
        return Actor.Nobody;
    }

    private Session? SessionOf(HttpContext context) =>
        context.Request.Cookies.TryGetValue(CookieName(context), out var secret)
            ? sessions.Find(secret, isLive: context.Request.Path.StartsWithSegments(LivePath, StringComparison.Ordinal))
            : null;
}
