using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>Adds passkeys and signs in with them. A challenge is good once, for five minutes, for the account that asked for it.</summary>
internal sealed class PasskeyDesk(ActDoor acts, AccessDoor access, SignInDesk signIn, RefusalBook refusals)
{
    /// <summary>Of one account.</summary>
    public const int PasskeysMax = 8;

    private const int ChallengesMax = 2048;
    private static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(5);

    private readonly PasskeyHandler<Credential> _handler = PasskeyStore.Handler(access);
    private readonly ConcurrentDictionary<string, (string State, string AccountId, DateTimeOffset Until)> _challenges = new(
        StringComparer.Ordinal
    );

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

    private string? Keep(string? state, string accountId, string options)
    {
        var now = access.Time.GetUtcNow();
        foreach (var (old, challenge) in _challenges)
        {
            if (challenge.Until < now)
                _challenges.TryRemove(old, out _);
        }
        if (state is null || _challenges.Count >= ChallengesMax)
            return null;
        var ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _challenges[ticket] = (state, accountId, now + ChallengeLife);
        return $$"""{"ticket":"{{ticket}}","options":{{options}}}""";
    }

    /// <summary>The state behind a ticket, which is good no second time.</summary>
    private string? Take(string ticket, string accountId) =>
        _challenges.TryRemove(ticket, out var kept) && kept.AccountId == accountId && access.Time.GetUtcNow() < kept.Until
            ? kept.State
            : null;

    /// <summary>Keeps a passkey that a device has just made for whoever asks; false where it proves nothing.</summary>
    public async Task<bool> AddAsync(HttpContext context, string key, string ticket, string credentialJson)
    {
        if (acts.Current is not { } desk || Take(ticket, context.Actor().Id) is not { } state)
            return false;
        var made = await _handler.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = context,
                CredentialJson = credentialJson,
                AttestationState = state,
            }
        );
        if (!made.Succeeded || made.UserEntity.Id != context.Actor().Id)
            return false;
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
        return (await desk.DoAsync(new AddPasskey(key, passkey.Id), context.Actor())).IsDone
            && access.Credentials!.Change(
                context.Actor().Id,
                one => one with { Passkeys = [.. one.Passkeys.Where(other => other.Id != passkey.Id), passkey] }
            );
    }

    public async Task<ActAnswer> RemoveAsync(HttpContext context, string key, string passkeyId)
    {
        if (acts.Current is not { } desk || access.Credentials is not { } credentials)
            return ActAnswer.Unavailable("The journal is being read; try again in a moment.");
        var answer = await desk.DoAsync(new RemovePasskey(key, passkeyId), context.Actor());
        if (answer.IsDone)
            credentials.Change(context.Actor().Id, one => one with { Passkeys = [.. one.Passkeys.Where(other => other.Id != passkeyId)] });
        return answer;
    }

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
        if (result is not { Succeeded: true } || desk.Read(all => all.Of<Staff>().Find(result.User.AccountId)) is not { } account)
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
