using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>Adds passkeys and signs in with them. A challenge is good once, for five minutes, for the account that asked for it.</summary>
internal sealed class PasskeyDesk(ActDoor acts, AccessDoor access, SignInDesk signIn, RefusalBook refusals, SealedTicket tickets)
{
    /// <summary>Of one account.</summary>
    public const int PasskeysMax = 8;

    private const string Purpose = "passkey challenge";
    private static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(5);

    private readonly PasskeyHandler<Credential> _handler = PasskeyStore.Handler(access);

    /// <summary>Challenges that were met, until they are over: good once. Only who holds a passkey adds to it.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _met = new(StringComparer.Ordinal);

    private sealed record Challenge(string State, string AccountId, DateTimeOffset Until);

    /// <summary>What the browser asks a device for a new passkey with, as JSON; null where none may be added.</summary>
    public async Task<string?> CreationOptionsAsync(HttpContext context)
    {
        if (access.Credentials?.OfAccount(context.Actor().Id) is not { } credential || credential.Passkeys.Count >= PasskeysMax)
            return null;
        var options = await _handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity
            {
                Id = credential.AccountId,
                Name = credential.Name,
                DisplayName = credential.Name,
            },
            context
        );
        return Keep(options.AttestationState, credential.AccountId, options.CreationOptionsJson);
    }

    /// <summary>What the browser asks a device to sign, as JSON.</summary>
    public async Task<string?> RequestOptionsAsync(HttpContext context)
    {
        var options = await _handler.MakeRequestOptionsAsync(null, context);
        return Keep(options.AssertionState, "", options.RequestOptionsJson);
    }

    /// <summary>The challenge goes along, sealed: however many are asked for, none is kept here.</summary>
    private string? Keep(string? state, string accountId, string options)
    {
        if (state is null)
            return null;
        var ticket = tickets.Seal(Purpose, new Challenge(state, accountId, access.Time.GetUtcNow() + ChallengeLife));
        return $$"""{"ticket":"{{ticket}}","options":{{options}}}""";
    }

    /// <summary>The state behind a ticket that is this account's and not over; null where it is none.</summary>
    private string? Take(string ticket, string accountId) =>
        tickets.Open<Challenge>(Purpose, ticket) is { } challenge
        && challenge.AccountId == accountId
        && access.Time.GetUtcNow() < challenge.Until
        && !_met.ContainsKey(IdOfTicket(ticket))
            ? challenge.State
            : null;

    /// <summary>A challenge that was met is good no second time.</summary>
    private bool Spend(string ticket)
    {
        var now = access.Time.GetUtcNow();
        foreach (var (old, until) in _met)
        {
            if (until < now)
                _met.TryRemove(old, out _);
        }
        return _met.TryAdd(IdOfTicket(ticket), now + ChallengeLife);
    }

    private static string IdOfTicket(string ticket) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(ticket)));

    /// <summary>Keeps a passkey that a device has just made for whoever asks, who proves with password and code to be the account's
    /// holder.</summary>
    /// <returns>The session in which he goes on, its secret first; null with why not.</returns>
    public async Task<(string? Secret, ActAnswer Answer)> AddAsync(
        HttpContext context,
        string key,
        string ticket,
        string credentialJson,
        string password,
        string code
    )
    {
        if (acts.Current is not { } desk)
            return (null, Starting);
        if (Take(ticket, context.Actor().Id) is not { } state)
            return (null, Unproved);
        var made = await _handler.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = context,
                CredentialJson = credentialJson,
                AttestationState = state,
            }
        );
        if (!made.Succeeded || made.UserEntity.Id != context.Actor().Id || !Spend(ticket))
            return (null, Unproved);
        var info = made.Passkey;
        var passkey = new Passkey(
            IdOf(info.CredentialId),
            info.CredentialId,
            info.PublicKey,
            info.CreatedAt,
            info.SignCount,
            info.Transports ?? [],
            info.IsBackupEligible,
            info.IsBackedUp
        );
        // The act first: a key that lets somebody in without a record is worse than a record without its key.
        return await signIn.ChangeAsync(
            desk,
            context.Actor(),
            password,
            code,
            (session, isRight, step) => new AddPasskey(key, passkey.Id, session, isRight, step),
            one => one with { Passkeys = [.. one.Passkeys.Where(other => other.Id != passkey.Id), passkey] }
        );
    }

    public async Task<(string? Secret, ActAnswer Answer)> RemoveAsync(
        HttpContext context,
        string key,
        string passkeyId,
        string password,
        string code
    ) =>
        acts.Current is not { } desk
            ? (null, Starting)
            : await signIn.ChangeAsync(
                desk,
                context.Actor(),
                password,
                code,
                (session, isRight, step) => new RemovePasskey(key, passkeyId, session, isRight, step),
                one => one with { Passkeys = [.. one.Passkeys.Where(other => other.Id != passkeyId)] }
            );

    private static ActAnswer Starting => ActAnswer.Unavailable("The journal is being read; try again in a moment.");

    private static ActAnswer Unproved =>
        new(ActStatus.Refused, RefusalKind.Invalid, "The device proved nothing, or took too long.", null, -1, false);

    public async Task<SignInOutcome> SignInAsync(HttpContext context, string ticket, string credentialJson)
    {
        if (acts.Current is not { } desk)
            return new SignInOutcome.Starting();
        var result = Take(ticket, "") is { } state
            ? await _handler.PerformAssertionAsync(
                new PasskeyAssertionContext
                {
                    HttpContext = context,
                    CredentialJson = credentialJson,
                    AssertionState = state,
                }
            )
            : null;
        if (
            result is not { Succeeded: true }
            || !Spend(ticket)
            || desk.Read(all => all.Of<Staff>().Find(result.User.AccountId)) is not { } account
        )
        {
            refusals.Count("sign-in:passkey", "passkey");
            return new SignInOutcome.Refused();
        }
        access.Credentials!.Change(
            account.Id,
            one =>
                one with
                {
                    Passkeys =
                    [
                        .. one.Passkeys.Select(kept =>
                            kept.Id == IdOf(result.Passkey.CredentialId)
                                ? kept with
                                {
                                    SignCount = result.Passkey.SignCount,
                                    IsBackedUp = result.Passkey.IsBackedUp,
                                }
                                : kept
                        ),
                    ],
                }
        );
        return await signIn.DecideAsync(desk, account, SignInMeans.Passkey, isRight: true, step: 0);
    }

    private static string IdOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId))[..16];
}
