using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Keys;

/// <summary>
/// The 32 random bytes that everything in the key store hangs on: a file outside the data folder, readable by its owner alone. Without it
/// no subject can be found and no sealed text be opened.
/// </summary>
internal sealed class RootKey : IDisposable
{
    public const int Bytes = 32;
    private const int DerivedBytes = 32;

    private readonly byte[] _key;

    private RootKey(byte[] key) => _key = key;

    /// <summary>Beside the data folder, never in it.</summary>
    public static string DefaultPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + ".key";

    /// <summary>Reads the file, or makes it where <paramref name="mayCreate"/> and there is none.</summary>
    public static RootKey Open(IDisk disk, string path, bool mayCreate, Action<Span<byte>> chance)
    {
        if (!disk.FileExists(path))
        {
            if (!mayCreate)
            {
                throw new KeyStoreException(
                    $"The root key {path} is missing, and without it nobody in the key store can be found again; put the file back."
                );
            }
            return Create(disk, path, chance);
        }
        using var file = disk.Open(path);
        var key = new byte[Bytes];
        if (file.Length != Bytes || file.Read(0, key) != Bytes)
            throw new KeyStoreException($"The root key {path} has {file.Length} bytes where {Bytes} are due.");
        return new RootKey(key);
    }

    private static RootKey Create(IDisk disk, string path, Action<Span<byte>> chance)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        disk.CreateFolder(folder);
        var aside = path + ".tmp";
        if (disk.FileExists(aside))
            disk.Delete(aside);
        var key = new byte[Bytes];
        chance(key);
        using (var file = disk.Create(aside, secret: true))
        {
            file.Write(0, key);
            file.Flush();
        }
        disk.Rename(aside, path);
        disk.FlushFolder(folder);
        return new RootKey(key);
    }

    /// <summary>The key under which identifiers of one kind are hashed (HMAC-SHA256).</summary>
    public byte[] ForIdentifiers(SubjectKind kind) => Derive("identifier " + kind, []);

    /// <summary>The key under which one generation of the key store is encrypted (AES-256-GCM).</summary>
    public byte[] ForEntries(ReadOnlySpan<byte> salt) => Derive("entries", salt);

    /// <summary>The key under which payments are hashed to tell a repeat from a conflict.</summary>
    public byte[] ForContent() => Derive("content", []);

    /// <summary>The key under which a payment's institution and id become the fingerprint that duplicates are found by.</summary>
    public byte[] ForPaymentIds() => Derive("payment ids", []);

    /// <summary>The key under which commands are hashed to tell a repeat from a conflict.</summary>
    public byte[] ForActs() => Derive("acts", []);

    /// <summary>The key under which people get their names inside one case.</summary>
    public byte[] ForPseudonyms() => Derive("pseudonyms", []);

    /// <summary>The key under which people's names, password hashes and second factors are encrypted (AES-256-GCM).</summary>
    public byte[] ForCredentials() => Derive("credentials", []);

    /// <summary>The key under which the bytes of evidence are encrypted (AES-256-GCM).</summary>
    public byte[] ForEvidence() => Derive("evidence", []);

    /// <summary>The key under which side files of one use are sealed (HMAC-SHA256).</summary>
    public byte[] ForSeals(string use) => Derive("seal " + use, []);

    /// <summary>The key that one sealed recording is encrypted under (AES-256-GCM): its own by its name and its salt.</summary>
    public byte[] ForRecording(string name, ReadOnlySpan<byte> salt) => Derive("footage " + name, salt);

    /// <summary>The seed of the key that a bank signs the manifests of its footage with.</summary>
    public byte[] ForFootageSigning() => Derive("footage signing", []);

    /// <summary>The private key that a bank's verifier signs statements with, where it is a number below the curve's order.</summary>
    public byte[] ForVerifierSigning(int round) => Derive("verifier signing " + round, []);

    /// <summary>The private key by which nodes know each other, where it is a number below the curve's order.</summary>
    public byte[] ForNodes(int round) => Derive("nodes " + round, []);

    /// <summary>The key under which card numbers become tokens at the door.</summary>
    public byte[] ForCards() => Derive("cards", []);

    // HKDF (RFC 5869): each use its own key.
    private byte[] Derive(string use, ReadOnlySpan<byte> salt)
    {
        var key = new byte[DerivedBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, key, salt, Encoding.ASCII.GetBytes("sunqar v1 " + use));
        return key;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}

/// <summary>The key store cannot be used as it is: its root key is missing or another's, or it is damaged.</summary>
public sealed class KeyStoreException(string message, Exception? inner = null) : IOException(message, inner);
