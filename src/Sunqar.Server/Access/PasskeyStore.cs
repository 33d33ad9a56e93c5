using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Access;

/// <summary>What ASP.NET Core Identity's passkey handler asks of a store of users, on the credentials file. It only reads; whoever adds a
/// passkey does so by an act.</summary>
internal sealed class PasskeyStore(AccessDoor access) : IUserPasskeyStore<Credential>
{
    /// <summary>The handler of .NET: challenges, origins, signatures (WebAuthn, level 3).</summary>
    public static PasskeyHandler<Credential> Handler(AccessDoor access)
    {
        var users = new UserManager<Credential>(
            new PasskeyStore(access),
            Options.Create(new IdentityOptions()),
            new PasswordHasher<Credential>(),
            [],
            [],
            new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(),
            null!,
            NullLogger<UserManager<Credential>>.Instance
        );
        // The device must have checked its user (PIN, finger, face), so that a passkey is two factors, and must find the key by itself.
        var options = new IdentityPasskeyOptions
        {
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            // By the request's own address: the Origin header says nothing under our referrer policy.
            ValidateOrigin = asked =>
                ValueTask.FromResult(
                    !asked.CrossOrigin && asked.Origin == $"{asked.HttpContext.Request.Scheme}://{asked.HttpContext.Request.Host}"
                ),
        };
        return new PasskeyHandler<Credential>(users, Options.Create(options));
    }

    public Task<Credential?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(access.Credentials?.OfAccount(userId));

    public Task<Credential?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(access.Credentials?.OfPasskey(credentialId));

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Credential user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Select(Info)]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Credential user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Passkeys.Where(one => one.CredentialId.AsSpan().SequenceEqual(credentialId)).Select(Info).FirstOrDefault());

    public Task<string> GetUserIdAsync(Credential user, CancellationToken cancellationToken) => Task.FromResult(user.AccountId);

    public Task<string?> GetUserNameAsync(Credential user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    // A passkey is kept with what later signatures need; how its maker attested it is not looked at again.
    private static UserPasskeyInfo Info(Passkey one) =>
        new(
            one.CredentialId,
            one.PublicKey,
            one.Created,
            one.SignCount,
            [.. one.Transports],
            isUserVerified: true,
            one.IsBackupEligible,
            one.IsBackedUp,
            [],
            []
        );

    public Task AddOrUpdatePasskeyAsync(Credential user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task RemovePasskeyAsync(Credential user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetUserNameAsync(Credential user, string? userName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string?> GetNormalizedUserNameAsync(Credential user, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(Credential user, string? normalizedName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(Credential user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(Credential user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(Credential user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Credential?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void Dispose()
    {
        // Holds nothing.
    }
}
