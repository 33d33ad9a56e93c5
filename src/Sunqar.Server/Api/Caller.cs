using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;

namespace Sunqar.Server.Api;

/// <summary>Who asks: the institution that the request's key stands for, and the open door.</summary>
internal readonly record struct Caller(DeskDoor.Opening Opening, string Institution)
{
    private const string Scheme = "Bearer ";

    /// <summary>The problem that keeps a request out, or null and the caller.</summary>
    public static Problem? Admit(HttpContext context, DeskDoor door, out Caller caller)
    {
        caller = default;
        if (door.Current is not { } opening) return Problem.Starting;
        string? authorization = context.Request.Headers.Authorization;
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Problem.NoKey;
        if (opening.Keys.InstitutionOf(authorization.AsSpan(Scheme.Length).Trim()) is not { } institution) return Problem.NoKey;
        caller = new Caller(opening, institution);
        return null;
    }

    /// <summary>Who stands behind the request's key; nobody where it carries none that is good.</summary>
    public static Actor ActorOf(HttpContext context, DeskDoor door) => Admit(context, door, out var caller) is null
        ? new Actor("key:" + caller.Institution, Role.Bank, "", caller.Institution) : Actor.Nobody;
}
