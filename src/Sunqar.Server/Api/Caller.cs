using Microsoft.AspNetCore.Http;

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
}
