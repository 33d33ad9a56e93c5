using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Entrance;

/// <summary>Who asks: the institution that the request's key stands for, and the open door.</summary>
internal readonly record struct Caller(DeskDoor.Opening Opening, InstitutionKey Key)
{
    private const string Scheme = "Bearer ";
    private const string Room = "payments";

    public string Institution => Key.Institution;

    /// <summary>The problem that keeps a request about payments out, or null and the caller.</summary>
    /// <param name="room">The room of addresses that the key has to open.</param>
    public static Problem? Admit(HttpContext context, DeskDoor door, out Caller caller, string room = Room)
    {
        caller = default;
        if (door.Current is not { } opening)
            return Problem.Starting;
        if (KeyOf(context, opening) is not { } key)
            return Problem.NoKey;
        if (!key.Admits(room))
            return Problem.WrongRole;
        if (HttpMethods.IsPost(context.Request.Method))
            door.PaymentsCome();
        caller = new Caller(opening, key);
        return null;
    }

    /// <summary>The request's key; null where it carries none that is good.</summary>
    public static InstitutionKey? KeyOf(HttpContext context, DeskDoor.Opening opening)
    {
        string? authorization = context.Request.Headers.Authorization;
        return authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? null
            : opening.Keys.Find(authorization.AsSpan(Scheme.Length).Trim());
    }

    /// <summary>Who acts by a key.</summary>
    public static Actor ActorOf(InstitutionKey key) => new("key:" + key.Institution, key.Role, "", key.Institution);
}
