using System.Security.Cryptography;
using System.Text.Json;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Keys;

/// <summary>By what one person proves to be the holder of an account.</summary>
/// <param name="Name">What the person signs in with, in small letters.</param>
/// <param name="PasswordHash">Salted and slow (PBKDF2), as ASP.NET Core Identity writes it.</param>
/// <param name="TotpSecret">The shared secret of the one-time codes (RFC 6238), 20 bytes.</param>
public sealed record Credential(string AccountId, string Name, string PasswordHash, byte[] TotpSecret, IReadOnlyList<Passkey> Passkeys);

/// <summary>A public key that a person's device signs with (WebAuthn, level 3); nothing in it is secret.</summary>
/// <param name="Id">A hash of <paramref name="CredentialId"/>: how acts and pages name it.</param>
/// <param name="SignCount">The device's own count of signatures, as last seen.</param>
public sealed record Passkey(
    string Id,
    byte[] CredentialId,
    byte[] PublicKey,
    DateTimeOffset Created,
    uint SignCount,
    IReadOnlyList<string> Transports,
    bool IsBackupEligible,
    bool IsBackedUp
);

/// <summary>
/// People's sign-in names, password hashes and second factors: one small file in the data folder, encrypted (AES-256-GCM) under a key that
/// the root key gives, readable by its owner alone, and replaced as a whole at each change. It lies apart from the journal because
/// credentials must be forgotten when they are replaced. For any number of threads.
/// </summary>
public sealed class CredentialFile
{
    private readonly SealedFile _file;
    private readonly Lock _gate = new();
    private Dictionary<string, Credential> _byAccount = [];
    private Dictionary<string, Credential> _byName = [];

    /// <exception cref="KeyStoreException">The file is damaged, or of another root key.</exception>
    public CredentialFile(string folder, KeyStore keys)
        : this(keys.Disk, folder, keys) { }

    internal CredentialFile(IDisk disk, string folder, KeyStore keys)
    {
        _file = new SealedFile(disk, folder, "credentials", "SUNQARC1", keys.Root.ForCredentials());
        if (_file.Read() is not { } plain)
            return;
        try
        {
            Take(JsonSerializer.Deserialize<List<Credential>>(plain)!);
        }
        catch (JsonException error)
        {
            throw new KeyStoreException($"{Path.Combine(folder, "credentials")} is damaged.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public Credential? OfAccount(string accountId)
    {
        lock (_gate)
            return _byAccount.GetValueOrDefault(accountId);
    }

    /// <param name="name">In small letters.</param>
    public Credential? OfName(string name)
    {
        lock (_gate)
            return _byName.GetValueOrDefault(name);
    }

    public Credential? OfPasskey(byte[] credentialId)
    {
        lock (_gate)
        {
            return _byAccount.Values.FirstOrDefault(one =>
                one.Passkeys.Any(passkey => passkey.CredentialId.AsSpan().SequenceEqual(credentialId))
            );
        }
    }

    /// <summary>Changes an account's credential, durable on return; false where it has none.</summary>
    public bool Change(string accountId, Func<Credential, Credential> change)
    {
        lock (_gate)
        {
            if (!_byAccount.TryGetValue(accountId, out var credential))
                return false;
            Save([.. _byAccount.Values.Where(one => one.AccountId != accountId), change(credential)]);
            return true;
        }
    }

    /// <summary>Keeps a credential, durable on return; false where another account of <paramref name="accounts"/> has the name.</summary>
    /// <param name="accounts">Whether there is such an account: what nobody holds is let go.</param>
    public bool Put(Credential credential, Func<string, bool> accounts)
    {
        lock (_gate)
        {
            if (_byName.TryGetValue(credential.Name, out var other) && other.AccountId != credential.AccountId && accounts(other.AccountId))
                return false;
            Save([.. _byAccount.Values.Where(one => one.AccountId != credential.AccountId && accounts(one.AccountId)), credential]);
            return true;
        }
    }

    /// <summary>Forgets an account's credentials, durable on return.</summary>
    public void Remove(string accountId)
    {
        lock (_gate)
            Save([.. _byAccount.Values.Where(one => one.AccountId != accountId)]);
    }

    private void Take(List<Credential> credentials)
    {
        _byAccount = credentials.ToDictionary(one => one.AccountId, StringComparer.Ordinal);
        _byName = credentials.ToDictionary(one => one.Name, StringComparer.Ordinal);
    }

    private void Save(List<Credential> credentials)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(credentials);
        _file.Write(plain);
        CryptographicOperations.ZeroMemory(plain);
        Take(credentials);
    }
}
