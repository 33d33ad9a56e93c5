using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sunqar.Core.People;

namespace Sunqar.Server.Access;

/// <summary>
/// Devices on which somebody signed in (a "device cookie", OWASP): strangers who fail under a name lock out strangers, and not its holder
/// where he has been before. Each device has tries of its own; when they are used up it is a stranger's. A cookie lets nobody in.
/// </summary>
internal sealed class KnownDevices(SealedTicket tickets)
{
    private const string Cookie = "sunqar-device",
        Purpose = "device";

    private readonly ConcurrentDictionary<string, int> _failed = new(StringComparer.Ordinal);

    private sealed record Device(string Id, string AccountId);

    private Device? Of(HttpContext context, string accountId) =>
        context.Request.Cookies.TryGetValue(Cookie, out var ticket)
        && tickets.Open<Device>(Purpose, ticket) is { } device
        && device.AccountId == accountId
            ? device
            : null;

    public bool IsKnown(HttpContext context, string accountId) =>
        Of(context, accountId) is { } device && _failed.GetValueOrDefault(device.Id) < Staff.FailuresFree;

    /// <summary>A try there failed.</summary>
    public void Fail(HttpContext context, string accountId)
    {
        if (Of(context, accountId) is { } device)
            _failed.AddOrUpdate(device.Id, 1, (_, count) => count + 1);
    }

    /// <summary>The holder signed in there.</summary>
    public void Know(HttpContext context, string accountId)
    {
        if (Of(context, accountId) is { } before)
            _failed.TryRemove(before.Id, out _);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Response.Cookies.Append(
            Cookie,
            tickets.Seal(Purpose, new Device(id, accountId)),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = "/sign-in",
                MaxAge = TimeSpan.FromDays(90),
                IsEssential = true,
            }
        );
    }
}
