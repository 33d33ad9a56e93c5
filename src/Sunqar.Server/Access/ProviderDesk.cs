using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>Leads a browser to the provider and back: to sign in to the account that the identity is bound to, or to bind it.</summary>
internal sealed class ProviderDesk(
    ProviderDoor door,
    ActDoor acts,
    AccessDoor access,
    SignInDesk signIn,
    SessionStore sessions,
    RefusalBook refusals,
    SealedTicket tickets
)
{
    public const string BackPath = "/sign-in/provider/back";

    private const string Cookie = "sunqar-provider",
        Purpose = "provider";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Errands that were done, until they are over: good once. Only whom the provider vouches for adds to it.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _done = new(StringComparer.Ordinal);

    /// <param name="AccountId">To which the identity is to be bound; empty to sign in.</param>
    /// <param name="Browser">Held by a cookie, so that nobody finishes in another's browser what he began in his own.</param>
    private sealed record Errand(string Nonce, string Verifier, string AccountId, string ReturnUrl, string Browser, DateTimeOffset Until);

    public bool IsThere => door.Provider is not null;

    /// <summary>The address at the provider; null where it cannot be reached.</summary>
    public async Task<string?> BeginAsync(HttpContext context, string accountId, string returnUrl)
    {
        if (door.Provider is not { } provider)
            return null;
        var errand = new Errand(Chance(), Chance() + Chance(), accountId, returnUrl, Chance(), access.Time.GetUtcNow() + Patience);
        context.Response.Cookies.Append(
            Cookie,
            errand.Browser,
            new CookieOptions
            {
                HttpOnly = true,
                // The provider leads back from elsewhere.
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                Path = BackPath,
                MaxAge = Patience,
                IsEssential = true,
            }
        );
        try
        {
            return await provider.AuthorizeAsync(
                BackOf(context),
                tickets.Seal(Purpose, errand),
                errand.Nonce,
                errand.Verifier,
                context.RequestAborted
            );
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The provider led back: who signs in; no outcome where an identity was bound and nobody signs in anew.</summary>
    public async Task<(SignInOutcome? Outcome, string ReturnUrl)> BackAsync(HttpContext context, string code, string state)
    {
        if (acts.Current is not { } desk)
            return (new SignInOutcome.Starting(), "/");
        if (
            door.Provider is not { } provider
            || tickets.Open<Errand>(Purpose, state) is not { } errand
            || errand.Until < access.Time.GetUtcNow()
            || !IsOf(context, errand)
            || await provider.RedeemAsync(code, BackOf(context), errand.Nonce, errand.Verifier, context.RequestAborted) is not { } identity
            || !Do(errand)
        )
        {
            refusals.Count("sign-in:provider-back", "provider");
            return (new SignInOutcome.Refused(), "/");
        }
        if (errand.AccountId.Length > 0)
        {
            var command = new BindIdentity(Guid.NewGuid().ToString("N"), identity.IdentityId);
            var bound = await desk.DoAsync(command, new Actor(errand.AccountId, Role.Nobody));
            return (bound.IsDone ? null : new SignInOutcome.Refused(), errand.ReturnUrl);
        }
        if (
            desk.Read(state => state.Of<Staff>().AccountOf(identity.IdentityId) is { } id ? state.Of<Staff>().Find(id) : null)
            is not { } account
        )
        {
            refusals.Count("sign-in:provider-back", "unbound");
            return (new SignInOutcome.Refused(), "/");
        }
        var outcome = await signIn.DecideAsync(desk, account, SignInMeans.Provider, isRight: true, step: 0);
        if (outcome is SignInOutcome.In { SessionId: var session })
            sessions.Provided(session, identity);
        return (outcome, errand.ReturnUrl);
    }

    /// <summary>Where the browser goes to end its session at the provider too; null where it has none.</summary>
    public async Task<string?> SignOutAsync(HttpContext context, Session session) =>
        session.IdentityId is null || door.Provider is not { } provider
            ? null
            : await provider.SignOutAsync($"{context.Request.Scheme}://{context.Request.Host}/sign-in", context.RequestAborted);

    /// <summary>The provider says that somebody's session ended there: it ends here. False where nobody vouches for that.</summary>
    public async Task<bool> EndedAsync(HttpContext context, string token)
    {
        if (
            acts.Current is not { } desk
            || door.Provider is not { } provider
            || await provider.LogoutOfAsync(token, context.RequestAborted) is not { } ended
        )
        {
            refusals.Count("sign-in:provider-ended", "token");
            return false;
        }
        foreach (var session in sessions.OfIdentity(ended))
        {
            sessions.End(session.Id);
            await desk.DoAsync(new SignOut(Guid.NewGuid().ToString("N"), session.Id), new Actor(session.AccountId, Role.Nobody));
        }
        return true;
    }

    /// <summary>Whether this browser began it.</summary>
    private static bool IsOf(HttpContext context, Errand errand) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(context.Request.Cookies[Cookie] ?? ""),
            Encoding.UTF8.GetBytes(errand.Browser)
        );

    private bool Do(Errand errand)
    {
        var now = access.Time.GetUtcNow();
        foreach (var (old, until) in _done)
        {
            if (until < now)
                _done.TryRemove(old, out _);
        }
        return _done.TryAdd(errand.Nonce, errand.Until);
    }

    private static string BackOf(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}{BackPath}";

    private static string Chance() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
