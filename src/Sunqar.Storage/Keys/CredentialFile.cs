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
    private const int NonceBytes = 12,
        TagBytes = 16;

    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly string _path;
    private readonly byte[] _key;
    private readonly Lock _gate = new();
    private Dictionary<string, Credential> _byAccount = [];
    private Dictionary<string, Credential> _byName = [];

    /// <exception cref="KeyStoreException">The file is damaged, or of another root key.</exception>
    public CredentialFile(string folder, KeyStore keys)
        : this(OsDisk.Instance, folder, keys) { }

    internal CredentialFile(IDisk disk, string folder, KeyStore keys)
    {
        (_disk, _folder, _path, _key) = (disk, folder, Path.Combine(folder, "credentials"), keys.Root.ForCredentials());
        if (disk.FileExists(_path))
            Take(Open());
    }

    private static ReadOnlySpan<byte> Kind => "SUNQARC1"u8;

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

    private List<Credential> Open()
    {
        using var file = _disk.Open(_path);
        var bytes = new byte[file.Length];
        if (bytes.Length < Kind.Length + NonceBytes + TagBytes || file.Read(0, bytes) != bytes.Length || !bytes.AsSpan().StartsWith(Kind))
            throw new KeyStoreException($"{_path} is no file of credentials.");
        var body = bytes.AsSpan(Kind.Length);
        var plain = new byte[body.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(_key, TagBytes);
            cipher.Decrypt(body[..NonceBytes], body[NonceBytes..^TagBytes], body[^TagBytes..], plain, Kind);
            return JsonSerializer.Deserialize<List<Credential>>(plain)!;
        }
        catch (Exception error) when (error is AuthenticationTagMismatchException or JsonException)
        {
            throw new KeyStoreException($"{_path} is damaged, or belongs to another root key.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private void Save(List<Credential> credentials)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(credentials);
        var bytes = new byte[Kind.Length + NonceBytes + plain.Length + TagBytes];
        Kind.CopyTo(bytes);
        var body = bytes.AsSpan(Kind.Length);
        RandomNumberGenerator.Fill(body[..NonceBytes]);
        using (var cipher = new AesGcm(_key, TagBytes))
        {
            cipher.Encrypt(body[..NonceBytes], plain, body[NonceBytes..^TagBytes], body[^TagBytes..], Kind);
        }
        CryptographicOperations.ZeroMemory(plain);
        var aside = _path + ".tmp";
        if (_disk.FileExists(aside))
            _disk.Delete(aside);
        using (var file = _disk.Create(aside, secret: true))
        {
            file.Write(0, bytes);
            file.Flush();
        }
        _disk.Rename(aside, _path);
        _disk.FlushFolder(_folder);
        Take(credentials);
    }
}
